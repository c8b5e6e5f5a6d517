/* Run many seeds: one after the other, a few in each frame, so that one can watch a histogram grow. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const BUSY = 30;  // ms of work per frame

  /** one(seed) -> its result, for the seeds 0 to n - 1; show(results) after each frame. done(), also
      when something else ends it. */
  dlcourse.manySeeds = function (control, { n, one, show, done }) {
    const results = [];
    control.animate(() => {
      const end = performance.now() + BUSY;
      while (results.length < n && performance.now() < end) results.push(one(results.length));
      show(results);
      return results.length < n;
    }, done);
  };
})();
