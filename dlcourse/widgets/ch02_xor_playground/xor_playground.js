/* Chapter 2: XOR. The playground's view: it follows the state, and takes hold of the network's numbers. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const { PARAMETERS, flat, unflat, drawn, of, changed: withChanges, numbersOf, resultsOf } = dlcourse.network;
  const RUNS = 100, POINTS = [0, 1, 2, 3], INPUTS = 2;
  const RUN = ["start", "seed", "width", "unit", "bias", "lr", "own"];  // what a run depends on
  const SET_UP = ["width", "unit", "bias", "lr"];  // what the hundred runs depend on

  /** The parameters at which the run of a state starts. */
  function startOf({ start, width, seed, bias, own }, { limits, runs, named }) {
    const n = Number(width);
    if (start === "seed" || start in runs)
      return drawn(start in runs ? runs[start] : seed, INPUTS, n, Number(bias), limits[n]);
    return unflat(start === "own" ? own : named[n][start], INPUTS, n);
  }

  /** The state as it can be: own numbers fit the width; a seed that was typed is the start. */
  function tidy(state, difference, before) {
    if (before && "seed" in difference && !("start" in difference)) state.start = "seed";
    const fit = state.own.length === 4 * Number(state.width) + 1;  // not so after a change of the width
    if (state.start === "own" && !fit) state.start = "run 1";
    if (state.start !== "own") state.own = [];
    if (before && !("step" in difference) && RUN.some((name) => name in difference)) state.step = 0;
  }

  /** The sentence about the network. */
  function verdict(control, { right, J, slope }) {
    const [solved, rest] = control.constants.still;
    const key = !(J < 1e6) ? "diverged" : J < solved ? "solved" : slope < rest ? "rests" : "moves";
    return control.sentence(key, { right });
  }

  /** What the planes and the network show, by the names that the pictures use. */
  function shownBy(control, network, now) {
    const { plane, map, edges, sizes } = control.constants, { unit } = control.state, { grid } = dlcourse.plane;
    const [low, high] = dlcourse.axes.fitting(sizes[unit], 1.1 * Math.max(...now.h.map(Math.abs)));
    const over = (points) => network.over(now, points), n = now.c.length, maps = over(grid(plane[0], plane[1], map));
    return { low, high, white: unit === "sigmoid" ? 0.5 : 0, plane: over(grid(...plane)).map(({ f }) => f[0]),
      maps: now.c.flatMap((_, j) => maps.map(({ h }) => h[j])),
      edges: over(edges).flatMap(({ h }) => h.slice(0, 2)),
      land: POINTS.flatMap((i) => now.h.slice(i * n, i * n + 2)),
      hidden: network.outputs(now, grid(low, high, plane[2])),
      two: n === 2 ? "" : control.sentence("two", { width: String(n) }) };
  }

  /** A hundred seeds, trained as the state says; a bar for each loss at which they may rest. */
  function hundredSeeds(control) {
    const { constants, kernels } = control, { solved, most } = constants, resting = Object.values(constants.resting);
    function one() {
      const state = { ...control.state, start: "seed" }, network = of(kernels, state);
      return (seed) => network.finalLoss(startOf({ ...state, seed }, constants), most);
    }
    function place(J) {
      const near = resting.findIndex((value) => Math.abs(J - value) < 0.001);
      return J < solved ? 0 : near < 0 ? resting.length + 1 : near + 1;
    }
    return dlcourse.manySeeds(control, { n: RUNS, bars: resting.length + 2, one, place });
  }

  dlcourse.register("xor-playground", function (control) {
    const { constants } = control, { most, top } = constants, showUnits = control.partsOfThings();
    let network, course, now;  // now: the place of the run that is shown
    let along = constants.along, dragged = null;  // where the lines' arrows stand; after a drag, where it put one

    /** Own numbers from here on: the ones that are shown, with some changed; arrow j then stands there. */
    function own(changes, j, at) {
      if (j !== undefined) dragged = Object.assign([...along], { [j]: at });
      control.change({ start: "own", own: withChanges(now, changes), step: 0 });
    }

    const many = hundredSeeds(control);
    const stepper = dlcourse.stepper(control,
      { most, reach: (k) => course.reach(k), isOver: () => course.isOver() });
    const handles = dlcourse.xorHandles(control, stepper, { now: () => now, along: () => along, own });

    function changed(difference, before) {
      const { state } = control;
      tidy(state, difference, before);
      if (before && !RUN.some((name) => name in difference)) return;
      if (!before || SET_UP.some((name) => before[name] !== state[name])) many.clear();
      [along, dragged] = [dragged || constants.along, null];
      network = of(control.kernels, state);
      course = network.course(startOf(state, constants));
    }

    /** Where the run comes to rest, if it has; how many of the hundred are solved, if all are done. */
    function outcomes() {
      const { step } = control.state, over = step >= most || (course.isOver() && step === course.states.length - 1);
      return { found: over ? now.J : null, solved: many.isDone() ? many.counts()[0] : null };
    }

    function draw() {
      const { state } = control;
      state.step = course.reach(state.step);
      now = course.states[state.step];
      const { found, solved } = outcomes();
      const losses = course.states.slice(0, state.step + 1).map(({ J }) => J);
      const values = { ...state, ...now, ...shownBy(control, network, now), along, counts: many.counts(), losses,
        rate_found: solved, rest: found === null ? null : Math.min(found, top),
        above: losses.some((J) => J > top) || null };
      control.pictures.h.setAxes({ low: values.low, high: values.high }, { low: values.low, high: values.high });
      showUnits(now.c.length);
      control.render(values);
      control.write("verdict", verdict(control, now));
      control.write("many", counted());
      control.write("guess", dlcourse.compareGuess(control, state.guess, found));
      control.write("rate", dlcourse.compareGuess(control, state.rate, solved, 0, "rate"));
      for (const group of handles) group.draw();
      stepper.draw();
    }

    const counted = () => (many.done()
      ? control.sentence("many", { solved: many.counts()[0], runs: many.done() }) : "");

    function say() {
      const place = `${control.output("J").textContent}, step ${control.state.step}.`;
      return `${place} ${verdict(control, now)} ${counted()}`.trim();
    }

    /** A number of the network that was typed, as in W1.0, from input 1 to unit 1. */
    function input(name, value) {
      const [array, j] = name.split(".");
      if (value !== null) own([[array, Number(j), Math.max(-100, Math.min(100, value))]]);
    }

    const take = (values) => own(Object.entries(values).filter(([name]) => PARAMETERS.includes(name))
      .flatMap(([name, array]) => array.flat().map((v, k) => [name, k, v])));
    const next = () => control.change({ start: "seed", seed: control.state.seed + 1 });
    return { changed, draw, say, input, take, results: () => resultsOf(now, INPUTS),
      shown: () => numbersOf(now, INPUTS),
      actions: { ...stepper.actions, many: many.start, "next-seed": next, reset: many.clear } };
  });
  dlcourse.xor = { startOf };  // for the tests
})();
