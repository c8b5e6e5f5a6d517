/* Guess, run, compare: a number that the reader has typed or dragged, and how far off it was. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;

  /** A handle of the field that is guessed.   place(value) -> point; valueAt(point); step; unsaid: the value at
      which it waits as long as there is none; low, high: ends, where they are not those of the field */
  dlcourse.guessHandle = function (control, name, { place, unsaid, ...options }) {
    const get = () => (control.state[name] === null ? unsaid : control.state[name]);
    return dlcourse.fieldHandle(control, name, { kind: "guess-handle", get, place: () => place(get()), ...options });
  };

  /** What to say of a guess (null: none yet) and what came out (null: not yet); sentences come from Python;
      their keys begin with `key`. */
  dlcourse.compareGuess = function (control, guess, found, digits = 3, key = "guess") {
    if (guess === null) return control.sentence(`${key}_ask`);
    const text = (value) => dlcourse.numberText(value, digits), values = { guess: text(guess) };
    if (found === null) return control.sentence(`${key}_wait`, values);
    const gap = found - guess, close = Math.abs(gap) < 0.5 * 10 ** -digits;
    Object.assign(values, { found: text(found), gap: text(Math.abs(gap)) });
    return control.sentence(`${key}_${close ? "right" : gap > 0 ? "low" : "high"}`, values);
  };
})();
