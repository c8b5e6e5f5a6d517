/* Chapter 2: XOR. What one takes hold of in the playground: lines, weights, the step, guesses, a hundred starts. No
   handles have the points (the plane's are XOR itself; the hidden ones lie where the lines put them), nor the bars and
   the curve of the loss: these are results, of which only the guess is dragged. */
const SET_UP = ["width", "unit", "bias", "lr"];  // what the hundred runs depend on

dlcourse.register("xor-playground", function (control) {
  const { along: atFirst, seeds, bars, units: most } = control.constants, { final, bar_of } = control.program;
  const { x: plane, h: hidden, net, loss, many: histogram } = control.pictures, now = () => control.values;
  let along = atFirst, dragged = null;  // where the lines' arrows stand; after a drag, where it put one

  /** Own numbers from here on: the ones that are shown, with some changed; arrow j then stands there. */
  function own(changes, j, at) {
    if (j !== undefined) dragged = Object.assign([...along], { [j]: at });
    control.change({ start: "own", own: dlcourse.withChanges(now(), changes), step: 0 });
  }

  const many = dlcourse.manySeeds(control, { n: seeds, bars, place: bar_of,
    one: () => { const state = { ...control.state }; return (seed) => final(seed, state, control.kernels); } });

  function changed(difference, before) {
    const { state } = control;
    const fits = [0, 4 * Number(state.width) + 1].includes(state.own.length);  // not so after a change of the width
    if (!fits) Object.assign(state, { start: "run 1", own: [] });
    if (!before || SET_UP.some((name) => before[name] !== state[name])) many.clear();
    if (before && ["start", "seed", "own", ...SET_UP].some((name) => name in difference))
      [along, dragged] = [dragged || atFirst, null];
  }

  const unitLine = (j) => dlcourse.lineHandles({ name: j, picture: plane, spoken: `line of hidden unit ${j + 1}`,
    get: () => (j < now().c.length ? { abc: [now().W1[j], now().W2[j], now().c[j]], along: along[j] } : null),
    set: ([a, b, c], at) => own([["W1", j, a], ["W2", j, b], ["c", j, c]], j, at) });
  const outLine = dlcourse.lineHandles({ name: "f", picture: hidden, spoken: "line of the output",
    get: () => ({ abc: [now().w[0], now().w[1], now().half[0]], along: along[most] }),
    set: ([a, b, c], at) => own([["w", 0, a], ["w", 1, b], ["b", 0, now().b[0] + c - now().half[0]]], most, at) });
  const guess = (name, x, unsaid, step) => dlcourse.guessHandle(control, name,
    { unsaid, step, place: (value) => [x, value], valueAt: ([, value]) => value });
  const handles = [
    dlcourse.handles(plane, Array.from({ length: most }, (_, j) => unitLine(j)).flat()),
    dlcourse.handles(hidden, outLine),
    dlcourse.handles(net, dlcourse.networkHandles({ inputs: 2, most, units: () => now().c.length,
      get: (array, k) => now()[array][k], set: (array, k, value) => own([[array, k, value]]) })),
    dlcourse.handles(loss, [guess("guess", 1000, 0.4, 0.005),
      control.stepper.handle(() => Math.min(now().J, loss.y.high))]),
    dlcourse.handles(histogram, [guess("rate", 0.5, 50, 1)]),
  ];

  /** A number of the network that was typed, as in W1.0, from input 1 to unit 1. */
  function input(name, value) {
    const [array, j] = name.split(".");
    if (value !== null) own([[array, Number(j), Math.max(-100, Math.min(100, value))]]);
  }

  const take = ({ J, ...arrays }) => own(Object.entries(arrays)
    .flatMap(([name, array]) => array.flat().map((v, k) => [name, k, v])));
  const next = () => control.change({ seed: control.state.seed + 1 });
  return { handles, changed, input, take, seen: () => ({ counts: many.counts(), along }),
    actions: { many: many.start, "next-seed": next, reset: many.clear } };
});
