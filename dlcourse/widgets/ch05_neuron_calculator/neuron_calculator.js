/* Chapter 5: backpropagation. The calculator: one sigmoid neuron, forward, backward, updated, by numbers. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const TYPED = { g1: "dJ_dw1", g2: "dJ_dw2" };

  dlcourse.register("neuron-calculator", function (control) {
    const { pass } = control.kernels, { graph, curve, gaps } = control.pictures;
    const { numbers, places, rate, secret } = control.constants;
    let course, now, asked = 0;  // now: the pass, with the weights after the updates; asked: the step of g1, g2

    const stepper = dlcourse.stepper(control,
      { most: control.field("step").high, reach: (k) => course.reach(k), isOver: () => course.isOver() });

    /** What one takes hold of: numbers of the graph, the learning rate on its line, typed gradients, the course. */
    const numberOf = (name, options) => dlcourse.fieldHandle(control, name,
      { low: -3, high: 3, get: () => (name in now ? now[name] : control.state[name]), ...options });
    const dragged = Object.entries(places).map(([name, place]) =>
      numberOf(name, { place: () => place, by: (value, right, up) => value + 0.01 * up }));
    const track = dlcourse.trackHandle({ ...numberOf("lr"), ...rate });
    const typed = Object.keys(TYPED).map((name, k) => dlcourse.guessHandle(control, name, { low: -1, high: 1,
      step: 0.005, unsaid: 0, valueAt: ([g]) => Number(g.toFixed(3)),
      place: (g) => (control.state.hide ? [g, [0.75, 0.25][k]] : null) }));
    const handles = [
      dlcourse.handles(graph, [...dragged,
        { ...track, place: () => (control.state.stage < 4 ? null : track.place()) }]),
      dlcourse.handles(gaps, typed),
      dlcourse.handles(curve, [stepper.handle(() => Math.min(now.J, curve.y.high))]),
    ];

    /** The course of updates from the weights of the state; after a change it starts where they are. */
    function changed(difference, before) {
      asked = control.state.step;
      if (before && !numbers.some((name) => name in difference)) return;
      if (before && !("step" in difference))
        Object.assign(control.state, { w1: now.w1, w2: now.w2 }, difference, { step: 0, g1: null, g2: null });
      const { x1, x2, w1, w2, y, lr } = control.state;
      course = dlcourse.course(pass(x1, x2, w1, w2, y, lr), (n) => pass(x1, x2, n.new_w1, n.new_w2, y, lr),
        (n) => (n.new_w1 === n.w1 && n.new_w2 === n.w2) || !(n.J < 1e6));
    }

    function draw() {
      const { state } = control;
      state.step = course.reach(state.step);
      if (state.step !== asked) Object.assign(state, { g1: null, g2: null });  // other weights: asked again
      [asked, now] = [state.step, course.states[state.step]];
      const isSecret = state.hide && (state.g1 === null || state.g2 === null);
      control.render(valuesOf(isSecret));
      control.write("verdict", verdict());
      for (const place of control.all("[data-stage]"))
        place.toggleAttribute("data-later", Number(place.dataset.stage) > state.stage);
      control.output("typed").hidden = !state.hide;
      for (const [field, name] of Object.entries(TYPED))
        control.write(field, dlcourse.compareGuess(control, state[field], isSecret ? null : now[name], 4));
      stepper.draw();
      for (const group of handles) group.draw();
    }

    /** What pictures and texts name. */
    function valuesOf(isSecret) {
      const { state } = control, losses = course.states.slice(0, state.step + 1).map(({ J }) => J);
      const found = state.hide && !isSecret ? { found1: now.dJ_dw1, found2: now.dJ_dw2 } : {};
      const size = Math.max(...[state.g1, state.g2, ...Object.values(found)].map((g) => Math.abs(g || 0)));
      const values = { ...state, ...now, ...found, losses, most: 1.05 * Math.max(...losses), widest: 1.1 * size };
      for (const k of [1, 2, 3, 4]) values[`stage${k}`] = k <= state.stage ? true : null;
      return isSecret ? { ...values, ...Object.fromEntries(secret.map((name) => [name, "?"])) } : values;
    }

    /** What the last update did to the error, in a sentence. */
    function verdict() {
      const { step } = control.state, { J } = now;
      if (!step) return control.sentence("first", { J });
      const before = course.states[step - 1].J, percent = 100 * Math.abs(J - before) / before;
      const key = J < before ? "falls" : J > before ? "rises" : "stays";
      return control.sentence(key, { step, J, before, percent });
    }

    return { changed, draw, say: verdict, actions: stepper.actions, shown: () => ({ w1: now.w1, w2: now.w2 }),
      numbers: () => ({ ...now, w1_now: now.w1, w2_now: now.w2 }) };
  });
})();
