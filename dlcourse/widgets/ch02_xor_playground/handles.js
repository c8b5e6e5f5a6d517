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
      dlcourse.handles(net, dlcourse.networkHandles({ inputs: 2, most: MOST, units: () => now().c.length,
        get: (array, k) => now()[array][k], set: (array, k, value) => own([[array, k, value]]) })),
      dlcourse.handles(loss, [guess("guess", 1000, 0.4, 0.005)]),
      dlcourse.handles(bars, [guess("rate", 0.5, 50, 1)]),
    ];
  };
})();
