/* A control's home in a page: its state lives in the address; a link to a state scrolls to the control. */

/** Whether the reader asks for less motion. */
dlcourse.isCalm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Where the state of a control is kept: load() -> values or null, save(state), onLoad(load). */
dlcourse.addressOf = function (root) {
  const name = root.dataset.control;
  const place = [...document.querySelectorAll(`[data-control="${name}"]`)].indexOf(root);
  const key = place > 0 ? `${name}-${place + 1}` : name;  // a second copy keeps a state of its own
  const fields = JSON.parse(root.dataset.fields), start = `${key}.`;
  const owns = !root.closest(".jp-OutputArea, .jp-Notebook");  // there the address is JupyterLab's
  const parts = () => [...new URLSearchParams(location.hash.slice(1))];
  let saving;

  function load() {
    const mine = owns ? parts().filter(([part]) => part.startsWith(start)) : [];
    if (!mine.length) return null;
    const texts = mine.map(([part, text]) => [part.slice(start.length), text]);
    return dlcourse.parsed(fields, Object.fromEntries(texts));
  }

  /** Puts what differs from the start into the address, a moment after the last change. */
  function save(state) {
    if (!owns) return;
    clearTimeout(saving);
    saving = setTimeout(() => {
      const params = new URLSearchParams();
      const others = parts().filter(([part]) => part.includes(".") && !part.startsWith(start));
      for (const [part, text] of others) params.append(part, text);
      for (const field of fields)
        if (!dlcourse.same(state[field.name], field.start))
          params.append(start + field.name, dlcourse.asText(state[field.name]));
      const text = params.toString();
      history.replaceState(history.state, "", text ? "#" + text : location.pathname + location.search);
    }, 250);
  }

  /** Calls follow(values) when the address comes to ask for a state of this control, and shows it. */
  function onLoad(follow) {
    const show = () => {
      if (root.isConnected && load()) {
        follow(load());
        dlcourse.scrollTo(root);
      }
    };
    window.addEventListener("hashchange", show);
    const [entry] = performance.getEntriesByType("navigation");
    const first = parts()[0];
    if (first && first[0].startsWith(start) && entry && entry.type === "navigate")
      window.addEventListener("load", () => dlcourse.scrollTo(root));  // once the page has its heights
  }

  return { load, save, onLoad };
};

dlcourse.scrollTo = function (root) {
  const isFar = Math.abs(root.getBoundingClientRect().top) > 2 * innerHeight;  // heights change on the way
  root.scrollIntoView({ behavior: isFar || dlcourse.isCalm() ? "instant" : "smooth" });
  root.focus({ preventScroll: true });
};
