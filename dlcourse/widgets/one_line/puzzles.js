/* Chapters 4 and 7: puzzles. What one takes hold of: the line that is typed, the point on the curve, what comes next. */
const SECONDS = 4;  // from one end of the curve to the other

dlcourse.register("puzzles", function (control) {
  const now = () => control.values;
  const field = control.root.querySelector('[data-input="line"]');
  control.inputs.line = (line) => control.change({ [control.state.puzzle]: line });

  const point = dlcourse.fieldHandle(control, "at", { along: 0, place: () => now().point,
    valueAt: ([x]) => Math.round(20 * (x - now().curve[15][0])) / 20,
    say: () => `${now().along} is ${dlcourse.numberText(now().point[0], 2)}, J ${dlcourse.numberText(now().point[1], 2)}` });

  /** From the left end to the right one, with the slope that the line has on the way. */
  function play() {
    if (dlcourse.isCalm()) return control.change({ at: control.state.at < 1 ? 1 : -1 });
    control.animate((seconds) => {
      control.advance({ at: Math.min(1, 2 * seconds / SECONDS - 1) });
      return seconds < SECONDS;
    }, () => control.settle());
  }

  function next() { control.change({ puzzle: now().next }); }

  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !now().right) return;
    event.preventDefault();
    next();
  });

  /** Another puzzle: its hint and its answer are folded, and its line stands in the field, also in one with the focus,
      which the frame leaves alone. */
  function changed(difference, before) {
    const { state } = control;
    if (!before || before.puzzle === state.puzzle) return;
    field.value = state[state.puzzle];
    for (const part of control.all("details")) part.open = false;
  }

  return { handles: { cost: [point] }, actions: { play, next }, changed };
});
