/* Chapter 17: double descent. What one takes hold of besides the guess: the number of weights, along the test error. */
dlcourse.register("double-descent", function (control) {
  const { counts } = control.constants;
  const nearest = (p) => counts.reduce((best, one, k) => (Math.abs(one - p) < Math.abs(counts[best] - p) ? k : best), 0);
  return { handles: { errors: [dlcourse.fieldHandle(control, "step", { place: () => control.values.now_at,
    valueAt: ([p]) => nearest(p), say: () => `${control.values.p} weights` })] } };
});
