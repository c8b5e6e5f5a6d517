/* The course of a run, kept from its start: any of its states can be looked at again. */

/** first: the state at step 0; next(state) -> the state one step on; isOver(state): no step follows. */
dlcourse.course = function (first, next, isOver) {
  const states = [first];
  const last = () => states[states.length - 1];
  return {
    states,
    /** Computes up to step k where the run goes that far, and returns the step that is reached. */
    reach(k) {
      while (states.length <= k && !isOver(last())) states.push(next(last()));
      return Math.min(k, states.length - 1);
    },
    isOver: () => isOver(last()),
  };
};
