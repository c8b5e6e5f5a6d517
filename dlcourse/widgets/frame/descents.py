"""Chapter 10: descents in a control: methods that start together on one surface, their paths, their costs.

A surface is a cost of theta (n,), as experiments write it. A method's rule is a plain function (at, rates,
slopes): `at` is where it is, with theta, J, g, H and slots of its own; `slopes` the kernel of the surface. It
returns the next theta with its slots. What a run depends on: start, slopes, rules and rates of each method.
"""

import math
from collections.abc import Mapping

from dlcourse.graphs import symbolic_gradient
from dlcourse.widgets.frame import markup
from dlcourse.widgets.frame.axes import Axis, decades
from dlcourse.widgets.frame.kernel import Kernel, symbols
from dlcourse.widgets.frame.picture import Picture
from dlcourse.widgets.frame.plane import level_lines

FAR = 1e6  # a method that is farther off, or whose cost is larger, is lost
CELLS = 40  # of the grid of a surface, each way
LOOKS = 8  # kinds of lines for paths: dlc-path0, dlc-path1, ...


def surface(f, n: int = 2, order: int = 1, **others) -> Kernel:
    """theta (n,) -> J; from order 1 on g (n,), for order 2 also H0, H1, ..., the rows of the Hessian.

    others: shapes of what f takes besides theta, as the kernel does then

    >>> surface(lambda theta: theta[0] * theta[1], order=2)([2.0, 3.0])
    {'J': 6.0, 'g': [3.0, 2.0], 'H0': [0.0, 1.0], 'H1': [1.0, 0.0]}
    """
    theta, *given = symbols(theta=(n,), **others)
    J = f(theta, *given)
    outputs = {"J": J}
    if order > 0:
        (outputs["g"],) = symbolic_gradient(J, [theta])
    if order > 1:
        outputs |= {f"H{i}": symbolic_gradient(outputs["g"][i], [theta])[0] for i in range(n)}
    return Kernel([theta, *given], outputs)


def surfaces(functions: Mapping, n: int = 2, order: int = 1) -> dict[str, Kernel]:
    """The kernels of surfaces: of each name its slopes, and of "name J" its height alone, for a grid."""
    found = {name: surface(f, n, order) for name, f in functions.items()}
    return found | {f"{name} J": surface(f, n, 0) for name, f in functions.items()}


def heights(height, x, y):
    """The heights of a surface on a grid, for `level_lines`.   height: its kernel; x, y: (low, high)"""
    points = [[x[0] + (x[1] - x[0]) * i / CELLS, y[0] + (y[1] - y[0]) * j / CELLS]
              for i in range(CELLS + 1) for j in range(CELLS + 1)]  # fmt: skip
    return [height(point)["J"] for point in points]


def levels(height, x, y, at):
    """The level lines of a surface, in pieces, at these heights."""
    return level_lines(heights(height, x, y), x, y, at)


def curve(height, x, n=200):
    """The graph of a cost of one number.   x: (low, high) -> points"""
    places = [x[0] + (x[1] - x[0]) * k / n for k in range(n + 1)]
    return [[place, height([place])["J"]] for place in places]


def momentum_rule(at, rates, slopes):
    """v = momentum v - lr g, theta = theta + v; without a momentum this is gradient descent."""
    momentum, n = rates.get("momentum", 0), len(at["theta"])
    v = at.get("v", [0.0] * n)
    v = [momentum * v[k] - rates["lr"] * at["g"][k] for k in range(n)]
    return {"theta": [at["theta"][k] + v[k] for k in range(n)], "v": v}


def nesterov_rule(at, rates, slopes):
    """v = momentum v - lr g(theta + momentum v), theta = theta + v."""
    v = at.get("v", [0.0] * len(at["theta"]))
    ahead = [theta + rates["momentum"] * v[k] for k, theta in enumerate(at["theta"])]
    return momentum_rule({**at, "g": slopes(ahead)["g"]}, rates, slopes)


def first(run):
    """All methods at the start."""
    at = {"theta": run["start"], "lost": False, **run["slopes"](run["start"])}
    return {"at": {name: at for name in run["rates"]}}


def following(place, run):
    """Each method one step on; what is lost stays where it was."""
    found = {}
    for name, at in place["at"].items():
        found[name] = at
        if not at["lost"]:
            after = run["rules"][name](at, run["rates"][name], run["slopes"])
            lost = not all([abs(v) < FAR for v in after["theta"]])
            there = at if lost else {**after, **run["slopes"](after["theta"])}
            found[name] = {**there, "lost": lost or not abs(there["J"]) < FAR}
    return {"at": found}


def is_over(place, run):
    """Whether every method is lost."""
    return all([at["lost"] for at in place["at"].values()])


def courses(past, least=0.0):
    """What pictures name of a run: "paths", a list of points for each method, "ends", where they are now;
    "losses", the points of step and cost above `least`, where the picture ends below; "lost" by name."""
    v, last = {"paths": [], "ends": [], "losses": []}, past[-1]["at"]
    for name in last:
        v["paths"].append([point_of(place["at"][name]) for place in past])
        v["ends"].append(point_of(last[name]))
        heights = [place["at"][name]["J"] - least for place in past]
        v["losses"].append([[k, J] for k, J in enumerate(heights) if J < math.inf])
    return {**v, "lost": {name: at["lost"] for name, at in last.items()}}


def point_of(at):
    """Where a method is in its picture: theta in the plane; of one number, the point on its curve."""
    return at["theta"] if len(at["theta"]) > 1 else [at["theta"][0], at["J"]]


def look(k: int) -> str:
    """The kind of the lines of method k."""
    return f"path{k % LOOKS}"


def path_marks(n: int, lines: str = "@paths", ends: str = "@ends") -> list[dict]:
    """The templates of the paths of n methods, each with its number where it is now, as in the legend."""
    marks = [{"path": f"{lines}.{k}", "kind": look(k)} for k in range(n)]
    for k in range(n):
        marks += [
            {"dot": f"{ends}.{k}", "kind": "end", "r": 7},
            {"text": str(k + 1), "at": f"{ends}.{k}", "kind": "end-name"},
        ]
    return marks


def surface_picture(
    name, spoken, x: Axis, y: Axis, n: int, *, held=("x", "y"), at="", marks=(), **others
) -> Picture:
    """A plane with the level lines "levels", the paths of n methods, and the start, which one drags.

    held: the two fields of the start; at: the value that is the start, where these may be without one;
    marks: further templates, behind the paths; others: see `Picture`
    """
    start = {
        "square": f"@{at}" if at else [f"@{field}" for field in held],
        "kind": "outline",
        "held": {"point": list(held), "spoken": "start"} | ({"at": at} if at else {}),
    }
    lines = {"pieces": "@levels", "kind": "level"}
    return Picture(name, spoken, x, y, [lines, *marks, *path_marks(n), start], **others)


def losses_picture(name, spoken, n: int, steps: int, low: float, high: float, **others) -> Picture:
    """The costs "losses" of n methods against the steps, logarithmic."""
    marks = [{"path": f"@losses.{k}", "kind": look(k)} for k in range(n)]
    cost = Axis(low, high, "cost", log=True, marks=decades(low, high))
    return Picture(name, spoken, Axis(0, steps, "step"), cost, marks, **others)


def methods_legend(names) -> str:
    """Which line is which method's."""
    return markup.legend(*((look(k), f"{k + 1} {name}") for k, name in enumerate(names)))
