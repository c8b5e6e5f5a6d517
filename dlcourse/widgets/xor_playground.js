/* Chapter 2: XOR. The view of the playground: draws the planes, the table and the loss, and trains. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const { X, NAMES, UNITS, STARTS, MOST_STEPS, randomStart, forward, loss, gradient, length, step, train,
    mayStep, verdict, hiddenRange } = dlcourse.xor;
  const { toPixel, path, lineAcross, onGrid, contour, shade, canvasFor } = dlcourse.plane;
  const MOST_SEED = 999999999;
  const LOW = -0.5, HIGH = 1.5, CELLS = 48;  // the visible part of the input plane, and its grid
  const at = ([x, y]) => ({ x: x.toFixed(2), y: y.toFixed(2) });

  /** Draws f as a shade, the contour f = 1/2, and each unit's line z = 0 with a tick where z > 0. */
  function drawInput(control, canvas, theta, unit) {
    const values = onGrid((x, y) => forward(theta, unit, [x, y]).f, LOW, HIGH, CELLS);
    shade(canvas, values);
    control.set("x-half", { d: contour(values, LOW, HIGH) });
    for (const j of [0, 1]) {
      const a = theta[j], b = theta[2 + j], ends = lineAcross(a, b, theta[4 + j], LOW, HIGH);
      let d = "", label = [-9, -9];  // a label without a line: out of sight
      if (ends) {
        const part = [0.3, 0.5][j], foot = [0, 1].map((k) => ends[0][k] + part * (ends[1][k] - ends[0][k]));
        const off = (far) => [foot[0] + far * a / Math.hypot(a, b), foot[1] + far * b / Math.hypot(a, b)];
        d = path(ends, LOW, HIGH) + path([foot, off(0.14)], LOW, HIGH);
        label = off(0.24);
      }
      const [x, y] = toPixel(label, LOW, HIGH);
      control.set(`unit${j + 1}`, { d });
      control.set(`unit${j + 1}-label`, at([x, y + 4]));
    }
  }

  /** Points along the edge of the unit square: many, since an activation may bend the image of a side. */
  const EDGE = [[0, 1], [1, 3], [3, 2], [2, 0]].flatMap(([i, j]) => Array.from({ length: 17 }, (_, k) =>
    [0, 1].map((n) => X[i][n] + (X[j][n] - X[i][n]) * k / 16)));

  /** Draws w h + b as a shade, its line at 1/2, and the images of the samples and of the unit square. */
  function drawHidden(control, canvas, theta, unit) {
    const H = X.map((x) => forward(theta, unit, x).h), [w1, w2, b] = theta.slice(6);
    const [low, high] = hiddenRange(H, unit), middle = (tick) => toPixel([tick, tick], low, high);
    const near = (p, q) => Math.abs(p[0] - q[0]) < 18 && Math.abs(p[1] - q[1]) < 18;
    shade(canvas, onGrid((h1, h2) => h1 * w1 + h2 * w2 + b, low, high, CELLS));
    const ends = lineAcross(w1, w2, b - 0.5, low, high);
    control.set("h-half", { d: ends ? path(ends, low, high) : "" });
    control.set("square", { d: path(EDGE.map((x) => forward(theta, unit, x).h), low, high) });
    const places = H.map((h) => toPixel(h, low, high)), labels = ["", "", "", ""];
    places.forEach((place, i) => {
      control.set(`h${i}`, { transform: `translate(${place.map((v) => v.toFixed(2)).join(" ")})` });
      const first = places.findIndex((other) => near(other, place));  // points that coincide share a label
      labels[first] += (labels[first] && ", ") + ["00", "01", "10", "11"][i];
    });
    const used = labels.filter((label) => label);
    labels.forEach((label, i) => {
      control.write(`h-label${i}`, label);
      control.set(`h-label${i}`, { y: used.indexOf(label) % 2 === 1 ? 19 : -9 });
    });
    (unit === "tanh" ? [-1, 0, 1] : [0, 0.4 * high, 0.8 * high]).forEach((tick, k) => {
      const [x, y] = middle(tick);
      control.set(`h-x${k}`, { x: x.toFixed(2) });
      control.set(`h-y${k}`, { y: (y + 4).toFixed(2) });
      for (const axis of ["x", "y"]) control.write(`h-${axis}${k}`, dlcourse.numberText(tick));
    });
  }

  /** Draws the curve of J, with at most one point for each unit of the drawing's width. */
  function drawCurve(control, losses) {
    const end = losses.length - 1, every = Math.ceil(end / 260);
    const most = Math.max(200, 100 * Math.ceil(end / 100));
    const kept = losses.map((J, k) => [34 + 260 * k / most, Math.max(2, 158 - 300 * J)])
      .filter((_, k) => k % every === 0 || k === end);
    const points = kept.map((place) => place.map((v) => v.toFixed(1)).join(" "));
    control.set("curve", { d: end > 0 ? "M" + points.join("L") : "" });
    control.write("curve-end", String(most));
  }

  dlcourse.register("xor-playground", function (control) {
    const canvases = ["x-shade", "h-shade"].map((name) => canvasFor(control.output(name)));
    let state, run, playing = false;

    /** Loads the state from the address where that is valid, otherwise the initial state. */
    function load() {
      const saved = control.saved() || {}, own = control.defaults;
      const whole = (name, most) =>
        (/^\d{1,9}$/.test(saved[name]) ? Math.min(most, Number(saved[name])) : own[name]);
      const known = (name, allowed) => (allowed.includes(saved[name]) ? saved[name] : own[name]);
      const theta = (saved.theta || "").split("_").map(Number);
      const valid = theta.length === 9 && theta.every((value) => Math.abs(value) <= 100);
      const byHand = valid && saved.start === "own";
      state = {
        start: byHand ? "own" : known("start", [...Object.keys(STARTS), "random"]),
        seed: whole("seed", MOST_SEED),
        unit: known("unit", Object.keys(UNITS)),
        steps: whole("steps", MOST_STEPS),
        theta: byHand ? theta.join("_") : "",
      };
      begin();
    }

    /** Computes the run from its initial parameters: the same state always shows the same numbers. */
    function begin() {
      const theta = state.start === "own" ? state.theta.split("_").map(Number)
        : state.start === "random" ? randomStart(state.seed) : STARTS[state.start];
      run = train(theta, state.unit, state.steps);
      draw();
    }

    function draw() {
      const { unit } = state, { theta, losses } = run;
      const shown = { J: loss(theta, unit), slope: length(gradient(theta, unit)), steps: losses.length - 1 };
      X.forEach((x, i) => {
        const { p, z, h, f } = forward(theta, unit, x);
        for (const [name, row] of Object.entries({ p, z, h }))
          row.forEach((value, j) => { shown[`${name}${i}${j}`] = value; });
        shown[`f${i}`] = f;
      });
      control.fill(shown);
      control.write("verdict", verdict(theta, unit));
      drawInput(control, canvases[0], theta, unit);
      drawHidden(control, canvases[1], theta, unit);
      drawCurve(control, losses);
      NAMES.forEach((name, k) => control.show(name, theta[k].toFixed(2).replace(/^-(0\.00)$/, "$1")));
      control.show("seed", state.seed);
      control.show("unit", unit);
      control.press("start", state.start);
    }

    /** Stops training, applies the change, starts anew and saves the state. */
    function change(difference) {
      pause();
      Object.assign(state, { steps: 0 }, difference);
      begin();
      settle();
    }

    /** Saves and announces the state once training has stopped; while it runs, neither would help. */
    function settle() {
      state.steps = run.losses.length - 1;
      control.save(state);
      const J = control.output("J").textContent;
      control.announce(`${J}, step ${state.steps}. ${verdict(run.theta, state.unit)}`);
    }

    function pause() {
      playing = false;
      control.stop();
      control.root.querySelector("[data-action=train]").textContent = "Train";
    }

    function play() {
      playing = true;
      control.root.querySelector("[data-action=train]").textContent = "Pause";
      control.animate((reducedMotion) => {
        // 4 steps a picture can be followed by eye; with reduced motion, 500 at once and one picture
        for (let k = 0; k < (reducedMotion ? 500 : 4) && mayStep(run, state.unit); k++)
          step(run, state.unit);
        draw();
        if (!reducedMotion && mayStep(run, state.unit)) return true;
        pause();
        settle();
        return false;
      });
    }

    const within = (value, low, high) => Math.max(low, Math.min(high, value));
    const random = (seed) =>
      change({ start: "random", theta: "", seed: within(Math.round(seed), 0, MOST_SEED) });

    control.onInput((name, value) => {
      if (name === "unit") return change({ unit: value });
      if (name === "seed") return random(value);
      const theta = [...run.theta];  // moved by hand, the network as it is becomes the new start
      theta[NAMES.indexOf(name)] = within(value, -100, 100);
      change({ start: "own", theta: theta.join("_") });
    }, draw);
    control.onAction({
      start: (value) => change({ start: value, theta: "" }),
      "next-seed": () => random(state.seed + 1),
      train: () => { if (playing) { pause(); settle(); } else play(); },
      step: () => { pause(); if (mayStep(run, state.unit)) step(run, state.unit); draw(); settle(); },
      rewind: () => change({}),
      reset: () => change({ ...control.defaults }),
    });
    control.onAddress(() => { pause(); load(); });
    load();
  });
})();
