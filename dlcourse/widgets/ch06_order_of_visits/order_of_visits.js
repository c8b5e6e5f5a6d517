/* Chapter 6: computational graphs. What one takes hold of in the order of visits: the place of each node. */
dlcourse.register("order-of-visits", function (control) {
  const now = () => control.values, order = () => now().once;

  /** A handle of node i, which is put to another place among the others. */
  function placed(i) {
    const get = () => order().indexOf(i) + 1;
    function set(value) {
      const others = order().filter((one) => one !== i), at = Math.round(value) - 1;
      if (at + 1 !== get() || now().visits.length > 5)
        control.change({ order: "own", own: [...others.slice(0, at), i, ...others.slice(at)] });
    }
    return { name: `place.${i}`, label: `node ${i} of 5, its visit`, kind: "bare", low: 1, high: 5, step: 1, get, set,
      place: () => now().slot[now().visits.indexOf(i)], valueAt: ([x]) => Math.round(x),
      around: true,
      say: () => `${now().name[i]} is visit ${get()}` };
  }
  return { handles: { order: [1, 2, 3, 4, 5].map(placed) } };
});
