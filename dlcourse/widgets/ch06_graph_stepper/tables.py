"""Chapter 6: four small graphs; which node can be filled next, and what it will hold."""

from dlcourse.widgets.frame import compared, fill
from dlcourse.widgets.frame.wiring import (
    consumers_of,
    drawn,
    edges_of,
    found,
    given_values,
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
    "back": "All values are there. Now the derivatives of {end}, in reverse: which entry comes first?",
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
    """What a run depends on."""
    numbers = {name: state[name] for name in ("a", "b", "x", "w", "y")}
    return {"kernels": kernels, "graph": state["graph"], "picks": state["picks"], "numbers": numbers}


def first(run):
    """What is given, and nothing else.   last: the node filled last; k: how many were; factors: of edges"""
    graph = GRAPHS[run["graph"]]
    empty, parts = [None] * len(graph), [[] for V in graph]
    place = {"u": given_values(graph, run["numbers"]), "table": empty, "parts": parts, "last": -1, "k": 0}
    return place | {"factors": [None for edge in edges_of(graph)]}


def missing_of(i, place, graph):
    """The nodes that must be filled before node i; None where it holds all already."""
    empty = [j for j, value in enumerate(place["u"]) if value is None]
    if place["u"][i] is None:
        return [j for j in graph[i]["inputs"] if j in empty]
    if empty:
        return empty
    if place["table"][i] is not None:
        return None
    return [j for j in consumers_of(i, graph) if place["table"][j] is None]


def ready_in(place, graph):
    """The nodes that can be filled now: the first made come first, of derivatives the last made."""
    order = range(len(graph))
    if None not in place["u"]:
        order = [len(graph) - 1 - i for i in order]
    return [i for i in order if missing_of(i, place, graph) == []]


def is_over(place, run):
    """Whether every node holds its value and its derivative."""
    return None not in place["table"]


def following(place, run):
    """One place more is filled: that which was picked, or else the first that is ready."""
    graph, k = GRAPHS[run["graph"]], place["k"]
    ready = ready_in(place, graph)
    i = run["picks"][k] if k < len(run["picks"]) and run["picks"][k] in ready else ready[0]
    u, table, parts = [*place["u"]], [*place["table"]], [*place["parts"]]
    factors, edges = [*place["factors"]], edges_of(graph)
    if u[i] is None:
        n = found(i, graph, u, run["numbers"], run["kernels"])
        u[i] = n["value"]
        for e, (_, end, at) in enumerate(edges):
            if end == i:
                factors[e] = n[f"slope{at}"]
    else:
        sent = [[table[end], factors[e], end] for e, (start, end, _) in enumerate(edges) if start == i]
        parts[i] = sent
        table[i] = sum([G * factor for G, factor, _ in sent]) if sent else 1
    return {"u": u, "table": table, "parts": parts, "factors": factors, "last": i, "k": k + 1}


def and_joined(names):
    """Names in a row."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def sum_text(i, place):
    """The sum of contributions to the entry of node i, each a derivative times the factor of an edge."""
    if place["table"][i] is None:
        return ""
    sent = place["parts"][i]
    factors = [short(factor) if factor >= 0 else f"({short(factor)})" for G, factor, end in sent]
    products = [f"{short(part[0])} · {factor}" for part, factor in zip(sent, factors, strict=True)]
    whole = short(place["table"][i])
    return f"{' + '.join(products)} = {whole}" if sent else whole


def verdict(state, place, graph):
    """What is asked of the node that is chosen, or why it must wait; else what was filled last."""
    i, last, is_back = state["pick"], place["last"], None not in place["u"]
    about = {"end": graph[-1]["name"], "edges": len(edges_of(graph))}
    if 0 <= i < len(graph):
        missing, users = missing_of(i, place, graph), consumers_of(i, graph)
        about |= {"name": graph[i]["name"], "formula": graph[i]["formula"]}
        if missing is None:
            return fill(SENTENCES["there"], about)
        if missing:
            early = "missing" if is_back else "values" if place["u"][i] is not None else "early"
            return fill(
                SENTENCES[early], about | {"missing": and_joined([graph[j]["name"] for j in missing])}
            )
        if not is_back:
            return fill(SENTENCES["value"], about)
        if not users:
            return fill(SENTENCES["first"], about)
        return fill(SENTENCES["entry"], about | {"users": uses_text(i, graph)})
    if last < 0:
        return SENTENCES["start"]
    told = {"name": graph[last]["name"], "formula": graph[last]["formula"], "value": short(place["u"][last])}
    told |= about | {"sum": sum_text(last, place)}
    if place["table"][last] is None:
        return fill(SENTENCES["is"], told) + (" " + fill(SENTENCES["back"], told) if is_back else "")
    return fill(SENTENCES["sum" if None in place["table"] else "over"], told)


def uses_text(i, graph):
    """Who uses node i, and how often who uses it twice does."""
    names = [graph[end]["name"] for start, end, _ in edges_of(graph) if start == i]
    once = [name for k, name in enumerate(names) if name not in names[:k]]
    twice = [name for k, name in enumerate(names) if name in names[:k]]
    return and_joined([name + (" twice" if name in twice else "") for name in once])


def guess_text(state, place, graph):
    """What is said of the guess: before it is filled, and after."""
    i, last, guess = state["pick"], place["last"], state["guess"]
    if guess is None:
        return ""
    if 0 <= i < len(graph):
        if missing_of(i, place, graph) != []:
            return ""
        return fill(SENTENCES["wait"], {"guess": guess, "name": graph[i]["name"]})
    if last < 0:
        return ""
    value = place["u"][last] if place["table"][last] is None else place["table"][last]
    return compared("", guess, value, 0 if guess == round(guess) and value == round(value) else 3)


def values(state, past, run):
    """What the picture, the table and the inputs name."""
    place, graph = past[-1], GRAPHS[run["graph"]]
    i, last, is_back = state["pick"], place["last"], None not in place["u"]
    is_picked, is_entry = 0 <= i < len(graph), last >= 0 and place["table"][last] is not None
    sends = [is_entry and edge[0] == last for edge in edges_of(graph)]
    v = drawn(graph, sends, [False for edge in sends])
    v |= {"u": place["u"], "table": place["table"], "things": len(graph)}
    v |= {"value_text": shown(place["u"]), "table_text": shown(place["table"], "∂ ")}
    v |= {"factor_text": shown(place["factors"] if is_back else [], "×")}
    v |= {"ring": graph[i]["at"] if is_picked else HOME, "ring_r": 22 if is_picked else 8}
    v |= {"resting": None if is_picked else True, "target": True if run["graph"] == "decay" else None}
    v |= {"last_at": graph[last]["at"] if last >= 0 else None, "is_ready": False}
    ready = ready_in(place, graph)
    v |= {"ready": ready[0] if ready else -1, "is_ready": is_picked and i in ready}
    texts = {"verdict": verdict(state, place, graph), "compared": guess_text(state, place, graph)}
    for k, V in enumerate(graph):
        texts |= {f"name.{k}": V["name"], f"rule.{k}": V["formula"] if V["rule"] else "given"}
        texts |= {f"value.{k}": v["value_text"][k], f"entry.{k}": sum_text(k, place)}
    return v | {"texts": texts}
