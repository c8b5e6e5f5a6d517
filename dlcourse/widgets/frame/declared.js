/* What one takes hold of in a picture because its marks say so: a guess (guess.py), a start (descents.py), the last
   point of a course. */

/** A handle of the field that is guessed.   along: its axis; across: the other coordinate; plus: by how much it is
    drawn beyond its value; or place(value) -> point; never: the value that says so; unit: a text after the number */
dlcourse.guessHandle = function (control, name, { across, never, unit = "", place, ...options }) {
  const get = () => control.state[name] ?? control.field(name).waits, { along, plus = 0 } = options;
  const onLine = (value) => (along ? [across, value + plus] : [value + plus, across]);
  const said = (value) => (value === never ? "never" : dlcourse.numberText(value) + unit);
  return dlcourse.fieldHandle(control, name, { kind: "guess-handle", get, place: () => (place || onLine)(get()),
    say: () => (control.state[name] === null ? "none yet" : said(control.state[name])), ...options });
};

/** A handle of a field that stands at a value, which is a point.   pull: px to the right and up of a drag for one
    step of the field; else `along`, the axis on which the field is where the pointer is; measured: the name of a
    value [a, b, p], if the field is ((t - a) / b) ** p where the pointer is at t */
dlcourse.standingHandle = function (control, { field: name, at, pull = [], measured, ...options }) {
  const { step } = control.field(name), [right, up] = pull.map((px) => (px ? step / px : 0));
  const rounded = (value) => Number((step * Math.round(value / step)).toFixed(6));
  const by = (value, x, y) => rounded(value + right * x + up * y);
  function valueAt(point) {
    const [a, b, p] = dlcourse.valueOf(control.values, measured);
    return rounded(Math.max(0, (point[options.along] - a) / b) ** p);
  }
  return dlcourse.fieldHandle(control, name, { place: () => dlcourse.valueOf(control.values, at),
    ...(pull.length ? { by } : {}), ...(measured ? { valueAt } : {}), ...options });
};

/** A handle of a point in the plane.   fields: of its coordinates; spoken; at: the value that is the point, where
    the fields may be without one */
dlcourse.pointHandle = function (control, fields, { spoken, at }) {
  const kept = (v, { step }) => Number((step * Math.round(v / step)).toFixed(6));
  return { name: fields.join("-"), label: spoken, step: control.field(fields[0]).step,
    place: () => (at ? control.values[at] : fields.map((name) => control.state[name])),
    move: (at) => control.change(Object.fromEntries(fields.map((name, k) => [name, kept(at[k], control.field(name))]))) };
};

/** The handles that the marks of a picture declare. */
dlcourse.declaredHandles = function (control, picture) {
  const last = (name) => dlcourse.valueOf(control.values, name.slice(1)).at(-1);
  const alone = picture.held.map((held) => ({ held }));
  return [...picture.templates, ...alone].flatMap(({ held, course, top }) => {
    if (held && held.point) return [dlcourse.pointHandle(control, held.point, held)];
    if (held) return [held.at ? dlcourse.standingHandle(control, held) : dlcourse.guessHandle(control, held.field, held)];
    return course ? [control.stepper.handle(() => Math.min(last(course), top, picture.y.high))] : [];
  });
};
