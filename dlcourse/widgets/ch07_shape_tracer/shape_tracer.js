/* Chapter 7: training an MLP. What one takes hold of in the shape tracer: boxes that are multiplied. */
const NEAR = 32;  // a box is pressed so near to its middle

dlcourse.register("shape-tracer", function (control) {
  const { keys, centers, guess } = control.constants, now = () => control.values;

  /** A box that is pressed is the left factor, the next one the right; pressed again it is transposed. */
  function choose(at) {
    const [i, far] = dlcourse.nearest(centers, at), { left, right } = now().inputs;
    const last = right ? "right" : "left", chosen = now().inputs[last];
    if (far > NEAR || !now().asks || i >= now().shown) return;
    if (chosen === keys[i]) control.change({ [last]: `${chosen}T` });
    else if (chosen === `${keys[i]}T`) control.change({ [last]: keys[i] });
    else control.change(left && !right ? { right: keys[i] } : { left: keys[i], right: "" });
  }

  choose.through = true;  // a ring may lie above a box

  /** A guess is about the array that comes next; what was said of another one is gone. */
  function changed(difference, before) {
    const { state } = control, next = state.step + 1;
    if (!before || "about" in difference || !guess.some((name) => name in difference)) return;
    if (state.about !== next) for (const name of guess) if (!(name in difference)) state[name] = "";
    state.about = Math.min(next, control.field("about").high);
  }

  return { changed, taps: { arrays: choose } };
});
