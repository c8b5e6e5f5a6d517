/* Chapter 9: the region map. What one takes hold of: lines, bent lines, the size of the network, and the count. */
const EDGE = 0.98;  // a bent line is held within the box, so that it stays there

dlcourse.register("region-map", function (control) {
  const { units: most, bent, all, anew, seen } = control.constants, { program } = control;
  const now = () => control.values, held = (v) => Math.max(-EDGE, Math.min(EDGE, v));
  const lines = dlcourse.unitLines(control, { most, anew, spoken: "line of unit",
    fitted: (abc, j) => program.snapped(now().lines.map((line, k) => (k === j ? abc : line)), j) });
  let spots = null;

  /** A bent line goes through the point that its ring is dragged to, where it can. */
  const bend = (name, j) => ({ name: `bend-${j}`, label: `bent line of unit ${name}, to move`,
    place: () => now().grips[j],
    move: (point) => {
      const at = point.map(held), weights = now().lines.map((line, k) => now().own_now[`V${k + 1}.${j}`]);
      const d = program.bend_at(now().lines, weights, at);
      if (d === null) return;
      spots = control.seen.spots.map((one, k) => (k === j ? at : one));
      control.own({ [`d.${j}`]: d });
    } });

  function changed(difference, before) {
    lines.changed(difference, before);
    if (!before || !anew.some((name) => name in difference)) return;
    const kept = difference.start === "own" ? control.seen.spots : seen.spots;  // a line was dragged, or all is new
    [control.seen.spots, spots] = [spots || kept, null];
  }

  /** Another size: what one has set oneself stays. */
  function resize(sizes) {
    const { first, second } = { ...now().inputs, ...sizes }, net = Number(second) ? `${first}-${second}` : String(first);
    const { state } = control;
    control.change(state.start === "own" ? { net, start: "own", own: program.resized(state, net) } : { net });
  }
  control.inputs.first = (first) => resize({ first });
  control.inputs.second = (second) => resize({ second });

  const player = dlcourse.player(control, { most: () => now().regions, at: () => now().so_far,
    go: (k) => control.advance({ counted: k < now().regions ? k : all }) });
  return { changed, player, handles: { x: [...lines.handles, ...bent.map(bend)] } };
});
