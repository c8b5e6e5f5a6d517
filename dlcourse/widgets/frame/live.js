/* A control in a live notebook: its state lives in the widget's model, so that Python reads and sets it. */

/** Shows the control of a model in an element; what anywidget calls. Returns what it calls at the end. */
dlcourse.live = function ({ model, el }) {
  el.innerHTML = model.get("_markup");
  const root = el.querySelector(".dlcourse-control"), fields = JSON.parse(root.dataset.fields);
  const states = fields.map((field) => field.name), results = model.get("_results");
  const read = (names) => Object.fromEntries(names.map((name) => [name, model.get(name)]));
  let sent = read([...states, ...results]);  // what the model and this view agree on
  let sending = false;

  /** Gives what the control shows to the model. */
  function send(state, found) {
    sent = { ...sent, ...state, ...found };
    sending = true;  // each change is told at once, while others are still to come
    for (const [name, value] of Object.entries({ ...state, ...found })) model.set(name, value);
    sending = false;
    model.save_changes();
  }

  /** Follows what Python, or another view, has changed. A changed state explains changed results. */
  function onLoad(follow) {
    let waiting = false;
    model.on("change", () => {
      if (sending || waiting) return;
      waiting = true;  // for the rest: half of what another view sends may be no state
      queueMicrotask(() => { waiting = false; if (root.isConnected) look(); });
    });
    function look() {
      const changed = (names) => names.filter((name) => !dlcourse.same(model.get(name), sent[name]));
      const [inputs, outputs] = [changed(states), changed(results)];
      sent = { ...sent, ...read([...inputs, ...outputs]) };
      const own = fields.filter(({ name, named }) => named && inputs.includes(name) && model.get(name).length);
      const names = Object.fromEntries(own.map(({ named }) => [named, "own"]));  // which own numbers bring along
      if (inputs.length) follow({ ...read(states), ...names });
      else if (outputs.length) control.take(read(outputs));
    }
  }

  const home = { load: () => read(states), save: send, loaded: send, onLoad };
  const control = dlcourse.open(root, home);
  return () => control.rest();
};
