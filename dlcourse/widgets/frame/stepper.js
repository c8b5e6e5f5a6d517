/* The stepper: first, back, play, next, last, and a slider over all steps, whose start has more room; and a handle
   on the last point of a course, which is dragged back and forth along it. */

/** The steps at which the slider stops: each of the first ones, later a twentieth further each time. */
function stops(most) {
  const found = [0];
  for (let k = 1; k < most; k = Math.max(k + 1, Math.round(1.05 * k))) found.push(k);
  return [...found, most];
}

/** The stepper of the field `step`, over the course of the control. */
dlcourse.stepper = function (control) {
  const { high: most } = control.field("step"), places = stops(most);
  const slider = control.root.querySelector('[data-input="stepper"]'), at = () => control.state.step;

  function go(k) {
    const step = control.course.reach(Math.max(0, Math.min(most, k)));
    if (step === at()) control.draw();
    else control.advance({ step });
  }
  const isOver = () => control.course.isOver() && control.course.reach(most) === at();
  const player = dlcourse.player(control, { most, at, go, isOver });
  const { jump, play } = player;
  slider.max = places.length - 1;
  control.inputs.stepper = (place) => jump(places[place]);
  return {
    actions: { first: () => jump(0), back: () => jump(at() - 1), play, next: () => jump(at() + 1),
      last: () => jump(most) },
    /** A handle on the point that stands at this height of a course, which counts from 1. */
    handle: (height) => dlcourse.fieldHandle(control, "step",
      { along: 0, plus: 1, set: (k) => jump(Math.round(k)), place: () => [at() + 1, height()] }),
    /** Shows the place; after it the drawing of the control is complete. */
    draw() {
      slider.value = places.findLastIndex((place) => place <= at());
      slider.setAttribute("aria-valuetext", `step ${at()}`);
      control.write("step", String(at()));
      player.draw();
    },
  };
};
dlcourse.stops = stops;
