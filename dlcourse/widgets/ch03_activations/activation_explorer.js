/* Chapter 3: which unit? What one takes hold of: mean and spread of the inputs, alpha; and the run. */
dlcourse.register("activation-explorer", function (control) {
  const { base, reach, held } = control.constants, now = () => control.values;
  const inside = (x) => Math.max(-reach, Math.min(reach, x)), tenths = (x) => Math.round(10 * x) / 10;

  const handle = (name, options) => dlcourse.fieldHandle(control, name, { along: 0, ...options });
  const handles = { unit: [
    handle("mean", { place: () => [inside(now().mean), base + 0.2] }),
    handle("spread", { place: () => [inside(now().mean + now().spread), base + 1.3],
      valueAt: ([x]) => tenths(x - now().mean) }),
    handle("alpha", { place: () => now().hold, get: () => now().alpha_now,
      valueAt: ([, y]) => Math.round((100 * y) / held[now().unit]) / 100 }),
  ] };
  /** One input goes through after the other. */
  const player = dlcourse.player(control, { most: control.field("seen").high, at: () => control.state.seen,
    go: (seen) => control.advance({ seen }) });

  return { handles, player };
});
