/* Normal numbers, and many of them: numpy's default generator again (random.js), here in doubles, five times as fast, and
   its ziggurat. Sources: Marsaglia and Tsang, "The ziggurat method", 2000; numpy/random/src/distributions.
   A 128-bit number lies in six limbs of 24 bits, the lowest first: sums of their products are exact. */
const BASE = 2 ** 24, [m0, m1, m2, m3, m4, m5] = [0xccf645, 0xdf649f, 0xa44385, 0x1fc65d, 0x60ed05, 0x23];
const word = (x) => x >>> 0;
const STRIPS = 256, FAR = 3.6541528853610088, AREA = 0.004928673233974655, FINE = 2 ** 52;  // of the ziggurat

/** The limbs of four 32-bit words, the lowest first. */
const limbs = (a, b, c, d) => Float64Array.of(a & 0xffffff, (a >>> 24) | ((b & 0xffff) << 8), (b >>> 16) | ((c & 0xff) << 16), c >>> 8,
  d & 0xffffff, d >>> 24);

/** The strips of the ziggurat: whole ones, as parts of 2^52, their widths, and the heights of the curve. */
function strips() {
  const whole = [], wide = [], height = [];
  let x = FAR;
  for (let k = STRIPS - 1, last = x; k > 0; k--, last = x) {
    if (k < STRIPS - 1) x = Math.sqrt(-2 * Math.log(AREA / x + height[k + 1]));
    if (k < STRIPS - 1) whole[k + 1] = Math.floor((x / last) * FINE);
    [wide[k], height[k]] = [x / FINE, Math.exp(-0.5 * x * x)];
  }
  const foot = AREA / height[STRIPS - 1];
  [whole[0], whole[1], wide[0], height[0]] = [Math.floor((FAR / foot) * FINE), 0, foot / FINE, 1];
  return { whole, wide, height };
}
let ziggurat = null;

/** default_rng(seed), below 2^32: uniform() is .random(), normal() is .standard_normal(). */
class Generator {
  constructor(seed) {
    const w = dlcourse.seedWords(seed), double = (k, below) => (w[k] << 1) | below;
    this.add = limbs(double(6, 1), double(7, w[6] >>> 31), double(4, w[7] >>> 31), double(5, w[4] >>> 31));
    this.at = limbs(w[2], w[3], w[0], w[1]).map((v, k) => v + this.add[k]);
    [this.high, this.low] = [0, 0];
    this.next();
  }

  /** One on: at = at * multiplier + add; its 64 bits are then in high and low. */
  next() {
    const { at, add } = this, a0 = at[0], a1 = at[1], a2 = at[2], a3 = at[3], a4 = at[4];
    let t = a0 * m0 + add[0], over = Math.floor(t / BASE);
    const b0 = t - over * BASE;
    over = Math.floor((t = a0 * m1 + a1 * m0 + add[1] + over) / BASE);
    const b1 = t - over * BASE;
    over = Math.floor((t = a0 * m2 + a1 * m1 + a2 * m0 + add[2] + over) / BASE);
    const b2 = t - over * BASE;
    over = Math.floor((t = a0 * m3 + a1 * m2 + a2 * m1 + a3 * m0 + add[3] + over) / BASE);
    const b3 = t - over * BASE;
    over = Math.floor((t = a0 * m4 + a1 * m3 + a2 * m2 + a3 * m1 + a4 * m0 + add[4] + over) / BASE);
    const b4 = t - over * BASE;
    t = a0 * m5 + a1 * m4 + a2 * m3 + a3 * m2 + a4 * m1 + at[5] * m0 + add[5] + over;
    const b5 = t - 256 * Math.floor(t / 256), top = b4 | (b5 << 24), turn = (top >>> 26) & 31;
    at[0] = b0, at[1] = b1, at[2] = b2, at[3] = b3, at[4] = b4, at[5] = b5;
    const one = (b0 | (b1 << 24)) ^ ((b2 >>> 16) | (b3 << 8)), other = ((b1 >>> 8) | (b2 << 16)) ^ top;
    const low = top < 0 ? other : one, high = top < 0 ? one : other;
    this.high = word(turn ? (high >>> turn) | (low << (32 - turn)) : high);
    this.low = word(turn ? (low >>> turn) | (high << (32 - turn)) : low);
  }

  uniform() {
    this.next();
    return (this.high * 2 ** 21 + (this.low >>> 11)) / 2 ** 53;
  }

  normal() {
    const { whole, wide, height } = (ziggurat ??= strips());
    for (;;) {
      this.next();
      const k = this.low & 255, sign = this.low & 256 ? -1 : 1, part = (this.high & 0x1fffffff) * 2 ** 23 + (this.low >>> 9);
      const x = part * wide[k];
      if (part < whole[k]) return sign * x;
      if (k) {
        if ((height[k - 1] - height[k]) * this.uniform() + height[k] < Math.exp(-0.5 * x * x)) return sign * x;
        continue;
      }
      const side = this.low & 0x20000 ? -1 : 1;
      for (;;) {
        const beyond = -Math.log1p(-this.uniform()) / FAR, y = -Math.log1p(-this.uniform());
        if (2 * y > beyond * beyond) return side * (FAR + beyond);
      }
    }
  }
}

function filled(n, draw) {
  const found = [];
  for (let k = 0; k < n; k++) found.push(draw());
  return found;
}

/* As random.py. */
dlcourse.generator = (seed) => new Generator(seed);
dlcourse.normals = (rng, n) => filled(n, () => rng.normal());
dlcourse.uniforms = (rng, n) => filled(n, () => rng.uniform());

/** The matrix with orthonormal columns that span those of A (n, n), one by one. */
dlcourse.orthonormal = function (A, n) {
  const columns = Array.from({ length: n }, (_, k) => Float64Array.from({ length: n }, (_, r) => A[r * n + k]));
  columns.forEach((q, k) => {
    const size = Math.sqrt(q.reduce((sum, v) => sum + v * v, 0));
    for (let r = 0; r < n; r++) q[r] /= size;
    for (const other of columns.slice(k + 1)) {
      let along = 0;
      for (let r = 0; r < n; r++) along += q[r] * other[r];
      for (let r = 0; r < n; r++) other[r] -= along * q[r];
    }
  });
  return Array.from({ length: n * n }, (_, k) => columns[k % n][Math.floor(k / n)]);
};
