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

  /** Kernels for the state's unit and width, of a theta: walk, point(theta, x), step of a run's place, and
      over(name, theta, x), what a picture shows. */
  function networkOf(kernels, state) {
    const values = (theta) => PARAMETERS.map((name) => theta[name]);
    const over = (name, theta, x) => kernels[`${name} ${state.unit} ${state.width}`](x, ...values(theta));
    const [walk, step] = ["walk", "step"].map((name) => kernels[`${name} ${state.unit} ${state.width}`]);
    return {
      over,
      walk: (theta) => walk(...values(theta)),
      point: (theta, x) => over("point", theta, x),
      step: (place) => step(...values(place), place.vW, place.vc, place.vw, place.vb, state.lr),
    };
  }

  /** The first place of a run: the parameters, their velocities, no step done. */
  function placeOf(theta) {
    const still = PARAMETERS.map((name) => ["v" + name, theta[name].map(() => 0)]);
    return { ...theta, ...Object.fromEntries(still) };
  }

  /** The course of training from theta, a place with its loss after each step. */
  function courseOf(network, theta) {
    const measured = (place) => ({ ...place, ...network.walk(place) });
    const still = ({ slope, vW, vc, vw, vb }) =>
      slope < 1e-9 && [vW, vc, vw, vb].flat().every((v) => Math.abs(v) < 1e-9);
    return dlcourse.course(measured(placeOf(theta)), (place) => measured(network.step(place)),
      (place) => !(place.J < 1e6) || still(place));
  }

  /** The loss after n steps, infinite when it diverges. */
  function finalLoss(network, theta, n) {
    let place = placeOf(theta);
    for (let k = 0, same = 0; k < n && same < 50 && !(place.J > 1e6); k++) {
      const before = place.J;
      place = network.step(place);  // with the loss before the step
      same = place.J === before ? same + 1 : 0;  // the same loss 50 times: nothing changes any more
    }
    const { J } = network.walk(place);
    return J < 1e6 ? J : Infinity;
  }

  dlcourse.xor = { PARAMETERS, randomStart, startOf, flat, networkOf, courseOf, finalLoss };
})();
