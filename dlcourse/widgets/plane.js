/* Pictures of a plane: the same lines, contour and shade as plane.py, computed again on every change. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const LEFT = 34, TOP = 8, SIZE = 260;  // the frame of a picture, in units of its drawing
  const TIE = 1e-9;  // a corner as near to 1/2 as this counts as on it, whatever its last digit says

  function toPixel([x, y], low, high) {
    const scale = SIZE / (high - low);
    return [LEFT + (x - low) * scale, TOP + SIZE - (y - low) * scale];
  }

  /** The path through points of the plane, as an SVG attribute. */
  function path(points, low, high) {
    return "M" + points.map((p) => toPixel(p, low, high).map((v) => v.toFixed(2)).join(" ")).join("L");
  }

  /** The two ends of the line a x + b y + c = 0 inside the square from low to high, or null. */
  function lineAcross(a, b, c, low, high) {
    const length = a * a + b * b;
    if (length < 1e-12) return null;
    const foot = [-a * c / length, -b * c / length], along = [-b / Math.sqrt(length), a / Math.sqrt(length)];
    let first = -Infinity, last = Infinity;
    for (const k of [0, 1]) {
      if (Math.abs(along[k]) < 1e-12) {
        if (foot[k] < low || foot[k] > high) return null;
        continue;
      }
      const ends = [(low - foot[k]) / along[k], (high - foot[k]) / along[k]];
      first = Math.max(first, Math.min(...ends));
      last = Math.min(last, Math.max(...ends));
    }
    return first >= last ? null : [first, last].map((t) => [foot[0] + t * along[0], foot[1] + t * along[1]]);
  }

  /** f on a grid of the square: values[i][j] is f at the i-th x and the j-th y. */
  function onGrid(f, low, high, cells) {
    const at = Array.from({ length: cells + 1 }, (_, k) => low + (high - low) * k / cells);
    return at.map((x) => at.map((y) => f(x, y)));
  }

  /** Where values on a grid cross 1/2: the path of a piece in each triangle that is cut. */
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

  /** Blue below 1/2, orange above, stronger with the distance, on a canvas that lies behind the drawing. */
  function shade(canvas, values) {
    const n = values.length, pen = canvas.getContext("2d");
    canvas.width = canvas.height = n;
    const pixels = pen.createImageData(n, n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) {
      const distance = Math.max(-1, Math.min(1, values[i][j] - 0.5));
      const color = [...(distance < 0 ? [0, 114, 178] : [230, 159, 0]), Math.round(150 * Math.abs(distance))];
      pixels.data.set(color, 4 * ((n - 1 - j) * n + i));
    }
    pen.putImageData(pixels, 0, 0);
  }

  /** A canvas in the place of the still picture, which JavaScript no longer needs. */
  function canvasFor(image) {
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
