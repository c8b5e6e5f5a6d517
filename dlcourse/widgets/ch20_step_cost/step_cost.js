/* Chapter 20: bytes and FLOPs. What a step costs: sizes and a machine to set, the step under its roof. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const upwards = (right, up) => up;

  dlcourse.register("step-cost", function (control) {
    const { counts } = control.kernels, { bottom, top, most, parts, asked } = control.constants;
    let now;

    const inside = (y) => Math.max(bottom, Math.min(top, y));
    const isShown = () => !control.state.hide || control.state.guess !== "";

    /** A change that one follows by eye: what was guessed before it is compared with all that comes. */
    const follow = (difference) => ({ ...difference, guess: control.state.guess });

    /** A handle of a size or of a number of the machine: a drag of 25 px doubles it, a key by `key`. */
    const handle = (name, key, place, drag) => dlcourse.fieldHandle(control, name, { place,
      set: (value) => control.change(follow({ [name]: value })), after: (n) => control.state[name] * key ** n,
      by: (value, right, up) => value * 2 ** (drag(right, up) / 25) });
    const handles = dlcourse.handles(control.pictures.roofline, [
      handle("n", 2, () => isShown() && [now.intensity, inside(now.reached)], upwards),
      handle("m", 2, () => isShown() && [now.intensity, 4 * bottom], (right) => right),
      handle("rate", 1.2, () => [250, Math.min(now.rate, 250 * now.bandwidth)], upwards),
      handle("bandwidth", 1.2, () => [0.04, Math.min(now.rate, 0.04 * now.bandwidth)], upwards),
      handle("per_call", 1.2, () => isShown() && [60, inside(now.by_calls)], (right, up) => -up),
    ]);
    /** Doubles the batch until it is at its largest. */
    const player = dlcourse.player(control, { most: Math.log2(most), at: () => Math.floor(Math.log2(control.state.m)),
      go: (k) => control.advance(follow({ m: 2 ** k })) });

    function changed(difference, before) {
      const { state } = control;
      // of numbers that were typed nothing is guessed yet
      if (before && state.hide && asked.some((name) => name in difference) && !("guess" in difference))
        state.guess = "";
      const given = Object.fromEntries(asked.map((name) => [name, Number(state[name])]));
      now = { ...given, ...counts(...asked.map((name) => given[name])) };
      now.largest = parts.reduce((one, other) => (now[other] > now[one] ? other : one));
      now.share = now[`share_${now.largest}`];
    }

    const compared = ({ guess } = control.state) => (!guess ? ""
      : control.sentence(guess === now.largest ? "right" : "wrong", { guess, largest: now.largest }));

    function draw() {
      const { guess } = control.state, at = parts.indexOf(guess), values = { ...now };
      const drawn = (y) => (isShown() && y === inside(y)) || null;  // what is outside the picture is not
      Object.assign(values, { seen: drawn(now.reached), dashed: drawn(now.by_calls),
        shares: isShown() ? parts.map((name) => Math.round(now[`share_${name}`])) : null });
      if (guess) Object.assign(values, { from: at, to: at + 1, edge: at + 0.92, guessed: now[`share_${guess}`] });
      if (!isShown()) for (const name of parts) values[name] = "?";
      control.render(values);
      control.write("verdict", control.sentence(isShown() ? "largest" : "ask", now));
      control.write("compared", compared());
      player.draw();
      handles.draw();
    }

    return { changed, draw, numbers: () => now, actions: { play: player.play },
      say: () => (isShown() ? `${control.sentence("largest", now)} ${compared()}`.trim() : control.sentence("ask")) };
  });
})();
