/* A control in a live notebook: its state lives in the widget's model, so that Python reads and sets it. */

/** Shows the control of a model in an element; what anywidget calls. Returns what it calls at the end. */
dlcourse.live = function ({ model, el }) {
  el.innerHTML = model.get("_markup");
  const root = el.querySelector(".dlcourse-control"), fields = JSON.parse(root.dataset.fields);
  const states = fields.map((field) => field.name), results = model.get("_results");
  const read = (names) => Object.fromEntries(names.map((name) => [name, model.get(name)]));
  let sent = read([...states, ...results]);  // what the model and this view agree on
  let known = model.get("_asked");  // name -> how often Python has set it
  let sending = false;

  /** Gives what the control shows to the model; with what is new there, of which value of Python's one knew. */
  function send(state, found) {
    const told = { ...state, ...found }, heard = { ...model.get("_heard") };
    const fresh = Object.keys(told).filter((name) => !dlcourse.same(model.get(name), told[name]));
    for (const name of fresh) heard[name] = known[name] || 0;
    heard[""] = (heard[""] || 0) + fresh.length;  // so that it is sent each time
    sent = { ...sent, ...told };
    sending = true;  // each change is told at once, while others are still to come
    model.set("_heard", heard);
    for (const [name, value] of Object.entries(told)) model.set(name, value);
    sending = false;
    model.save_changes();
  }

  /** Follows what Python, or another view, has changed: its state, then the results that Python has set. Other results
      are explained by the state. */
  function onLoad(follow) {
    let waiting = false;
    model.on("change", () => {
      if (sending || waiting) return;
      waiting = true;  // for the rest: half of what another view sends may be no state
      queueMicrotask(() => { waiting = false; if (root.isConnected) look(); });
    });
    function look() {
      const asked = model.get("_asked"), isAsked = (name) => (asked[name] || 0) > (known[name] || 0);
      const inputs = states.filter((name) => !dlcourse.same(model.get(name), sent[name]));
      const wanted = read(results.filter(isAsked));
      known = asked;
      sent = { ...sent, ...read([...states, ...results]) };
      const own = fields.filter(({ name, named }) => named && inputs.includes(name) && model.get(name).length);
      const names = Object.fromEntries(own.map(({ named }) => [named, "own"]));  // which own numbers bring along
      if (inputs.length) follow({ ...read(states), ...names });
      if (Object.keys(wanted).length) control.take(wanted);
    }
  }

  const home = { load: () => read(states), save: send, loaded: send, onLoad };
  const control = dlcourse.open(root, home);
  return () => control.rest();
};
