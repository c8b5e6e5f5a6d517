/* What one takes hold of where samples stand in a plane: each of them, and their numbers; see samples.py. */
const FINE = 20;  // a sample that is dragged stops at so many places in a unit

/** Own samples, of the choice `named`, once one is moved.   most: samples; kept(): what else stays as it is
    -> input(name, value), for their numbers, and the options of their handles */
dlcourse.samples = function (control, { named, most, kept = () => ({}) }) {
  /** Some numbers of sample j changed, from its k-th on. */
  function own(j, k, ...numbers) {
    const flat = control.values.own_now.map((v, n) => (n - 3 * j - k in numbers ? numbers[n - 3 * j - k] : v));
    control.change({ [named]: "own", own: flat, ...kept() });
  }
  const at = (j) => control.values.points.slice(2 * j, 2 * j + 2);
  const handle = (_, j) => ({ name: `x.${j}`, label: `sample ${j + 1}`, kind: "bare",
    place: () => (j < control.values.things ? at(j) : null),
    move: (point) => own(j, 0, ...point.map((v) => Math.round(FINE * v) / FINE)) });

  function input(name, value) {
    const [key, j] = name.split(".");
    if (value !== null) own(Number(j), ["x1", "x2", "y"].indexOf(key), Number(value));
  }
  return { input, handles: Array.from({ length: most }, handle) };
};
