/* What one takes hold of where one draws a curve: its values at equally spaced places; see drawn.py. */

/** The options of handles of the values at these places, which are own numbers once one is moved. A drag sideways
    goes on over the next places: one draws.   own: the name of value k; low, high, step: of values; spoken */
dlcourse.drawn = function (control, { places, own, low, high, step, spoken }) {
  const names = places.map((_, k) => own(k)), now = (k) => control.values.own_now[names[k]];
  const kept = (v) => Math.max(low, Math.min(high, Math.round(100 * v) / 100));
  const [first, last] = [places[0], places.at(-1)], end = places.length - 1;

  /** Draws from the place that was drawn last to the pointer; `from` is the same object for a whole drag. */
  function stroke([x, y], from, k) {
    const to = Math.max(0, Math.min(end, Math.round((end * (x - first)) / (last - first))));
    const [start, height] = from.drawn || [k, now(k)], way = Math.abs(to - start), changes = {};
    for (let j = way ? 1 : 0; j <= way; j += 1) {
      const part = way ? j / way : 1, at = start + Math.sign(to - start) * j;
      changes[names[at]] = kept(height + part * (y - height));
    }
    from.drawn = [to, y];
    control.own(changes);
  }
  return places.map((x, k) => ({ name: names[k], label: `${spoken} at ${dlcourse.numberText(x)}`, low, high, step,
    place: () => [x, now(k)], get: () => now(k), set: (v) => control.own({ [names[k]]: kept(v) }),
    stroke: (point, from) => stroke(point, from, k) }));
};
