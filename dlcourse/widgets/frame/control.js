/* The frame of every live control: finds it in the page and connects its inputs, its state and its outputs. */
dlcourse.controls = dlcourse.controls || {};
dlcourse.kernels = dlcourse.kernels || {};

const LONGEST = 0.5;  // seconds between two frames; what is more was spent elsewhere

/* A control registers a function that is called once for each block of its markup, before anything is shown; the
   contract for the markup stands in markup.py, that for what is printed in parts.py: the frame computes the run and
   the values, and shows them. The function returns what one takes hold of, all of it optional:
     handles                      name of a picture -> options of handles, besides those that its marks declare
     taps                         name of a picture -> function of the point that is pressed beside handles
     player                       from dlcourse.player, for the button of a run without steps
     actions                      name of a button -> function of its value
     changed(difference, before)  the state has changed, also by a link (before is null then): mend it
   What a script finds, and the values need to know, stands in control.seen; how it begins, in the constant `seen`. */

class Control {
  constructor(root, home) {
    Object.assign(this, { root, home });
    for (const name of ["fields", "constants", "named", "read", "spoken"])
      this[name] = JSON.parse(root.dataset[name]);
    this.pictures = dlcourse.pictures(root);
    [this.kernels, this.program] = [dlcourse.kernels, dlcourse.programs].map((all) => all[root.dataset.control]);
    this.start = Object.fromEntries(this.fields.map((field) => [field.name, field.start]));
    this.state = { ...this.start };
    // name -> function of the value, for inputs that are no fields of the state
    this.inputs = { named: (name) => this.change(this.named[name] || {}) };
    this.values = null;  // what is shown
    this.running = null;  // an animation or a long computation, which ends when anything else happens
    this.seen = structuredClone(this.constants.seen || {});
    if (this.program.final) this.many = dlcourse.manySeeds(this);
    if (this.field("step")) this.stepper = dlcourse.stepper(this);
    this.showThings = dlcourse.partsOfThings(root);
  }

  /** Sets the control up: `parts` is what its function returned. */
  begin(parts) {
    const { stepper, many = {} } = this, player = parts.player || stepper, { play } = player || {};
    this.parts = { ...parts, player, handles: this.handlesOf(parts.handles || {}, parts.taps || {}) };
    const reset = () => {
      for (const part of this.all("details")) part.open = false;
      if (many.clear) many.clear();
      this.ask(this.start);
    };
    const actions = { play, reset, many: many.start, "next-seed": () => this.change({ seed: this.state.seed + 1 }) };
    this.parts.actions = { ...actions, ...(stepper || {}).actions, ...parts.actions };
    dlcourse.hear(this);
    this.load(this.home.load() || {});
    this.home.onLoad((values) => this.load(values));
  }

  /** The handles of each picture that has any. */
  handlesOf(own, taps) {
    const found = Object.entries(this.pictures).map(([name, picture]) =>
      [picture, [...(own[name] || []), ...dlcourse.declaredHandles(this, picture)], taps[name]]);
    return found.filter(([, options]) => options.length).map((given) => dlcourse.handles(...given));
  }

  all(selector) { return [...this.root.querySelectorAll(selector)]; }

  field(name) { return this.fields.find((field) => field.name === name); }

  output(name) { return this.root.querySelector(`[data-output="${name}"]`); }

  /** Draws every picture and writes every text of the control with these values. */
  render(values) {
    this.showThings(values.things);
    for (const [name, text] of Object.entries(values.texts)) this.write(name, text);
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

  /** Takes what the fields accept into the state, shows it and remembers it. */
  change(difference) {
    this.rest();
    this.advance(difference);
    this.settle();
  }

  /** Own numbers from here on: those that are shown, with some changed, by their names. */
  own(changes) {
    const { name, named } = this.fields.find((field) => field.named);
    this.change({ [named]: "own", [name]: Object.values({ ...this.values.own_now, ...changes }) });
  }

  /** Takes what Python has set of results that are own numbers: W is W1.0, W1.1, ..., W2.0, ..., row by row. */
  take(results) {
    const changes = {};
    for (const [array, value] of Object.entries(results)) {
      const names = Object.keys(this.values.own_now || {}).filter((name) => name.replace(/\d*\.\d+$/, "") === array);
      const numbers = [value].flat(Infinity);
      if (names.length === numbers.length) names.forEach((name, k) => { changes[name] = numbers[k]; });
    }
    if (Object.keys(changes).length) this.own(changes);
  }

  /** The same on the way of what runs: it goes on, and nothing is remembered yet. */
  advance(difference) {
    const accepted = dlcourse.accepted(this.fields, difference), before = this.state;
    this.follow({ ...before, ...accepted }, accepted, before);
  }

  /** The start, but for these values: what a link asks for. */
  ask(values) { this.change({ ...this.start, ...values }); }

  load(values) {
    this.rest();
    const accepted = dlcourse.accepted(this.fields, values);
    this.follow({ ...this.start, ...accepted }, { ...this.start, ...accepted }, null);
    if (this.home.loaded) this.home.loaded(this.state, this.results());
  }

  /** Goes over to a state, in which these fields have changed. */
  follow(state, difference, before) {
    const own = this.values && (() => Object.values(this.values.own_now));
    this.state = dlcourse.mended(this.fields, state, difference, own);
    if (this.parts.changed) this.parts.changed(difference, before);
    if (this.many) this.many.changed(before);
    const { program: { setting }, kernels } = this, { step, speed, ...asked } = this.state, text = JSON.stringify(asked);
    if (text !== this.askedText) this.beginRun(setting ? setting(this.state, kernels) : { kernels });
    this.askedText = text;  // a step of the same run asks for nothing that is computed already
    this.draw();
  }

  /** Another run, where what it depends on has changed; of a program without `first` it only counts its steps. */
  beginRun(setting) {
    const { high } = this.field("step") || {};
    const { first = () => 0, following = (k) => k + 1, is_over = (k) => k >= high } = this.program;
    const text = JSON.stringify(setting);  // which leaves kernels out
    if (text === this.settingText) return;
    [this.setting, this.settingText] = [setting, text];
    if (this.stepper) this.course = dlcourse.course(first(setting), (place) => following(place, setting),
      (place) => is_over(place, setting));
  }

  /** The places of the run up to the one that is shown. */
  past() {
    if (!this.stepper) return [];
    this.state.step = this.course.reach(this.state.step);
    return this.course.states.slice(0, this.state.step + 1);
  }

  draw() {
    const past = this.past(), { handles, player } = this.parts;
    const found = this.program.values(this.state, past, this.setting, this.seen);
    this.values = { inputs: {}, ...this.state, ...found };
    this.render(this.values);
    for (const part of this.all("[data-part-if]")) part.hidden = !this.isThere(part.dataset.partIf);
    for (const part of this.all("[data-stage]"))
      part.toggleAttribute("data-later", Number(part.dataset.stage) > this.state.stage);
    for (const part of [...handles, ...(player ? [player] : [])]) part.draw();
    dlcourse.showInputs(this);
    for (const button of this.all("[data-set][aria-pressed]"))
      button.setAttribute("aria-pressed", String(this.isSo(JSON.parse(button.dataset.set))));
  }

  /** Whether a part is there: while a field is on, or has one of the values behind "=". */
  isThere(text) {
    const [name, those] = text.split("="), value = this.state[name];
    return those ? those.split(" ").includes(String(value)) : value;
  }

  /** Whether these are values of the state. */
  isSo(values) {
    return Object.entries(values).every(([name, value]) => dlcourse.same(this.state[name], value));
  }

  /** The name of the state, where it has one. */
  nameOf() { return Object.keys(this.named).find((name) => this.isSo(this.named[name])) || "own"; }

  results() {
    const found = { ...this.values, ...this.values.results };
    return Object.fromEntries(this.read.map((name) => [name, found[name]]));
  }

  /** The result in a sentence, for the live region. */
  say() {
    const texts = this.spoken.map((name) => this.output(name).textContent.trim()).filter(Boolean);
    return texts.map((text) => (/[.?]$/.test(text) ? text : `${text}.`)).join(" ");
  }

  /** What has come to rest is remembered, and told to a screen reader. */
  settle() {
    this.home.save(this.state, this.results());
    clearTimeout(this.speaking);
    const spoken = this.root.querySelector(".dlc-spoken");
    this.speaking = setTimeout(() => this.put(spoken, this.say()), 700);
  }

  /** Ends what runs. */
  rest() {
    const { running } = this;
    this.running = null;
    if (running) running.ended();
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

dlcourse.Control = Control;

dlcourse.register = function (name, setup) { dlcourse.controls[name] = setup; };

/** Sets up the control in this block. */
dlcourse.open = function (root, home) {
  const control = new Control(root, home);
  root.dataset.ready = "";
  const take = dlcourse.controls[root.dataset.control];
  control.begin(take ? take(control) : {});  // where marks declare all that one takes hold of there is no script
  return control;
};

/** Sets up every control that is not ready yet and whose scripts are loaded. */
dlcourse.mount = function () {
  for (const root of document.querySelectorAll(".dlcourse-control:not([data-ready])"))
    if (dlcourse.programs[root.dataset.control]) dlcourse.open(root, dlcourse.addressOf(root));
};
