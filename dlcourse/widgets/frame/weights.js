/* What one takes hold of in the pictures of a network with one hidden layer: weights, biases, lines. */
const { layered, sides, HALF } = dlcourse.shared;
const INTO = [0.78, 0.5], OUT_OF = 0.35;  // where on its line a weight's handle stands: apart from the others

const between = (start, end, part) => {
  const [p, q] = sides(start, end);
  return p.map((v, k) => v + part * (q[k] - v));
};
const below = ([x, y]) => [x, y - HALF[1]];
const each = (n, f) => Array.from({ length: n }, (_, k) => f(k));

/** Sliders for inputs, at most `most` hidden units, and one output; each is an own number of that name. */
dlcourse.networkHandles = function (control, { inputs, most }) {
  const now = () => control.values.own_now, sizes = () => [inputs, control.values.things, 1];
  const slider = (array, k, label, place) => dlcourse.ownHandle(control, `${array}.${k}`,
    { label, low: -5, high: 5, step: 0.05, by: (value, right, up) => value + 0.02 * up,
      place: () => (`${array}.${k}` in now() ? place(layered(sizes())) : null) });
  const ofUnit = (j) => [
    ...each(inputs, (i) => slider(`W${i + 1}`, j, `weight from input ${i + 1} to hidden unit ${j + 1}`,
      ([x, h]) => between(x[i], h[j], INTO[i % 2]))),
    slider("c", j, `bias of hidden unit ${j + 1}`, ([, h]) => below(h[j])),
    slider("w", j, `weight from hidden unit ${j + 1} to the output`, ([, h, f]) => between(h[j], f[0], OUT_OF)),
  ];
  return [...each(most, ofUnit).flat(), slider("b", 0, "bias of the output", ([, , f]) => below(f[0]))];
};

/** Lines of units in the picture x, whose own numbers are W1.j, W2.j, c.j.   most: units; anew: fields with whose
    change arrows stand as at first again; spoken: what a unit's line is called; fitted(abc, j): the line that a drag
    means.   -> handles; drag(j, along, own numbers) of another line; changed, which a control returns */
dlcourse.unitLines = function (control, { most, anew, spoken, fitted = (abc) => abc }) {
  const { x } = control.pictures, now = () => control.values, { along, put, changed } = dlcourse.standing(control, anew);

  function drag(j, at, changes) {
    put(j, at);
    control.own(changes);
  }
  const line = (j) => dlcourse.lineHandles({ name: j, picture: x, spoken: `${spoken} ${j + 1}`,
    get: () => (j < now().c.length ? { abc: [now().W1[j], now().W2[j], now().c[j]], along: along(j) } : null),
    set: (abc, at) => {
      const [a, b, c] = fitted(abc, j);
      drag(j, at, { [`W1.${j}`]: a, [`W2.${j}`]: b, [`c.${j}`]: c });
    } });
  return { drag, changed, handles: each(most, line).flat() };
};

/** Handles of the lines of hidden units in the picture x, and of the output in h, the plane of the first two.
    control.seen.along: where the lines' arrows stand, the output's last; a drag puts one elsewhere, any other
    new run brings all back.   -> handles, and changed, which a control returns */
dlcourse.networkLines = function (control, most) {
  const now = () => control.values, { anew } = control.field("step");
  const { drag, changed, handles } = dlcourse.unitLines(control, { most, anew, spoken: "line of hidden unit" });
  const output = dlcourse.lineHandles({ name: "f", picture: control.pictures.h, spoken: "line of the output",
    get: () => ({ abc: [now().w[0], now().w[1], now().half[0]], along: control.seen.along[most] }),
    set: ([a, b, c], at) => drag(most, at, { "w.0": a, "w.1": b, "b.0": now().b[0] + c - now().half[0] }) });
  return { changed, handles: { x: handles, h: output } };
};
