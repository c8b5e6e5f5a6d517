/* Chapter 1: the perceptron's view: it follows the state, and takes hold of the samples and of the next one. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse, { samplesOf, nearest, courseOf } = dlcourse.perceptron;
  const RUN = ["data", "seed", "rule"], MOST = 8, PLACES = Array.from({ length: MOST }, (_, j) => j);
  const flatOf = (samples) => samples.flatMap(({ x, y }) => [...x, y]);

  dlcourse.register("perceptron-stepper", function (control) {
    const { rules, most, picks: mostPicks } = control.constants, showRows = control.partsOfThings();
    let samples, course, now;

    const isLast = () => course.isOver() && now === course.states[course.states.length - 1];
    function next() {
      return isLast() || now.k >= most ? null : course.pickedAt(now);
    }
    /** Shows this sample next: those shown so far stay, and after it they come in turn. */
    function pick(j) {
      const shown = course.states.slice(1, now.k + 1).map(({ i }) => i);
      if (next() !== null && shown.length < mostPicks)
        control.change({ picks: [...shown, Math.min(samples.length - 1, Math.round(j))] });
    }

    /** Own samples from here on, with the k-th number of sample j changed, or several from there. */
    function own(j, k, ...values) {
      const flat = flatOf(samples);
      values.forEach((value, n) => { flat[3 * j + k + n] = value; });
      control.change({ data: "own", own: flat });
    }

    const stepper = dlcourse.stepper(control, { most, reach: (k) => course.reach(k), isOver: () => course.isOver() });
    /** What one takes hold of: the samples and the flag of the next one, the step and the guess. */
    function held({ x: plane, count }) {
      const one = (j) => ({ name: `x.${j}`, label: `sample ${j + 1}`, kind: "bare",
        place: () => (j < samples.length ? samples[j].x : null),
        move: (point) => own(j, 0, ...point.map((v) => Math.round(20 * v) / 20)) });
      const upcoming = { name: "next", label: "next sample", low: 0, high: MOST - 1, step: 1, get: next, set: pick,
        place: () => (next() === null || now.k >= mostPicks ? null : samples[next()].flag),
        valueAt: (point) => nearest(samples, point), say: () => samples[next()].name };
      const guess = dlcourse.guessHandle(control, "guess", { unsaid: 5, step: 1, place: (v) => [300, v + 1],
        valueAt: ([, y]) => Math.round(y - 1),
        say: () => ({ [most]: "never", null: "none yet" }[control.state.guess] || String(control.state.guess)) });
      return [dlcourse.handles(plane, [...PLACES.map(one), upcoming]),
        dlcourse.handles(count, [stepper.handle(() => now.updates + 1), guess])];
    }
    const handles = held(control.pictures);
    /** The state as it can be: own samples where they are asked for; another run begins at its start. */
    function tidy(state, difference, before) {
      if (before && "seed" in difference && !("data" in difference)) state.data = "cloud";
      if (state.data === "own" && !state.own.length) {
        if (before) state.own = flatOf(samples);
        else state.data = control.start.data;
      }
      if (state.data !== "own") state.own = [];
      state.picks = state.picks.map(Math.round);
      if (!before || "own" in difference || !RUN.some((name) => name in difference)) return;
      for (const name of ["step", "guess", "picks"])
        if (!(name in difference)) state[name] = { step: 0, guess: null, picks: [] }[name];
    }

    function changed(difference, before) {
      const { state } = control, ended = before && "own" in difference && isLast();
      tidy(state, difference, before);
      samples = samplesOf(state, control.constants);
      course = courseOf(samples, control.kernels.present, rules[state.rule], state.picks);
      if (ended && !("step" in difference)) state.step = most;  // whoever drags at the end sees another end
    }

    /** How many updates it has taken, `most` for never, null before that is known. */
    function found() {
      return now.over ? now.updates : now.once || now.k >= most ? most : null;
    }

    function compared() {
      const { guess } = control.state, never = guess === most, result = found();
      if (guess === null || (!never && result !== most)) return dlcourse.compareGuess(control, guess, result, 0);
      return control.sentence(!never ? "never_found" : result === null ? "never_wait"
        : result === most ? "never_right" : "never_ends", now);
    }

    /** What is said of the place. */
    function verdict(values) {
      if (now.k === 0) return control.sentence("start");
      const end = now.over ? "over" : now.once ? "circles" : now.k >= most ? "endless" : null;
      return [now.mistake ? "missed" : "answered", now.change ? "moves" : "stays", end].filter(Boolean)
        .map((key) => control.sentence(key, values)).join("");
    }

    function valuesNow() {
      const { guess } = control.state, states = course.states.slice(0, now.k + 1), shown = samples[now.i];
      const at = next() === null ? null : samples[next()];
      return { ...now, m: samples.length, epochs: Math.ceil(now.k / samples.length),
        largest: 1.05 * Math.max(...states.flatMap(({ w }) => w.map(Math.abs))),
        wrong: course.wrong(now), moved: now.change ? true : null, wrong_one: now.mistake ? true : null,
        said: guess === null ? null : guess + 1, found: found() === null || guess === null ? null : found() + 1,
        counted: states.map(({ updates }) => updates + 1), points: samples.flatMap(({ x }) => x),
        classes: samples.map(({ y }) => y), names: samples.map(({ name }) => name),
        next: at && at.x, flag: at && at.flag, flag_text: at && [at.flag[0] + 0.17, at.flag[1]],
        at: shown ? shown.x : null, name: shown && shown.name, class: shown && shown.y };
    }

    function draw() {
      const { state } = control;
      state.step = course.reach(state.step);
      now = course.states[state.step];
      const values = valuesNow();
      control.render(values);
      showRows(samples.length);
      control.write("verdict", verdict(values));
      control.write("guess", compared());
      course.answers(now).forEach((answer, j) => {
        control.write(`name.${j}`, samples[j].name);
        control.write(`answer.${j}`, control.sentence(answer.mistake ? "wrong" : "right", answer));
      });
      for (const group of handles) group.draw();
      stepper.draw();
    }

    function shown() {
      return Object.fromEntries(samples.flatMap(({ x, y }, j) =>
        [[`x1.${j}`, x[0]], [`x2.${j}`, x[1]], [`y.${j}`, Boolean(y)]]));
    }
    function input(name, value) {
      const [key, j] = name.split(".");
      if (value !== null) own(Number(j), ["x1", "x2", "y"].indexOf(key), Number(value));
    }

    return { changed, draw, shown, input, actions: { ...stepper.actions, pick },
      say: () => `${control.output("verdict").textContent} ${control.output("counts").textContent}.`,
      numbers: () => ({ ...now, epochs: Math.ceil(now.k / samples.length) }) };
  });
})();
