/* Marks of diagrams: a network with its weights, bars, the course of a run; the same as graph.py. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const WIDEST = 6, HALF = [0.056, 0.084], MOST_POINTS = 300;

  /** The places of the units of each layer, in the unit square, the first layer at the left. */
  function layered(sizes) {
    return sizes.map((n, k) => Array.from({ length: n }, (_, i) =>
      [0.1 + 0.8 * k / (sizes.length - 1), 1 - (i + 0.5) / n]));
  }

  /** Where an edge leaves one unit and enters another: in the middle layer, at the sides of a map. */
  const sides = ([x, y], [p, q]) => [[x > 0.3 ? x + HALF[0] : x, y], [p < 0.7 ? p - HALF[0] : p, q]];

  /** The line of a weight: wide where it is large, dashed where it is negative. */
  const edge = (start, end, w) => ({ path: [start, end], kind: w < 0 ? "minus" : "plus",
    width: 0.4 + (WIDEST - 0.4) * Math.min(Math.abs(w), 3) / 3 });

  /** A network with one hidden layer, a map in each of its units. */
  function network(mark) {
    const { names, biases } = mark, layers = layered([names[0].length, ...biases.map((b) => b.length)]);
    const marks = mark.network.flatMap((matrix, k) => layers[k].flatMap((start, i) =>
      layers[k + 1].map((end, j) => edge(...sides(start, end), matrix[i * layers[k + 1].length + j]))));
    marks.push(...unitMaps(layers[1], mark));
    for (const k of [0, 2]) marks.push(...layers[k].map((place) => ({ dot: place, kind: "node", r: 15 })));
    layers.forEach((layer, k) => {
      const [dx, dy] = k === 1 ? [-0.03, 0.045] : [0, 0];  // in the corner of a map
      marks.push(...layer.map(([x, y], i) => ({ text: names[k][i], at: [x + dx, y + dy], kind: "unit" })));
    });
    const places = [...layers[1].map(([x, y]) => [x + HALF[0] + 0.01, y - 0.07]),
      ...layers[2].map(([x, y]) => [x - 0.04, y - 0.15])];
    return [...marks, ...places.map((at, k) =>
      ({ text: dlcourse.numberText(biases.flat()[k], 2), at, kind: "bias" }))];
  }

  /** A small picture of each unit's values over the plane. */
  function unitMaps(places, { maps, level, lines, within: [low, high] }) {
    const n = maps.length / places.length;
    return places.flatMap(([x, y], j) => {
      const box = [x - HALF[0], x + HALF[0], y - HALF[1], y + HALF[1]], part = (v) => (v - low) / (high - low);
      const inside = dlcourse.plane.lineAcross(...lines.map((values) => values[j]), low, high)
        .map(([p, q]) => [box[0] + 2 * HALF[0] * part(p), box[2] + 2 * HALF[1] * part(q)]);
      return [{ shade: maps.slice(j * n, (j + 1) * n), box, level, scaled: true },
        ...(inside.length ? [{ path: inside, kind: "zero-line" }] : []), { bar: box, kind: "outline" }];
    });
  }

  /** Bars side by side, each with its count. */
  function histogram({ histogram: counts, most }) {
    return counts.flatMap((n, k) => [
      { bar: [k + 0.15, k + 0.85, 0, Math.min(n, most)], kind: "bar" },
      { text: String(n), at: [k + 0.5, Math.min(n, most) + 0.06 * most], kind: "mid" },
    ]);
  }

  /** Values step by step, counted from 1 as for a logarithmic axis, with a dot at the last. */
  function course({ course: values, top }) {
    const places = values.map((value, k) => [k + 1, Math.min(value, top)]), end = places.length - 1;
    const every = Math.max(1, Math.ceil(end / MOST_POINTS));
    const kept = places.filter((_, k) => k < 50 || k % every === 0 || k === end);
    return [...(end ? [{ path: kept, kind: "curve" }] : []), { dot: places[end], kind: "now" }];
  }

  dlcourse.graph = { HALF, layered, sides, network, histogram, course };
})();
