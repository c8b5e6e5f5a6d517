/* Chapter 1: gates from wires: pull wires, change gates, guess the rows, run them; as circuits.py. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const UNITS = [0, 1, 2, 3], N = UNITS.length, ALL = 15;
  const NEAR = 0.12;  // so near to a source a wire is caught, as a part of the picture's width

  dlcourse.register("gate-composer", function (control) {
    const { circuits, kinds, numbers, sources, ports, last, rows, starts, ends } = control.constants;
    let circuit;  // what circuitOf has made of the state

    function own(place, value) {
      control.change({ preset: "own", own: circuit.list.map((n, k) => (k === place ? value : n)) });
    }
    const isSource = (s, p) => s > 0 && s <= last[p] && (s < 3 || circuit.isUnit(s - 3));
    function caught(p, [x, y]) {
      const near = starts.findIndex(([u, v], s) => isSource(s, p) && Math.hypot(u - x, (v - y) / 2) < NEAR);
      return near < 0 ? circuit.list[N + p] : near;
    }

    /** A ring at the end of a wire; keys go around its sources. */
    function ring(label, p) {
      const get = () => circuit.list[N + p], high = last[p];
      return { name: `port.${p}`, label, low: 0, high, get, set: (value) => own(N + p, Math.round(value)),
        place: () => (circuit.isUnit(p >> 1) ? ends[p] : null), valueAt: (point) => caught(p, point),
        after: (n) => (get() + n + 10 * (high + 1)) % (high + 1), say: () => `from ${sources[get()]}` };
    }
    const handles = dlcourse.handles(control.pictures.net, ports.map(ring));

    /** The state as it can be: own numbers where they are asked for; another circuit is guessed anew. */
    function tidy(state, difference, before) {
      if (state.preset === "own" && !state.own.length) {
        if (before) state.own = circuit.list;
        else state.preset = control.start.preset;
      }
      if (state.preset !== "own") state.own = [];
      const most = (k) => (k < N ? kinds.length - 1 : last[k - N]);
      state.own = state.own.map((n, k) => (n <= most(k) ? Math.round(n) : 0));
      state.guess = state.guess.map(Math.round);
      if (!before || !("preset" in difference)) return;
      if (!("guess" in difference)) state.guess = rows.map(() => -1);
      if (!("seen" in difference) && state.preset !== "own") state.seen = 0;
    }

    function changed(difference, before) {
      tidy(control.state, difference, before);
      const { own: list, preset } = control.state;
      circuit = dlcourse.circuitOf(list.length ? list : circuits[preset], control.constants, control.kernels.unit);
    }

    const isSeen = (r) => Boolean(control.state.seen >> r & 1);
    function verdict() {
      const { seen } = control.state, solved = circuit.right === rows.length;
      return control.sentence(!seen ? "ask" : seen < ALL ? "some" : solved ? "solved" : "short", circuit);
    }

    function guessed() {
      const said = control.state.guess.map((guess, r) => [guess, circuit.outputs[r], r])
        .filter(([guess, , r]) => guess >= 0 && isSeen(r));
      const hits = said.filter(([guess, found]) => guess === found).length;
      return said.length ? control.sentence("guessed", { hits, said: said.length }) : "";
    }

    /** What the picture names. */
    function values() {
      const { row } = control.state, given = circuit.table[row], shown = isSeen(row) || null;
      const wires = circuit.list.slice(N).map((source, p) => ({ source, path: [starts[source], ends[p]] }))
        .filter(({ source }) => source);
      const isOn = ({ source }) => Boolean(given[source] && (shown || source < 3));
      const paths = (on) => wires.filter((wire) => isOn(wire) === on).map(({ path }) => path);
      return { signals: given, shown, on: paths(true), off: paths(false),
        weights: UNITS.flatMap((k) => (circuit.isUnit(k) ? numbers[circuit.list[k]] : [0, 0, 0])),
        ...Object.fromEntries(UNITS.flatMap((k) => [[`kind${k}`, circuit.isUnit(k) ? kinds[circuit.list[k]] : null],
          [`shown${k}`, circuit.isUnit(k) ? shown : null]])) };
    }

    function draw() {
      const { row, guess } = control.state;
      control.render(values());
      circuit.table.forEach((given, r) => {
        given.slice(3).forEach((n, k) =>
          control.write(`cell.${r}.${k}`, !circuit.isUnit(k) ? "–" : isSeen(r) ? String(n) : "?"));
        control.write(`hit.${r}`, guess[r] < 0 || !isSeen(r) ? "" : guess[r] === circuit.outputs[r] ? " ✓" : " ✗");
      });
      for (const button of control.all("[data-action=row]"))
        button.setAttribute("aria-pressed", String(Number(button.dataset.value) === row));
      control.write("verdict", verdict());
      control.write("guessed", guessed());
      player.draw();
      handles.draw();
    }

    /** Shows one row after the other; how many are seen from the first on is its place. */
    const player = dlcourse.player(control, { most: rows.length,
      at: () => rows.map((_, r) => isSeen(r)).concat(false).indexOf(false),
      go: (k) => control.advance({ row: Math.max(0, k - 1), seen: k ? control.state.seen | 2 ** k - 1 : 0 }) });

    function input(name, value) {
      const [key, text] = name.split("."), k = Number(text);
      if (key !== "guess") return own(key === "kind" ? k : N + k, Number(value));
      const said = value === "" ? -1 : Number(value);
      control.change({ guess: control.state.guess.map((one, r) => (r === k ? said : one)) });
    }
    function shown() {
      const { list } = circuit, said = control.state.guess.map((n) => (n < 0 ? "" : String(n)));
      return Object.fromEntries([...said.map((text, r) => [`guess.${r}`, text]),
        ...list.map((n, k) => [k < N ? `kind.${k}` : `port.${k - N}`, String(n)])]);
    }

    return { changed, draw, input, shown, say: () => `${verdict()} ${guessed()}`.trim(),
      numbers: () => circuit,
      actions: { play: player.play, row: (r) => control.change({ row: Number(r), seen: control.state.seen | 2 ** r }),
        hide: () => control.change({ row: 0, seen: 0, guess: rows.map(() => -1) }) } };
  });
})();
