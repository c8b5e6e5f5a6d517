/* What a picture of a plane shows: lines, contours, points, shades; the same as plane.py.
   Values on a grid are listed column by column, from the left, each from below. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const ARROW = 0.15;  // the length of a line's arrow, as a part of the axis
  const TIE = 1e-9;  // a corner as near to the level as this counts as on it, whatever its last digit says

  /** The points of a grid over the square [low, high]^2, one after the other in a flat list. */
  function grid(low, high, cells) {
    const at = Array.from({ length: cells + 1 }, (_, k) => low + (high - low) * k / cells);
    return at.flatMap((x) => at.flatMap((y) => [x, y]));
  }

  /** The ends of the segment of a x + b y + c = 0 in the square [low, high]^2; none where there is none. */
  function lineAcross(a, b, c, low, high) {
    const length = a * a + b * b;
    if (length < 1e-12) return [];  // a = b = 0 is no line
    // foot: the point closest to 0; from there, clip the line at both pairs of sides
    const foot = [-a * c / length, -b * c / length], along = [-b / Math.sqrt(length), a / Math.sqrt(length)];
    let first = -Infinity, last = Infinity;
    for (const k of [0, 1]) {
      if (Math.abs(along[k]) < 1e-12) {  // parallel to this pair of sides
        if (foot[k] < low || foot[k] > high) return [];
        continue;
      }
      const ends = [(low - foot[k]) / along[k], (high - foot[k]) / along[k]];
      first = Math.max(first, Math.min(...ends));
      last = Math.min(last, Math.max(...ends));
    }
    return first >= last ? [] : [first, last].map((t) => [foot[0] + t * along[0], foot[1] + t * along[1]]);
  }

  /** The foot, on the line, and the tip of an arrow to where a x + b y + c > 0; null where no line is seen. */
  function arrowOf(a, b, c, along, low, high) {
    const ends = lineAcross(a, b, c, low, high), scale = ARROW * (high - low) / Math.sqrt(a * a + b * b);
    if (!ends.length) return null;
    const foot = [0, 1].map((k) => ends[0][k] + along * (ends[1][k] - ends[0][k]));
    return [foot, [foot[0] + scale * a, foot[1] + scale * b]];
  }

  /** The line a x + b y + c = 0, with an arrow to where it is positive. */
  function line({ line: abc, within, kind, along, name }) {
    const ends = lineAcross(...abc, ...within);
    if (!ends.length) return [];
    if (along === undefined) return [{ path: ends, kind }];
    const [foot, tip] = arrowOf(...abc, along, ...within);
    return [{ path: ends, kind }, { pieces: arrowPieces(foot, tip) },
      { text: name, at: tip.map((v, k) => v + 0.35 * (v - foot[k])), kind: "mid" }];
  }

  /** The shaft of an arrow, and its head. */
  function arrowPieces([x, y], [p, q]) {
    const u = p - x, v = q - y;
    const head = [1, -1].map((s) => [p - 0.3 * u + s * 0.2 * v, q - 0.3 * v - s * 0.2 * u]);
    return [[[x, y], [p, q]], [head[0], [p, q], head[1]]];
  }

  /** An arrow from one point to another; none where they are the same. */
  const arrow = ({ arrow: [foot, tip], kind }) =>
    (dlcourse.same(foot, tip) ? [] : [{ pieces: arrowPieces(foot, tip), kind }]);

  /** Samples where they land: a dot for target 0, a square for 1; where some coincide, one label names all. */
  function points({ points: flat, targets, names }) {
    const places = targets.map((_, i) => [flat[2 * i], flat[2 * i + 1]]), labels = targets.map(() => "");
    const near = (p, q) => Math.max(Math.abs(p[0] - q[0]), Math.abs(p[1] - q[1])) < 0.05;
    places.forEach((place, i) => {
      const first = places.findIndex((other) => near(other, place));
      labels[first] += (labels[first] && ", ") + names[i];
    });
    const used = labels.filter((label) => label);
    return places.map((place, i) => ({
      ...(targets[i] ? { square: place, kind: "one" } : { dot: place, kind: "zero" }),
      label: labels[i], below: used.indexOf(labels[i]) % 2 === 1,
    }));
  }

  const contourMark = ({ contour: values, within, level, kind }) =>
    [{ pieces: contour(values, ...within, level), kind }];

  /** The contour at a level of values on a grid: a segment in each triangle that it cuts. */
  function contour(values, low, high, level = 0.5) {
    const n = Math.round(Math.sqrt(values.length)), at = (k) => low + (high - low) * k / (n - 1), pieces = [];
    for (let i = 0; i < n - 1; i++) for (let j = 0; j < n - 1; j++)
      for (const start of [[i, j], [i + 1, j + 1]]) {
        const corners = [start, [i + 1, j], [i, j + 1]], cut = [];
        for (let k = 0; k < 3; k++) {
          const [p, q] = corners[k], [r, s] = corners[(k + 1) % 3];
          const u = values[p * n + q] - level, v = values[r * n + s] - level, t = u / (u - v);
          if ((u > -TIE) !== (v > -TIE)) cut.push([at(p) + t * (at(r) - at(p)), at(q) + t * (at(s) - at(q))]);
        }
        if (cut.length) pieces.push(cut);
      }
    return pieces;
  }

  /** A data URL of a picture of values on a grid: blue below the level, orange above, strong far off. */
  function shade(values, level, scaled) {
    const n = Math.round(Math.sqrt(values.length)), canvas = document.createElement("canvas");
    const most = scaled ? Math.max(1e-9, ...values.map((value) => Math.abs(value - level))) : 1;
    canvas.width = canvas.height = n;
    const pen = canvas.getContext("2d"), pixels = pen.createImageData(n, n);
    values.forEach((value, k) => {
      const distance = Math.max(-1, Math.min(1, (value - level) / most)), i = Math.floor(k / n), j = k % n;
      const color = [...(distance < 0 ? [0, 114, 178] : [230, 159, 0]), Math.round(150 * Math.abs(distance))];
      pixels.data.set(color, 4 * ((n - 1 - j) * n + i));  // rows of a canvas go along x, from the top
    });
    pen.putImageData(pixels, 0, 0);
    return canvas.toDataURL();
  }

  dlcourse.plane = { grid, lineAcross, arrowOf, line, arrow, contour, contourMark, points, shade };
})();
