/* Chapter 5: backpropagation. What one takes hold of in the calculator: numbers of the graph, the learning rate on its
   line, typed gradients, the course. */
dlcourse.register("neuron-calculator", function (control) {
  const { graph, curve, gaps } = control.pictures, { numbers, places, rate } = control.constants;
  const now = () => control.values;

  const numberOf = (name, options) => dlcourse.fieldHandle(control, name,
    { low: -3, high: 3, get: () => now()[name], ...options });
  const dragged = Object.entries(places).map(([name, place]) =>
    numberOf(name, { place: () => place, by: (value, right, up) => value + 0.01 * up }));
  const track = dlcourse.trackHandle({ ...numberOf("lr"), ...rate });
  const typed = ["g1", "g2"].map((name, k) => dlcourse.guessHandle(control, name, { low: -1, high: 1,
    step: 0.005, unsaid: 0, valueAt: ([g]) => Number(g.toFixed(3)),
    place: (g) => (control.state.hide ? [g, [0.75, 0.25][k]] : null) }));
  const handles = [
    dlcourse.handles(graph, [...dragged,
      { ...track, place: () => (control.state.stage < 4 ? null : track.place()) }]),
    dlcourse.handles(gaps, typed),
    dlcourse.handles(curve, [control.stepper.handle(() => Math.min(now().J, curve.y.high))]),
  ];

  /** After a change of a number the run starts from the weights that are shown. */
  function changed(difference, before) {
    if (!before || "step" in difference || !numbers.some((name) => name in difference)) return;
    Object.assign(control.state, { w1: now().w1, w2: now().w2 }, difference);
  }

  return { changed, handles };
});
