/* Chapter 6: computational graphs. What one takes hold of in the graph stepper: the ring that chooses the next node. */
const NEAR = 34;  // so near to a node the ring is caught

dlcourse.register("graph-stepper", function (control) {
  const now = () => control.values;

  function nearest(point) {
    const [k, far] = dlcourse.nearest(now().at, point);
    return far < NEAR ? k : -1;
  }
  const pick = (k) => control.change({ pick: Math.min(Math.round(k), now().things - 1) });
  const ring = dlcourse.fieldHandle(control, "pick", { kind: "bare", set: pick, valueAt: nearest,
    place: () => now().ring,
    after: (n) => { const { things } = now(); return (Math.max(control.state.pick, n < 0 ? 0 : -1) + n + things) % things; },
    say: () => now().name[control.state.pick] || "none" });

  /** Fills the node that is chosen; where none is, the next one in turn. */
  function next() {
    const { pick: k, guess, step } = control.state;
    if (k < 0) return control.stepper.actions.next();
    if (!now().is_ready) return control.draw();  // and the reason stays in sight
    control.change({ picks: [...now().filled, k], step: step + 1, guess });
  }

  /** Whoever types without choosing means the next one in turn. */
  function changed(difference, before) {
    const isTyped = before && "guess" in difference && !("step" in difference);
    if (isTyped && control.state.pick < 0) control.state.pick = now().ready;
  }

  return { changed, actions: { next }, handles: { graph: [ring] }, taps: { graph: (at) => pick(nearest(at)) } };
});
