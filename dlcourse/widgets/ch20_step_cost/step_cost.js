/* Chapter 20: bytes and FLOPs. What one takes hold of: the sizes of a step, a machine, and a batch that grows. */
const upwards = (right, up) => up;

dlcourse.register("step-cost", function (control) {
  const { bottom, top, most, asked } = control.constants, now = () => control.values;
  const inside = (y) => Math.max(bottom, Math.min(top, y));

  /** A change that one follows by eye: what was guessed before it is compared with all that comes. */
  const follow = (difference) => ({ ...difference, guess: control.state.guess });

  /** A handle of a size or of a number of the machine: a drag of 25 px doubles it, a key by `key`. */
  const handle = (name, key, place, drag) => dlcourse.fieldHandle(control, name, { place,
    set: (value) => control.change(follow({ [name]: value })), after: (n) => control.state[name] * key ** n,
    by: (value, right, up) => value * 2 ** (drag(right, up) / 25) });
  const handles = { roofline: [
    handle("n", 2, () => now().is_shown && [now().intensity, inside(now().reached)], upwards),
    handle("m", 2, () => now().is_shown && [now().intensity, 4 * bottom], (right) => right),
    handle("rate", 1.2, () => [250, Math.min(now().rate, 250 * now().bandwidth)], upwards),
    handle("bandwidth", 1.2, () => [0.04, Math.min(now().rate, 0.04 * now().bandwidth)], upwards),
    handle("per_call", 1.2, () => now().is_shown && [60, inside(now().by_calls)], (right, up) => -up),
  ] };
  /** Doubles the batch until it is at its largest. */
  const player = dlcourse.player(control, { most: Math.log2(most), at: () => Math.floor(Math.log2(control.state.m)),
    go: (k) => control.advance(follow({ m: 2 ** k })) });

  /** Of numbers that were typed nothing is guessed yet. */
  function changed(difference, before) {
    const { state } = control, isAsked = asked.some((name) => name in difference);
    if (before && state.hide && isAsked && !("guess" in difference)) state.guess = "";
  }

  return { changed, handles, player };
});
