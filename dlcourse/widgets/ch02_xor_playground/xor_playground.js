/* Chapter 2: XOR. What one takes hold of in the playground: lines and weights. No handles have the points (the plane's
   are XOR itself; the hidden ones lie where the lines put them), nor the bars and the curve of the loss: these are
   results, of which only the guess is dragged. */
dlcourse.register("xor-playground", function (control) {
  const { seen: { along: atFirst }, units: most } = control.constants, { x: plane, h: hidden } = control.pictures;
  const now = () => control.values, along = (j) => control.seen.along[j];
  let dragged = null;  // after a drag of a line, where the lines' arrows stand

  /** Own numbers from here on; the arrow of line j then stands there. */
  function drag(j, at, changes) {
    dragged = control.seen.along.map((one, k) => (k === j ? at : one));
    control.own(changes);
  }

  function changed(difference, before) {
    if (!before || !control.field("step").anew.some((name) => name in difference)) return;
    [control.seen.along, dragged] = [dragged || atFirst, null];
  }

  const unitLine = (_, j) => dlcourse.lineHandles({ name: j, picture: plane, spoken: `line of hidden unit ${j + 1}`,
    get: () => (j < now().c.length ? { abc: [now().W1[j], now().W2[j], now().c[j]], along: along(j) } : null),
    set: ([a, b, c], at) => drag(j, at, { [`W1.${j}`]: a, [`W2.${j}`]: b, [`c.${j}`]: c }) });
  const outLine = dlcourse.lineHandles({ name: "f", picture: hidden, spoken: "line of the output",
    get: () => ({ abc: [now().w[0], now().w[1], now().half[0]], along: along(most) }),
    set: ([a, b, c], at) => drag(most, at, { "w.0": a, "w.1": b, "b.0": now().b[0] + c - now().half[0] }) });
  const net = dlcourse.networkHandles(control, { inputs: 2, most });
  const next = () => control.change({ seed: control.state.seed + 1 });

  return { changed, handles: { x: Array.from({ length: most }, unitLine).flat(), h: outLine, net },
    actions: { "next-seed": next } };
});
