/* Run many seeds: one after the other, a few in each frame, so that one can watch a histogram grow. */
const BUSY = 30;  // ms of work per frame

/** n runs.   one() -> function of a seed, 0 to n - 1, to its result; place(result) -> the number of its bar,
    of `bars`. Returns start(), which ends it where it goes on; clear(); results; counts() and isDone(). */
dlcourse.manySeeds = function (control, { n, one, place, bars }) {
  let results = [], busy = false;

  function start() {
    if (busy) return control.rest();  // the same button ends it
    const run = one();
    results = [];
    control.animate(() => {
      const end = performance.now() + BUSY;
      while (results.length < n && performance.now() < end) results.push(run(results.length));
      control.draw();
      return results.length < n;
    }, () => { busy = false; control.settle(); });
    busy = true;
  }

  function counts() {
    const found = Array(bars).fill(0);
    for (const result of results) found[place(result)] += 1;
    return found;
  }

  return { start, counts, clear: () => { results = []; }, done: () => results.length,
    isDone: () => results.length === n };
};
