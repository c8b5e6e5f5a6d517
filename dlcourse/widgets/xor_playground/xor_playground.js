/* Chapter 2: XOR. The playground's view: it follows the state, and takes hold of the network's numbers. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const { PARAMETERS, startOf, flat, networkOf, courseOf } = dlcourse.xor;
  const { Y, networkMarks } = dlcourse.xorMarks;
  const RUN = ["start", "seed", "width", "unit", "bias", "lr", "own"];  // what a run depends on
  const SET_UP = ["width", "unit", "bias", "lr"];  // what the hundred runs depend on
  const WHOLE = 27.7;  // seconds in which 3000 steps are played at the usual speed

  /** The state as it can be: own numbers fit the width; a seed that was typed is the start. */
  function tidy(state, difference, before) {
    if (before && "seed" in difference && !("start" in difference)) state.start = "seed";
    const fit = state.own.length === 4 * Number(state.width) + 1;  // not so after a change of the width
    if (state.start === "own" && !fit) state.start = "run 1";
    if (state.start !== "own") state.own = [];
    if (before && !("step" in difference) && RUN.some((name) => name in difference)) state.step = 0;
  }

  /** The key of the sentence about the network, and how many points lie on the right side of one half. */
  function verdict({ f, J, slope }) {
    const right = f.filter((value, i) => (value - 0.5) * (Y[i] - 0.5) > 1e-9).length;
    if (!(J < 1e6)) return ["diverged", right];
    return [J < 1e-6 ? "solved" : slope < 1e-6 ? "rests" : "moves", right];
  }

  /** What the network makes of the probe's point, in a sentence. */
  function probe(control, at) {
    const { x1, x2 } = control.state, { z, h, f } = at([x1, x2]);
    const list = (values) => values.map((v) => dlcourse.numberText(v, 2)).join(", ");
    return control.sentence("probe", { x1, x2, z: list(z), h: list(h), f: f[0] });
  }

  dlcourse.register("xor-playground", function (control) {
    const [plane, hidden, net, loss, bars] = ["x", "h", "net", "loss", "many"]
      .map((name) => dlcourse.picture(control.root, name));
    const { constants } = control, { most } = constants, many = dlcourse.xorMany(control, bars);
    let network, course, now;  // now: the place of the run that is shown

    /** Own numbers from here on: the ones that are shown, with some changed. */
    function own(changes) {
      const theta = Object.fromEntries(PARAMETERS.map((name) => [name, [...now[name]]]));
      for (const [name, k, value] of changes) theta[name][k] = value;
      control.change({ start: "own", own: flat(theta), step: 0 });
    }

    const handles = dlcourse.xorHandles(control, { plane, net, loss, now: () => now, own });
    const stepper = dlcourse.stepper(control,
      { most, reach: (k) => course.reach(k), isOver: () => course.isOver() });

    function changed(difference, before) {
      const { state } = control;
      tidy(state, difference, before);
      if (before && !RUN.some((name) => name in difference)) return;
      if (!before || SET_UP.some((name) => before[name] !== state[name])) many.clear();
      network = networkOf(control.kernels, state);
      course = courseOf(network, startOf(state, constants));
    }

    function draw() {
      const { state } = control, at = (x) => network.point(now, x);
      state.step = course.reach(state.step);
      now = course.states[state.step];
      dlcourse.xorPlanes(plane, hidden, now, at, state);
      net.draw(networkMarks(now));
      dlcourse.xorLoss(control, loss, course);
      many.draw();
      const [key, right] = verdict(now);
      control.fill({ J: now.J, slope: now.slope, step: state.step, ...dlcourse.xorCells(now) });
      control.write("verdict", control.sentence(key, { right }));
      control.write("pace", control.sentence("pace", { steps: most, seconds: WHOLE / Number(state.speed) }));
      control.write("probe", probe(control, at));
      dlcourse.xorNumbers(control.output("weights"), now);
      for (const part of control.all("[data-unit]")) part.hidden = Number(part.dataset.unit) > now.c.length;
      for (const group of handles) group.draw();
      stepper.draw();
    }

    function say() {
      const [key, right] = verdict(now), place = `${control.output("J").textContent}, step ${control.state.step}.`;
      return `${place} ${control.sentence(key, { right })} ${many.said()}`.trim();
    }

    /** A number of the network that was typed, as in W3. */
    function input(name, value) {
      if (value !== null) own([[name[0], Number(name.slice(1)), value]]);
    }

    const take = (values) => own(Object.entries(values).filter(([name]) => PARAMETERS.includes(name))
      .flatMap(([name, array]) => array.flat().map((v, k) => [name, k, v])));
    const rows = (array, n) => Array.from({ length: array.length / n }, (_, i) => array.slice(i * n, (i + 1) * n));
    const results = () => ({ W: rows(now.W, now.c.length), c: now.c, w: rows(now.w, 1), b: now.b, J: now.J });
    const next = () => control.change({ start: "seed", seed: control.state.seed + 1 });
    return { changed, draw, say, input, take, results,
      actions: { ...stepper.actions, many: many.start, "next-seed": next, reset: many.clear } };
  });
})();
