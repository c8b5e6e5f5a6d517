/* Chapter 0: how small a step? What one takes hold of: a step, a tolerance, a guess, and the measuring of smaller steps. */
dlcourse.register("step-size", function (control) {
  const { steps } = control.constants, { errors: picture } = control.pictures, least = picture.y.low;
  const { low: smallest, high: largest } = control.field("k"), now = () => control.values;
  const quarters = (h) => Math.round(4 * Math.log10(h)), told = (v) => dlcourse.numberText(v, 1, true);

  /** A handle for whole numbers of a field.   value: of what is spoken */
  const handle = (name, place, valueAt, value) => dlcourse.fieldHandle(control, name,
    { place, valueAt, say: () => told(value()) });
  const handles = { errors: [
    handle("k", () => [now().h, Math.max(least, now().error)], ([h]) => quarters(h), () => now().h),
    dlcourse.guessHandle(control, "guess", { valueAt: ([h]) => quarters(h),
      place: (k) => [steps[largest - Math.round(k)], 4 * least],
      say: () => (now().h_guess ? told(now().h_guess) : "none yet") }),
    handle("tolerance", () => [0.04, now().tol], ([, error]) => Math.round(Math.log10(error)), () => now().tol),
  ] };
  /** Measures at one step after the other, ever smaller. */
  const player = dlcourse.player(control, { most: largest - smallest, at: () => largest - control.state.seen,
    go: (n) => control.advance({ seen: largest - n, k: largest - n }) });

  return { handles, player };
});
