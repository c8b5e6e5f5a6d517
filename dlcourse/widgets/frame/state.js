/* The state of a control as its fields allow it; they are declared in Python (state.py). */
const isList = ({ kind }) => kind === "numbers" || kind === "wholes";

/** The number, of a list its entry k, within the field's range; undefined for what is none. */
function within({ kind, low, high }, value, k) {
  if (typeof value !== "number" || Number.isNaN(value)) return undefined;
  const number = kind.startsWith("whole") ? Math.round(value) : value;
  return Math.max(low, Math.min(Array.isArray(high) ? high[k] : high, number));
}

/** The value as the field takes it, undefined where it makes no sense. */
function accept(field, value) {
  if (value === null && field.start === null) return null;
  if (field.kind === "choice") return field.choices.includes(value) ? value : undefined;
  if (field.kind === "flag") return typeof value === "boolean" ? value : undefined;
  if (field.kind === "text") return typeof value === "string" ? value.slice(0, field.high) : undefined;
  if (!isList(field)) return within(field, value);
  if (!Array.isArray(value) || !field.lengths.includes(value.length)) return undefined;
  const numbers = value.map((one, k) => within(field, one, k));
  return numbers.includes(undefined) ? undefined : numbers;
}

/** What a text of the address stands for. */
function parse(field, text) {
  if (field.kind === "choice" || field.kind === "text") return text;
  if (field.kind === "flag") return { true: true, false: false }[text];
  const read = (part) => (part.trim() === "" ? undefined : Number(part));
  return isList(field) ? text.split("_").map(read) : read(text);
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

/** The state as it can be after a change of these fields: what they ask for, own numbers where they are asked for and
    nowhere else, what starts anew: not with the choice of own numbers, but with these.   own(): the numbers of what is
    shown; none before anything is */
dlcourse.mended = function (fields, given, difference, own) {
  const state = { ...given }, changed = { ...difference }, known = own ? fields : [];
  for (const { name, asks } of known)
    for (const [other, value] of Object.entries(asks))
      if (name in changed && !(other in changed)) state[other] = value;
  for (const { name, named, fits: [by, lengths] } of fields.filter((field) => field.named)) {
    if (by && state[name].length && state[name].length !== lengths[state[by]])
      Object.assign(state, { [named]: fields.find((field) => field.name === named).blank });
    if (state[named] === "own" && !state[name].length) {
      if (own) changed[name] = state[name] = own();
      else state[named] = fields.find((field) => field.name === named).start;
    }
    if (state[named] === "own") delete changed[named];
    else state[name] = [];
  }
  for (const { name, anew, blank } of known)
    if (!(name in difference) && anew.some((other) => other in changed)) state[name] = blank;
  return state;
};
