/* Chapter 2: XOR. A hundred seeds of the playground: how many runs end solved, and where the others rest. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const RUNS = 100;

  /** start(): trains them from the state's network; draw(), clear(); said(): the result, empty without one. */
  dlcourse.xorMany = function (control, picture) {
    const { startOf, networkOf, finalLoss } = dlcourse.xor, { constants, kernels } = control;
    let losses = [], busy = false;

    /** How many runs end solved, and at each loss at which training gets stuck. */
    function counts() {
      const { resting } = constants, names = ["solved", ...Object.keys(resting), "elsewhere"];
      const found = Object.fromEntries(names.map((name) => [name, 0]));
      for (const J of losses) {
        const near = Object.keys(resting).find((name) => Math.abs(J - resting[name]) < 0.001);
        found[J < constants.solved ? "solved" : near || "elsewhere"] += 1;
      }
      return found;
    }

    function said() {
      return losses.length ? control.sentence("many", { solved: counts().solved, runs: losses.length }) : "";
    }

    function draw() {
      picture.draw(dlcourse.graph.histogram(counts(), RUNS));
      control.write("many", said());
      const found = losses.length === RUNS ? counts().solved : null;
      control.write("rate", dlcourse.compareGuess(control, control.state.rate, found, 0, "rate"));
    }

    function start() {
      if (busy) return control.rest();  // the same button ends it
      const state = { ...control.state, start: "seed" }, network = networkOf(kernels, state);
      const one = (seed) => finalLoss(network, startOf({ ...state, seed }, constants), constants.most);
      const show = (results) => { losses = results; draw(); };
      const done = () => { busy = false; control.settle(); };
      dlcourse.manySeeds(control, { n: RUNS, one, show, done });
      busy = true;
    }

    return { start, draw, said, clear() { losses = []; } };
  };
})();
