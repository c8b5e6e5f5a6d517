/* Chapter 2: XOR. The 2-2-1 network of the playground: pure functions, tested against Python's. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const X = [[0, 0], [0, 1], [1, 0], [1, 1]], TARGET = [0, 1, 1, 0];
  const NAMES = ["W11", "W12", "W21", "W22", "c1", "c2", "w1", "w2", "b"];  // the order in theta
  const UNITS = {  // at a kink the derivative is taken as 0, as in the library
    relu: { g: (z) => Math.max(0, z), slope: (z) => (z > 0 ? 1 : 0) },
    tanh: { g: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
    absolute: { g: Math.abs, slope: Math.sign },
  };
  const STARTS = {
    exact: [1, 1, 1, 1, 0, -1, 1, -2, 0],
    zeros: [0, 0, 0, 0, 0, 0, 0, 0, 0],
    linear: [0, 0, 0, 0, 0, 0, 0, 0, 0.5],
  };
  const MOST_STEPS = 5000;  // a link may ask for as many: they are computed anew when the page loads

  /** Glorot uniform weights in the order W11 W12 W21 W22 w1 w2, biases 0. */
  function randomStart(seed) {
    const draw = dlcourse.mulberry32(seed);
    const W = [0, 0, 0, 0].map(() => (2 * draw() - 1) * Math.sqrt(6 / 4));
    const w = [0, 0].map(() => (2 * draw() - 1) * Math.sqrt(6 / 3));
    return [...W, 0, 0, ...w, 0];
  }

  /** One sample through the network: p = xW, z = p + c, h = g(z), f = h w + b. */
  function forward(theta, unit, [x1, x2]) {
    const [W11, W12, W21, W22, c1, c2, w1, w2, b] = theta;
    const p = [x1 * W11 + x2 * W21, x1 * W12 + x2 * W22], z = [p[0] + c1, p[1] + c2];
    const h = z.map(UNITS[unit].g);
    return { p, z, h, f: h[0] * w1 + h[1] * w2 + b };
  }

  /** J = 1/4 sum (f - y)^2. */
  function loss(theta, unit) {
    return X.reduce((sum, x, i) => sum + (forward(theta, unit, x).f - TARGET[i]) ** 2, 0) / 4;
  }

  /** dJ/dtheta, by the chain rule from the output backward. */
  function gradient(theta, unit) {
    const g = theta.map(() => 0);
    X.forEach((x, i) => {
      const { z, h, f } = forward(theta, unit, x), G = (f - TARGET[i]) / 2;
      g[8] += G;
      for (const j of [0, 1]) {
        const Gz = G * theta[6 + j] * UNITS[unit].slope(z[j]);
        g[6 + j] += G * h[j];
        g[4 + j] += Gz;
        g[j] += x[0] * Gz;
        g[2 + j] += x[1] * Gz;
      }
    });
    return g;
  }

  /** One step of momentum: v <- 0.9 v - 0.1 g, theta <- theta + v. */
  function step(run, unit) {
    const g = gradient(run.theta, unit);
    run.v = run.v.map((v, k) => 0.9 * v - 0.1 * g[k]);
    run.theta = run.theta.map((value, k) => value + run.v[k]);
    run.losses.push(loss(run.theta, unit));
  }

  /** A run of training from theta: n steps, fewer if it diverges. losses has one entry more than steps. */
  function train(theta, unit, n) {
    const run = { theta: [...theta], v: theta.map(() => 0), losses: [loss(theta, unit)] };
    while (run.losses.length <= n && healthy(run)) step(run, unit);
    return run;
  }

  const healthy = (run) => run.losses[run.losses.length - 1] < 1e6;  // false for NaN, too
  const length = (g) => Math.hypot(...g);

  /** Whether another step makes sense: not diverged, not at rest, and below MOST_STEPS. */
  function mayStep(run, unit) {
    // with momentum, a gradient of 0 alone is no rest
    const rest = length(gradient(run.theta, unit)) < 1e-9 && length(run.v) < 1e-9;
    return run.losses.length <= MOST_STEPS && healthy(run) && !rest;
  }

  /** A sentence that says what the network does. */
  function verdict(theta, unit) {
    if (!(loss(theta, unit) < 1e6)) return "Training has diverged. Rewind, and start from smaller weights.";
    const right = X.filter((x, i) => (forward(theta, unit, x).f - 0.5) * (TARGET[i] - 0.5) > 1e-9).length;
    if (loss(theta, unit) < 1e-6) return "All four outputs are right: a solution of XOR.";
    const stuck = length(gradient(theta, unit)) < 1e-6;
    return `${right} of 4 points lie on the right side of one half.`
      + (stuck ? " The gradient is zero, so training stays here." : "");
  }

  /** The limits of both axes of the hidden plane: a few fixed sizes, so that they seldom change. */
  function hiddenRange(H, unit) {
    if (unit === "tanh") return [-1.5, 1.5];
    const most = Math.max(...H.flat().map(Math.abs));
    const high = [1.25, 2.5, 5, 10, 20, 40].find((size) => size >= 1.1 * most) || 80;
    return [-high / 5, high];
  }

  dlcourse.xor = {
    X, NAMES, UNITS, STARTS, MOST_STEPS,
    randomStart, forward, loss, gradient, length, step, train, mayStep, verdict, hiddenRange,
  };
})();
