"""Chapter 6: sweeps over a graph in an order of visits, which may be wrong; and how many orders are right."""

from dlcourse.widgets.ch06_graph_stepper.tables import GRAPHS as FOUR
from dlcourse.widgets.frame import compared, fill
from dlcourse.widgets.frame.wiring import and_joined, computed, drawn, edges_of, node, short, shown

VISITED = (1, 2, 3, 4, 5)  # the nodes that pass something on; node 0 is given, the last one the result
ALL, STRIDE = 120, 49  # orders of five nodes; all come, mixed, as both numbers have no factor in common
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


def created(graph):
    """As the nodes were made, reversed."""
    return [5, 4, 3, 2, 1]


def unmarked(graph):
    """A recursion from the result to the inputs of each node, which forgets where it was."""

    def below(i):
        found_there = [i]
        for j in graph[i]["inputs"]:
            if j in VISITED:
                found_there.extend(below(j))
        return found_there

    return below(5)


def depth(graph):
    """The same recursion, but each node only once."""
    return once(unmarked(graph))


def breadth(graph):
    """The result, then its inputs, then theirs, each once."""
    visits = [5]
    for k in range(len(VISITED)):
        visits.extend([j for j in graph[visits[k]]["inputs"] if j in VISITED and j not in visits])
    return visits


ORDERS = {"created": created, "depth": depth, "breadth": breadth, "unmarked": unmarked}


def visits_of(state):
    """The nodes in the order of their visits; of own ones each once, and none is left out."""
    if state["order"] != "own":
        return ORDERS[state["order"]](GRAPHS[state["graph"]])
    own = once(state["own"])
    return [*own, *[i for i in VISITED if i not in own]]


def setting(state, kernels):
    """What a sweep depends on: the graph, the derivatives on its edges, the visits; and what is right."""
    held = computed(GRAPHS[state["graph"]], GIVEN, kernels)
    run = {"graph": state["graph"], "visits": visits_of(state)}
    return run | {"factors": held["factors"], "right": held["table"]}


def first(run):
    """The derivative of the result with respect to itself is 1; nobody was visited.   last: its visit"""
    none = [0 for edge in run["factors"]]
    return {"table": [0, 0, 0, 0, 0, 1], "k": 0, "passed": none, "late": none, "last": 0, "again": False}


def following(place, run):
    """One visit: the node passes on its sum as far as it has come, along each of its edges."""
    i = run["visits"][place["k"]]
    before = run["visits"][: place["k"]]
    table, passed, late = [*place["table"]], [*place["passed"]], [*place["late"]]
    for e, (start, end, _) in enumerate(edges_of(GRAPHS[run["graph"]])):
        if end == i:
            table[start] += place["table"][i] * run["factors"][e]
            passed[e] = place["k"] + 1
            late[e] = 1 if start in before and start not in run["visits"][place["k"] :] else late[e]
    again = i in before
    return {"table": table, "k": place["k"] + 1, "passed": passed, "late": late, "last": i, "again": again}


def is_over(place, run):
    """Whether all visits are made."""
    return place["k"] >= len(run["visits"])


def table_of(run, visits):
    """The table after all these visits."""
    now = run | {"visits": visits}
    place = first(now)
    while not is_over(place, now):
        place = following(place, now)
    return place["table"]


def order_of(k):
    """The k-th of all orders of the visited nodes, mixed."""
    number, left, order = k * STRIDE % ALL, [*VISITED], []
    for n in (5, 4, 3, 2, 1):
        at = number % n
        number = number // n
        order.append(left[at])
        left = [*left[:at], *left[at + 1 :]]
    return order


def final(k, state, kernels):
    """Which part of the right derivative a sweep in the k-th order finds, in percent."""
    run = setting(state, kernels)
    return 100 * table_of(run, order_of(k))[0] / run["right"][0]


def bar_of(percent):
    """The bar of a part: none, less than half, less than all, all."""
    return 0 if percent < 1e-9 else 1 if percent < 50 else 2 if percent < 100 - 1e-9 else 3


def outcome(table, right):
    """Whether the derivative with respect to what is given is too small, right, or too large."""
    gap = table[0] - right[0]
    return "right" if abs(gap) < 1e-9 else "low" if gap < 0 else "high"


def verdict(place, run, graph, right):
    """What the last visit did, and at the end what came of it."""
    about = {"end": graph[5]["name"], "leaf": graph[0]["name"], "right": short(right[0])}
    if place["k"] == 0:
        return fill(SENTENCES["ask"], about)
    i, G, factors = place["last"], place["table"][place["last"]], run["factors"]
    mine = [[start, e] for e, (start, end, _) in enumerate(edges_of(graph)) if end == i]
    sent = and_joined([f"{short(G * factors[e])} to {graph[start]['name']}" for start, e in mine])
    told = {"k": place["k"], "name": graph[i]["name"], "G": short(G), "sent": sent}
    text = fill(SENTENCES["visit"], told | {"again": SENTENCES["again"] if place["again"] else ""})
    late = [graph[start]["name"] for start, e in mine if place["late"][e]]
    if late:
        text = text + fill(SENTENCES["late"], {"names": and_joined(late)})
    if not is_over(place, run):
        return text
    end = SENTENCES["end"] + SENTENCES[outcome(place["table"], right)]
    return text + fill(end, about | {"found": short(place["table"][0])})


def guess_text(state, place, run, right):
    """What is said of the guess, at the end whether it was right."""
    said = state["guess"]
    if said == "":
        return ""
    came = outcome(place["table"], right)
    key = "waits" if not is_over(place, run) else "hit" if said == came else "miss"
    return fill(SENTENCES[key], {"said": WORDS[said], "found": WORDS[came]})


def values(state, past, run, seen=None):
    """What the pictures and the table name.   seen: how many orders have ended in which bar"""
    place, graph, counts = past[-1], GRAPHS[run["graph"]], seen["counts"] if seen else [0, 0, 0, 0]
    right, tried, over = run["right"], sum(counts), is_over(place, run)
    visits, shares = run["visits"], counts[3] if tried == ALL else None
    v = drawn(graph, place["passed"], place["late"])
    v |= {"table": place["table"], "right": right, "visits": visits, "counts": counts if tried else None}
    v |= {"value_text": [], "factor_text": shown(run["factors"], "×"), "slots": len(visits) + 0.6}
    v |= {"table_text": shown(place["table"], "∂ "), "slot": [[k + 1, 36] for k in range(len(visits))]}
    v |= {"visit": [graph[i]["name"] for i in visits], "number": [[k + 1, 7] for k in range(len(visits))]}
    v |= {"once": once(visits), "last_at": graph[place["last"]]["at"] if place["k"] else None}
    v |= {"last_slot": [place["k"], 36] if place["k"] else None, "share_found": shares}
    v |= {"own_now": {f"visit{k}": i for k, i in enumerate(v["once"])}}
    texts = {"verdict": verdict(place, run, graph, right), "compared": guess_text(state, place, run, right)}
    texts["share"] = compared(SENTENCES["share"], state["share"], shares, 0)
    texts["tried"] = fill(SENTENCES["tried"], {"right": counts[3], "tried": tried}) if tried else ""
    texts["asked"] = f"∂{graph[5]['name']}/∂{graph[0]['name']} will be"
    for k, V in enumerate(graph):
        is_right = abs(place["table"][k] - right[k]) < 1e-9
        texts |= {f"name.{k}": V["name"], f"rule.{k}": V["formula"] if V["rule"] else "given"}
        texts |= {f"now.{k}": short(place["table"][k]), f"right.{k}": short(right[k])}
        texts[f"mark.{k}"] = "" if not over else "✓" if is_right else "✗"
    return v | {"texts": texts}
