/* The frame of every live control: finds it in the page, connects inputs and outputs, keeps its state in the
   address. The only global name is window.dlcourse. A control registers a function that is called once for
   each block of its markup; the contract for the markup stands in control.py. */
(function () {
  "use strict";
  const dlcourse = (window.dlcourse = window.dlcourse || {});  // a page with two controls runs this twice
  dlcourse.controls = dlcourse.controls || {};

  /** Uniform numbers in [0, 1) from a 32-bit seed: mulberry32, by Tommy Ettinger, public domain. */
  dlcourse.mulberry32 = function (seed) {
    let a = seed >>> 0;
    return function () {
      a = (a + 0x6d2b79f5) >>> 0;
      let t = Math.imul(a ^ (a >>> 15), a | 1);  // a plain product of 32-bit numbers would lose low bits
      t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  };

  /** A number as text, with a true minus sign: so many decimals, or up to four without trailing zeros. */
  dlcourse.numberText = function (value, digits) {
    let text = value.toFixed(digits === undefined ? 4 : digits);
    if (digits === undefined) text = text.replace(/\.?0+$/, "");
    if (Number(text) === 0) text = text.replace("-", "");  // no "-0.00"
    return text.replace("-", "\u2212");
  };

  /** The template with its numbers filled in; `digits`, if given, overrides those of the template. */
  dlcourse.fill = function (template, values, digits) {
    return template.replace(/\{(\w+)(?::(\d+))?\}/g, (whole, name, own) =>
      dlcourse.numberText(values[name], digits !== undefined ? digits : own && Number(own)));
  };

  const reducedMotion = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  class Control {
    constructor(root) {
      this.root = root;
      this.defaults = JSON.parse(root.dataset.state);
      const name = root.dataset.control;
      const place = [...document.querySelectorAll(`[data-control="${name}"]`)].indexOf(root);
      this.key = place > 0 ? `${name}-${place + 1}` : name;  // a second copy keeps a state of its own
      this.ownsAddress = !root.closest(".jp-OutputArea, .jp-Notebook");  // there it is JupyterLab's
      for (const field of this.all("input, select, button"))
        field.dataset.lmSuppressShortcuts = "true";  // JupyterLab would use arrow keys to move between cells
    }

    all(selector) { return [...this.root.querySelectorAll(selector)]; }

    output(name) { return this.root.querySelector(`[data-output="${name}"]`); }

    /** Fills the numbers into every template of the control. */
    fill(values, digits) {
      for (const place of this.all("[data-template]")) {
        const text = dlcourse.fill(place.dataset.template, values, digits);
        if (place.textContent !== text) place.textContent = text;  // the rest keeps its selection
      }
    }

    write(name, text) {
      const place = this.output(name);
      if (place.textContent !== text) place.textContent = text;
    }

    /** Sets attributes of the output `name`; null removes one. */
    set(name, attributes) {
      const place = this.output(name);
      for (const [key, value] of Object.entries(attributes)) {
        if (value === null) place.removeAttribute(key);
        else place.setAttribute(key, value);
      }
    }

    /** Shows a value in the inputs of that name, except in a field in which the reader is typing. */
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

    /** Calls changed(name, value) on every input. What is no number yet, such as "-", is ignored while it is
        being typed, and restore() is called when the field is left. */
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

    /** The control's part of the address, {name: text}, or null if there is none. */
    saved() {
      if (!this.ownsAddress) return null;
      const start = this.key + ".", all = [...new URLSearchParams(location.hash.slice(1))];
      const mine = all.filter(([name]) => name.startsWith(start))
        .map(([name, text]) => [name.slice(start.length), text]);
      return mine.length ? Object.fromEntries(mine) : null;
    }

    /** Writes what differs from the initial state into the address, shortly after the last change. */
    save(state) {
      if (!this.ownsAddress) return;
      clearTimeout(this.saving);
      this.saving = setTimeout(() => {  // later, since browsers limit how often the address may change
        const params = new URLSearchParams();
        for (const [name, text] of new URLSearchParams(location.hash.slice(1)))  // what others have saved
          if (name.includes(".") && !name.startsWith(this.key + ".")) params.append(name, text);
        for (const [name, value] of Object.entries(state))
          if (String(value) !== String(this.defaults[name])) params.append(`${this.key}.${name}`, value);
        const text = params.toString();
        // replace, not push: the back button should leave the page, not undo every move of a slider
        history.replaceState(history.state, "", text ? "#" + text : location.pathname + location.search);
      }, 250);
    }

    onAddress(load) {
      window.addEventListener("hashchange", () => { if (this.root.isConnected && this.saved()) load(); });
    }

    /** Tells a screen reader, once nothing changes any more: every step of a drag would be too much. */
    announce(text) {
      clearTimeout(this.speaking);
      this.speaking = setTimeout(() => { this.root.querySelector(".dlc-spoken").textContent = text; }, 700);
    }

    /** Calls frame(reducedMotion) once per picture until it returns false; with reduced motion there should
        be no animation. */
    animate(frame) {
      const next = () => { if (frame(reducedMotion())) this.frame = requestAnimationFrame(next); };
      this.frame = requestAnimationFrame(next);
    }

    stop() { cancelAnimationFrame(this.frame); }
  }

  dlcourse.register = function (name, setup) { dlcourse.controls[name] = setup; };

  /** Sets up every control of the page whose script is there and that is not set up yet. */
  dlcourse.mount = function () {
    for (const root of document.querySelectorAll(".dlcourse-control:not([data-ready])")) {
      const setup = dlcourse.controls[root.dataset.control];
      if (!setup) continue;
      root.dataset.ready = "";
      setup(new Control(root));
    }
  };
})();
