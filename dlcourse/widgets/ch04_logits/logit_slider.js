/* Chapter 4: which loss still pulls? What one takes hold of: three logits; and the button that shows. */
dlcourse.register("logit-slider", function (control) {
  const logit = (k) => dlcourse.fieldHandle(control, `z${k}`,
    { along: 1, place: () => [k + 0.5, control.state[`z${k}`]] });
  return { handles: { logits: [0, 1, 2].map(logit) }, actions: { play: () => control.change({ shown: true }) } };
});
