/* Chapter 1: what one takes hold of in the perceptron's control: the samples and the flag of the next one. */
dlcourse.register("perceptron-stepper", function (control) {
  const { lengths, high } = control.field("picks"), now = () => control.values;
  const next = () => (now().next && lengths.includes(now().k + 1) ? now().coming : null);

  /** Shows this sample next: those shown so far stay, and after it they come in turn. */
  function pick(j) {
    if (next() !== null) control.change({ picks: [...now().order, Math.min(now().things - 1, Math.round(j))] });
  }

  /** The run is kept when a sample is moved; whoever drags at its end sees another end. */
  function changed(difference, before) {
    if (before && (difference.own || []).length && !now().next) control.state.step = control.field("step").high;
  }

  const flag = { name: "next", label: "next sample", low: 0, high, step: 1, get: next, set: pick,
    place: () => next() !== null && now().flag, valueAt: (point) => dlcourse.nearest(now().flags, point)[0],
    say: () => now().names[next()] };
  return { changed, actions: { pick }, handles: { x: [...dlcourse.samples(control, high + 1), flag] } };
});
