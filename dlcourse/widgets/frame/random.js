/* numpy's default generator, bit for bit: PCG64 (XSL-RR), seeded by SeedSequence. So a seed gives the same
   run here as in the chapter. Source: M. E. O'Neill, "PCG", 2014; numpy/random/bit_generator.pyx. */
const MULTIPLIER = (2549297995355413924n << 64n) | 4865540595714422341n;
const word = (x) => x >>> 0;

/** A hash of 32-bit words whose constant changes with each call. */
function hasher(constant, multiplier) {
  return (value) => {
    const mixed = Math.imul(value ^ constant, (constant = Math.imul(constant, multiplier)));
    return word(mixed ^ (mixed >>> 16));
  };
}

/** Eight 32-bit words from a seed below 2^32, or from up to four of them. */
function seedWords(seed) {
  const hash = hasher(0x43b0d7e5, 0x931e8875), pool = [seed, 0, 0, 0].flat().slice(0, 4).map((one) => hash(one));
  for (let from = 0; from < 4; from++) for (let to = 0; to < 4; to++) {
    if (from === to) continue;
    const mixed = Math.imul(0xca01f9dd, pool[to]) - Math.imul(0x4973f715, hash(pool[from]));
    pool[to] = word(mixed ^ (word(mixed) >>> 16));
  }
  const draw = hasher(0x8b51f9dd, 0x58f38ded);
  return Array.from({ length: 8 }, (_, k) => draw(pool[k % 4]));
}

dlcourse.seedWords = seedWords;

/** default_rng(seed): draw() is .random(), a number in [0, 1); draw(low, high) is .uniform(low, high). */
dlcourse.rng = function (seed) {
  const words = seedWords(seed).map(BigInt), long = (k) => (words[k + 1] << 32n) | words[k];
  const increment = BigInt.asUintN(128, (((long(4) << 64n) | long(6)) << 1n) | 1n);
  let state = 0n;
  const step = () => { state = BigInt.asUintN(128, state * MULTIPLIER + increment); };
  step();
  state += (long(0) << 64n) | long(2);
  step();
  return function (low = 0, high = 1) {
    step();
    const mixed = BigInt.asUintN(64, (state >> 64n) ^ state), turn = state >> 122n;
    const bits = BigInt.asUintN(64, (mixed >> turn) | (mixed << (64n - turn)));
    return low + (high - low) * (Number(bits >> 11n) / 2 ** 53);
  };
};

/** The first n numbers in [0, 1) for the seed; as random.py. */
dlcourse.draws = function (seed, n) {
  const draw = dlcourse.rng(seed);
  return Array.from({ length: n }, () => draw());
};
