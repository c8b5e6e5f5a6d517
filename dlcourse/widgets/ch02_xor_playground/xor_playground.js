/* Chapter 2: XOR. The playground's view: it follows the state, and takes hold of the network's numbers. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const { PARAMETERS, startOf, flat, networkOf } = dlcourse.xor;
  const RUNS = 100, POINTS = [0, 1, 2, 3];
  const RUN = ["start", "seed", "width", "unit", "bias", "lr", "own"];  // what a run depends on
  const SET_UP = ["width", "unit", "bias", "lr"];  // what the hundred runs depend on

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

  /** f over points of the plane of two hidden units. */
  const outputs = ({ kernels }, points, { w, b }) => Array.from({ length: points.length / 2 },
    (_, k) => kernels.output(points.slice(2 * k, 2 * k + 2), w, b).f[0]);

  /** What the planes and the network show, by the names that the pictures use. */
  function shownBy(control, network, now) {
    const { plane, map, edges, sizes } = control.constants, { unit } = control.state, { grid } = dlcourse.plane;
    const [low, high] = dlcourse.axes.fitting(sizes[unit], 1.1 * Math.max(...now.h.map(Math.abs)));
    const over = (points) => network.over(now, points), n = now.c.length, maps = over(grid(plane[0], plane[1], map));
    return { low, high, white: unit === "sigmoid" ? 0.5 : 0, plane: over(grid(...plane)).map(({ f }) => f[0]),
      maps: now.c.flatMap((_, j) => maps.map(({ h }) => h[j])),
      edges: over(edges).flatMap(({ h }) => h.slice(0, 2)),
      land: POINTS.flatMap((i) => now.h.slice(i * n, i * n + 2)),
      hidden: n === 2 ? outputs(control, grid(low, high, plane[2]), now) : null,
      two: n === 2 ? "" : control.sentence("two", { width: String(n) }) };
  }

  /** The number of the bar of a run that ends with this loss. */
  function barOf({ solved, resting }, J) {
    const places = Object.values(resting), near = places.findIndex((value) => Math.abs(J - value) < 0.001);
    return J < solved ? 0 : near < 0 ? places.length + 1 : near + 1;
  }

  /** A hundred seeds, trained as the state says. */
  function hundredSeeds(control) {
    const { constants, kernels } = control, bars = Object.keys(constants.resting).length + 2;
    function one() {
      const state = { ...control.state, start: "seed" }, network = networkOf(kernels, state);
      return (seed) => network.finalLoss(startOf({ ...state, seed }, constants), constants.most);
    }
    return dlcourse.manySeeds(control, { n: RUNS, bars, one, place: (J) => barOf(constants, J) });
  }

  /** The network's numbers by the names of their inputs. */
  const numbersOf = (now) => Object.fromEntries(["W1", "W2", "c", "w", "b"].flatMap((name) =>
    now[name].map((value, j) => [`${name}.${j}`, Number(value.toFixed(3))])));

  /** What Python reads: arrays with their rows. */
  function resultsOf({ W, c, w, b, J }) {
    const n = c.length;
    return { W: [W.slice(0, n), W.slice(n)], c, w: w.map((value) => [value]), b, J };
  }

  dlcourse.register("xor-playground", function (control) {
    const [plane, hidden, net, loss, bars] = ["x", "h", "net", "loss", "many"]
      .map((name) => dlcourse.picture(control.root, name));
    const { constants } = control, { most } = constants, showUnits = control.partsOfThings();
    let network, course, now;  // now: the place of the run that is shown
    let along = constants.along, dragged = null;  // where the lines' arrows stand; after a drag, where it put one

    /** Own numbers from here on: the ones that are shown, with some changed; arrow j then stands there. */
    function own(changes, j, at) {
      const theta = Object.fromEntries(PARAMETERS.map((name) => [name, [...now[name]]])), n = now.c.length;
      for (const [name, k, value] of changes)
        theta[name[0]][name === "W2" ? n + k : k] = value;
      if (j !== undefined) dragged = Object.assign([...along], { [j]: at });
      control.change({ start: "own", own: flat(theta), step: 0 });
    }

    const many = hundredSeeds(control);
    const handles = dlcourse.xorHandles(control,
      { plane, hidden, net, loss, bars, now: () => now, along: () => along, own });
    const stepper = dlcourse.stepper(control,
      { most, reach: (k) => course.reach(k), isOver: () => course.isOver() });

    function changed(difference, before) {
      const { state } = control;
      tidy(state, difference, before);
      if (before && !RUN.some((name) => name in difference)) return;
      if (!before || SET_UP.some((name) => before[name] !== state[name])) many.clear();
      [along, dragged] = [dragged || constants.along, null];
      network = networkOf(control.kernels, state);
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
      const { found, solved } = outcomes(), { top } = constants;
      const losses = course.states.slice(0, state.step + 1).map(({ J }) => J);
      drawPictures({ ...state, ...now, ...shownBy(control, network, now), along, counts: many.counts(), losses,
        rate_found: solved, rest: found === null ? null : Math.min(found, top),
        above: losses.some((J) => J > top) || null });
      control.write("verdict", verdict(control, now));
      control.write("many", counted());
      control.write("guess", dlcourse.compareGuess(control, state.guess, found));
      control.write("rate", dlcourse.compareGuess(control, state.rate, solved, 0, "rate"));
      for (const group of handles) group.draw();
      stepper.draw();
    }

    function drawPictures(values) {
      const { low, high } = values;
      hidden.setAxes({ low, high }, { low, high });
      for (const picture of [plane, hidden, net, loss, bars]) picture.draw(values);
      showUnits(now.c.length);
      control.fill(values);
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
    return { changed, draw, say, input, take, results: () => resultsOf(now), shown: () => numbersOf(now),
      actions: { ...stepper.actions, many: many.start, "next-seed": next, reset: many.clear } };
  });
})();
