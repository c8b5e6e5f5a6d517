/* Chapter 17: what one takes hold of in the mask player: units, which are switched off and on. */
const NEAR = 24;  // a unit is pressed so near to its middle

dlcourse.register("mask-player", function (control) {
  const { most } = control.constants, now = () => control.values;
  const isOff = (k) => 1 - ((now().drawn >> k) & 1);

  function turn(k, off) {
    if (isOff(k) !== off) control.change({ mask: now().drawn ^ (1 << k) });
  }
  const name = (k) => now().names.slice(-now().switches.length)[k];
  const unit = (_, k) => ({ name: `unit.${k}`, label: `switch ${k + 1}, off`, kind: "unit-switch", low: 0, high: 1, step: 1,
    get: () => isOff(k), set: (off) => turn(k, Math.round(off)), by: (value) => value,
    place: () => now().switches[k] || null, say: () => `${name(k)} is ${isOff(k) ? "off" : "on"}` });

  function press(point) {
    const [k, far] = dlcourse.nearest(now().switches, point);
    if (far < NEAR) turn(k, 1 - isOff(k));
  }
  press.through = true;  // each unit is a handle

  return { handles: { net: Array.from({ length: most }, unit) }, taps: { net: press } };
});
