/* Chapter 0: how small a step? A step and a tolerance to drag, a guess, and the errors measured step by step. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const NEAR = 3, SLOW = 0.25, FAST = 0.06, FIRST_STEPS = 6;  // seconds per step, the first few slower

  dlcourse.register("step-size", function (control) {
    const { causes } = control.kernels, { steps, measured, sizes, ends, first } = control.constants;
    const picture = dlcourse.picture(control.root, "errors"), { low: least } = picture.y;
    const field = (name) => control.fields.find((one) => one.name === name);
    const { low: smallest, high: largest } = field("k");
    let now;

    const place = (k) => largest - k;  // in the lists, which begin with the largest step
    const quarters = (h) => Math.round(4 * Math.log10(h));

    function handle(name, at, valueAt, kind = "") {
      const { spoken: label, low, high } = field(name);
      return { name, label, low, high, kind, step: 1, get: () => control.state[name], place: at, valueAt,
        set: (value) => control.change({ [name]: Math.round(value) }) };
    }
    const handles = dlcourse.handles(picture, [
      { ...handle("k", () => [now.h, Math.max(least, now.error)], ([h]) => quarters(h)),
        say: () => dlcourse.numberText(now.h, 1, true) },
      { ...handle("guess", () => [now.h_guess, 4 * least], ([h]) => quarters(h), "guess-handle"),
        say: () => dlcourse.numberText(now.h_guess, 1, true) },
      { ...handle("tolerance", () => [0.04, now.tol], ([, error]) => Math.round(Math.log10(error))),
        say: () => dlcourse.numberText(now.tol, 1, true) },
    ]);

    function changed(difference, before) {
      const { state } = control, asked = "scheme" in difference || "dtype" in difference;
      if (before && asked && !("seen" in difference)) state.seen = first;  // nothing is known of other errors yet
      const errors = measured[`${state.scheme} ${state.dtype}`], best = errors.indexOf(Math.min(...errors));
      now = { h: steps[place(state.k)], error: errors[place(state.k)], tol: 10 ** state.tolerance,
        h_guess: steps[place(state.guess)], times: errors[place(state.guess)] / errors[best],
        h_best: steps[best], least: errors[best], done: state.seen === smallest ? true : null,
        points: steps.slice(0, place(state.seen) + 1).map((h, k) => [h, errors[k]]) };
      for (const [end, h] of Object.entries({ _low: ends[0], _high: ends[1], "": now.h })) {
        const found = causes(h, sizes[state.dtype], sizes.size, sizes.bend2, sizes.bend3);
        for (const cause of ["truncation", "rounding"]) now[cause + end] = found[`${cause}_${state.scheme}`];
      }
    }

    const verdict = () => control.sentence(now.error <= now.tol ? "passes" : "fails", now);
    const compared = () => control.sentence(!now.done ? "ask" : now.times < NEAR ? "near" : "far", now);

    function draw() {
      control.fill(now);
      control.write("verdict", verdict());
      control.write("compared", compared());
      picture.draw(now);
      handles.draw();
    }

    /** Measures at one step after the other, ever smaller; from the smallest it starts again. */
    function measure() {
      const from = control.state.seen > smallest ? control.state.seen : largest;
      const reach = (seen) => {
        control.state.seen = control.state.k = seen;
        changed({ seen }, control.state);
        control.draw();
      };
      if (dlcourse.isCalm()) return control.change({ seen: smallest, k: smallest });
      control.animate((seconds) => {
        const slow = Math.min(FIRST_STEPS, Math.floor(seconds / SLOW));
        const fast = Math.max(0, Math.floor((seconds - FIRST_STEPS * SLOW) / FAST));
        const seen = Math.max(smallest, from - 1 - slow - fast);
        if (seen !== control.state.seen) reach(seen);
        return seen > smallest;
      }, () => control.settle());
    }

    return {
      changed, draw, actions: { measure }, say: () => `${compared()} ${verdict()}`,
      results: () => Object.fromEntries(["h", "error", "tol", "h_best", "least"].map((name) => [name, now[name]])),
    };
  });
})();
