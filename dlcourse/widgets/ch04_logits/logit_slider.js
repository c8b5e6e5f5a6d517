/* Chapter 4: which loss still pulls? What one takes hold of: three logits, a guess; and the button that shows. */
dlcourse.register("logit-slider", function (control) {
  const { logits, kept } = control.pictures, { unsaid } = control.constants;
  const tenths = (x) => Math.round(10 * x) / 10;

  const handles = [dlcourse.handles(logits, [0, 1, 2].map((k) => dlcourse.fieldHandle(control, `z${k}`,
    { step: 0.1, place: () => [k + 0.5, control.state[`z${k}`]], valueAt: ([, z]) => tenths(z) }))),
  dlcourse.handles(kept, [
    dlcourse.guessHandle(control, "guess", { step: 1, unsaid, place: (percent) => [percent, 0.5],
      valueAt: ([percent]) => tenths(percent),
      say: () => (control.state.guess === null ? "none yet" : `${control.state.guess} %`) }),
  ])];
  return { handles, actions: { play: () => control.change({ shown: true }) } };
});
