/* Pictures of a plane: the same lines, contour and shade as in plane.py, computed anew on every change. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const LEFT = 34, TOP = 8, SIZE = 260;  // the frame of a picture, in units of its viewBox
  const TIE = 1e-9;  // values so close to 1/2 count as 1/2: Python may differ in the last digit

  /** A point of the plane in units of the viewBox; the y of SVG points down. */
  function toPixel([x, y], low, high) {
    const scale = SIZE / (high - low);
    return [LEFT + (x - low) * scale, TOP + SIZE - (y - low) * scale];
  }

  /** The path through points of the plane, as the d of an SVG path. */
  function path(points, low, high) {
    return "M" + points.map((p) => toPixel(p, low, high).map((v) => v.toFixed(2)).join(" ")).join("L");
  }

  /** The ends of the segment of a x + b y + c = 0 in the square [low, high]^2, or null if there is none. */
  function lineAcross(a, b, c, low, high) {
    const length = a * a + b * b;
    if (length < 1e-12) return null;  // a = b = 0 is no line
    // foot: the point closest to 0; from there, clip the line at both pairs of sides
    const foot = [-a * c / length, -b * c / length], along = [-b / Math.sqrt(length), a / Math.sqrt(length)];
    let first = -Infinity, last = Infinity;
    for (const k of [0, 1]) {
      if (Math.abs(along[k]) < 1e-12) {  // parallel to this pair of sides
        if (foot[k] < low || foot[k] > high) return null;
        continue;
      }
      const ends = [(low - foot[k]) / along[k], (high - foot[k]) / along[k]];
      first = Math.max(first, Math.min(...ends));
      last = Math.min(last, Math.max(...ends));
    }
    return first >= last ? null : [first, last].map((t) => [foot[0] + t * along[0], foot[1] + t * along[1]]);
  }

  /** f on a grid of the square: values[i][j] is f at the i-th x and the j-th y, counted from below. */
  function onGrid(f, low, high, cells) {
    const at = Array.from({ length: cells + 1 }, (_, k) => low + (high - low) * k / cells);
    return at.map((x) => at.map((y) => f(x, y)));
  }

  /** The contour at 1/2 of values on a grid: a path with a segment in each triangle that it cuts. */
  function contour(values, low, high) {
    const cells = values.length - 1, at = (k) => low + (high - low) * k / cells;
    let pieces = "";
    for (let i = 0; i < cells; i++) for (let j = 0; j < cells; j++)
      for (const start of [[i, j], [i + 1, j + 1]]) {
        const corners = [start, [i + 1, j], [i, j + 1]], cut = [];
        for (let k = 0; k < 3; k++) {
          const [p, q] = corners[k], [r, s] = corners[(k + 1) % 3];
          const u = values[p][q] - 0.5, v = values[r][s] - 0.5, t = u / (u - v);
          if ((u > -TIE) !== (v > -TIE)) cut.push([at(p) + t * (at(r) - at(p)), at(q) + t * (at(s) - at(q))]);
        }
        if (cut.length) pieces += path(cut, low, high);
      }
    return pieces;
  }

  /** Paints values on a canvas: blue below 1/2, orange above, stronger with the distance. */
  function shade(canvas, values) {
    const n = values.length, pen = canvas.getContext("2d");
    canvas.width = canvas.height = n;
    const pixels = pen.createImageData(n, n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) {
      const distance = Math.max(-1, Math.min(1, values[i][j] - 0.5));
      const color = [...(distance < 0 ? [0, 114, 178] : [230, 159, 0]), Math.round(150 * Math.abs(distance))];
      pixels.data.set(color, 4 * ((n - 1 - j) * n + i));  // rows of a canvas go along x, from the top
    }
    pen.putImageData(pixels, 0, 0);
  }

  /** Replaces the static image by a canvas of the same size and position, behind the drawing. */
  function canvasFor(image) {
    // positions in percent of the viewBox, so that the canvas scales with the drawing
    const drawing = image.ownerSVGElement.ownerSVGElement, canvas = document.createElement("canvas");
    const { width, height } = drawing.viewBox.baseVal, place = (name) => image[name].baseVal.value;
    canvas.className = "dlc-shade";
    canvas.setAttribute("aria-hidden", "true");
    Object.assign(canvas.style, { left: `${100 * place("x") / width}%`, top: `${100 * place("y") / height}%`,
      width: `${100 * place("width") / width}%`, height: `${100 * place("height") / height}%`,
      clipPath: `inset(${50 * (1 - SIZE / place("width"))}%)` });
    drawing.before(canvas);
    image.remove();
    return canvas;
  }

  dlcourse.plane = { toPixel, path, lineAcross, onGrid, contour, shade, canvasFor };
})();
