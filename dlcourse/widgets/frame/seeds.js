/* Run many seeds: one after the other, a few in each frame, so that one can watch a histogram grow. */
const BUSY = 30;  // ms of work per frame

/** Runs of the seeds 0, 1, ... of a program that has final(seed, state, kernels, setting), with the setting of the run that
    is shown, and bar_of(what that returns), the bar, or bars, in which it is counted, in control.seen.counts; where there is a list control.seen.found, that is kept, too. control.constants.many: `seeds`, how many; `set_up`, fields with whose change
    the counts are others; in_frame, how many at most in one frame. start() ends them where they go on; clear(); changed(before), after a change of the state. */
dlcourse.manySeeds = function (control) {
  const { seeds, set_up, in_frame = seeds } = control.constants.many, { final, bar_of } = control.program;
  let next = 0, busy = false;

  function clear() {
    next = 0;
    control.seen.counts.fill(0);
    if (control.seen.found) control.seen.found.length = 0;
  }

  function count(found) {
    for (const bar of [bar_of(found)].flat()) control.seen.counts[bar] += 1;
    if (control.seen.found) control.seen.found.push(found);
  }

  function start() {
    if (busy) return control.rest();  // the same button ends it
    const state = { ...control.state }, { setting } = control;
    clear();
    control.animate(() => {
      const end = performance.now() + BUSY, most = Math.min(seeds, next + in_frame);
      for (; next < most && performance.now() < end; next += 1)
        count(final(next, state, control.kernels, setting));
      control.draw();
      return next < seeds;
    }, () => { busy = false; control.settle(); });
    busy = true;
  }

  const changed = (before) => {
    if (!before || set_up.some((name) => !dlcourse.same(before[name], control.state[name]))) clear();
  };
  return { start, clear, changed };
};
