"""Chapter 6: small graphs of numbers: a rule in each node, its value, derivatives on edges, the drawing.

A graph is a list of nodes, inputs first, the result last. Its numbers are computed by one kernel a rule,
which also has the derivative with respect to each of its inputs.
"""

import math

from dlcourse.graphs import symbolic_gradient
from dlcourse.widgets.frame.axes import Axis
from dlcourse.widgets.frame.kernel import Kernel, symbols
from dlcourse.widgets.frame.picture import Picture
from dlcourse.widgets.frame.plane import arrow_head
from dlcourse.widgets.frame.text import number_text

SIZE = (348, 200)  # of the drawing
RADIUS, HEAD, BEND = 17, 8, 26  # of nodes, of arrows; of two edges at one place
MOST = 7  # nodes that a drawing has room for
RULES = {  # of inputs p and q, with constants k and n
    "add": lambda p, q, k, n: p + q,
    "multiply": lambda p, q, k, n: p * q,
    "weigh": lambda p, q, k, n: k * p + n * q,
    "scale": lambda p, q, k, n: k * p,
    "more": lambda p, q, k, n: p + k,
    "error": lambda p, q, k, n: (p - k) * (p - k),
}


def node(name: str, at, formula="", rule="", inputs=(), k=0, n=0) -> dict:
    """A node.   at: its place; inputs: the places of its inputs in the list; k: a number, or the name of one
    in the state. Without a rule it is given: its formula names its value in the state."""
    return {"name": name, "at": at, "formula": formula, "rule": rule, "inputs": inputs, "k": k, "n": n}


def rules() -> dict[str, Kernel]:
    """A kernel for each rule: "value", and as "slope0" and "slope1" its derivatives."""
    made = {}
    for name, rule in RULES.items():
        p, q, k, n = symbols(p=(), q=(), k=(), n=())
        value = rule(p, q, k, n)
        slopes = symbolic_gradient(value, [p, q])
        made[name] = Kernel(
            [p, q, k, n], {"value": value} | {f"slope{X}": slope for X, slope in enumerate(slopes)}
        )
    return made


def edges_of(graph):
    """From which node each edge leads, to which, and at which position it enters there."""
    return [[j, i, X] for i, V in enumerate(graph) for X, j in enumerate(V["inputs"])]


def computed(graph, given, kernels):
    """The values "u" of the nodes; "factors", the derivatives on edges; "table", those of the result."""
    u, edges = [0 if V["rule"] else given[V["formula"]] for V in graph], edges_of(graph)
    table, factors = [1 if i == len(graph) - 1 else 0 for i in range(len(graph))], [0 for edge in edges]
    for i, V in enumerate(graph):
        if V["rule"]:
            p, q = u[V["inputs"][0]], u[V["inputs"][-1]]
            k = given[V["k"]] if isinstance(V["k"], str) else V["k"]
            n = kernels[V["rule"]](float(p), float(q), float(k), float(V["n"]))
            u[i] = n["value"]
            for e, edge in enumerate(edges):
                if edge[1] == i:
                    factors[e] = n[f"slope{edge[2]}"]
    for k in range(len(edges)):
        e = len(edges) - 1 - k  # the edges in reverse: into later nodes first
        table[edges[e][0]] += table[edges[e][1]] * factors[e]
    return {"u": u, "factors": factors, "table": table}


def consumers_of(i, graph):
    """The nodes that use node i, each once."""
    return [j for j, V in enumerate(graph) if i in V["inputs"]]


def edge_points(graph, edge):
    """The line of an edge: from border to border, through its middle."""
    i, j, X = edge
    (x, y), (p, q), inputs = graph[i]["at"], graph[j]["at"], graph[j]["inputs"]
    size, twice = math.hypot(p - x, q - y), len(inputs) > 1 and inputs[0] == inputs[-1]
    bend = (BEND if X == 0 else -BEND) / size if twice else 0
    middle = [(x + p) / 2 - bend * (q - y), (y + q) / 2 + bend * (p - x)]
    return [part_of_way([x, y], middle), middle, part_of_way([p, q], middle)]


def part_of_way(start, end):
    """The point of the border of a node at `start` towards `end`."""
    (x, y), (p, q) = start, end
    part = RADIUS / math.hypot(p - x, q - y)
    return [x + part * (p - x), y + part * (q - y)]


def drawn(graph, u, table, factors, backward, late):
    """What `wiring_marks` name.   u, table, factors: numbers of nodes and edges, None for what is not there
    yet; backward, late: whether each edge is drawn so"""
    v = {"forward": [], "backward": [], "late": [], "at": [V["at"] for V in graph], "factor_at": []}
    v |= {"value_text": shown(u), "table_text": shown(table, "∂ "), "factor_text": shown(factors, "×")}
    v["above"] = [[x, y + 29] for x, y in v["at"]]
    v["below"] = [[x, y - 30] for x, y in v["at"]]
    for k, edge in enumerate(edges_of(graph)):
        points = edge_points(graph, edge)
        (x, y), (p, q) = points[0], points[1]
        part = 0.5 if edge[2] else 0.8  # of the way to the middle, where edges may cross
        v["factor_at"].append([x + part * (p - x), y + part * (q - y)])
        back = [points[2], points[1], points[0]]
        name = "late" if late and late[k] else "backward" if backward[k] else "forward"
        line = points if name == "forward" else back
        v[name].extend([line, arrow_head(line[1], line[2], HEAD)])
    return v | {"name": [V["name"] for V in graph]}


def rules_of(graph):
    """The formulas of the nodes, as texts."""
    return [V["formula"] if V["rule"] else "given" for V in graph]


def short(x):
    """A number as a short text: three decimals, more only where few digits would be left."""
    return number_text(round(1000 * x) / 1000 if abs(x) >= 0.1 else x)


def and_joined(names):
    """Names in a row; of none no text."""
    return "".join(names) if len(names) < 2 else ", ".join(names[:-1]) + " and " + names[-1]


def shown(numbers, sign=""):
    """Numbers as texts, behind a sign; what is not there yet is no text."""
    return ["" if x is None else sign + short(x) for x in numbers]


def wiring_marks() -> list[dict]:
    """The templates: lines, nodes with their names, above them "u", below them "table", on edges "factor"."""
    marks = [{"pieces": f"@{kind}", "kind": kind} for kind in ("forward", "backward", "late")]
    marks += [{"dot": f"@at.{k}", "kind": "node", "r": RADIUS} for k in range(MOST)]
    marks += [{"texts": "@name", "places": "@at", "kind": "unit"}]
    numbers = {"value_text": "above", "table_text": "below", "factor_text": "factor_at"}
    return marks + [{"texts": f"@{n}", "places": f"@{at}", "kind": "mid"} for n, at in numbers.items()]


def wiring_picture(spoken: str, marks=(), caption="", held=()) -> Picture:
    """The picture "graph", with further marks behind and before the nodes."""
    axes = Axis(0, SIZE[0]), Axis(0, SIZE[1])
    return Picture("graph", spoken, *axes, [*wiring_marks(), *marks], SIZE, True, caption, held)
