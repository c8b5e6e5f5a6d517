/* Chapter 5: backpropagation. The calculator: one sigmoid neuron, forward, backward, updated, by numbers. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const NUMBERS = ["x1", "x2", "w1", "w2", "y", "lr"], TYPED = { g1: "dJ_dw1", g2: "dJ_dw2" };
  const PLACES = { x1: [0, 199], x2: [0, 44], w1: [84, 160], w2: [84, 83], y: [333, 40] };  // of handles
  const SECRET = ["dJ_dy_hat", "dy_hat_dz", "dz_dw1", "dz_dw2", "dJ_dw1", "dJ_dw2",
    "new_w1", "new_w2", "new_z", "new_y_hat", "new_J"];

  /** What one takes hold of: the numbers of the graph, the learning rate on its line, typed gradients. */
  function handlesOf(control, graph, gaps, now) {
    const current = (name) => control.state[name];
    const handleOf = (name) => ({ name, low: -3, high: 3,
      label: control.fields.find((field) => field.name === name).spoken,
      get: () => (name in now() ? now()[name] : current(name)),
      set: (value) => control.change({ [name]: value }) });
    const dragged = Object.entries(PLACES).map(([name, place]) => ({ ...handleOf(name), place: () => place,
      by: (value, right, up) => value + 0.01 * up }));
    const track = dlcourse.trackHandle({ ...handleOf("lr"), ...control.constants.rate });
    const rate = { ...track, place: () => (current("stage") < 4 ? null : track.place()) };
    const typed = Object.keys(TYPED).map((name, k) => dlcourse.guessHandle(control, name, { low: -1, high: 1,
      step: 0.005, unsaid: 0, valueAt: ([g]) => Number(g.toFixed(3)),
      place: (g) => (current("hide") ? [g, [0.75, 0.25][k]] : null) }));
    return [dlcourse.handles(graph, [...dragged, rate]), dlcourse.handles(gaps, typed)];
  }

  dlcourse.register("neuron-calculator", function (control) {
    const { pass } = control.kernels;
    const [graph, curve, gaps] = ["graph", "curve", "gaps"].map((name) => dlcourse.picture(control.root, name));
    const { heights, widths } = control.constants;
    let course, now, asked = 0;  // now: the pass, with the weights after the updates; asked: the step of g1, g2

    const handles = handlesOf(control, graph, gaps, () => now);
    const stepper = dlcourse.stepper(control,
      { most: 1000, reach: (k) => course.reach(k), isOver: () => course.isOver() });

    /** The course of updates from the weights of the state; after a change it starts where they are. */
    function changed(difference, before) {
      asked = control.state.step;
      if (before && !NUMBERS.some((name) => name in difference)) return;
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
      const losses = course.states.slice(0, state.step + 1).map((n) => n.J), values = { ...state, ...now, losses };
      const secret = state.hide && (state.g1 === null || state.g2 === null);
      for (const k of [1, 2, 3, 4]) values[`stage${k}`] = k <= state.stage ? true : null;
      if (secret) for (const name of SECRET) values[name] = "?";
      else if (state.hide) Object.assign(values, { found1: now.dJ_dw1, found2: now.dJ_dw2 });
      control.fill(values);
      control.write("verdict", verdict());
      for (const place of control.all("[data-stage]"))
        place.toggleAttribute("data-later", Number(place.dataset.stage) > state.stage);
      control.output("typed").hidden = !state.hide;
      drawPictures(values);
      for (const [field, name] of Object.entries(TYPED))
        control.write(`${field}-gap`, dlcourse.compareGuess(control, state[field], secret ? null : now[name], 4));
      stepper.draw();
      for (const group of handles) group.draw();
    }

    function drawPictures(values) {
      const { g1, g2, found1, found2 } = values, { fitting } = dlcourse.axes;
      const [low, high] = fitting(heights, 1.05 * Math.max(...values.losses));
      curve.setAxes({}, { low, high });
      const [left, right] = fitting(widths, 1.1 * Math.max(...[g1, g2, found1, found2].map((g) => Math.abs(g || 0))));
      gaps.setAxes({ low: left, high: right }, {});
      for (const picture of [graph, curve, gaps]) picture.draw(values);
    }

    /** What the last update did to the error, in a sentence. */
    function verdict() {
      const { step } = control.state, { J } = now;
      if (!step) return control.sentence("first", { J });
      const before = course.states[step - 1].J, percent = 100 * Math.abs(J - before) / before;
      const key = J < before ? "falls" : J > before ? "rises" : "stays";
      return control.sentence(key, { step, J, before, percent });
    }

    return {
      changed, draw,
      shown: () => ({ w1: now.w1, w2: now.w2 }),
      say: verdict,
      results: () => ({ w1_now: now.w1, w2_now: now.w2, z: now.z, y_hat: now.y_hat, J: now.J,
        dJ_dw1: now.dJ_dw1, dJ_dw2: now.dJ_dw2 }),
      actions: stepper.actions,
    };
  });
})();
