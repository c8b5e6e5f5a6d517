/* Numbers as text and templates: the same as text.py. */
const NOTHING = 1e-12;  // smaller numbers are what rounding leaves of 0
const HUGE = 1e15;  // larger numbers have more digits than a float knows
const SUPERSCRIPTS = { "-": "\u207b", 0: "\u2070", 1: "\u00b9", 2: "\u00b2", 3: "\u00b3", 4: "\u2074",
  5: "\u2075", 6: "\u2076", 7: "\u2077", 8: "\u2078", 9: "\u2079" };

/** A number as text, with a true minus sign: so many decimals, or up to four without trailing zeros.
    floating, always without digits: what would show fewer than two digits becomes a power of ten. */
dlcourse.numberText = function (value, digits, floating) {
  const places = digits == null ? 4 : digits, size = Math.abs(value);
  const small = (floating || digits == null) && size > NOTHING && size < 10 ** (1 - places);
  if (small || size >= HUGE) {
    const [mantissa, exponent] = value.toExponential(1).split("e");
    const power = [...exponent.replace("+", "")].map((sign) => SUPERSCRIPTS[sign]).join("");
    return `${mantissa}\u00d710${power}`.replace("-", "\u2212");
  }
  let text = value.toFixed(places);
  if (digits == null) text = text.replace(/\.?0+$/, "");
  if (Number(text) === 0) text = text.replace("-", "");  // no "-0.00"
  return text.replace("-", "\u2212");
};

/** The value of that name; of "name.3" an entry of an array; undefined or null for what is not there. */
dlcourse.valueOf = function (values, name) {
  const [key, place] = name.split("."), value = values[key];
  return place === undefined || value === undefined || value === null ? value : value[place];
};

/** The template with its numbers filled in; `digits`, if given, overrides those of the template. */
dlcourse.fill = function (template, values, digits) {
  return template.replace(/\{([\w.]+)(?::(~?)(\d+))?\}/g, (whole, name, floating, own) => {
    const value = dlcourse.valueOf(values, name);
    if (value === undefined || value === null) return "";
    if (typeof value === "string") return value;
    if (digits != null) return dlcourse.numberText(value, digits);
    return dlcourse.numberText(value, own && Number(own), Boolean(floating));
  });
};

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
/** The text as HTML. */
dlcourse.escaped = (text) => String(text).replace(/[&<>"']/g, (sign) => SIGNS[sign]);
