/* The stepper: first, back, play, next, last, and a slider over all steps, whose start has more room. Playing
   begins at once and slowly, two steps a second, and grows faster: the first steps can be followed by eye. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const FIRST_PACE = 2, GROWTH = 0.25;  // steps a second; by how much of the steps done the pace grows

  /** The steps at which the slider stops: each of the first ones, later a twentieth further each time. */
  function stops(most) {
    const found = [0];
    for (let k = 1; k < most; k = Math.max(k + 1, Math.round(1.05 * k))) found.push(k);
    return [...found, most];
  }

  /** How many steps are done t seconds after step k: the pace is max(2, k / 4) times the speed. */
  function ahead(k, t, speed) {
    const even = FIRST_PACE / GROWTH, wait = Math.max(0, (even - k) / (FIRST_PACE * speed));
    if (t <= wait) return k + FIRST_PACE * speed * t;
    return Math.max(k, even) * Math.exp(GROWTH * speed * (t - wait));
  }

  /** How long playing takes from step 0 to the last, in seconds. */
  const whole = (most) => (1 + Math.log(Math.max(1, most * GROWTH / FIRST_PACE))) / GROWTH;

  /** The stepper of the field `step`.   most: the last step; reach(k) -> the step reached; isOver() */
  dlcourse.stepper = function (control, { most, reach, isOver }) {
    const places = stops(most), slider = control.root.querySelector('[data-input="stepper"]');
    const button = control.root.querySelector('[data-action="play"]');
    let playing = false;

    function go(k) {
      control.state.step = reach(Math.max(0, Math.min(most, k)));
      control.draw();
    }

    const atEnd = () => control.state.step >= most || (isOver() && reach(most) === control.state.step);

    function play() {
      if (playing) return control.rest();
      if (atEnd()) control.state.step = 0;
      if (dlcourse.isCalm()) return jump(most);
      const from = control.state.step, speed = Number(control.state.speed);
      control.animate((seconds) => {
        const k = Math.floor(1 + ahead(from, seconds, speed));
        if (k > control.state.step) go(k);
        return !atEnd();
      }, () => {
        playing = false;
        control.put(button, button.dataset.play);
        control.settle();
      });
      playing = true;
      control.put(button, button.dataset.pause);
    }

    function jump(k) {
      control.rest();
      go(k);
      control.settle();
    }

    slider.max = places.length - 1;
    control.inputs.stepper = (place) => jump(places[place]);
    return {
      actions: { first: () => jump(0), back: () => jump(control.state.step - 1), play,
        next: () => jump(control.state.step + 1), last: () => jump(most) },
      /** Shows the place; after it the drawing of the control is complete. */
      draw() {
        const { step } = control.state;
        slider.value = places.findLastIndex((place) => place <= step);
        slider.setAttribute("aria-valuetext", `step ${step}`);
        control.write("step", String(step));
        control.write("pace", `${Math.round(whole(most) / Number(control.state.speed))} s`);
      },
    };
  };
  dlcourse.pace = { ahead, stops, whole };
})();
