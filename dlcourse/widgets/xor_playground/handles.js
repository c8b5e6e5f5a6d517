/* Chapter 2: XOR. What one takes hold of in the playground: the units' lines, the probe, the weights; and the
   same numbers as inputs. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const { SUBSCRIPTS, LOW, HIGH, arrow } = dlcourse.xorMarks;
  const MOST = 4;  // units

  /** Handles in the input plane and in the drawing of the network. own(changes): takes numbers over. */
  dlcourse.xorHandles = function (control, { plane, net, loss, now, own }) {
    const inside = (p) => p && p.map((v) => Math.max(LOW, Math.min(HIGH, v)));  // never out of reach
    const lineOf = (j) => {
      const { W, c } = now(), n = c.length;
      return j < n ? arrow(W[j], W[n + j], c[j], j) : null;
    };
    const lines = Array.from({ length: MOST }, (_, j) => [
      { name: `move${j}`, label: `line of hidden unit ${j + 1}, to move`,
        place: () => (lineOf(j) || [null])[0],
        move: ([x, y]) => {
          const { W, c } = now();
          own([["c", j, -(W[j] * x + W[c.length + j] * y)]]);
        } },
      { name: `turn${j}`, label: `line of hidden unit ${j + 1}, to turn`,
        place: () => inside((lineOf(j) || [null, null])[1]),
        move: ([x, y]) => {
          const { W, c } = now(), n = c.length, [[p, q]] = lineOf(j), far = Math.hypot(x - p, y - q);
          if (far < 1e-6) return;
          const size = Math.hypot(W[j], W[n + j]) / far, a = size * (x - p), b = size * (y - q);
          own([["W", j, a], ["W", n + j, b], ["c", j, -(a * p + b * q)]]);  // still through the arrow's foot
        } },
    ]).flat();
    const probe = { name: "probe", label: "point probe", kind: "probe-handle",
      place: () => [control.state.x1, control.state.x2],
      move: ([x1, x2]) => control.change({ x1, x2 }) };
    return [
      dlcourse.handles(plane, [...lines, probe], ([x, y]) => control.change({ x1: x, x2: y })),
      dlcourse.handles(net, weightHandles(now, own)),
      dlcourse.handles(loss, [guessHandle(control)]),
    ];
  };

  /** The guess of the loss, on the picture of the loss. */
  function guessHandle(control) {
    const guess = () => (control.state.guess === null ? 0.4 : control.state.guess);  // 0.4: not said yet
    return { name: "guess", low: 0, high: 0.5, step: 0.005, kind: "guess-handle",
      label: control.fields.find((field) => field.name === "guess").spoken,
      place: () => [1000, guess()], get: guess, set: (value) => control.change({ guess: value }),
      valueAt: ([, J]) => J };
  }

  /** A slider on each weight and bias of the network's drawing. */
  function weightHandles(now, own) {
    const slider = (name, index, label, place) => ({
      name: `${name}${label}`, label, low: -5, high: 5, step: 0.05,
      place: () => (index() < now()[name].length && place() ? place() : null),
      get: () => now()[name][index()], set: (value) => own([[name, index(), value]]),
      by: (value, right, up) => value + 0.02 * up,
    });
    const width = () => now().c.length, layers = () => dlcourse.graph.layered([2, width(), 1]);
    const between = (p, q, part) => (p && q ? [0, 1].map((k) => p[k] + part * (q[k] - p[k])) : null);
    const found = [];
    for (let j = 0; j < MOST; j++) {
      const there = (place) => () => (j < width() ? place(layers()) : null);
      for (const i of [0, 1])
        found.push(slider("W", () => i * width() + j, `weight from input ${i + 1} to hidden unit ${j + 1}`,
          there(([inputs, hidden]) => between(inputs[i], hidden[j], [0.66, 0.5][i]))));
      found.push(slider("w", () => j, `weight from hidden unit ${j + 1} to the output`,
        there(([, hidden, outputs]) => between(hidden[j], outputs[0], 0.5))));
      found.push(slider("c", () => j, `bias of hidden unit ${j + 1}`,
        there(([, hidden]) => [hidden[j][0] + 0.1, hidden[j][1] - 0.09])));
    }
    const below = ([x, y]) => [x, y - 0.2];
    return [...found, slider("b", () => 0, "bias of the output", () => below(layers()[2][0]))];
  }

  /** The numbers of the network as inputs, a row for each unit; made again when their number changes. */
  dlcourse.xorNumbers = function (place, theta) {
    const n = theta.c.length;
    if (place.dataset.n !== String(n)) {
      place.dataset.n = n;
      place.innerHTML = numbersTable(n);
    }
    for (const name of ["W", "c", "w", "b"]) theta[name].forEach((value, k) => {
      const field = place.querySelector(`[data-input="${name}${k}"]`);
      if (!field) return;  // a field that is being removed tells what was typed into it
      const text = value.toFixed(2).replace(/^-(0\.00)$/, "$1");
      if (field !== document.activeElement && field.value !== text) field.value = text;
    });
  };

  function numbersTable(n) {
    const input = (name, k, label) => '<td><input type="number" inputmode="decimal" step="0.05" '
      + `data-input="${name}${k}" aria-label="${label}" autocomplete="off"></td>`;
    const row = (j) => `<tr><th scope="row">h${SUBSCRIPTS[j]}</th>`
      + input("W", j, `weight from input 1 to hidden unit ${j + 1}`)
      + input("W", n + j, `weight from input 2 to hidden unit ${j + 1}`)
      + input("c", j, `bias of hidden unit ${j + 1}`)
      + input("w", j, `weight from hidden unit ${j + 1} to the output`) + "</tr>";
    const head = ["unit", "W, from x\u2081", "from x\u2082", "c", "w, to f"]
      .map((text) => `<th scope="col">${text}</th>`);
    const last = '<tr><th scope="row">f</th><td></td><td></td>'
      + `${input("b", 0, "bias of the output")}<td></td></tr>`;
    return `<table class="dlc-weights"><thead><tr>${head.join("")}</tr></thead><tbody>`
      + `${Array.from({ length: n }, (_, j) => row(j)).join("")}${last}</tbody></table>`;
  }
})();
