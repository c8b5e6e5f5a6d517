/* The frame of every live control: finds it in the page and connects its inputs, its state and its outputs. */
(function () {
  "use strict";
  const dlcourse = window.dlcourse;
  dlcourse.controls = dlcourse.controls || {};
  dlcourse.kernels = dlcourse.kernels || {};

  const LONGEST = 0.5;  // seconds between two frames; what is more was spent elsewhere

  /* A control registers a function that is called once for each block of its markup; the contract for the
     markup stands in markup.py. The function returns what the frame calls:
       changed(difference, before)  the state has changed, also by a link: make again what is computed from it
       draw()                       show the state
       shown()                      values for inputs, where they are not those of the state
       say()                        the result in a sentence, for the live region
       numbers()                    name -> number; what Python reads in a live notebook is among them, or else
       results()                    what Python reads there
       take(values)                 results that Python has set
       input(name, value)           an input that is neither a field of the state nor in control.inputs
       actions                      name of a button -> function of its value; reset: before the state is */

  class Control {
    constructor(root, home) {
      this.root = root;
      this.home = home;
      this.fields = JSON.parse(root.dataset.fields);
      this.sentences = JSON.parse(root.dataset.sentences);
      this.constants = JSON.parse(root.dataset.constants);
      this.named = JSON.parse(root.dataset.named);  // name -> a part of the state
      this.read = JSON.parse(root.dataset.read);
      this.pictures = dlcourse.pictures(root);
      this.kernels = dlcourse.kernels[root.dataset.control];
      this.start = Object.fromEntries(this.fields.map((field) => [field.name, field.start]));
      this.state = { ...this.start };
      // name -> function of the value, for inputs that are no fields of the state
      this.inputs = { named: (name) => this.change(this.named[name] || {}) };
      this.running = null;  // an animation or a long computation, which ends when anything else happens
    }

    /** Sets the control up: `parts` is what its function returned. */
    begin(parts) {
      this.parts = { actions: {}, ...parts };
      const { reset } = this.parts.actions;
      this.parts.actions.reset = () => {
        for (const part of this.all("details")) part.open = false;
        if (reset) reset();
        this.ask(this.start);
      };
      this.listen();
      this.load(this.home.load() || {});
      this.home.onLoad((values) => this.load(values));
    }

    /** Parts that belong to the k-th of several things, which may be fewer: data-part-of="k". Those that are
        not there leave the page, so that nobody stops at their inputs. show(n): the first n are there. */
    partsOfThings() {
      const parts = this.all("[data-part-of]").map((part) => {
        const place = document.createComment("");
        part.before(place);
        part.hidden = false;
        return { part, place, k: Number(part.dataset.partOf) };
      });
      return (n) => parts.forEach(({ part, place, k }) => {
        if (k >= n) part.remove();
        else if (!part.isConnected) place.after(part);
      });
    }

    all(selector) { return [...this.root.querySelectorAll(selector)]; }

    field(name) { return this.fields.find((field) => field.name === name); }

    output(name) { return this.root.querySelector(`[data-output="${name}"]`); }

    /** Draws every picture and fills every template of the control with these values. */
    render(values) {
      for (const picture of Object.values(this.pictures)) picture.draw(values);
      for (const place of this.all("[data-template]"))
        this.put(place, dlcourse.fill(place.dataset.template, values));
      for (const slider of this.all("[data-says]"))
        slider.setAttribute("aria-valuetext", dlcourse.fill(slider.dataset.says, values) || "none yet");
    }

    write(name, text) { this.put(this.output(name), text); }

    put(place, text) {
      if (place.textContent !== text) place.textContent = text;  // the rest keeps its selection
    }

    /** The sentence of that key, with its numbers. */
    sentence(key, values = {}) { return dlcourse.fill(this.sentences[key], values); }

    /** Takes what the fields accept into the state, shows it and remembers it. */
    change(difference) {
      this.rest();
      this.advance(difference);
      this.settle();
    }

    /** The same on the way of what runs: it goes on, and nothing is remembered yet. */
    advance(difference) {
      const accepted = dlcourse.accepted(this.fields, difference), before = this.state;
      this.state = { ...before, ...accepted };
      if (this.parts.changed) this.parts.changed(accepted, before);
      this.draw();
    }

    /** The start, but for these values: what a link asks for. */
    ask(values) { this.change({ ...this.start, ...values }); }

    load(values) {
      this.rest();
      this.state = { ...this.start, ...dlcourse.accepted(this.fields, values) };
      if (this.parts.changed) this.parts.changed(this.state, null);
      this.draw();
      if (this.home.loaded) this.home.loaded(this.state, this.results());
    }

    draw() {
      this.parts.draw();
      const shown = { ...this.state, named: this.nameOf(), ...(this.parts.shown ? this.parts.shown() : {}) };
      for (const [name, value] of Object.entries(shown)) this.show(name, value);
      for (const button of this.all("[data-set][aria-pressed]")) {
        button.setAttribute("aria-pressed", String(this.isSo(JSON.parse(button.dataset.set))));
      }
    }

    /** Whether these are values of the state. */
    isSo(values) {
      return Object.entries(values).every(([name, value]) => dlcourse.same(this.state[name], value));
    }

    /** The name of the state, where it has one. */
    nameOf() { return Object.keys(this.named).find((name) => this.isSo(this.named[name])) || "own"; }

    results() {
      const { results, numbers } = this.parts;
      return results ? results() : Object.fromEntries(this.read.map((name) => [name, numbers()[name]]));
    }

    /** What has come to rest is remembered, and told to a screen reader. */
    settle() {
      this.home.save(this.state, this.results());
      clearTimeout(this.speaking);
      const spoken = this.root.querySelector(".dlc-spoken");
      this.speaking = setTimeout(() => this.put(spoken, this.parts.say()), 700);
    }

    /** Ends what runs. */
    rest() {
      const { running } = this;
      this.running = null;
      if (running) running.ended();
    }

    /** Shows a value in the inputs of that name, but never under the fingers of someone who is typing. */
    show(name, value) {
      for (const input of this.all(`[data-input="${name}"]`)) {
        const text = typeof value === "number" ? String(Number(value.toFixed(4))) : value || "";
        if (input.type === "checkbox") input.checked = value;
        else if (input.type === "range" && value === null) input.value = input.defaultValue;
        else if (input !== document.activeElement || input.type === "range") input.value = text;
      }
    }

    listen() {
      this.root.addEventListener("input", ({ target }) => {
        const { input } = target.dataset, value = valueOf(target);
        if (!input || Number.isNaN(value)) return;  // what is no number yet is left alone
        if (this.inputs[input]) this.inputs[input](value);
        else if (this.fields.some((field) => field.name === input)) this.change({ [input]: value });
        else this.parts.input(input, value);
      });
      this.root.addEventListener("focusout", ({ target }) => { if (target.dataset.input) this.draw(); });
      this.root.addEventListener("click", (event) => {
        const place = event.target.closest("[data-action], [data-set]");
        if (place) this.press(place, event);
      });
    }

    press(place, event) {
      if (place.dataset.action) return this.parts.actions[place.dataset.action](place.dataset.value);
      if (place.tagName === "BUTTON") return this.change(JSON.parse(place.dataset.set));
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;  // a link that opens elsewhere
      event.preventDefault();
      this.ask(JSON.parse(place.dataset.set));
      dlcourse.scrollTo(this.root);
    }

    /** Calls frame(seconds since the start) again and again until it returns false or something else happens,
        then ended(). Time in which the page is hidden does not count: one comes back to what one left. */
    animate(frame, ended) {
      this.rest();
      const running = (this.running = { ended });
      let seconds = 0, last = performance.now();
      const next = () => {
        if (this.running !== running) return;
        const now = performance.now();
        seconds += Math.min((now - last) / 1000, LONGEST);
        last = now;
        if (frame(seconds)) requestAnimationFrame(next);
        else this.rest();
      };
      requestAnimationFrame(next);
    }
  }

  function valueOf(input) {
    if (input.type === "checkbox") return input.checked;
    if (input.tagName === "SELECT") return input.value;
    if (input.value.trim() !== "") return Number(input.value);
    return input.validity.badInput ? NaN : null;  // null: no value, where the field allows it
  }

  dlcourse.Control = Control;

  dlcourse.register = function (name, setup) { dlcourse.controls[name] = setup; };

  /** Sets up the control in this block. */
  dlcourse.open = function (root, home) {
    const control = new Control(root, home);
    root.dataset.ready = "";
    control.begin(dlcourse.controls[root.dataset.control](control));
    return control;
  };

  /** Sets up every control that is not ready yet and whose scripts are loaded. */
  dlcourse.mount = function () {
    for (const root of document.querySelectorAll(".dlcourse-control:not([data-ready])"))
      if (dlcourse.controls[root.dataset.control]) dlcourse.open(root, dlcourse.addressOf(root));
  };
})();
