/* Chapter 1: a circuit of gates, what its sources give and what comes out, row after row; as circuits.py. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const UNITS = [0, 1, 2, 3], N = UNITS.length;

  /** list: the kinds of the units, the source of each port; unit: the kernel */
  dlcourse.circuitOf = function (list, { numbers, rows, wanted }, unit) {
    const isUnit = (k) => k >= N || list[k] < numbers.length;  // the output counts as one
    const inputsOf = (k) => list.slice(N + 2 * k, N + 2 * k + 2);

    function signals(bits) {
      const given = [0, ...bits], inputs = (k) => inputsOf(k).map((source) => given[source]);
      for (const k of UNITS) given.push(isUnit(k) ? unit(...inputs(k), ...numbers[list[k]]).h : 0);
      return [...given, given[inputsOf(N)[0]]];
    }

    /** How many units a source depends on, with those in `used`. */
    function reached(source, used = new Set()) {
      const k = source - 3;
      if (k >= 0 && !used.has(k) && isUnit(k)) {
        used.add(k);
        for (const input of inputsOf(k)) reached(input, used);
      }
      return used.size;
    }

    const table = rows.map(signals), outputs = table.map((given) => given[given.length - 1]);
    return { list, isUnit, table, outputs, gates: reached(inputsOf(N)[0]),
      right: outputs.filter((n, r) => n === wanted[r]).length };
  };
})();
