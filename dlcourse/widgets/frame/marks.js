/* What a picture shows, declared in Python: marks in which names stand for values; as marks.py, which tells. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const { line, arrow, contourMark, points } = dlcourse.plane, { network, histogram, course } = dlcourse.graph;
  const COMPOSED = { line, arrow, contour: contourMark, points, network, histogram, course };

  /** The names that stand in a part of a template. */
  function namesIn(part) {
    if (typeof part === "string") return part[0] === "@" ? [part.slice(1)] : [];
    return part && typeof part === "object" ? Object.values(part).flatMap(namesIn) : [];
  }

  /** A part of a template with values in place of names. */
  function resolved(part, values) {
    if (Array.isArray(part)) return part.map((one) => resolved(one, values));
    if (part && typeof part === "object")
      return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, resolved(one, values)]));
    return typeof part === "string" && part[0] === "@" ? dlcourse.valueOf(values, part.slice(1)) : part;
  }

  const isMissing = (value) => value === undefined || value === null;

  function marksFor(template, values) {
    if (namesIn(template).some((name) => isMissing(dlcourse.valueOf(values, name)))) return [];
    const mark = resolved(template, values), kind = Object.keys(COMPOSED).find((key) => key in mark);
    if ("text" in mark) mark.text = dlcourse.fill(mark.text, values);
    return kind ? COMPOSED[kind](mark) : [mark];
  }

  /** The marks of templates, with these values. */
  dlcourse.marksOf = (templates, values) => templates.flatMap((template) => marksFor(template, values));
})();
