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
  function startOf(state, { limits, runs, hand }) {
    const n = Number(state.width), { start } = state;
    if (start === "own") return unflat(state.own, n);
    if (start === "seed" || start in runs)
      return randomStart(start in runs ? runs[start] : state.seed, n, Number(state.bias), limits[n]);
    const theta = { W: Array(2 * n).fill(0), c: Array(n).fill(0), w: Array(n).fill(0), b: [0] };
    if (start === "linear") theta.b[0] = 0.5;
    if (start !== "hand") return theta;
    // further units stay 0
    hand.W.forEach((row, i) => row.forEach((value, j) => { theta.W[i * n + j] = value; }));
    for (const name of ["c", "w", "b"]) hand[name].flat().forEach((value, j) => { theta[name][j] = value; });
    return theta;
  }

  /** Kernels for the state's unit and width. A place of a run: parameters, velocities, the batch with its J. */
  function networkOf(kernels, { unit, width, lr }) {
    const [batch, point] = ["batch", "point"].map((name) => kernels[`${name} ${unit} ${width}`]);
    const { [`named ${width}`]: named, moved } = kernels;
    const values = (theta) => PARAMETERS.map((name) => theta[name]);
    const measured = (place) => ({ ...place, ...batch(...values(place)) });

    /** The first place: no step is done. */
    function first(theta) {
      const still = PARAMETERS.map((name) => ["v" + name, theta[name].map(() => 0)]);
      return measured({ ...theta, ...Object.fromEntries(still) });
    }

    function step(place) {
      const next = {};
      for (const name of PARAMETERS) {
        const { [name]: p, ["v" + name]: v, ["d" + name]: g } = place;
        const after = p.map((one, k) => moved(one, v[k], g[k], lr));
        next[name] = after.map((one) => one.p);
        next["v" + name] = after.map((one) => one.v);
      }
      return measured(next);
    }

    /** A place with what pictures name of it. */
    const shown = (place) => ({ ...place,
      ...named(place.W, place.b, place.z, place.h, place.f, ...PARAMETERS.map((name) => place["d" + name])) });

    /** z, h and f at each of some points of the plane, given as a flat list. */
    const over = (theta, points) => Array.from({ length: points.length / 2 },
      (_, k) => point(points.slice(2 * k, 2 * k + 2), ...values(theta)));
    return { first, step, shown, over };
  }

  /** The course of training from theta: each place with what pictures name of it. */
  function courseOf({ first, step, shown }, theta) {
    const still = ({ slope, vW, vc, vw, vb }) =>
      slope < 1e-9 && [vW, vc, vw, vb].flat().every((v) => Math.abs(v) < 1e-9);
    return dlcourse.course(shown(first(theta)), (place) => shown(step(place)),
      (place) => !(place.J < 1e6) || still(place));
  }

  /** The loss after n steps, infinite when it diverges. */
  function finalLoss({ first, step }, theta, n) {
    let place = first(theta);
    for (let k = 0, same = 0; k < n && same < 50 && !(place.J > 1e6); k++) {
      const before = place.J;
      place = step(place);
      same = place.J === before ? same + 1 : 0;  // the same loss 50 times: nothing changes any more
    }
    return place.J < 1e6 ? place.J : Infinity;
  }

  dlcourse.xor = { PARAMETERS, randomStart, startOf, flat, networkOf, courseOf, finalLoss };
})();
