/* Inputs and buttons of a control: what is typed, chosen and pressed becomes its state, and its state is shown in them.
   An input is a field by its name; an entry of a list, as in guess.2; an own number, by its name in the value
   "own_now"; of the values "inputs"; or what a script puts into control.inputs. */

/** Hears what is typed, chosen and pressed. */
dlcourse.hear = function (control) {
  control.root.addEventListener("input", ({ target }) => {
    const { input } = target.dataset, value = valueOf(target);
    if (input && !Number.isNaN(value)) take(control, input, value);  // what is no number yet is left alone
  });
  control.root.addEventListener("focusout", ({ target }) => { if (target.dataset.input) control.draw(); });
  control.root.addEventListener("click", (event) => {
    const place = event.target.closest("[data-action], [data-set]");
    if (place) press(control, place, event);
  });
};

function valueOf(input) {
  if (input.type === "checkbox") return input.checked;
  if (input.tagName === "SELECT" || input.type === "text") return input.value;
  if (input.value.trim() !== "") return Number(input.value);
  return input.validity.badInput ? NaN : null;  // null: no value, where the field allows it
}

function take(control, input, value) {
  const { inputs, state, values: { own_now } } = control, [list, place] = input.split(".");
  if (inputs[input]) inputs[input](value);
  else if (control.field(input)) control.change({ [input]: value });
  else if (value === null) return;
  else if (own_now && input in own_now) control.own({ [input]: Number(value) });
  else control.change({ [list]: state[list].map((one, k) => (k === Number(place) ? Number(value) : one)) });
}

function press(control, place, event) {
  if (place.dataset.action) return control.parts.actions[place.dataset.action](place.dataset.value);
  if (place.tagName === "BUTTON") return control.change(JSON.parse(place.dataset.set));
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;  // a link that opens elsewhere
  event.preventDefault();
  control.ask(JSON.parse(place.dataset.set));
  dlcourse.scrollTo(control.root);
}

/** What the input of that name shows; undefined where it is nobody's. */
function shown({ state, values: { inputs, own_now } }, name) {
  if (name in inputs) return inputs[name];
  return own_now && name in own_now ? Math.round(1e3 * own_now[name]) / 1e3 : dlcourse.valueOf(state, name);
}

/** Shows the state in the inputs, but never under the fingers of someone who is typing. */
dlcourse.showInputs = function (control) {
  for (const input of control.all("[data-input]")) {
    const { input: name } = input.dataset, value = name === "named" ? control.nameOf() : shown(control, name);
    if (value === undefined) continue;
    const text = typeof value === "number" ? String(Number(value.toFixed(4))) : value || "";
    if (input.type === "checkbox") input.checked = value;
    else if (input.type === "range" && value === null) input.value = input.defaultValue;
    else if (input !== document.activeElement || input.type === "range") input.value = text;
  }
};
