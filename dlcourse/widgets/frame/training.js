/* Training with momentum: the places of a run, its course and its final loss; as training.py. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;

  /** A run of parameters with these names, arrays that are flat.   batch(theta) -> its results, with the loss J
      and a gradient "dNAME" for each; moved(p, v, g, lr) -> { p, v } for a number; shown(place): with what else
      pictures name, `slope`, the length of the gradient, among it. A place has "vNAME", the velocities. */
  dlcourse.training = function ({ names, batch, moved, lr, shown }) {
    const measured = (place) => ({ ...place, ...batch(place) });

    /** The first place: no step is done. */
    function first(theta) {
      const still = names.map((name) => ["v" + name, theta[name].map(() => 0)]);
      return measured({ ...theta, ...Object.fromEntries(still) });
    }

    function step(place) {
      const next = {};
      for (const name of names) {
        const { [name]: p, ["v" + name]: v, ["d" + name]: g } = place;
        const after = p.map((one, k) => moved(one, v[k], g[k], lr));
        next[name] = after.map((one) => one.p);
        next["v" + name] = after.map((one) => one.v);
      }
      return measured(next);
    }

    const isOver = (place) => !(place.J < 1e6) || (place.slope < 1e-9
      && names.every((name) => place["v" + name].every((v) => Math.abs(v) < 1e-9)));

    /** The course from theta: each place with what pictures name of it. */
    const course = (theta) => dlcourse.course(shown(first(theta)), (place) => shown(step(place)), isOver);

    /** The loss after n steps, infinite when it diverges. */
    function finalLoss(theta, n) {
      let place = first(theta);
      for (let k = 0, same = 0; k < n && same < 50 && !(place.J > 1e6); k++) {
        const before = place.J;
        place = step(place);
        same = place.J === before ? same + 1 : 0;  // the same loss 50 times: nothing changes any more
      }
      return place.J < 1e6 ? place.J : Infinity;
    }

    return { first, step, shown, course, finalLoss };
  };
})();
