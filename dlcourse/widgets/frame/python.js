/* What printed functions call (script.py): builtins of Python that JavaScript has not, or has otherwise. */
const isDict = (x) => x !== null && typeof x === "object" && !Array.isArray(x);
/** What one goes through: the entries of a list, the signs of a text, the keys of a dict. */
const list = (x) => (Array.isArray(x) ? x : isDict(x) ? Object.keys(x) : [...x]);
const bool = (x) => (x !== null && typeof x === "object" ? list(x).length > 0 : Boolean(x));
const KINDS = { str: (x) => typeof x === "string", dict: isDict, "list|tuple": Array.isArray };

const isThing = (x) => x !== null && typeof x === "object";

dlcourse.same = (one, other) => one === other || JSON.stringify(one) === JSON.stringify(other);
dlcourse.py = {
  list, bool, same: dlcourse.same,
  dict: (x) => ({ ...x }),
  len: (x) => list(x).length,
  is: (x, kind) => KINDS[kind](x),
  and: (one, other) => (bool(one) ? other() : one),
  or: (one, other) => (bool(one) ? one : other()),
  has: (whole, part) => (isDict(whole) ? Object.hasOwn(whole, part)
    : isThing(part) ? whole.some((one) => dlcourse.same(one, part)) : whole.includes(part)),
  get: (x, name, other = null) => (Object.hasOwn(x, name) ? x[name] : other),
  mod: (a, b) => a - b * Math.floor(a / b),
  /** Halves go to the even neighbor. */
  round(x) {
    const near = Math.round(x);
    return near - x === 0.5 && near % 2 ? near - 1 : near;
  },
  range(first, end, step = 1) {
    const [from, to] = end === undefined ? [0, first] : [first, end];
    return Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, k) => from + k * step);
  },
  zip: (...all) => Array.from({ length: Math.min(...all.map((x) => x.length)) }, (_, k) => all.map((x) => x[k])),
  enumerate: (x, first = 0) => list(x).map((one, k) => [k + first, one]),
  sum: (x) => x.reduce((total, one) => total + one, 0),
  any: (x) => x.some(bool),
  all: (x) => x.every(bool),
  sorted: (x) => [...x].sort((one, other) => (one < other ? -1 : Number(one > other))),
};
