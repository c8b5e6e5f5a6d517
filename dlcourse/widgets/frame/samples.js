/* What one takes hold of where samples stand in a plane: each of them; see samples.py. */
const FINE = 20;  // a sample that is dragged stops at so many places in a unit

/** The options of handles of at most so many samples, which are own numbers once one is moved. */
dlcourse.samples = function (control, most) {
  const own = () => control.values.own_now, names = (j) => [`x1.${j}`, `x2.${j}`];
  const handle = (_, j) => ({ name: `x.${j}`, label: `sample ${j + 1}`, kind: "bare",
    place: () => (j < control.values.things ? names(j).map((name) => own()[name]) : null),
    move: (point) => control.own(Object.fromEntries(names(j).map((n, k) => [n, Math.round(FINE * point[k]) / FINE]))) });
  return Array.from({ length: most }, handle);
};
