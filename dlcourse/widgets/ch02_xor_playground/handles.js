/* Chapter 2: XOR. What one takes hold of in the playground: lines, weights, the step, guesses. No handles have the
   points (the plane's are XOR itself; the hidden ones lie where the lines put them), nor the bars and the curve of
   the loss: these are results, of which only the guess is dragged. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const MOST = 4;  // units

  /** Groups of handles. now() -> the place of the run; own(changes, j, along): takes numbers over. */
  dlcourse.xorHandles = function (control, stepper, { now, along, own }) {
    const { x: plane, h: hidden, net, loss, many: bars } = control.pictures;
    const unitLine = (j) => dlcourse.lineHandles({ name: j, picture: plane, spoken: `line of hidden unit ${j + 1}`,
      get: () => (j < now().c.length
        ? { abc: [now().W1[j], now().W2[j], now().c[j]], along: along()[j] } : null),
      set: ([a, b, c], at) => own([["W1", j, a], ["W2", j, b], ["c", j, c]], j, at) });
    const outLine = dlcourse.lineHandles({ name: "f", picture: hidden, spoken: "line of the output",
      get: () => ({ abc: [now().w[0], now().w[1], now().half[0]], along: along()[MOST] }),
      set: ([a, b, c], at) => own([["w", 0, a], ["w", 1, b], ["b", 0, now().b[0] + c - now().half[0]]], MOST, at) });
    /** A number that is guessed, at a height of a picture; `unsaid`: where its handle waits. */
    const guess = (name, x, unsaid, step) => dlcourse.guessHandle(control, name,
      { unsaid, step, place: (value) => [x, value], valueAt: ([, value]) => value });
    const units = Array.from({ length: MOST }, (_, j) => unitLine(j)).flat();
    return [
      dlcourse.handles(plane, units),
      dlcourse.handles(hidden, outLine),
      dlcourse.handles(net, dlcourse.networkHandles({ inputs: 2, most: MOST, units: () => now().c.length,
        get: (array, k) => now()[array][k], set: (array, k, value) => own([[array, k, value]]) })),
      dlcourse.handles(loss, [guess("guess", 1000, 0.4, 0.005),
        stepper.handle(() => Math.min(now().J, loss.y.high))]),
      dlcourse.handles(bars, [guess("rate", 0.5, 50, 1)]),
    ];
  };
})();
