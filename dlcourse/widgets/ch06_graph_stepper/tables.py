"""Chapter 6: four small graphs; which node can be filled next, and what it will hold."""

from dlcourse.widgets.frame import cells, compared, fill, wiring
from dlcourse.widgets.frame.wiring import and_joined, consumers_of, edges_of, node, short

HOME = (326, 18)  # of the ring that chooses a node
BESIDE, TARGET = 40, [296, 176]  # so far left of a node that is given, and where y is, one holds its number
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
    run = {"name": state["graph"], "picks": state["picks"]}
    return run | wiring.computed(GRAPHS[state["graph"]], state, kernels)


def first(run):
    """A place of the run: the nodes in the order of filling, first their values, then their entries."""
    return []


def following(filled, run):
    """One place more is filled: that which was picked, or else the first that is ready."""
    ready, picks, k = ready_in(filled, GRAPHS[run["name"]]), run["picks"], len(filled)
    return [*filled, picks[k] if k < len(picks) and picks[k] in ready else ready[0]]


def is_over(filled, run):
    """Whether every node holds its value and its entry."""
    return ready_in(filled, GRAPHS[run["name"]]) == []


def held_in(filled, graph):
    """The nodes that hold a value, and those that hold an entry."""
    given = [i for i, V in enumerate(graph) if not V["rule"]]
    n = len(graph) - len(given)
    return [*given, *filled[0:n]], filled[n:]


def missing_of(i, filled, graph):
    """The nodes that must be filled before node i; None where it holds all already."""
    valued, entered = held_in(filled, graph)
    empty = [j for j in range(len(graph)) if j not in valued]
    if i in empty:
        return [j for j in graph[i]["inputs"] if j in empty]
    users = [j for j in consumers_of(i, graph) if j not in entered]
    return None if i in entered else empty if empty else users


def ready_in(filled, graph):
    """The nodes that can be filled now: the first made come first, of entries the last made."""
    ready = [i for i in range(len(graph)) if missing_of(i, filled, graph) == []]
    is_back = len(held_in(filled, graph)[0]) == len(graph)
    return [ready[len(ready) - 1 - k] for k in range(len(ready))] if is_back else ready


def sum_text(i, run):
    """The entry of node i as a sum over its uses: the entry of who uses it, times the factor of the edge."""
    whole, products = short(run["table"][i]), []
    for (start, end, _), factor in zip(edges_of(GRAPHS[run["name"]]), run["factors"], strict=True):
        if start == i:
            text = short(factor) if factor >= 0 else f"({short(factor)})"
            products.append(f"{short(run['table'][end])} · {text}")
    return f"{' + '.join(products)} = {whole}" if products else whole


def uses_text(i, graph):
    """Who uses node i, and how often who uses it twice does."""
    twice = [j for j, V in enumerate(graph) if len([x for x in V["inputs"] if x == i]) > 1]
    return and_joined([graph[j]["name"] + (" twice" if j in twice else "") for j in consumers_of(i, graph)])


def verdict(i, is_picked, filled, run, graph):
    """What is asked of node i, which is picked, or why it must wait; else what it holds, filled last."""
    (valued, entered), missing = held_in(filled, graph), missing_of(i, filled, graph)
    is_back = len(valued) == len(graph)
    if not is_picked:
        key = "start" if not filled else "is" if not entered else "over" if is_over(filled, run) else "sum"
    elif missing:
        key = "missing" if is_back else "values" if i in valued else "early"
    else:
        asked = "value" if not is_back else "first" if i == len(graph) - 1 else "entry"
        key = "there" if missing is None else asked
    about = {"name": graph[i]["name"], "formula": graph[i]["formula"], "value": short(run["u"][i])}
    about |= {"end": graph[-1]["name"], "edges": len(edges_of(graph)), "sum": sum_text(i, run)}
    about |= {"missing": and_joined([graph[j]["name"] for j in missing or []]), "users": uses_text(i, graph)}
    return fill(SENTENCES[key] + (SENTENCES["back"] if key == "is" and is_back else ""), about)


def guess_text(guess, i, is_picked, filled, run, graph):
    """What is said of a guess of node i: before it is filled, and after."""
    is_ready = is_picked and missing_of(i, filled, graph) == []
    if guess is None or not (is_ready or (filled and not is_picked)):
        return ""
    if is_picked:
        return fill(SENTENCES["wait"], {"guess": guess, "name": graph[i]["name"]})
    value = run["table" if held_in(filled, graph)[1] else "u"][i]
    return compared("", guess, value, 0 if guess == round(guess) and value == round(value) else 3)


def values(state, past, run):
    """What the picture, the table and the inputs name."""
    filled, graph, pick = past[-1], GRAPHS[run["name"]], state["pick"]
    (valued, entered), nodes = held_in(filled, graph), range(len(graph))
    is_back, is_picked, ready = len(valued) == len(graph), 0 <= pick < len(graph), ready_in(filled, graph)
    last = filled[-1] if filled else -1
    u = [x if j in valued else None for j, x in enumerate(run["u"])]
    table = [x if j in entered else None for j, x in enumerate(run["table"])]
    back = [edge[0] == last and last in entered for edge in edges_of(graph)]
    v = wiring.drawn(graph, u, table, [x if is_back else None for x in run["factors"]], back, [])
    v |= {"u": u, "table": table, "things": len(graph), "filled": filled, "resting": not is_picked}
    v |= {"ring": graph[pick]["at"] if is_picked else HOME, "ring_r": 22 if is_picked else 8}
    v |= {"last_at": graph[last]["at"] if filled else None}
    v |= {"ready": ready[0] if ready else -1, "is_ready": is_picked and pick in ready}
    given = [V for V in graph if not V["rule"]]
    v |= {f"{V['formula']}_at": [V["at"][0] - BESIDE, V["at"][1]] for V in given}
    v["y_at"] = TARGET if run["name"] == "decay" else None
    about = pick if is_picked else max(0, last)
    texts = {"verdict": verdict(about, is_picked, filled, run, graph)}
    texts["compared"] = guess_text(state["guess"], about, is_picked, filled, run, graph)
    entries = [sum_text(k, run) if k in entered else "" for k in nodes]
    columns = {"name": v["name"], "rule": wiring.rules_of(graph), "value": v["value_text"], "entry": entries}
    return v | {"texts": texts | cells(columns)}
