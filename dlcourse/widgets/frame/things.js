/* Parts of a control that are there or not. */

/** Parts that belong to the k-th of several things, which may be fewer: data-part-of="k". Those that are
    not there leave the page, so that nobody stops at their inputs. show(n): the first n are there. */
dlcourse.partsOfThings = function (root) {
  const parts = [...root.querySelectorAll("[data-part-of]")].map((part) => {
    const place = document.createComment("");
    part.before(place);
    part.hidden = false;
    return { part, place, k: Number(part.dataset.partOf) };
  });
  return (n) => parts.forEach(({ part, place, k }) => {
    if (k >= n) part.remove();
    else if (!part.isConnected) place.after(part);
  });
};
