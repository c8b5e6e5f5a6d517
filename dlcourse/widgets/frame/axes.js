/* Axes: from numbers to places in a drawing and back, linear or logarithmic, and their ticks; as axes.py. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;

  /** Where a value lies on an axis, from 0 at its low end to 1 at its high end. */
  function share({ low, high, log }, value) {
    if (log) return Math.log(Math.max(value, 1e-300) / low) / Math.log(high / low);
    return (value - low) / (high - low);
  }

  /** The value at a place on an axis: the inverse of `share`. */
  function valueAt({ low, high, log }, part) {
    return log ? low * Math.pow(high / low, part) : low + part * (high - low);
  }

  /** Round numbers within the axis: about `count` of them, or the powers of ten. Pairs of value and text. */
  function ticks({ low, high, log, marks }, count = 4) {
    if (marks) return marks;
    const found = [];
    if (log) {
      for (let k = Math.ceil(Math.log10(low) - 1e-9); k <= Math.log10(high) + 1e-9; k++) found.push(10 ** k);
    } else {
      const power = 10 ** Math.floor(Math.log10((high - low) / count));
      const step = power * [1, 2, 5, 10].find((part) => (high - low) / (part * power) <= count + 1e-9);
      for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) found.push(k * step);
    }
    return found.map((value) => [value, dlcourse.numberText(value)]);
  }

  /** The first pair of low and high that holds `most`, else the last. */
  const fitting = (pairs, most) => pairs.find((pair) => pair[1] >= most) || pairs[pairs.length - 1];

  /** The ends of an axis, long enough for what it holds. */
  function ends({ low, high, holds, fits }, values) {
    const [first, last] = holds ? fitting(fits, values[holds]) : [low, high];
    return { low: first, high: last };
  }

  dlcourse.axes = { share, valueAt, ticks, fitting, ends };
})();
