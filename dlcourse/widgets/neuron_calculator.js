/* Chapter 5: backpropagation. The neuron calculator: forward, backward and update of one sigmoid neuron. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const NUMBERS = ["x1", "x2", "w1", "w2", "y", "eta"], MOST_UPDATES = 100000;
  const FACTORS = ["x\u2081", "x\u2082 in place of x\u2081: the slip"];
  const SLIP_NOTES = [
    "What the slip changes, marked from the first digit that differs",
    "With these digits the slip does not show",
  ];
  const DIFFERENT = ["dJ_dw1", "new_w1", "new_Sigma", "new_y_hat", "new_J"];  // what the slip changes

  // exp of a negative number only: Infinity / Infinity would be NaN
  const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

  /** All numbers of one pass and one update. rounded: each to two decimals; slip: x2 where w1 needs x1. */
  function calculate(inputs, rounded, slip) {
    const r = rounded ? (value) => Number(value.toFixed(2)) : (value) => value;
    const [x1, x2, w1, w2, y, eta] = NUMBERS.map((name) => r(inputs[name]));
    const forward = (w1, w2) => {
      const Sigma = r(x1 * w1 + x2 * w2), y_hat = r(sigmoid(Sigma));
      return { Sigma, y_hat, J: r((y - y_hat) ** 2 / 2) };
    };
    const { Sigma, y_hat, J } = forward(w1, w2);
    const dJ_dy_hat = r(y_hat - y), dy_hat_dSigma = r(y_hat * (1 - y_hat));
    const dSigma_dw1 = slip ? x2 : x1, dSigma_dw2 = x2;
    const dJ_dw1 = r(dJ_dy_hat * dy_hat_dSigma * dSigma_dw1);
    const dJ_dw2 = r(dJ_dy_hat * dy_hat_dSigma * dSigma_dw2);
    const new_w1 = r(w1 - eta * dJ_dw1), new_w2 = r(w2 - eta * dJ_dw2), after = forward(new_w1, new_w2);
    return {
      x1, x2, w1, w2, y, eta, Sigma, y_hat, J,
      dJ_dy_hat, dy_hat_dSigma, dSigma_dw1, dSigma_dw2, dJ_dw1, dJ_dw2,
      new_w1, new_w2, new_Sigma: after.Sigma, new_y_hat: after.y_hat, new_J: after.J,
    };
  }

  /** The inputs with the weights after n updates. */
  function update(numbers, rounded, slip, n) {
    let { w1, w2 } = numbers;
    for (let k = 0; k < n; k++) {
      const { new_w1, new_w2 } = calculate({ ...numbers, w1, w2 }, rounded, slip);
      if (new_w1 === w1 && new_w2 === w2) break;  // rounding has stopped them: no use in 100,000 more
      [w1, w2] = [new_w1, new_w2];
    }
    return { ...numbers, w1, w2 };
  }

  /** A sentence that says what the update does to the error. */
  function verdict({ J, new_J }, rounded) {
    const show = (value) => dlcourse.numberText(value, rounded ? 2 : 6);
    if (new_J === J)
      return `The error stays ${show(J)}${rounded ? ": with two digits the step does not show." : "."}`;
    const part = J > 0 ? ` (by ${dlcourse.numberText(100 * Math.abs(new_J - J) / J, 1)} %)` : "";
    return `The error ${new_J < J ? "falls" : "rises"} from ${show(J)} to ${show(new_J)}${part}.`;
  }

  dlcourse.neuron = { calculate, update, verdict };  // for the tests

  /** Writes the text with everything from the first digit that differs marked. */
  function mark(place, text, other) {
    let k = 0;
    while (k < text.length && text[k] === other[k]) k++;
    const marked = document.createElement("mark");
    marked.textContent = text.slice(k);
    place.replaceChildren(text.slice(0, k), ...(k < text.length ? [marked] : []));
  }

  dlcourse.register("neuron-calculator", function (control) {
    let state, now;  // now: the inputs with the weights after the updates

    /** Loads the state from the address where that is valid, otherwise the initial state. */
    function load() {
      const saved = control.saved() || {};
      state = { ...control.defaults };
      for (const name of NUMBERS) {
        const value = Number(saved[name]);  // NaN for what is no number, and then no comparison holds
        if (saved[name] && Math.abs(value) <= 100) state[name] = value;
      }
      for (const name of ["rounded", "slip"]) if (name in saved) state[name] = saved[name] === "true";
      if (/^[1-4]$/.test(saved.stage)) state.stage = Number(saved.stage);
      if (/^\d{1,6}$/.test(saved.updates)) state.updates = Math.min(MOST_UPDATES, Number(saved.updates));
      draw();
    }

    function draw() {
      const { rounded, slip, stage, updates } = state;
      now = update(Object.fromEntries(NUMBERS.map((name) => [name, state[name]])), rounded, slip, updates);
      const shown = calculate(now, rounded, slip);
      control.fill({ ...shown, updates }, rounded ? 2 : undefined);
      control.write("updates", String(updates));
      control.write("verdict", verdict(shown, rounded));
      for (const name of NUMBERS) control.show(name, Number(now[name].toFixed(4)));
      for (const name of ["rounded", "slip"]) control.show(name, state[name]);
      for (const part of control.all("[data-stage]"))
        part.toggleAttribute("data-later", Number(part.dataset.stage) > stage);
      control.press("stage", String(stage));
      control.write("factor", FACTORS[Number(slip)]);
      drawSlip();
    }

    /** Writes the right and the wrong numbers, with the digits that differ marked. */
    function drawSlip() {
      control.output("slip-table").hidden = !state.slip;
      const right = calculate(now, state.rounded, false), wrong = calculate(now, state.rounded, true);
      control.write("slip-note", SLIP_NOTES[Number(right.dJ_dw1 === wrong.dJ_dw1)]);
      const show = (value) => dlcourse.numberText(value, state.rounded ? 2 : 6);
      for (const name of DIFFERENT) {
        const texts = [show(right[name]), show(wrong[name])];
        control.write(`right-${name}`, texts[0]);
        mark(control.output(`slip-${name}`), texts[1], texts[0]);
      }
    }

    function change(difference) {
      Object.assign(state, difference);
      draw();
      control.save(state);
      control.announce(`${control.output("verdict").textContent} Updates: ${state.updates}.`);
    }

    control.onInput((name, value) => {
      if (name === "rounded" || name === "slip") return change({ [name]: value });
      // a new input starts from the weights that are shown, not from those before the updates
      change({ w1: now.w1, w2: now.w2, updates: 0, [name]: Math.max(-100, Math.min(100, value)) });
    }, draw);
    control.onAction({
      stage: (value) => change({ stage: Number(value) }),
      update: (value) => change({ stage: 4, updates: Math.min(MOST_UPDATES, state.updates + Number(value)) }),
      reset: () => change({ ...control.defaults }),
    });
    control.onAddress(load);
    load();
  });
})();
