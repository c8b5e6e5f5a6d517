/* Chapter 2: XOR. Where a run of the playground starts, and its course; formulas are in network.py. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const PARAMETERS = ["W", "c", "w", "b"];

  /** Glorot uniform weights as numpy's generator draws them for the seed, in the order of the model. */
  function randomStart(seed, n, bias, [first, second]) {
    const draw = dlcourse.rng(seed), weights = (count, a) => Array.from({ length: count }, () => draw(-a, a));
    return { W: weights(2 * n, first), c: Array(n).fill(bias), w: weights(n, second), b: [0] };
  }

  /** The parameters from one list: W row by row, c, w, b. */
  function unflat(own, n) {
    const part = (first, last) => own.slice(first * n, last * n);
    return { W: part(0, 2), c: part(2, 3), w: part(3, 4), b: own.slice(4 * n) };
  }

  const flat = (theta) => PARAMETERS.flatMap((name) => theta[name]);

  /** The parameters at which the run of a state starts. */
  function startOf({ start, width, seed, bias, own }, { limits, runs, named }) {
    const n = Number(width);
    if (start === "seed" || start in runs)
      return randomStart(start in runs ? runs[start] : seed, n, Number(bias), limits[n]);
    return unflat(start === "own" ? own : named[n][start], n);
  }

  /** The run of the state's unit and width, and over(theta, points): z, h and f at points of the plane, which
      are a flat list. */
  function networkOf(kernels, { unit, width, lr }) {
    const [batch, point] = ["batch", "point"].map((name) => kernels[`${name} ${unit} ${width}`]);
    const { [`named ${width}`]: named, moved } = kernels;
    const values = (place, prefix = "") => PARAMETERS.map((name) => place[prefix + name]);
    const shown = (place) => ({ ...place,
      ...named(place.W, place.b, place.z, place.h, place.f, ...values(place, "d")) });
    const over = (theta, points) => Array.from({ length: points.length / 2 },
      (_, k) => point(points.slice(2 * k, 2 * k + 2), ...values(theta)));
    return { over, ...dlcourse.training({ names: PARAMETERS, moved, lr, shown,
      batch: (theta) => batch(...values(theta)) }) };
  }

  dlcourse.xor = { PARAMETERS, startOf, flat, networkOf };
})();
