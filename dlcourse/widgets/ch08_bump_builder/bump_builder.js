/* Chapter 8: a function from bumps. What one takes hold of: the target, the number K, a guessed rate; and the doubling. */
dlcourse.register("bump-builder", function (control) {
  const { places, sizes, doublings, least } = control.constants, now = () => control.values, most = sizes.at(-1);

  const target = dlcourse.drawn(control, { places, own: (k) => `y${k}`, low: -1, high: 1, step: 0.05, spoken: "target" });
  const size = dlcourse.fieldHandle(control, "K", { along: 0, place: () => now().now });
  /** A rate is a line: its ring stands where that leads from the first error. */
  const rate = dlcourse.guessHandle(control, "guess", {
    place: (by) => [most, Math.max(least, now().start / by ** doublings)],
    valueAt: ([, error]) => Math.round((Math.max(least, now().start) / error) ** (1 / doublings)) });
  const player = dlcourse.player(control, { most: sizes.length - 1, at: () => control.state.seen,
    go: (seen) => control.advance({ seen, K: sizes[seen] }) });
  return { handles: { target, errors: [size, rate] }, player };
});
