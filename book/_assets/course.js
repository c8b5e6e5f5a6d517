// What the theme lacks. A formula wider than its place scrolls: the Tab key must reach it, as it reaches wide code.
// Boxes that are folded open on paper.
// A page opened from disk may not fetch others: its search shows titles alone, and logs no error.
(function () {
  "use strict";
  function reachable() {
    for (const formula of document.querySelectorAll(".katex-display")) {
      if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
      else formula.removeAttribute("tabindex");
    }
  }
  window.addEventListener("load", reachable);
  window.addEventListener("resize", reachable);
  document.addEventListener("toggle", reachable, true);

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
