/* What one takes hold of in a plane: a line, by the foot of its arrow to move it, by the tip to turn it. */
const { line_across, arrow_of, share, value_at } = dlcourse.shared;
const MARGIN = 0.02;  // of the axis: so near to the border a line is not dragged, or it would be lost

const inside = (value, low, high) => Math.max(low, Math.min(high, value));

/** The part of the line at which the point nearest to [x, y] lies. */
function alongOf(abc, [x, y], low, high) {
  const ends = line_across(...abc, low, high);
  if (!ends.length) return 0.5;
  const [[p, q], [r, s]] = ends, t = ((x - p) * (r - p) + (y - q) * (s - q)) / ((r - p) ** 2 + (s - q) ** 2);
  return inside(t, 0.03, 0.97);
}

/** Two handles of the line a x + b y + c = 0.   name, spoken: of the line; picture: where it is drawn;
    get() -> { abc, along }, null where there is no line; set(abc, along) */
dlcourse.lineHandles = function ({ name, spoken, picture, get, set }) {
  const ends = () => [picture.x.low, picture.x.high], border = () => MARGIN * (picture.x.high - picture.x.low);
  const arrow = () => (get() ? arrow_of(...get().abc, get().along, ...ends()) : null);
  const kept = (point, margin) => point.map((v) => inside(v, picture.x.low + margin, picture.x.high - margin));
  const placed = (abc, point) => set(abc, alongOf(abc, point, ...ends()));
  return [
    { name: `move-${name}`, label: `${spoken}, to move`, place: () => arrow() && arrow()[0],
      move: (point) => {
        const [x, y] = kept(point, border()), [a, b] = get().abc;
        placed([a, b, -(a * x + b * y)], [x, y]);
      } },
    { name: `turn-${name}`, label: `${spoken}, to turn`, place: () => arrow() && kept(arrow()[1], 0),
      move: ([x, y]) => {
        const found = arrow(), far = found && Math.hypot(x - found[0][0], y - found[0][1]);
        if (!far || far < border()) return;
        const [[p, q]] = found, [u, v] = get().abc, size = Math.hypot(u, v) / far;
        const [a, b] = [size * (x - p), size * (y - q)];
        placed([a, b, -(a * p + b * q)], [p, q]);  // still through the arrow's foot
      } },
  ];
};

/** Where on lines their arrows stand: control.seen.along, at first as the constant `seen` has it. What puts one elsewhere
    does so with the change that follows; any other change of these fields brings all back.
    -> along(j), put(j, at), and changed, for what a control returns */
dlcourse.standing = function (control, names) {
  const { along: atFirst } = control.constants.seen, along = (j) => control.seen.along[j];
  let dragged = null;
  const put = (j, at) => { dragged = control.seen.along.map((one, k) => (k === j ? at : one)); };
  function changed(difference, before) {
    if (!before || !names.some((name) => name in difference)) return;
    [control.seen.along, dragged] = [dragged || atFirst, null];
  }
  return { along, put, changed };
};

/** A handle on a line between two points of a picture, for a number on an axis, also a logarithmic one. */
dlcourse.trackHandle = function ({ axis, from, to, ...options }) {
  const across = [to[0] - from[0], to[1] - from[1]];
  const rounded = (part) => Number(value_at(axis, inside(part, 0, 1)).toPrecision(3));
  const part = () => inside(share(axis, options.get()), 0, 1);
  return { ...options, low: axis.low, high: axis.high,
    place: () => from.map((v, k) => v + part() * across[k]),
    valueAt: ([x, y]) => rounded(((x - from[0]) * across[0] + (y - from[1]) * across[1])
      / (across[0] ** 2 + across[1] ** 2)),
    after: (change) => rounded(part() + 0.02 * change) };
};
