/* Chapter 1: the samples of the perceptron's control and the run that they make; as runs.py. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;

  /** The samples: x, y and name of each, and where its flag stands. */
  function samplesOf({ data, seed, own }, { tables, clouds, flag, high }) {
    const flat = data === "own" ? own : data === "cloud" ? clouds[seed] : tables[data];
    return Array.from({ length: flat.length / 3 }, (_, j) => {
      const [a, b, y] = flat.slice(3 * j, 3 * j + 3);
      return { x: [a, b], y: Number(y > 0.5), name: data in tables ? `${a}${b}` : String(j + 1),
        flag: [a, b + (b + flag > high ? -flag : flag)] };
    });
  }

  /** The sample whose flag is nearest to a point. */
  function nearest(samples, [x, y]) {
    const distances = samples.map(({ flag: [p, q] }) => Math.hypot(p - x, q - y));
    return distances.indexOf(Math.min(...distances));
  }

  /** The course of a run: a place after each presentation. */
  function courseOf(samples, present, [p, q, r], picks) {
    const m = samples.length, ends = new Map();
    const shown = (i, { w, b }) => present(samples[i].x, samples[i].y, w, b, p, q, r);
    const pickedAt = ({ k, i }) => (k < picks.length ? picks[k] % m : (i + 1) % m);
    const wrong = (place) => samples.filter((_, i) => shown(i, place).mistake).length;

    function next(last) {
      const i = pickedAt(last), found = shown(i, last), moved = Number(found.change !== 0);
      const place = { ...found, k: last.k + 1, i, u: last.w, ub: last.b, once: last.once, over: false,
        moves: moved + (last.k % m ? last.moves : 0), updates: last.updates + moved };
      return place.k % m ? place : closed(place);
    }

    /** The place at the end of an epoch. */
    function closed(place) {
      const key = [...place.w, place.b].map((v) => Math.round(1e6 * v) + 0).join();
      place.over = !place.moves && !wrong(place);
      if (!place.over && ends.has(key) && !place.once) place.once = [ends.get(key), place.k];
      if (place.k >= picks.length && !ends.has(key)) ends.set(key, place.k);
      return place;
    }

    const first = { k: 0, i: -1, w: [0, 0], b: 0, updates: 0, moves: 1, once: null };
    const course = dlcourse.course(closed(first), next, ({ over }) => over);
    return { ...course, pickedAt, wrong, answers: (place) => samples.map((_, i) => shown(i, place)) };
  }

  dlcourse.perceptron = { samplesOf, nearest, courseOf };
})();
