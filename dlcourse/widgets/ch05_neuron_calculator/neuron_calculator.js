/* Chapter 5: backpropagation. What one takes hold of in the calculator: numbers of the graph, the learning rate on its
   line. */
dlcourse.register("neuron-calculator", function (control) {
  const { numbers, places, rate } = control.constants, now = () => control.values;

  const numberOf = (name, options) => dlcourse.fieldHandle(control, name,
    { low: -3, high: 3, step: 0.05, get: () => now()[name], ...options });
  const dragged = Object.entries(places).map(([name, place]) =>
    numberOf(name, { place: () => place, by: (value, right, up) => value + 0.01 * up }));
  const track = dlcourse.trackHandle({ ...numberOf("lr"), ...rate });
  const onTrack = { ...track, place: () => (control.state.stage < 4 ? null : track.place()) };

  /** After a change of a number the run starts from the weights that are shown. */
  function changed(difference, before) {
    if (!before || "step" in difference || !numbers.some((name) => name in difference)) return;
    Object.assign(control.state, { w1: now().w1, w2: now().w2 }, difference);
  }

  return { changed, handles: { graph: [...dragged, onTrack] } };
});
