/* Chapter 2: XOR. What one takes hold of in the playground: lines, weights, guesses. The four points of
   the hidden plane have no handles: they lie where the units' lines put them, and six numbers do not reach
   every place of four points. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const MOST = 4;  // units

  /** Groups of handles. now() -> the place of the run; own(changes, j, along): takes numbers over. */
  dlcourse.xorHandles = function (control, { plane, hidden, net, loss, bars, now, along, own }) {
    const unitLine = (j) => dlcourse.lineHandles({ name: j, picture: plane, spoken: `line of hidden unit ${j + 1}`,
      get: () => (j < now().c.length
        ? { abc: [now().W1[j], now().W2[j], now().c[j]], along: along()[j] } : null),
      set: ([a, b, c], at) => own([["W1", j, a], ["W2", j, b], ["c", j, c]], j, at) });
    const outLine = dlcourse.lineHandles({ name: "f", picture: hidden, spoken: "line of the output",
      get: () => (now().c.length === 2 ? { abc: [...now().w, now().half[0]], along: along()[MOST] } : null),
      set: ([a, b, c], at) => own([["w", 0, a], ["w", 1, b], ["b", 0, c + 0.5]], MOST, at) });
    /** A number that is guessed, at a height of a picture; `unsaid`: where its handle waits. */
    const guess = (name, x, unsaid, step) => dlcourse.guessHandle(control, name,
      { unsaid, step, place: (value) => [x, value], valueAt: ([, value]) => value });
    const units = Array.from({ length: MOST }, (_, j) => unitLine(j)).flat();
    return [
      dlcourse.handles(plane, units),
      dlcourse.handles(hidden, outLine),
      dlcourse.handles(net, numberHandles(now, own)),
      dlcourse.handles(loss, [guess("guess", 1000, 0.4, 0.005)]),
      dlcourse.handles(bars, [guess("rate", 0.5, 50, 1)]),
    ];
  };

  /** A slider on each weight and bias of the network's picture; places keep apart from each other. */
  function numberHandles(now, own) {
    const { layered, sides, HALF } = dlcourse.graph, layers = () => layered([2, now().c.length, 1]);
    const between = (start, end, part) => {
      const [p, q] = sides(start, end);
      return p.map((v, k) => v + part * (q[k] - v));
    };
    const slider = (name, j, label, place) => ({ name: `${name}.${j}`, label, low: -5, high: 5, step: 0.05,
      place: () => (j < now()[name].length ? place(layers()) : null),
      get: () => now()[name][j], set: (value) => own([[name, j, value]]),
      by: (value, right, up) => value + 0.02 * up });
    const below = ([x, y]) => [x, y - HALF[1]];
    const ofUnit = (j) => [
      slider("W1", j, `weight from input 1 to hidden unit ${j + 1}`, ([x, h]) => between(x[0], h[j], 0.78)),
      slider("W2", j, `weight from input 2 to hidden unit ${j + 1}`, ([x, h]) => between(x[1], h[j], 0.5)),
      slider("c", j, `bias of hidden unit ${j + 1}`, ([, h]) => below(h[j])),
      slider("w", j, `weight from hidden unit ${j + 1} to the output`, ([, h, f]) => between(h[j], f[0], 0.35)),
    ];
    const units = Array.from({ length: MOST }, (_, j) => ofUnit(j)).flat();
    return [...units, slider("b", 0, "bias of the output", ([, , f]) => below(f[0]))];
  }
})();
