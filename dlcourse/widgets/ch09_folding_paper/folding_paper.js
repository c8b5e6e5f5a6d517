/* Chapter 9: linear regions. What one takes hold of on a sheet that is folded: its next crease, and the pen. */
const FINE = 0.03;  // so far apart are the points of a line that is drawn, at least

dlcourse.register("folding-paper", function (control) {
  const { landed, covers } = control.program, { paper } = control.pictures, now = () => control.values;
  const { length: folds } = control.constants.seen.along, { high: far } = control.field("d1");
  const most = Math.max(...control.field("stroke").lengths), rounded = (v, n) => Math.round(v * n) / n;
  const { along, put, changed: stand } = dlcourse.standing(control, ["folds", ...control.fields
    .map(({ name }) => name).filter((name) => /^[ad]\d$/.test(name))]);

  const crease = (_, k) => dlcourse.lineHandles({ name: k + 1, picture: paper, spoken: `crease ${k + 1}`,
    get: () => (now().crease && now().active === k ? { abc: now().crease, along: along(k) } : null),
    set: ([a, b, c], at) => {
      put(k, at);
      control.change({ [`a${k + 1}`]: rounded(Math.atan2(b, a) * 180 / Math.PI, 10),
        [`d${k + 1}`]: Math.min(far, Math.max(0, rounded(c / Math.hypot(a, b), 100))) });
    } });

  /** Where a point of the sheet as it is now lies on the folded one. */
  const onFolded = (point) => landed(point, now().creases, now().stage).map((v) => rounded(v, 100));
  /** The dot goes on to a point; what it leaves behind are points some way apart, of which the last ones stay. */
  function draw(point) {
    const { stroke } = control.state, [x, y, p, q] = stroke;
    const isFar = stroke.length < 4 || Math.hypot(x - p, y - q) > FINE;
    control.change({ stroke: [...onFolded(point), ...stroke.slice(isFar ? 0 : 2)].slice(0, most) });
  }
  const pen = { name: "pen", label: "pen", place: () => now().pen, move: draw,
    reaches: (point) => covers(now().paper, point), begin: (point) => control.change({ stroke: onFolded(point) }) };

  const undone = () => now().folds - now().stage;
  const player = dlcourse.player(control, { most: folds, at: undone, isOver: () => now().stage === 0,
    go: (k) => control.advance({ folded: Math.max(0, Math.min(now().folds, now().folds - k)) }) });
  const actions = { undo: () => player.jump(undone() + 1), redo: () => player.jump(undone() - 1),
    clear: () => control.change({ stroke: control.state.stroke.slice(0, 2) }) };

  /** No more folds are made than there are. */
  function changed(difference, before) {
    control.state.folded = Math.min(control.state.folded, Number(control.state.folds));
    stand(difference, before);
  }
  control.inputs.named = (name) => {
    const sheet = control.named[name];
    control.change(sheet ? { ...sheet, folded: Number(sheet.folds) } : {});
  };
  return { changed, player, actions, handles: { paper: [...Array.from({ length: folds }, crease).flat(), pen] } };
});
