/* Pictures as SVG in the page: what Python has drawn (picture.py) is drawn again when values change. */
const { value_at, resolved, placed, ticks_text, marks_of, mark_text } = dlcourse.shared;

class Picture {
  constructor(root, name) {
    this.svg = root.querySelector(`[data-picture="${name}"]`);
    this.axes = JSON.parse(this.svg.dataset.axes);
    this.frame = this.svg.dataset.frame.split(" ").map(Number);
    [this.marks, this.ticks, this.shades] = ["marks", "ticks", "shades"]
      .map((part) => this.svg.querySelector(`[data-${part}]`));
    [this.templates, this.held] = [this.svg.dataset.templates, this.svg.dataset.held].map((text) => JSON.parse(text));
    this.lay({});
  }

  /** Lays the axes, some of whose ends may be values. */
  lay(values) {
    const [x, y] = [this.axes.x, this.axes.y].map((axis) => resolved(axis, values));
    if (dlcourse.same([x, y], [this.x, this.y])) return;
    const isMoved = this.x && !this.axes.bare;
    Object.assign(this, { x, y });
    if (isMoved) this.ticks.innerHTML = ticks_text(x, y, this.frame);
  }

  /** The place of a point in the drawing, where the second coordinate points down. */
  place(point) { return placed(point, this.x, this.y, this.frame); }

  /** The point under a pointer, within the axes. */
  pointAt({ clientX, clientY }) {
    const box = this.svg.getBoundingClientRect(), unit = box.width / this.svg.viewBox.baseVal.width;
    const [left, top, width, height] = this.frame, inside = (part) => Math.max(0, Math.min(1, part));
    return [value_at(this.x, inside(((clientX - box.left) / unit - left) / width)),
      value_at(this.y, inside(1 - ((clientY - box.top) / unit - top) / height))];
  }

  /** Draws the marks that Python has declared, with these values. */
  draw(values) {
    this.lay(values);
    const marks = marks_of(this.templates, values), place = (p) => this.place(p);
    const shades = marks.filter((mark) => mark.shade), { children } = this.shades;
    while (children.length > shades.length) children[children.length - 1].remove();
    // images stay in the page, and get another source: new ones would flicker
    while (children.length < shades.length)
      this.shades.insertAdjacentHTML("beforeend", '<svg preserveAspectRatio="none"><image preserveAspectRatio="none"/></svg>');
    shades.forEach((mark, k) => shadeInto(children[k], mark, place));
    this.marks.innerHTML = marks.map((mark) => (mark.shade ? "" : mark_text(mark, place))).join("");
  }
}

/** Puts values on a grid into an element of the page, with the middle of each pixel on its grid point. */
function shadeInto(element, { shade, box: [x0, x1, y0, y1], level, scaled }, place) {
  const [left, bottom] = place([x0, y0]), [right, top] = place([x1, y1]);
  const n = Math.round(Math.sqrt(shade.length)), { firstChild: image } = element;
  const facts = { x: left, y: top, width: right - left, height: bottom - top };
  for (const [name, value] of Object.entries(facts)) element.setAttribute(name, value.toFixed(2));
  element.setAttribute("viewBox", `0.5 0.5 ${n - 1} ${n - 1}`);
  for (const name of ["width", "height"]) image.setAttribute(name, n);
  image.setAttribute("href", dlcourse.shade(shade, level, scaled));
}

/** The pictures of a control, by name. */
dlcourse.pictures = (root) => Object.fromEntries([...root.querySelectorAll("[data-picture]")]
  .map(({ dataset: { picture: name } }) => [name, new Picture(root, name)]));
