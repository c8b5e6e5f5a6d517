"""Chapter 6: sweeps over a graph in an order of visits, which may be wrong; and how many orders are right."""

from itertools import permutations

from dlcourse.widgets.ch06_graph_stepper.tables import GRAPHS as FOUR
from dlcourse.widgets.frame import cells, compared, fill, wiring
from dlcourse.widgets.frame.wiring import and_joined, edges_of, node, short

VISITED = (1, 2, 3, 4, 5)  # the nodes that pass something on; node 0 is given, the last one the result
ALL, STRIDE = 120, 49  # orders of five nodes; all come, mixed, as both numbers have no factor in common
MIXED = [[*permutations(VISITED)][k * STRIDE % ALL] for k in range(ALL)]
GIVEN = {"x": 2, "w": 3, "y": 5}
GRAPHS = {
    "reuse": [
        node("x", (32, 101), "x"),
        node("u₁", (98, 101), "2x", "scale", (0,), 2),
        node("u₂", (166, 48), "3u₁", "scale", (1,), 3),
        node("u₃", (240, 150), "u₁ + u₂", "add", (1, 2)),
        node("u₄", (252, 48), "4u₂", "scale", (2,), 4),
        node("u₅", (318, 101), "u₃ + u₄", "add", (3, 4)),
    ],
    "five": FOUR["five"],
    "decay": FOUR["decay"],
}
WORDS = {"low": "too small", "right": "right", "high": "too large"}
SENTENCES = {
    "ask": "Will ∂{end}/∂{leaf} be right in this order? Say it, then play.",
    "visit": "Visit {k:0}: {name} passes on its {G}{again}: {sent}.",
    "again": ", once more",
    "late": " Too late for {names}, visited before.",
    "end": " ∂{end}/∂{leaf} = {found}, ",
    "right": "and that is right: each node came after all that use it.",
    "low": "but {right} is right. No error was raised.",
    "high": "but {right} is right: sums were passed on twice. No error was raised.",
    "waits": "You said {said}.",
    "hit": "You said {said}: so it is.",
    "miss": "You said {said}: it is {found}.",
    "share": "In how many of the 120 orders of visits is it right?",
    "tried": "{right:0} of {tried:0} orders are right.",
}


def once(visits):
    """Each node at its first visit."""
    return [i for k, i in enumerate(visits) if i not in visits[:k]]


def unmarked(i, graph):
    """A recursion from node i to its inputs, which forgets where it was."""
    found = [i]
    for j in graph[i]["inputs"]:
        if j in VISITED:
            found.extend(unmarked(j, graph))
    return found


def breadth(graph):
    """The result, then its inputs, then theirs, each once."""
    visits = [5]
    for k in range(len(VISITED)):
        visits.extend([j for j in graph[visits[k]]["inputs"] if j in VISITED and j not in visits])
    return visits


def visits_of(state):
    """The nodes in the order of their visits; of own ones each once, and none is left out."""
    graph, order = GRAPHS[state["graph"]], state["order"]
    if order == "unmarked":
        return unmarked(5, graph)
    if order == "own":
        return once([*state["own"], *VISITED])
    return {"created": [5, 4, 3, 2, 1], "depth": once(unmarked(5, graph)), "breadth": breadth(graph)}[order]


def setting(state, kernels):
    """What a sweep depends on: the graph, the derivatives on its edges, the visits; and what is right."""
    held = wiring.computed(GRAPHS[state["graph"]], GIVEN, kernels)
    run = {"graph": state["graph"], "visits": visits_of(state)}
    return run | {"factors": held["factors"], "right": held["table"]}


def first(run):
    """The derivative of the result with respect to itself is 1; no visit was made.   k: visits; passed, late:
    of each edge, whether something was passed on, and whether that came too late"""
    none = [0 for edge in run["factors"]]
    return {"table": [0, 0, 0, 0, 0, 1], "k": 0, "passed": none, "late": none}


def following(place, run):
    """One visit: the node passes on its sum as far as it has come, along each of its edges."""
    k, visits = place["k"], run["visits"]
    table, passed, late = [*place["table"]], [*place["passed"]], [*place["late"]]
    for e, (start, end, _) in enumerate(edges_of(GRAPHS[run["graph"]])):
        if end == visits[k]:
            table[start] += place["table"][end] * run["factors"][e]
            passed[e] = 1
            late[e] = 1 if start in visits[:k] and start not in visits[k:] else late[e]
    return {"table": table, "k": k + 1, "passed": passed, "late": late}


def is_over(place, run):
    """Whether all visits are made."""
    return place["k"] >= len(run["visits"])


def final(k, state, kernels):
    """Which part of the right derivative a sweep in the k-th order finds, in percent."""
    run = setting(state, kernels) | {"visits": MIXED[k]}
    place = first(run)
    while not is_over(place, run):
        place = following(place, run)
    return 100 * place["table"][0] / run["right"][0]


def bar_of(percent):
    """The bar of a part: none, less than half, less than all, all."""
    return 0 if percent < 1e-9 else 1 if percent < 50 else 2 if percent < 100 - 1e-9 else 3


def outcome(table, right):
    """Whether the derivative with respect to what is given is too small, right, or too large."""
    gap = table[0] - right[0]
    return "right" if abs(gap) < 1e-9 else "low" if gap < 0 else "high"


def verdict(place, run, graph):
    """What the last visit did, and at the end what came of it."""
    k, right, factors = place["k"], run["right"], run["factors"]
    about = {"end": graph[5]["name"], "leaf": graph[0]["name"], "right": short(right[0]), "k": k}
    if k == 0:
        return fill(SENTENCES["ask"], about)
    i, before = run["visits"][k - 1], run["visits"][: k - 1]
    G, mine = place["table"][i], [[start, e] for e, (start, end, _) in enumerate(edges_of(graph)) if end == i]
    late = [graph[start]["name"] for start, e in mine if place["late"][e]]
    about |= {"name": graph[i]["name"], "G": short(G), "again": SENTENCES["again"] if i in before else ""}
    about |= {"sent": and_joined([f"{short(G * factors[e])} to {graph[start]['name']}" for start, e in mine])}
    about |= {"names": and_joined(late), "found": short(place["table"][0])}
    end = SENTENCES["end"] + SENTENCES[outcome(place["table"], right)] if is_over(place, run) else ""
    return fill(SENTENCES["visit"] + (SENTENCES["late"] if late else "") + end, about)


def guess_text(said, place, run):
    """What is said of the guess, at the end whether it was right."""
    came = outcome(place["table"], run["right"])
    key = "waits" if not is_over(place, run) else "hit" if said == came else "miss"
    return fill(SENTENCES[key], {"said": WORDS[said], "found": WORDS[came]}) if said else ""


def values(state, past, run, seen=None):
    """What the pictures and the table name.   seen: how many orders have ended in which bar"""
    place, graph, counts = past[-1], GRAPHS[run["graph"]], seen["counts"] if seen else [0, 0, 0, 0]
    k, table, right, visits, tried = place["k"], place["table"], run["right"], run["visits"], sum(counts)
    places = range(len(visits))
    v = wiring.drawn(graph, [None for V in graph], table, run["factors"], place["passed"], place["late"])
    v |= {"table": table, "right": right, "visits": visits, "once": once(visits), "slots": len(visits) + 0.6}
    v |= {"visit": [graph[i]["name"] for i in visits], "number": [str(n + 1) for n in places]}
    v |= {"counts": counts if tried else None}
    v |= {"slot": [[n + 1, 36] for n in places], "below_slot": [[n + 1, 7] for n in places]}
    v |= {"last_slot": [k, 36] if k else None, "last_at": graph[visits[k - 1]]["at"] if k else None}
    v |= {"share_found": counts[3] if tried == ALL else None}
    v |= {"own_now": {f"visit{n}": i for n, i in enumerate(v["once"])}}
    texts = {"verdict": verdict(place, run, graph), "compared": guess_text(state["guess"], place, run)}
    texts["share"] = compared(SENTENCES["share"], state["share"], v["share_found"], 0)
    texts["tried"] = fill(SENTENCES["tried"], {"right": counts[3], "tried": tried}) if tried else ""
    texts["asked"] = f"∂{graph[5]['name']}/∂{graph[0]['name']} will be"
    marks = ["✓" if abs(x - wanted) < 1e-9 else "✗" for x, wanted in zip(table, right, strict=True)]
    columns = {"name": v["name"], "rule": wiring.rules_of(graph), "now": wiring.shown(table)}
    columns |= {"right": wiring.shown(right), "mark": marks if is_over(place, run) else ["" for V in graph]}
    return v | {"texts": texts | cells(columns)}
