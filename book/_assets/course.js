// What the theme lacks. What is wider than its place scrolls: the Tab key must reach it.
// Boxes that are folded open on paper.
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
