/* Chapter 5: backpropagation. The calculator: one sigmoid neuron, forward, backward, updated, by numbers. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const NUMBERS = ["x1", "x2", "w1", "w2", "y", "lr"], HEIGHTS = [0.05, 0.15, 0.5, 2, 10, 100];
  const PLACES = { x1: [0, 199], x2: [0, 44], w1: [84, 160], w2: [84, 83], y: [333, 40] };  // of handles
  const SECRET = ["dJ_dy_hat", "dy_hat_dz", "dz_dw1", "dz_dw2", "dJ_dw1", "dJ_dw2",
    "new_w1", "new_w2", "new_z", "new_y_hat", "new_J"];

  dlcourse.register("neuron-calculator", function (control) {
    const { pass } = control.kernels;
    const graph = dlcourse.picture(control.root, "graph"), curve = dlcourse.picture(control.root, "curve");
    let course, now;  // now: the numbers of the pass, with the weights as they are after the updates

    const number = (name) => (name === "w1" || name === "w2" ? now[name] : control.state[name]);
    const handles = dlcourse.handles(graph, Object.entries(PLACES).map(([name, place]) => ({
      name, low: -3, high: 3, label: control.fields.find((field) => field.name === name).spoken,
      place: () => place, get: () => number(name), set: (value) => control.change({ [name]: value }),
      by: (value, right, up) => value + 0.01 * up,
    })));

    const stepper = dlcourse.stepper(control,
      { most: 1000, reach: (k) => course.reach(k), isOver: () => course.isOver() });

    /** The course of updates from the weights of the state; after a change it starts where they are. */
    function changed(difference, before) {
      const moved = NUMBERS.some((name) => name in difference);
      if (before && !moved) return;
      if (before && !("step" in difference))
        Object.assign(control.state, { w1: now.w1, w2: now.w2 }, difference, { step: 0, g1: null, g2: null });
      const { x1, x2, w1, w2, y, lr } = control.state;
      course = dlcourse.course(pass(x1, x2, w1, w2, y, lr), (n) => pass(x1, x2, n.new_w1, n.new_w2, y, lr),
        (n) => (n.new_w1 === n.w1 && n.new_w2 === n.w2) || !(n.J < 1e6));
    }

    function draw() {
      const { state } = control;
      state.step = course.reach(state.step);
      now = course.states[state.step];
      const shown = { ...state, ...now }, secret = state.hide && (state.g1 === null || state.g2 === null);
      if (secret) for (const name of SECRET) shown[name] = "?";
      control.fill(shown);
      control.write("verdict", verdict());
      for (const place of control.all("[data-stage]"))
        place.toggleAttribute("data-later", Number(place.dataset.stage) > state.stage);
      graph.drawTemplates(shown, (mark) => !(mark.stage > state.stage));
      drawCurve();
      control.output("typed").hidden = !state.hide;
      for (const [field, name] of [["g1", "dJ_dw1"], ["g2", "dJ_dw2"]]) {
        const found = secret ? null : now[name];
        control.write(`${field}-gap`, dlcourse.compareGuess(control, state[field], found, 4));
      }
      stepper.draw();
      handles.draw();
    }

    /** The error after each update so far. */
    function drawCurve() {
      const { step } = control.state, losses = course.states.slice(0, step + 1).map((n) => n.J);
      curve.setAxes({}, { high: HEIGHTS.find((size) => size >= 1.05 * Math.max(...losses)) || 1e4 });
      const points = losses.map((J, k) => [k + 1, J]);
      curve.draw([...(step ? [{ path: points, kind: "curve" }] : []), { dot: points[step], kind: "now" }]);
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
