/* Chapter 2: XOR. What the pictures of the playground show, as marks; the same as marks.py. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const { lineAcross, contour, grid } = dlcourse.plane;
  const TOP = 0.5;  // of the loss
  const LOW = -0.5, HIGH = 1.5, CELLS = 40;  // the part of the input plane that is shown, and its grid
  const X = [[0, 0], [0, 1], [1, 0], [1, 1]], Y = [0, 1, 1, 0], NAMES = ["00", "01", "10", "11"];
  const SUBSCRIPTS = "\u2081\u2082\u2083\u2084", ALONG = [0.78, 0.72, 0.3, 0.35], ARROW = 0.2;
  const SQUARE = [[0, 1], [1, 3], [3, 2], [2, 0]];  // the edges of the unit square
  const EDGE = SQUARE.flatMap(([i, j]) => Array.from({ length: 17 }, (_, k) =>
    [0, 1].map((n) => X[i][n] + (X[j][n] - X[i][n]) * k / 16)));

  /** The foot and the tip of the arrow on the line a x + b y + c = 0 of unit j, which points to where z > 0;
      null where no line is seen. */
  function arrow(a, b, c, j) {
    const ends = lineAcross(a, b, c, LOW, HIGH), length = Math.sqrt(a * a + b * b);
    if (!ends.length) return null;
    const foot = [0, 1].map((k) => ends[0][k] + ALONG[j] * (ends[1][k] - ends[0][k]));
    return [foot, [foot[0] + ARROW * a / length, foot[1] + ARROW * b / length]];
  }

  /** The line of unit j, with its arrow. */
  function lineMarks(a, b, c, j) {
    const ends = lineAcross(a, b, c, LOW, HIGH);
    if (!ends.length) return [];
    const [[x, y], [p, q]] = arrow(a, b, c, j);
    const head = [1, -1].map((s) =>
      [p - 0.3 * (p - x) + s * 0.2 * (q - y), q - 0.3 * (q - y) - s * 0.2 * (p - x)]);
    return [{ path: ends, kind: `unit${j + 1}` }, { pieces: [[[x, y], [p, q]], [head[0], [p, q], head[1]]] },
      { text: `h${SUBSCRIPTS[j]}`, at: [p + 0.5 * (p - x), q + 0.5 * (q - y)], kind: "mid" }];
  }

  /** The samples where they land: a circle for target 0, a square for 1; where some coincide, one label. */
  function points(places) {
    const near = (p, q) => Math.max(Math.abs(p[0] - q[0]), Math.abs(p[1] - q[1])) < 0.05;
    const labels = ["", "", "", ""];
    places.forEach((place, i) => {
      const first = places.findIndex((other) => near(other, place));
      labels[first] += (labels[first] && ", ") + NAMES[i];
    });
    const used = labels.filter((label) => label);
    return places.map((place, i) => ({
      ...(Y[i] ? { square: place, kind: "one" } : { dot: place, kind: "zero" }),
      label: labels[i], below: used.indexOf(labels[i]) % 2 === 1,
    }));
  }

  /** The input plane: where f = 1/2, the line z = 0 of each unit, the four points. */
  function inputMarks({ W, c }, values) {
    const n = c.length, lines = c.flatMap((bias, j) =>
      lineMarks(W[j], W[n + j], bias, j));
    return [{ path: [...SQUARE, [0, 1]].map(([i]) => X[i]), kind: "thin" },
      { pieces: contour(values, LOW, HIGH), kind: "half" }, ...lines, ...points(X)];
  }

  /** The ends of both axes of the hidden picture, rounded to a few sizes so that they seldom jump. */
  function hiddenAxis(h, unit) {
    if (unit === "tanh") return [-1.5, 1.5];
    if (unit === "sigmoid") return [-0.25, 1.25];
    const most = Math.max(...h.map(Math.abs));
    const high = [1.25, 2.5, 5, 10, 20, 40].find((size) => size >= 1.1 * most) || 80;
    return [-high / 5, high];
  }

  /** The hidden plane of the first two units: where the samples and the unit square land, and f = 1/2. */
  function hiddenMarks({ c, w, b }, h, square, low, high) {
    const n = c.length, marks = [{ path: square, kind: "thin" }];
    if (n === 2) {
      const ends = lineAcross(w[0], w[1], b[0] - 0.5, low, high);
      marks.push(ends.length ? { path: ends, kind: "half" } : { pieces: [], kind: "half" });
    }
    return [...marks, ...points(X.map((_, i) => [h[i * n], h[i * n + 1]]))];
  }

  /** The network: lines as wide as its weights, dashed where they are negative, biases below the units. */
  function networkMarks({ W, c, w, b }) {
    const n = c.length, { network, layered } = dlcourse.graph, hidden = c.map((_, j) => `h${SUBSCRIPTS[j]}`);
    const [, middle, last] = layered([2, n, 1]), biases = [...c, ...b];
    return [...network([2, n, 1], [W, w], [["x\u2081", "x\u2082"], hidden, ["f"]]),
      ...[...middle, ...last].map(([x, y], k) =>
        ({ text: dlcourse.numberText(biases[k], 2), at: [x, y - 0.11], kind: "bias" }))];
  }

  /** The course of the loss, over lines at the values at which training gets stuck. */
  function lossMarks(losses, resting, most) {
    const guides = Object.values(resting).map((J) => ({ path: [[1, J], [most + 1, J]], kind: "thin" }));
    const end = losses.length - 1, every = Math.ceil(end / 300);
    const course = losses.map((J, k) => [k + 1, Math.min(J, TOP)]);
    const kept = course.filter((_, k) => k < 50 || k % every === 0 || k === end);
    return [...guides, ...(end ? [{ path: kept, kind: "curve" }] : []), { dot: course[end], kind: "now" }];
  }

  const GRID = grid(LOW, HIGH, CELLS);
  dlcourse.xorMarks = { LOW, HIGH, CELLS, GRID, EDGE, TOP, SUBSCRIPTS, Y, arrow,
    inputMarks, hiddenAxis, hiddenMarks, networkMarks, lossMarks };
})();
