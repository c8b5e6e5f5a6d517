/* Handles in a picture: dragged by mouse, pen or finger, moved by arrow keys, Page Up and Down, Home and End.
   A handle is a circle of 44 px around a smaller one. Where circles overlap, the nearest handle is taken.
   The Tab key stops once at a picture, at the handle that was used last; Enter goes on to the next one. */
const NS = "http://www.w3.org/2000/svg", TOUCH = 22, STILL = 4;  // half of 44 px; px that a press may move
const LEVELS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
  PageUp: [0, 10], PageDown: [0, -10] };

class Handle {
  /** label: spoken; place() -> point of the picture. In the plane: move(point), step. For one number:
      get(), set(value), step, low, high, and by(v, right, up) -> the value after a drag from v by so many
      px, or valueAt(point), or stroke(point, from), which sets what a drag passes, from being one object for a whole
      drag; after(n): the value n arrow keys on, where that is not n steps; around: see next. One that draws:
      reaches(point), whether a press there, beside all handles, takes hold of it, and begin(point). */
  constructor(picture, options) {
    Object.assign(this, { step: 0.05, kind: "" }, options, { picture });
    this.element = document.createElementNS(NS, "g");
    this.element.innerHTML = '<circle class="dlc-touch"/><circle r="5"/>';
    const facts = { class: `dlc-handle ${this.kind && "dlc-" + this.kind}`, tabindex: -1, role: "slider",
      "aria-label": this.label, "data-handle": this.name };
    for (const [name, value] of Object.entries(facts)) this.element.setAttribute(name, value);
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  /** Puts the handle where it belongs now, and says whether it has a place. */
  draw() {
    const point = this.place(), unit = this.picture.svg.getBoundingClientRect().width
      / this.picture.svg.viewBox.baseVal.width || 1;
    if (!point || this.picture.svg.closest("[hidden]")) return false;
    this.at = this.picture.place(point);
    this.element.setAttribute("transform", `translate(${this.at.map((v) => v.toFixed(2)).join(" ")})`);
    this.element.firstChild.setAttribute("r", (TOUCH / unit).toFixed(1));
    const { low, high } = this.set ? this : this.picture.x, value = this.set ? this.get() : point[0];
    const text = this.set ? dlcourse.numberText(value)
      : point.map((v, k) => `${"xy"[k]} ${dlcourse.numberText(v, 2)}`).join(", ");
    const facts = { "aria-valuemin": low, "aria-valuemax": high, "aria-valuenow": Number(value.toFixed(4)),
      "aria-valuetext": this.say ? this.say() : text };
    for (const [name, fact] of Object.entries(facts)) this.element.setAttribute(name, fact);
    return true;
  }

  key(event) {
    const change = LEVELS[event.key], end = { Home: "low", End: "high" }[event.key];
    if (!change && !end) return;
    event.preventDefault();
    if (this.set) {
      const n = change && change[0] + change[1];
      return this.set(end ? this[end] : within(this.after ? this.after(n) : this.next(n), this.low, this.high));
    }
    const { x, y } = this.picture, point = this.place();
    const moved = end ? [x[end], point[1]] : point.map((v, k) => v + this.step * change[k]);
    this.move([within(moved[0], x.low, x.high), within(moved[1], y.low, y.high)]);
  }

  /** The value n arrow keys on; `around`: among whole numbers, of which the first comes after the last. */
  next(n) {
    const { low, high, step } = this, size = high - low + 1;
    return this.around ? low + ((this.get() - low + n) % size + size) % size : this.get() + step * n;
  }

  grab(event) {
    event.preventDefault();
    this.element.focus();
    this.picture.svg.setPointerCapture(event.pointerId);
    this.from = { x: event.clientX, y: event.clientY, value: this.set && this.get() };
  }

  pull(event) {
    if (!this.set) return this.move(this.picture.pointAt(event));
    if (this.stroke) return this.stroke(this.picture.pointAt(event), this.from);
    const { from } = this, value = this.by
      ? this.by(from.value, event.clientX - from.x, from.y - event.clientY)
      : this.valueAt(this.picture.pointAt(event));
    this.set(within(value, this.low, this.high));
  }
}

const within = (value, low, high) => Math.max(low, Math.min(high, Number(value.toFixed(4))));

/** The options of a handle for a field of the state: its name, what is spoken, its range, its step; and others.
    along: the axis, 0 or 1, on which its value is where the pointer is; plus: by how much it is drawn beyond */
dlcourse.fieldHandle = function (control, name, { along, plus = 0, ...options }) {
  const { spoken: label, low, high, step } = control.field(name);
  return { name, label, low, high, step, get: () => control.state[name],
    set: (value) => control.change({ [name]: value }),
    valueAt: (point) => Number((step * Math.round((point[along] - plus) / step)).toFixed(6)), ...options };
};

/** The same for an own number, without a range. */
dlcourse.ownHandle = (control, name, options) => ({ name, get: () => control.values.own_now[name],
  set: (value) => control.own({ [name]: value }), ...options });

/** The place in the list of the point that is nearest to [x, y], and how far it is. */
dlcourse.nearest = function (points, [x, y]) {
  const far = points.map(([p, q]) => Math.hypot(p - x, q - y)), least = Math.min(...far);
  return [far.indexOf(least), least];
};

/** Handles of a picture; draw() puts them in their places. A handle without a place leaves the document: Tab
    must not stop at it, and a picture that has got back to its start is then the same as before, without a
    trace of handles that came and went. tap(point): what a press elsewhere in the picture does,
    with tap.through also on a handle that is not dragged. */
dlcourse.handles = function (picture, all, tap) {
  const handles = all.map((options) => new Handle(picture, options)), { svg } = picture;
  if (all.length > 1)
    for (const { element } of handles) element.setAttribute("aria-description", "Enter: the next handle");
  let there = [], held = null, used = null, isCaught = false, pressed = null;  // used: the handle that was focused last

  function draw() {
    const placed = handles.filter((handle) => handle.draw());
    for (const { element } of there.filter((handle) => !placed.includes(handle))) {
      // whoever holds it stays in the control, and does not find himself at the top of the page
      if (element === document.activeElement) svg.closest(".dlcourse-control").focus({ preventScroll: true });
      element.remove();
    }
    there = placed;
    putStop();
    for (let k = placed.length - 1, after = null; k >= 0; after = placed[k].element, k -= 1)  // as Tab goes
      if (!placed[k].element.isConnected) svg.insertBefore(placed[k].element, after);
  }

  const stop = () => (there.includes(used) ? used : there[0]);

  /** Tab stops at one handle of the picture. */
  function putStop() {
    for (const handle of handles) handle.element.setAttribute("tabindex", handle === stop() ? 0 : -1);
    svg.toggleAttribute("data-several", there.length > 1);
  }

  // on the figure: with a listener for the focus of its own a picture would itself be a stop
  svg.parentNode.addEventListener("focusin", ({ target }) => {
    used = there.find(({ element }) => element === target);
    putStop();
  });
  svg.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || there.length < 2) return;
    event.preventDefault();
    const n = there.length, k = there.indexOf(stop()) + (event.shiftKey ? n - 1 : 1);
    there[k % n].element.focus();
  });

  const distance = (handle, event) => {
    const box = svg.getBoundingClientRect(), unit = box.width / svg.viewBox.baseVal.width;
    const [x, y] = handle.at;
    return Math.hypot(box.left + x * unit - event.clientX, box.top + y * unit - event.clientY);
  };
  svg.addEventListener("pointerdown", (event) => {
    const [near] = [...there].sort((one, other) => distance(one, event) - distance(other, event));
    const isNear = Boolean(near) && distance(near, event) <= TOUCH + 2, point = picture.pointAt(event);
    const caught = isNear ? near : there.find(({ reaches }) => reaches && reaches(point));
    [isCaught, pressed] = [Boolean(caught), event];
    if (!isCaught || event.button > 0) return;
    held = caught;
    held.grab(event);
    if (!isNear) held.begin(point);
  });
  const isStill = (event) => Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) <= STILL;
  if (tap) svg.addEventListener("click", (event) => { if (!isCaught) tap(picture.pointAt(event)); });
  // a finger on a handle does not scroll the page; touch-action would not do for parts of an SVG
  svg.addEventListener("touchstart", (event) => { if (held) event.preventDefault(); }, { passive: false });
  svg.addEventListener("pointermove", (event) => { if (held) held.pull(event); });
  for (const end of ["pointerup", "pointercancel"])
    svg.addEventListener(end, (event) => {
      // not at the click, which a finger on a handle does not make
      const isPress = held && tap && tap.through && end === "pointerup" && isStill(event);
      held = null;
      if (isPress) tap(picture.pointAt(event));
    });
  return { draw };
};
