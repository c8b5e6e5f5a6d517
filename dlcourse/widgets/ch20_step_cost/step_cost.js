/* Chapter 20: bytes and FLOPs. What a step costs: sizes and a machine to set, the step under its roof. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const PARTS = ["bookkeeping", "memory", "arithmetic"], MOST = 4096, PACE = 0.8;  // seconds per doubling
  const ASKED = ["m", "n", "depth", "itemsize", "per_call", "bandwidth", "rate"];
  const RESULTS = ["calls", "mflops", "mbytes", "total", "intensity"];
  const upwards = (right, up) => up;

  /** The name of the network with the state's sizes. */
  const networkOf = (named, state) => Object.keys(named).find((name) =>
    Object.entries(named[name]).every(([field, value]) => state[field] === value)) || "own";

  dlcourse.register("step-cost", function (control) {
    const { counts } = control.kernels, { bottom, top, named } = control.constants;
    const roofline = dlcourse.picture(control.root, "roofline");
    let now, growing = false;

    const inside = (y) => Math.max(bottom, Math.min(top, y));
    const shown = () => !control.state.hide || control.state.guess !== "";

    /** A change that one follows by eye: what was guessed before it is compared with all that comes. */
    const follow = (difference) => ({ ...difference, guess: control.state.guess });

    /** A handle of a size or of a number of the machine: a drag of 25 px doubles it, a key by `key`. */
    function handle(name, key, place, drag) {
      const { spoken: label, low, high } = control.fields.find((field) => field.name === name);
      return { name, label, low, high, place, get: () => control.state[name],
        set: (value) => control.change(follow({ [name]: value })), after: (n) => control.state[name] * key ** n,
        by: (value, right, up) => value * 2 ** (drag(right, up) / 25) };
    }
    const handles = dlcourse.handles(roofline, [
      handle("n", 2, () => shown() && [now.intensity, inside(now.reached)], upwards),
      handle("m", 2, () => shown() && [now.intensity, 4 * bottom], (right) => right),
      handle("rate", 1.2, () => [250, Math.min(now.rate, 250 * now.bandwidth)], upwards),
      handle("bandwidth", 1.2, () => [0.04, Math.min(now.rate, 0.04 * now.bandwidth)], upwards),
      handle("per_call", 1.2, () => shown() && [60, inside(now.by_calls)], (right, up) => -up),
    ]);

    control.inputs.network = (name) => control.change(named[name] || {});

    function changed(difference, before) {
      // of numbers that were typed or set by a slider nothing is guessed yet
      if (before && control.state.hide && ASKED.some((name) => name in difference)
        && !("guess" in difference)) control.state.guess = "";
      const given = Object.fromEntries(ASKED.map((name) => [name, Number(control.state[name])]));
      now = { ...given, ...counts(...ASKED.map((name) => given[name])) };
      now.largest = PARTS.reduce((one, other) => (now[other] > now[one] ? other : one));
      for (const name of PARTS) now[`share_${name}`] = (100 * now[name]) / now.total;
      now.share = now[`share_${now.largest}`];
    }

    function draw() {
      const { state } = control, values = { ...now };
      if (!shown()) for (const name of PARTS) values[name] = values[`share_${name}`] = "?";
      control.fill(values);
      control.write("verdict", control.sentence(shown() ? "largest" : "ask", now));
      control.write("pace", `${Math.ceil(PACE * Math.log2(MOST) / Number(state.speed))} s`);
      control.write("compared", compared(state.guess));
      const drawn = (y) => (shown() && y === inside(y)) || null;  // what is outside the picture is not
      roofline.draw({ ...now, seen: drawn(now.reached), dashed: drawn(now.by_calls) });
      handles.draw();
    }

    function compared(guess) {
      if (!guess) return "";
      return control.sentence(guess === now.largest ? "right" : "wrong", { guess, largest: now.largest });
    }

    /** Doubles the batch until it is at its largest; from there, it starts again. The same button ends it. */
    function grow() {
      if (growing) return control.rest();
      const from = control.state.m < MOST ? control.state.m : 1;
      if (dlcourse.isCalm()) return control.change(follow({ m: MOST }));
      let last = -1;
      control.animate((seconds) => {
        const k = Math.floor(seconds * Number(control.state.speed) / PACE), m = Math.min(MOST, from * 2 ** (k + 1));  // at once
        if (k > last) {
          last = k;
          control.state.m = m;
          changed(follow({ m }), control.state);
          control.draw();
        }
        return m < MOST;
      }, () => { growing = false; control.settle(); });
      growing = true;
    }

    return {
      changed, draw, actions: { grow },
      shown: () => ({ network: networkOf(named, control.state) }),
      say: () => (shown() ? `${control.sentence("largest", now)} ${compared(control.state.guess)}`.trim()
        : control.sentence("ask")),
      results: () => Object.fromEntries(RESULTS.map((name) => [name, now[name]])),
    };
  });
})();
