/* Marks of diagrams: a network with its weights, and bars of a histogram; the same as graph.py. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const WIDEST = 6;  // of a line, for a weight of size 3 and more

  /** The places of the units of each layer, in the unit square, the first layer at the left. */
  function layered(sizes) {
    return sizes.map((n, k) => Array.from({ length: n }, (_, i) =>
      [0.1 + 0.8 * k / (sizes.length - 1), 1 - (i + 0.5) / n]));
  }

  /** Marks of a network: a line for each weight, wide where it is large, dashed where it is negative. */
  function network(sizes, weights, names) {
    const layers = layered(sizes), marks = [];
    weights.forEach((matrix, k) => layers[k].forEach((start, i) => layers[k + 1].forEach((end, j) => {
      const w = matrix[i * layers[k + 1].length + j];
      marks.push({ path: [start, end], kind: w < 0 ? "minus" : "plus",
        width: 0.4 + (WIDEST - 0.4) * Math.min(Math.abs(w), 3) / 3 });
    })));
    layers.forEach((layer, k) => {
      marks.push(...layer.map((place) => ({ dot: place, kind: "node", r: 15 })));
      marks.push(...layer.map((place, i) => ({ text: names[k][i], at: place, kind: "unit" })));
    });
    return marks;
  }

  /** Marks of bars side by side, each with its count; `most` fills the height. */
  function histogram(counts, most) {
    return Object.values(counts).flatMap((n, k) => [
      { bar: [k + 0.15, k + 0.85, 0, Math.min(n, most)], kind: "bar" },
      { text: String(n), at: [k + 0.5, Math.min(n, most) + 0.06 * most], kind: "mid" },
    ]);
  }

  dlcourse.graph = { layered, network, histogram };
})();
