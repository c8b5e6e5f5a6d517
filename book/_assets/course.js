// What the theme lacks. What is wider than its place scrolls: the Tab key must reach it.
// A link to a place in a page leads there, whatever grows above it. Boxes that are folded open on paper.
// A page opened from disk may not fetch others: its search shows titles alone, and logs no error.
(function () {
  "use strict";
  // A section far from the reader has no layout yet (course.css), and to ask for a width would make it.
  const laidOut = (element) => !element.checkVisibility || element.checkVisibility({ contentVisibilityAuto: true });
  const SCROLL = "pre, .cell_output > .output, .pst-scrollable-table-container, .katex-display";
  function reachable() {
    const boxes = [...document.querySelectorAll(SCROLL)].filter(laidOut);
    const scrolls = boxes.map((box) => box.scrollWidth > box.clientWidth);
    boxes.forEach((box, k) => {  // all are read before one is written, or each would be laid out for itself
      if (scrolls[k]) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  }
  let asked = 0;
  const soon = () => { asked ||= requestAnimationFrame(() => { asked = 0; reachable(); }); };
  window.addEventListener("load", soon);
  window.addEventListener("resize", soon);
  document.addEventListener("toggle", soon, true);
  document.addEventListener("contentvisibilityautostatechange", soon, true);

  // What stands above the place that a link leads to grows when it is laid out, or comes alive: until that has come
  // to rest, or the reader does something, the place is brought back to the top. A control does so for its states.
  let busy = false;
  for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"])
    window.addEventListener(kind, () => { busy = true; }, { passive: true });
  function holdPlace() {
    const place = document.querySelector(":target");
    const end = performance.now() + 3000;
    let top = NaN, rested = 0;
    busy = false;
    function look() {
      if (busy || rested > 20 || performance.now() > end) return;
      rested = Math.abs(place.getBoundingClientRect().top - top) < 1 ? rested + 1 : 0;
      if (!rested) place.scrollIntoView({ behavior: "instant" });
      top = place.getBoundingClientRect().top;
      requestAnimationFrame(look);
    }
    if (place) look();
  }
  window.addEventListener("load", holdPlace);
  window.addEventListener("hashchange", holdPlace);

  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details.callout:not([open])")];
    for (const box of unfolded) box.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const box of unfolded) box.open = false;
  });

  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
})();
