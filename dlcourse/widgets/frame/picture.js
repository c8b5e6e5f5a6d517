/* Pictures as SVG: a frame with axes, and marks in the units of the axes; the same as picture.py. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  const { share, valueAt, ticks, ends } = dlcourse.axes;
  const escaped = dlcourse.escaped;

  class Picture {
    constructor(root, name) {
      this.svg = root.querySelector(`[data-picture="${name}"]`);
      const { x, y, bare } = JSON.parse(this.svg.dataset.axes);
      Object.assign(this, { x, y, bare });
      [this.left, this.top, this.width, this.height] = this.svg.dataset.frame.split(" ").map(Number);
      [this.marks, this.ticks, this.shades] = ["marks", "ticks", "shades"]
        .map((part) => this.svg.querySelector(`[data-${part}]`));
      this.templates = JSON.parse(this.svg.dataset.templates);
    }

    /** The place of a point in the drawing, where the second coordinate points down. */
    place([x, y]) {
      return [this.left + share(this.x, x) * this.width, this.top + (1 - share(this.y, y)) * this.height];
    }

    /** The point under a pointer, within the axes. */
    pointAt({ clientX, clientY }) {
      const box = this.svg.getBoundingClientRect(), unit = box.width / this.svg.viewBox.baseVal.width;
      const inside = (part) => Math.max(0, Math.min(1, part));
      return [valueAt(this.x, inside(((clientX - box.left) / unit - this.left) / this.width)),
        valueAt(this.y, inside(1 - ((clientY - box.top) / unit - this.top) / this.height))];
    }

    /** Other ends, ticks or names of the axes. */
    setAxes(x, y) {
      Object.assign(this.x, x);
      Object.assign(this.y, y);
      const bottom = this.top + this.height;
      const below = ticks(this.x).map(([value, text]) => label(this.place([value, this.y.low])[0].toFixed(2),
        bottom + 14, "middle", text));
      const beside = ticks(this.y).map(([value, text]) => label(this.left - 5,
        (this.place([this.x.low, value])[1] + 4).toFixed(2), "end", text));
      this.ticks.innerHTML = below.join("") + beside.join("")
        + label((this.left + this.width / 2).toFixed(2), bottom + 28, "middle", this.x.label)
        + `<text class="dlc-axis" x="${this.left + 5}" y="${this.top + 14}">${escaped(this.y.label)}</text>`;
    }

    /** Draws the marks that Python has declared, with these values. */
    draw(values) {
      if (this.x.holds || this.y.holds) this.setAxes(ends(this.x, values), ends(this.y, values));
      const marks = dlcourse.marksOf(this.templates, values), place = (p) => this.place(p);
      const shades = marks.filter((mark) => mark.shade), { children } = this.shades;
      while (children.length > shades.length) children[children.length - 1].remove();
      // images stay in the page, and get another source: new ones would flicker
      while (children.length < shades.length)
        this.shades.insertAdjacentHTML("beforeend", '<svg preserveAspectRatio="none"><image preserveAspectRatio="none"/></svg>');
      shades.forEach((mark, k) => shadeInto(children[k], mark, place));
      this.marks.innerHTML = marks.map((mark) => (mark.shade ? "" : markText(mark, place))).join("");
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
    image.setAttribute("href", dlcourse.plane.shade(shade, level, scaled));
  }

  const label = (x, y, anchor, text) =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}">${escaped(text)}</text>`;

  /** Points as pairs; they may be a flat list. */
  const pairs = (points) => (Array.isArray(points[0]) ? points
    : Array.from({ length: points.length / 2 }, (_, k) => [points[2 * k], points[2 * k + 1]]));

  const pathText = (points, place) =>
    "M" + pairs(points).map((point) => place(point).map((v) => v.toFixed(2)).join(" ")).join("L");

  function markText(mark, place) {
    let looks = mark.kind ? ` class="dlc-${mark.kind}"` : "";
    if (mark.width !== undefined) looks += ` style="stroke-width: ${mark.width.toFixed(2)}px"`;
    if (mark.path || mark.pieces) {
      const pieces = (mark.pieces || [mark.path]).filter((points) => points.length);
      return `<path${looks} d="${pieces.map((points) => pathText(points, place)).join("")}"/>`;
    }
    if (mark.bar) {
      const [x0, x1, y0, y1] = mark.bar, [left, bottom] = place([x0, y0]), [right, top] = place([x1, y1]);
      const size = `width="${(right - left).toFixed(2)}" height="${(bottom - top).toFixed(2)}"`;
      return `<rect${looks} x="${left.toFixed(2)}" y="${top.toFixed(2)}" ${size}/>`;
    }
    if (mark.text !== undefined) {
      const [x, y] = place(mark.at);
      return `<text${looks} x="${x.toFixed(2)}" y="${(y + 4).toFixed(2)}">${escaped(mark.text)}</text>`;
    }
    const [x, y] = place(mark.dot || mark.square || mark.cross).map((v) => v.toFixed(2));
    const shape = mark.dot ? `<circle r="${mark.r || 6.5}"/>`
      : mark.square ? '<rect x="-6" y="-6" width="12" height="12"/>' : '<path d="M-7 0H7M0 -7V7"/>';
    const text = mark.label ? `<text x="10" y="${mark.below ? 19 : -9}">${escaped(mark.label)}</text>` : "";
    return `<g${looks} transform="translate(${x} ${y})">${shape}${text}</g>`;
  }

  /** The pictures of a control, by name. */
  dlcourse.pictures = (root) => Object.fromEntries([...root.querySelectorAll("[data-picture]")]
    .map(({ dataset: { picture: name } }) => [name, new Picture(root, name)]));
  dlcourse.markText = markText;  // for the tests, which compare it with Python's
})();
