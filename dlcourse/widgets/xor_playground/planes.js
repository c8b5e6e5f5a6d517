/* Chapter 2: XOR. The playground's pictures, drawn for a place of its run, and the numbers of the batch. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const { CELLS, GRID, EDGE, TOP, inputMarks, hiddenAxis, hiddenMarks, lossMarks } = dlcourse.xorMarks;

  /** f at each point of a flat list. */
  const overGrid = (grid, f) =>
    Array.from({ length: grid.length / 2 }, (_, k) => f([grid[2 * k], grid[2 * k + 1]]));

  const cross = (x, y) => [[[x - 0.06, y], [x + 0.06, y]], [[x, y - 0.06], [x, y + 0.06]]];

  /** Both planes. at(x) -> z, h, f; state: of the control. */
  dlcourse.xorPlanes = function (plane, hidden, now, at, state) {
    const { W, c, w, b, h } = now, n = c.length, values = overGrid(GRID, (x) => at(x).f[0]);
    dlcourse.plane.shade(plane, values);
    plane.draw([...inputMarks({ W, c }, values), { pieces: cross(state.x1, state.x2), kind: "probe" }]);
    const [low, high] = hiddenAxis(h, state.unit), grid = dlcourse.plane.grid(low, high, CELLS);
    const output = ([h1, h2]) => (n === 2 ? h1 * w[0] + h2 * w[1] + b[0] : 0.5);
    hidden.setAxes({ low, high }, { low, high });
    dlcourse.plane.shade(hidden, overGrid(grid, output));
    hidden.draw(hiddenMarks({ c, w, b }, h, EDGE.map((x) => at(x).h.slice(0, 2)), low, high));
  };

  /** The loss up to the step that is shown, and the guess beside it. */
  dlcourse.xorLoss = function (control, picture, course) {
    const { guess, step } = control.state, { states } = course, { most, resting } = control.constants;
    const over = step >= most || (course.isOver() && step === states.length - 1);
    const found = over ? states[step].J : null;
    picture.draw([...lossMarks(states.slice(0, step + 1).map((place) => place.J), resting, most),
      ...dlcourse.guessMarks(picture, guess, found && Math.min(found, TOP))]);
    control.write("guess", dlcourse.compareGuess(control, guess, found));
  };

  /** The numbers of the batch by the names of the table's cells. */
  dlcourse.xorCells = function (now) {
    const n = now.c.length, found = {};
    for (let i = 0; i < 4; i++) {
      found[`f${i}`] = now.f[i];
      for (const name of "zh")
        for (let j = 0; j < 4; j++) found[`${name}${i}${j}`] = j < n ? now[name][i * n + j] : "";
    }
    return found;
  };
})();
