/* Chapter 1: what one takes hold of in the gates' control: wires, gates, the guess of each row, the run over them. */
const NEAR = 0.12;  // so near to a source a wire is caught, as a part of the picture's width

dlcourse.register("gate-composer", function (control) {
  const { sources, ports, starts, ends } = control.constants, now = () => control.values;
  const last = control.field("own").high.slice(-ports.length), { high: mostRow } = control.field("row");
  const isUnit = (k) => control.program.is_unit(now().circuit, k);

  const isSource = (s, p) => s > 0 && s <= last[p] && (s < 3 || isUnit(s - 3));
  function caught(p, [x, y]) {
    const near = starts.findIndex(([u, v], s) => isSource(s, p) && Math.hypot(u - x, (v - y) / 2) < NEAR);
    return near < 0 ? now().own_now[`port.${p}`] : near;
  }
  /** A ring at the end of a wire; keys go around its sources. */
  const ring = (label, p) => dlcourse.ownHandle(control, `port.${p}`, { label, low: 0, high: last[p], around: true,
    place: () => (isUnit(p >> 1) ? ends[p] : null), valueAt: (point) => caught(p, point),
    say: () => `from ${sources[now().own_now[`port.${p}`]]}` });

  /** Shows one row after the other; how many are seen from the first on is its place. */
  const player = dlcourse.player(control, { most: mostRow + 1, at: () => now().seen_rows.concat(false).indexOf(false),
    go: (k) => control.advance({ row: Math.max(0, k - 1), seen: k ? control.state.seen | 2 ** k - 1 : 0 }) });

  /** A row that is chosen is also seen. */
  function changed(difference, before) {
    if (before && "row" in difference && !("seen" in difference)) control.state.seen |= 2 ** control.state.row;
  }

  const hide = () => control.change({ row: 0, seen: 0, guess: control.state.guess.map(() => -1) });
  return { changed, player, handles: { net: ports.map(ring) }, actions: { hide } };
});
