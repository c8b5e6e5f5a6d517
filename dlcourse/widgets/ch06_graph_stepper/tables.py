"""Chapter 6: four small graphs; which node can be filled next, and what it will hold."""

from dlcourse.widgets.frame import compared, fill
from dlcourse.widgets.frame.wiring import (
    and_joined,
    computed,
    consumers_of,
    drawn,
    edges_of,
    node,
    short,
    shown,
)

HOME = (326, 18)  # of the ring that chooses a node
GRAPHS = {
    "sum": [
        node("a", (62, 150), "a"),
        node("b", (62, 52), "b"),
        node("c", (178, 150), "a + b", "add", (0, 1)),
        node("d", (178, 52), "b + 1", "more", (1,), 1),
        node("e", (296, 101), "c · d", "multiply", (2, 3)),
    ],
    "five": [
        node("x", (50, 101), "x"),
        node("u₁", (130, 150), "1x", "scale", (0,), 1),
        node("u₂", (130, 52), "2x", "scale", (0,), 2),
        node("u₃", (228, 150), "3u₁ + 4u₂", "weigh", (1, 2), 3, 4),
        node("u₄", (228, 52), "6u₁ + 5u₂", "weigh", (1, 2), 6, 5),
        node("u₅", (312, 101), "u₃ + u₄", "add", (3, 4)),
    ],
    "decay": [
        node("w", (44, 101), "w"),
        node("ŷ", (130, 150), "2w", "scale", (0,), 2),
        node("L", (222, 150), "(ŷ − y)²", "error", (1,), "y"),
        node("u₁", (130, 52), "w · w", "multiply", (0, 0)),
        node("Ω", (222, 52), "0.5 u₁", "scale", (3,), 0.5),
        node("J", (312, 101), "L + Ω", "add", (2, 4)),
    ],
    "cube": [
        node("x", (70, 70), "x"),
        node("u", (180, 150), "x · x", "multiply", (0, 0)),
        node("z", (290, 70), "u · x", "multiply", (1, 0)),
    ],
}
SENTENCES = {
    "start": "Which node can be filled first? Choose it, say what it will hold, and fill.",
    "back": " All values are there. Now the derivatives of {end}, in reverse: which entry comes first?",
    "value": "{name} = {formula}. What will it hold?",
    "first": "How does {name} change with itself? That is the first entry.",
    "entry": "{name} is used by {users}. What is the sum of what they send back?",
    "wait": "You said {guess} for {name}. Fill it, and compare.",
    "early": "Not yet: {name} is computed from {missing}, still without a value.",
    "values": "Not yet: derivatives wait for the values. Still without one: {missing}.",
    "missing": "Not yet: the sum of {name} would miss what comes from {missing}, still without an entry.",
    "there": "{name} holds both its value and its entry already.",
    "is": "{name} = {formula} = {value}.",
    "sum": "∂{end}/∂{name} = {sum}.",
    "over": "∂{end}/∂{name} = {sum}. The table is full: one contribution for each of {edges:0} edges.",
}


def setting(state, kernels):
    """All that the graph will hold, and the order of filling as far as it was picked."""
    return {"name": state["graph"], "picks": state["picks"]} | computed(
        GRAPHS[state["graph"]], state, kernels
    )


def first(run):
    """What is given holds its value, and nothing an entry.   filled: the nodes in the order of filling"""
    given = [i for i, V in enumerate(GRAPHS[run["name"]]) if not V["rule"]]
    return {"valued": given, "entered": [], "filled": []}


def following(place, run):
    """One place more is filled: that which was picked, or else the first that is ready."""
    graph, k, picks = GRAPHS[run["name"]], len(place["filled"]), run["picks"]
    ready = ready_in(place, graph)
    i = picks[k] if k < len(picks) and picks[k] in ready else ready[0]
    kind = "valued" if len(place["valued"]) < len(graph) else "entered"
    return place | {"filled": [*place["filled"], i], kind: [*place[kind], i]}


def is_over(place, run):
    """Whether every node holds its value and its entry."""
    return len(place["entered"]) == len(GRAPHS[run["name"]])


def missing_of(i, place, graph):
    """The nodes that must be filled before node i; None where it holds all already."""
    empty = [j for j in range(len(graph)) if j not in place["valued"]]
    if i in empty:
        return [j for j in graph[i]["inputs"] if j in empty]
    if i in place["entered"]:
        return None
    return empty if empty else [j for j in consumers_of(i, graph) if j not in place["entered"]]


def ready_in(place, graph):
    """The nodes that can be filled now: the first made come first, of entries the last made."""
    last = len(graph) - 1
    order = [i if len(place["valued"]) <= last else last - i for i in range(len(graph))]
    return [i for i in order if missing_of(i, place, graph) == []]


def sum_text(i, run):
    """The entry of node i as a sum over its uses: the entry of who uses it, times the factor of the edge."""
    whole, products = short(run["table"][i]), []
    for e, (start, end, _) in enumerate(edges_of(GRAPHS[run["name"]])):
        if start == i:
            factor = short(run["factors"][e])
            shown_factor = factor if run["factors"][e] >= 0 else f"({factor})"
            products.append(f"{short(run['table'][end])} · {shown_factor}")
    return f"{' + '.join(products)} = {whole}" if products else whole


def verdict(state, place, run, graph):
    """What is asked of the node that is chosen, or why it must wait; else what was filled last."""
    is_back, is_picked = len(place["valued"]) == len(graph), 0 <= state["pick"] < len(graph)
    if not is_picked and not place["filled"]:
        return SENTENCES["start"]
    i = state["pick"] if is_picked else place["filled"][-1]
    about = {"name": graph[i]["name"], "formula": graph[i]["formula"], "value": short(run["u"][i])}
    about |= {"end": graph[-1]["name"], "edges": len(edges_of(graph)), "sum": sum_text(i, run)}
    if is_picked:
        missing = missing_of(i, place, graph)
        about["missing"] = and_joined([graph[j]["name"] for j in missing]) if missing else ""
        about["users"] = uses_text(i, graph)
        if missing:
            key = "missing" if is_back else "values" if i in place["valued"] else "early"
        else:
            key = "value" if not is_back else "first" if i == len(graph) - 1 else "entry"
        return fill(SENTENCES["there" if missing is None else key], about)
    if not place["entered"]:
        return fill(SENTENCES["is"], about) + (fill(SENTENCES["back"], about) if is_back else "")
    return fill(SENTENCES["over" if is_over(place, run) else "sum"], about)


def uses_text(i, graph):
    """Who uses node i, and how often who uses it twice does."""
    twice = [j for j in consumers_of(i, graph) if len([x for x in graph[j]["inputs"] if x == i]) > 1]
    names = [graph[j]["name"] + (" twice" if j in twice else "") for j in consumers_of(i, graph)]
    return and_joined(names) if names else ""


def guess_text(state, place, run, graph):
    """What is said of the guess: before it is filled, and after."""
    i, guess = state["pick"], state["guess"]
    if guess is not None and 0 <= i < len(graph) and missing_of(i, place, graph) == []:
        return fill(SENTENCES["wait"], {"guess": guess, "name": graph[i]["name"]})
    if guess is None or 0 <= i < len(graph) or not place["filled"]:
        return ""
    value = run["table" if place["entered"] else "u"][place["filled"][-1]]
    return compared("", guess, value, 0 if guess == round(guess) and value == round(value) else 3)


def values(state, past, run):
    """What the picture, the table and the inputs name."""
    place, graph, i = past[-1], GRAPHS[run["name"]], state["pick"]
    is_back, is_picked, filled = len(place["valued"]) == len(graph), 0 <= i < len(graph), place["filled"]
    last, ready = filled[-1] if filled else -1, ready_in(place, graph)
    v = drawn(graph, [edge[0] == last and last in place["entered"] for edge in edges_of(graph)], [])
    v |= {"u": [x if j in place["valued"] else None for j, x in enumerate(run["u"])], "things": len(graph)}
    v |= {"table": [x if j in place["entered"] else None for j, x in enumerate(run["table"])]}
    v |= {"value_text": shown(v["u"]), "table_text": shown(v["table"], "∂ ")}
    v |= {"factor_text": shown(run["factors"] if is_back else [], "×"), "resting": not is_picked}
    v |= {"ring": graph[i]["at"] if is_picked else HOME, "ring_r": 22 if is_picked else 8, "filled": filled}
    v |= {"last_at": graph[last]["at"] if filled else None, "target": run["name"] == "decay"}
    v |= {"ready": ready[0] if ready else -1, "is_ready": is_picked and i in ready}
    texts = {"verdict": verdict(state, place, run, graph), "compared": guess_text(state, place, run, graph)}
    for k, V in enumerate(graph):
        texts |= {f"name.{k}": V["name"], f"rule.{k}": V["formula"] if V["rule"] else "given"}
        texts |= {f"value.{k}": v["value_text"][k]}
        texts |= {f"entry.{k}": sum_text(k, run) if k in place["entered"] else ""}
    return v | {"texts": texts}
