/* What a picture of a plane shows: lines, contours, the shade of a function; the same as plane.py.
   Values on a grid are listed column by column, from the left, each from below. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
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

  /** Paints values on a picture's image: blue below the level, orange above, stronger with the distance. */
  function shade(picture, values, level = 0.5) {
    const n = Math.round(Math.sqrt(values.length)), canvas = document.createElement("canvas");
    canvas.width = canvas.height = n;
    const pen = canvas.getContext("2d"), pixels = pen.createImageData(n, n);
    values.forEach((value, k) => {
      const distance = Math.max(-1, Math.min(1, value - level)), i = Math.floor(k / n), j = k % n;
      const color = [...(distance < 0 ? [0, 114, 178] : [230, 159, 0]), Math.round(150 * Math.abs(distance))];
      pixels.data.set(color, 4 * ((n - 1 - j) * n + i));  // rows of a canvas go along x, from the top
    });
    pen.putImageData(pixels, 0, 0);
    picture.image.setAttribute("href", canvas.toDataURL());
  }

  dlcourse.plane = { grid, lineAcross, contour, shade };
})();
