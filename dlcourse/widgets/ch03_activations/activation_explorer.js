/* Chapter 3: which unit? What one takes hold of: mean and spread of the inputs, alpha, a guess; and the run. */
dlcourse.register("activation-explorer", function (control) {
  const { base, reach, held, unsaid } = control.constants, now = () => control.values;
  const inside = (x) => Math.max(-reach, Math.min(reach, x)), tenths = (x) => Math.round(10 * x) / 10;
  const { unit, share } = control.pictures, most = control.field("seen").high;

  const handle = (name, options) => dlcourse.fieldHandle(control, name, { step: 0.1, ...options });
  const handles = [dlcourse.handles(unit, [
    handle("mean", { place: () => [inside(now().mean), base + 0.2], valueAt: ([x]) => tenths(x) }),
    handle("spread", { place: () => [inside(now().mean + now().spread), base + 1.3],
      valueAt: ([x]) => tenths(x - now().mean) }),
    handle("alpha", { step: 0.01, place: () => now().hold, get: () => now().alpha_now,
      valueAt: ([, y]) => Math.round((100 * y) / held[now().unit]) / 100 }),
  ]), dlcourse.handles(share, [
    dlcourse.guessHandle(control, "guess", { step: 1, unsaid, place: (percent) => [percent, 0.5],
      valueAt: ([percent]) => percent, say: () => (now().guess === null ? "none yet" : `${now().guess} %`) }),
  ])];
  /** One input goes through after the other. */
  const player = dlcourse.player(control, { most, at: () => control.state.seen,
    go: (seen) => control.advance({ seen }) });

  return { handles, player, actions: { play: player.play } };
});
