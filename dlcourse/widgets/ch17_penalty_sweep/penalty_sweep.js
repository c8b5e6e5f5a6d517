/* Chapter 17: what one takes hold of in the sweep: the alpha that is looked at, and the guess of the best one. */
dlcourse.register("penalty-sweep", function (control) {
  const { alphas } = control.constants, now = () => control.values;
  const told = (k) => `α = ${dlcourse.numberText(alphas[k])}`;

  /** Beyond what has been swept, alpha is raised. */
  const look = dlcourse.fieldHandle(control, "look", { along: 0, get: () => now().k, place: () => now().now,
    set: (k) => control.change(k > control.state.step ? { step: k } : { look: k }), say: () => told(now().k) });
  const guess = dlcourse.guessHandle(control, "guess", { along: 0, across: 0.37,
    say: () => now().guess_text || "none yet" });
  return { handles: { errors: [look, guess] } };
});
