/* The state of a control as its fields allow it; they are declared in Python (state.py). */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;

  /** The number within the field's range; undefined for what is none. */
  function within(field, value) {
    if (typeof value !== "number" || Number.isNaN(value)) return undefined;
    const { low, high } = field, number = field.kind === "whole" ? Math.round(value) : value;
    return Math.max(low, Math.min(high, number));
  }

  /** The value as the field takes it, undefined where it makes no sense. */
  function accept(field, value) {
    if (value === null && field.start === null) return null;
    if (field.kind === "choice") return field.choices.includes(value) ? value : undefined;
    if (field.kind === "flag") return typeof value === "boolean" ? value : undefined;
    if (field.kind !== "numbers") return within(field, value);
    if (!Array.isArray(value) || !field.lengths.includes(value.length)) return undefined;
    const numbers = value.map((one) => within(field, one));
    return numbers.includes(undefined) ? undefined : numbers;
  }

  /** What a text of the address stands for. */
  function parse(field, text) {
    if (field.kind === "choice") return text;
    if (field.kind === "flag") return { true: true, false: false }[text];
    const read = (part) => (part.trim() === "" ? undefined : Number(part));
    return field.kind === "numbers" ? text.split("_").map(read) : read(text);
  }

  /** What of these values the fields accept. */
  dlcourse.accepted = function (fields, values) {
    const found = {};
    for (const field of fields) {
      const value = field.name in values ? accept(field, values[field.name]) : undefined;
      if (value !== undefined) found[field.name] = value;
    }
    return found;
  };

  /** The same for texts, as an address holds them. */
  dlcourse.parsed = function (fields, texts) {
    const known = fields.filter((field) => field.name in texts);
    return dlcourse.accepted(fields,
      Object.fromEntries(known.map((field) => [field.name, parse(field, texts[field.name])])));
  };

  /** A value as an address holds it. */
  dlcourse.asText = (value) => (Array.isArray(value) ? value.map(dlcourse.asText).join("_")
    : typeof value === "number" ? String(Number(value.toPrecision(12))) : String(value));

  dlcourse.same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
})();
