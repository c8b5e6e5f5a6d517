/* Chapter 14: what one takes hold of in the tower: the layer that is shown large, the foot of the tower, the guess.
   Upwards is towards the input, where layers are counted from: keys go as the pictures do. */
dlcourse.register("depth-tower", function (control) {
  const { side } = control.constants, now = () => control.values;
  const up = (get) => ({ along: 1, get, after: (n) => get() - n });

  const layer = dlcourse.fieldHandle(control, "layer", { ...up(() => now().shown),
    place: () => (now().sizes.length > 1 ? [-side, now().shown] : null) });
  const depth = dlcourse.fieldHandle(control, "depth", { ...up(() => control.state.depth),
    place: () => [side, control.state.depth] });
  const guess = dlcourse.guessHandle(control, "guess", { along: 0,
    place: (value) => [Math.max(now().left, Math.min(now().right, value)), now().end] });
  const pick = ([, y]) => control.change({ layer: Math.max(0, Math.min(control.state.depth, Math.round(y))) });

  return { handles: { tower: [layer, depth], sizes: [guess] }, taps: { tower: pick, sizes: pick } };
});
