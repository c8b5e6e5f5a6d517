/* A network with one hidden layer: its run, its values at points of the plane, its numbers; as network.py. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const PARAMETERS = ["W", "c", "w", "b"], SEEN = 2;

  const flat = (theta) => PARAMETERS.flatMap((name) => theta[name]);

  /** The parameters from one list: W row by row, c, w, b. */
  function unflat(list, inputs, n) {
    const part = (first, last) => list.slice(first * n, last * n);
    return { W: part(0, inputs), c: part(inputs, inputs + 1), w: part(inputs + 1, inputs + 2),
      b: list.slice((inputs + 2) * n) };
  }

  /** Glorot uniform weights as numpy's generator draws them for the seed, in the order of the model. */
  function drawn(seed, inputs, n, bias, [first, second]) {
    const draw = dlcourse.rng(seed), weights = (count, a) => Array.from({ length: count }, () => draw(-a, a));
    return { W: weights(inputs * n, first), c: Array(n).fill(bias), w: weights(n, second), b: [0] };
  }

  /** The points of the plane in a flat list, one by one. */
  const pairs = (points) => Array.from({ length: points.length / 2 }, (_, k) => points.slice(2 * k, 2 * k + 2));

  /** The run of a unit and a width (see dlcourse.training); over(theta, points): z, h and f at points of the plane;
      outputs(place, points): f at points of the plane of two hidden units, the others at their means. */
  function of(kernels, { unit, width, lr }) {
    const [batch, point] = ["batch", "point"].map((name) => kernels[`${name} ${unit} ${width}`]);
    const { [`named ${width}`]: named, moved, output } = kernels;
    const values = (place, prefix = "") => PARAMETERS.map((name) => place[prefix + name]);
    const shown = (place) => ({ ...place,
      ...named(...values(place), place.z, place.h, place.f, ...values(place, "d")) });
    return {
      over: (theta, points) => pairs(points).map((x) => point(x, ...values(theta))),
      outputs: ({ w, half }, points) => pairs(points).map((h) => output(h, w.slice(0, SEEN), [half[0] + 0.5]).f[0]),
      ...dlcourse.training({ names: PARAMETERS, moved, lr, shown, batch: (theta) => batch(...values(theta)) }),
    };
  }

  /** All numbers in one list, with some changed.   changes: [array, entry, value], arrays as in `numbersOf` */
  function changed(place, changes) {
    const theta = Object.fromEntries(PARAMETERS.map((name) => [name, [...place[name]]])), n = place.c.length;
    for (const [name, k, value] of changes)
      theta[name[0]][k + (name.length > 1 ? (Number(name[1]) - 1) * n : 0)] = value;
    return flat(theta);
  }

  /** The numbers by the names of their inputs, as in W1.0, from input 1 to unit 1. */
  const numbersOf = (place, inputs) => Object.fromEntries(
    [...Array.from({ length: inputs }, (_, i) => `W${i + 1}`), "c", "w", "b"].flatMap((name) =>
      place[name].map((value, j) => [`${name}.${j}`, Number(value.toFixed(3))])));

  /** What Python reads: arrays with their rows. */
  function resultsOf({ W, c, w, b, J }, inputs) {
    const n = c.length, rows = Array.from({ length: inputs }, (_, i) => W.slice(i * n, (i + 1) * n));
    return { W: rows, c, w: w.map((value) => [value]), b, J };
  }

  dlcourse.network = { PARAMETERS, flat, unflat, drawn, of, changed, numbersOf, resultsOf };
})();
