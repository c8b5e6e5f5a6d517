/* Chapter 0: how small a step? A step and a tolerance to drag, a guess, and the errors measured step by step. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;

  dlcourse.register("step-size", function (control) {
    const { causes } = control.kernels, { steps, measured, sizes, ends, first, near, tiny } = control.constants;
    const { errors: picture } = control.pictures, { low: least } = picture.y;
    const { low: smallest, high: largest } = control.field("k");
    let now;

    const place = (k) => largest - k;  // in the lists, which begin with the largest step
    const quarters = (h) => Math.round(4 * Math.log10(h)), told = (v) => dlcourse.numberText(v, 1, true);

    /** A handle for whole numbers of a field.   told: what is spoken of it */
    const handle = (name, at, valueAt, value) => dlcourse.fieldHandle(control, name, { step: 1, place: at, valueAt,
      set: (k) => control.change({ [name]: Math.round(k) }), say: () => told(value()) });
    const handles = dlcourse.handles(picture, [
      handle("k", () => [now.h, Math.max(least, now.error)], ([h]) => quarters(h), () => now.h),
      dlcourse.guessHandle(control, "guess", { step: 1, unsaid: control.constants.unsaid,
        place: (k) => [steps[place(Math.round(k))], 4 * least], valueAt: ([h]) => quarters(h),
        say: () => (now.h_guess ? told(now.h_guess) : "none yet") }),
      handle("tolerance", () => [0.04, now.tol], ([, error]) => Math.round(Math.log10(error)), () => now.tol),
    ]);
    /** Measures at one step after the other, ever smaller. */
    const player = dlcourse.player(control, { most: place(smallest), at: () => place(control.state.seen),
      go: (n) => control.advance({ seen: largest - n, k: largest - n }) });

    function changed(difference, before) {
      const { state } = control, asked = "scheme" in difference || "dtype" in difference;
      if (before && asked && !("seen" in difference)) state.seen = first;  // nothing is known of other errors yet
      const errors = measured[`${state.scheme} ${state.dtype}`], best = errors.indexOf(Math.min(...errors));
      const error = (k) => errors[place(k)], h = steps[place(state.k)], guessed = state.guess !== null;
      now = { h, error: error(state.k), tol: 10 ** state.tolerance, h_best: steps[best], least: errors[best],
        h_guess: guessed ? steps[place(state.guess)] : null, error_guess: guessed ? error(state.guess) : null,
        times: guessed ? error(state.guess) / errors[best] : null, done: state.seen === smallest ? true : null,
        points: steps.slice(0, place(state.seen) + 1).map((step, k) => [step, errors[k]]) };
      for (const [end, step] of Object.entries({ _low: ends[0], _high: ends[1], "": h })) {
        const found = causes(step, sizes[state.dtype], sizes.size, sizes.bend2, sizes.bend3);
        for (const cause of ["truncation", "rounding"]) {
          const size = found[`${cause}_${state.scheme}`];
          now[cause + end] = !end && size < tiny ? control.sentences.tiny : size;
        }
      }
    }

    const verdict = () => control.sentence(now.error <= now.tol ? "passes" : "fails", now);
    function compared() {
      const { done, times } = now, said = times === null ? ["ask", "found"] : ["wait", times < near ? "near" : "far"];
      return control.sentence(said[Number(Boolean(done))], now);
    }

    function draw() {
      control.render(now);
      control.write("verdict", verdict());
      control.write("compared", compared());
      player.draw();
      handles.draw();
    }

    return { changed, draw, numbers: () => now, actions: { play: player.play },
      say: () => `${compared()} ${verdict()}` };
  });
})();
