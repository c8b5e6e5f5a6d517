/* Playing: a run that one follows by eye. It begins at once and slowly, two places a second, and grows faster; the
   same button ends it. From its end it starts again; where less motion is asked for it jumps there. */
const FIRST_PACE = 2, GROWTH = 0.25;  // places a second; by how much of the places passed the pace grows

/** Which place is reached t seconds after place k: the pace is max(2, k / 4) times the speed. */
function ahead(k, t, speed) {
  const even = FIRST_PACE / GROWTH, wait = Math.max(0, (even - k) / (FIRST_PACE * speed));
  if (t <= wait) return k + FIRST_PACE * speed * t;
  return Math.max(k, even) * Math.exp(GROWTH * speed * (t - wait));
}

/** How long playing takes from place 0 to the last, in seconds. */
function whole(most) {
  const even = FIRST_PACE / GROWTH;
  return most <= even ? most / FIRST_PACE : (1 + Math.log(most / even)) / GROWTH;
}

/** The player over the places 0 to `most`, which may be a function, with the field `speed`.   at() -> the place; go(k)
    shows place k, or the last one that the run has; isOver(): no place follows.   -> jump(k), play, and draw() */
dlcourse.player = function (control, { most, at, go, isOver = () => false }) {
  const button = control.root.querySelector('[data-action="play"]'), speed = () => Number(control.state.speed);
  const last = typeof most === "function" ? most : () => most, atEnd = () => at() >= last() || isOver();
  let playing = false;

  function jump(k) {
    control.rest();
    go(k);
    control.settle();
  }

  function play() {
    if (playing) return control.rest();
    if (atEnd()) go(0);
    if (dlcourse.isCalm()) return jump(last());
    const from = at(), pace = speed();
    control.animate((seconds) => {
      const k = Math.floor(1 + ahead(from, seconds, pace));
      if (k > at()) go(Math.min(k, last()));
      return !atEnd();
    }, () => {
      playing = false;
      control.put(button, button.dataset.play);
      control.settle();
    });
    playing = true;
    control.put(button, button.dataset.pause);
  }

  return { jump, play, draw: () => control.write("pace", `${Math.round(whole(last()) / speed())} s`) };
};
dlcourse.pace = { ahead, whole };
