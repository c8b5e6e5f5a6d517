/* Chapter 1: what one takes hold of in the perceptron's control: the samples and the flag of the next one. */
dlcourse.register("perceptron-stepper", function (control) {
  const { most, picks: mostPicks, samples: mostSamples } = control.constants;
  const { picked, flag_of } = control.program, samples = () => control.setting.samples;
  const isOver = ({ over, k } = control.values) => over || k >= most;
  const next = () => (isOver() || control.values.k >= mostPicks ? null : picked(control.values, control.setting));

  /** Shows this sample next: those shown so far stay, and after it they come in turn. */
  function pick(j) {
    const shown = control.course.states.slice(1, control.values.k + 1).map(({ i }) => i);
    if (next() !== null) control.change({ picks: [...shown, Math.min(samples().length - 1, Math.round(j))] });
  }

  /** The run is kept when a sample is moved; whoever drags at its end sees another end. */
  function changed(difference, before) {
    if (before && (difference.own || []).length && isOver()) control.state.step = most;
  }

  /** The sample whose flag is nearest to a point. */
  function nearest([x, y]) {
    const distances = samples().map(flag_of).map(([p, q]) => Math.hypot(p - x, q - y));
    return distances.indexOf(Math.min(...distances));
  }

  const upcoming = { name: "next", label: "next sample", low: 0, high: mostSamples - 1, step: 1, get: next, set: pick,
    place: () => next() !== null && flag_of(samples()[next()]), valueAt: nearest, say: () => samples()[next()].name };
  return { changed, actions: { pick }, handles: { x: [...dlcourse.samples(control, mostSamples), upcoming] } };
});
