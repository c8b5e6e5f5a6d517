/* The frame of every live control: finds it in the page, binds inputs and outputs, keeps its state in the
   address. One name in the page: window.dlcourse. A control registers a function that is called once per
   block of markup; control.py has the markup's contract. Only mount() touches the document. */
(function () {
  "use strict";
  const dlcourse = (window.dlcourse = window.dlcourse || {});
  dlcourse.controls = dlcourse.controls || {};

  /** Uniform numbers in [0, 1) from a 32-bit seed: mulberry32, by Tommy Ettinger, public domain. */
  dlcourse.mulberry32 = function (seed) {
    let a = seed >>> 0;
    return function () {
      a = (a + 0x6d2b79f5) >>> 0;
      let t = Math.imul(a ^ (a >>> 15), a | 1);
      t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  };

  /** A number to read: so many digits, or up to four with trailing zeros dropped; a true minus sign. */
  dlcourse.numberText = function (value, digits) {
    let text = value.toFixed(digits === undefined ? 4 : digits);
    if (digits === undefined) text = text.replace(/\.?0+$/, "");
    if (Number(text) === 0) text = text.replace("-", "");
    return text.replace("-", "\u2212");
  };

  /** The template with its numbers; `digits` given, it overrules the template's own. */
  dlcourse.fill = function (template, values, digits) {
    return template.replace(/\{(\w+)(?::(\d+))?\}/g, (whole, name, own) =>
      dlcourse.numberText(values[name], digits !== undefined ? digits : own && Number(own)));
  };

  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  class Control {
    constructor(root) {
      this.root = root;
      this.defaults = JSON.parse(root.dataset.state);
      const name = root.dataset.control;
      const place = [...document.querySelectorAll(`[data-control="${name}"]`)].indexOf(root);
      this.key = place > 0 ? `${name}-${place + 1}` : name;  // a second copy keeps a state of its own
      this.ownsAddress = !root.closest(".jp-OutputArea, .jp-Notebook");  // that address is JupyterLab's
      for (const taker of this.all("input, select, button"))
        taker.dataset.lmSuppressShortcuts = "true";  // JupyterLab would take arrow keys for its cells
    }

    all(selector) { return [...this.root.querySelectorAll(selector)]; }

    output(name) { return this.root.querySelector(`[data-output="${name}"]`); }

    /** Writes the numbers into every template of the control. */
    fill(values, digits) {
      for (const place of this.all("[data-template]")) {
        const text = dlcourse.fill(place.dataset.template, values, digits);
        if (place.textContent !== text) place.textContent = text;
      }
    }

    write(name, text) {
      const place = this.output(name);
      if (place.textContent !== text) place.textContent = text;
    }

    /** Attributes of the output `name`; null removes one. */
    set(name, attributes) {
      const place = this.output(name);
      for (const [key, value] of Object.entries(attributes)) {
        if (value === null) place.removeAttribute(key);
        else place.setAttribute(key, value);
      }
    }

    /** Shows a value in the inputs of that name, but never under the fingers of who is typing. */
    show(name, value) {
      for (const input of this.all(`[data-input="${name}"]`)) {
        if (input.type === "checkbox") input.checked = value;
        else if (input !== document.activeElement || input.type === "range") input.value = value;
      }
    }

    press(action, value) {
      for (const button of this.all(`[data-action="${action}"]`))
        button.setAttribute("aria-pressed", String(button.dataset.value === value));
    }

    /** changed(name, value) on every input; what is no number yet is left alone, and restored on leaving. */
    onInput(changed, restore) {
      for (const input of this.all("[data-input]")) {
        const read = () => (input.type === "checkbox" ? input.checked
          : input.tagName === "SELECT" ? input.value : input.value.trim() === "" ? NaN : Number(input.value));
        input.addEventListener("input", () => {
          const value = read();
          if (!Number.isNaN(value)) changed(input.dataset.input, value);
        });
        input.addEventListener("blur", restore);
      }
    }

    onAction(actions) {
      for (const button of this.all("[data-action]"))
        button.addEventListener("click", () => actions[button.dataset.action](button.dataset.value));
    }

    /** This control's part of the address: {name: text}, or null when there is none. */
    saved() {
      if (!this.ownsAddress) return null;
      const start = this.key + ".", all = [...new URLSearchParams(location.hash.slice(1))];
      const mine = all.filter(([name]) => name.startsWith(start))
        .map(([name, text]) => [name.slice(start.length), text]);
      return mine.length ? Object.fromEntries(mine) : null;
    }

    /** Puts what differs from the start into the address, a moment after the last change. */
    save(state) {
      if (!this.ownsAddress) return;
      clearTimeout(this.saving);
      this.saving = setTimeout(() => {
        const params = new URLSearchParams();
        for (const [name, text] of new URLSearchParams(location.hash.slice(1)))
          if (name.includes(".") && !name.startsWith(this.key + ".")) params.append(name, text);
        for (const [name, value] of Object.entries(state))
          if (String(value) !== String(this.defaults[name])) params.append(`${this.key}.${name}`, value);
        const text = params.toString();
        history.replaceState(history.state, "", text ? "#" + text : location.pathname + location.search);
      }, 250);
    }

    onAddress(load) {
      window.addEventListener("hashchange", () => { if (this.root.isConnected && this.saved()) load(); });
    }

    /** Tells a screen reader, once things have come to rest. */
    announce(text) {
      clearTimeout(this.speaking);
      this.speaking = setTimeout(() => { this.root.querySelector(".dlc-spoken").textContent = text; }, 700);
    }

    /** Calls frame(calm) until it returns false; calm: less motion is asked for, so no animation please. */
    animate(frame) {
      const next = () => { if (frame(calm())) this.frame = requestAnimationFrame(next); };
      this.frame = requestAnimationFrame(next);
    }

    stop() { cancelAnimationFrame(this.frame); }
  }

  dlcourse.register = function (name, setup) { dlcourse.controls[name] = setup; };

  /** Brings every control to life whose script has been seen and that is not alive yet. */
  dlcourse.mount = function () {
    for (const root of document.querySelectorAll(".dlcourse-control:not([data-ready])")) {
      const setup = dlcourse.controls[root.dataset.control];
      if (!setup) continue;
      root.dataset.ready = "";
      setup(new Control(root));
    }
  };
})();
