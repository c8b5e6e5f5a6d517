"""Chapter 8: networks built for a target, of bumps or of knots, and how far they are from it."""

import math

from dlcourse import ops
from dlcourse.graphs import symbolic_gradient
from dlcourse.widgets.frame import Kernel, at_points, symbols
from dlcourse.widgets.frame.drawn import drawn_slope, drawn_value

ROOMS = (8, 64)  # bumps or knots that the kernels have room for
KINK = 1 / 3  # between the knots, as long as their number is no multiple of 3
TIE = 1e-9  # an error as near to the largest as this is as large: the first of these is marked
WITHIN = 1e-6  # so far from the ends of a cell, as a part of it, a broken line is measured
JUMPS = [1 / math.pi, 1 - 1 / math.pi]  # which no knot, edge or middle hits


TARGETS = {  # a tent is as high as 1 at KINK
    "sine": lambda x: ops.sine(2 * math.pi * x),
    "kink": lambda x: x / KINK - (1 / KINK + 1 / (1 - KINK)) * ops.relu(x - KINK),
    "jumps": lambda x: ops.step(x - JUMPS[0]) - ops.step(x - JUMPS[1]),
}


def kernels() -> dict[str, Kernel]:
    """Targets, and both networks with room for so many bumps or knots; few are computed by the small ones,
    since a drag computes thousands. Where there are fewer, the output weights of the others are 0.

    x (1, 1), of networks also steepness or bias, edges or knots in a row, output weights in a column -> y
    (1, 1), of bumps also h, the hidden units; and for each one its slope, as "slope of" it
    """
    (x,), found = symbols(x=(1, 1)), {}
    for name, f in TARGETS.items():
        found |= sloped(f"target {name}", [x], f(x))
    for size in ROOMS:
        first, edges, w = symbols(first=(), edges=(1, size + 1), w=(size + 1, 1))
        # where one bump ends the next begins: of these two equal units one is computed, with both weights
        h = ops.sigmoid(first * (x - edges))
        slope = first * ((h * (1 - h)) @ w)  # with one exponential where the gradient has two
        found |= sloped(f"bumps {size}", [x, first, edges, w], h @ w, slope, h=h)
        found |= sloped(f"knots {size}", [x, first, edges, w], first + ops.relu(x - edges) @ w)
    return found


def sloped(name, inputs, y, slope=None, **outputs) -> dict[str, Kernel]:
    """y with other outputs, and its slope, as functions of x, which comes first, and other inputs."""
    slope = symbolic_gradient(y.sum(), inputs[:1])[0] if slope is None else slope
    return {name: Kernel(inputs, {"y": y} | outputs), f"slope of {name}": Kernel(inputs, {"y": slope})}


def aims(state, x, kernels, of=""):
    """How high the target is at these x.   of: "slope of " for its slope instead"""
    if state["target"] == "own":
        return [drawn_slope(state["own"], one) if of else drawn_value(state["own"], one) for one in x]
    target = kernels[f"{of}target {state['target']}"]
    return [one["y"][0] for one in at_points(target, [[one] for one in x])]


def network_at(kind, K, state, x, kernels, of=""):
    """The network at these x, of bumps also its hidden units; or its slope, as of the target."""
    room = ROOMS[0] if K <= ROOMS[0] else ROOMS[1]
    ends, rest = [min(k, K) / K for k in range(room + 1)], [0.0] * (room - K)
    if kind == "bumps":
        middles = [(k + 0.5) / K for k in range(K)]  # there bumps are as high as the target
        first, y = state["steepness"] * K, [0.0, *aims(state, middles, kernels), 0.0]
    else:
        high = aims(state, [k / K for k in range(K + 1)], kernels)
        first, y = high[0], [0.0, *[K * (high[k + 1] - high[k]) for k in range(K)]]
        y = [*y, y[-1]]  # after the last knot no slope changes
    w = [*[y[k + 1] - y[k] for k in range(K + 1)], *rest]
    return at_points(kernels[f"{of}{kind} {room}"], [[one] for one in x], first, ends, w)


def cells(K):
    """In how many equal cells [0, 1] is tested: at least 4 for each bump, with its edges and its middle."""
    return K * 2 * max(2, math.ceil(64 / K))


def beside_edges(K, steepness):
    """The x where stairs are farthest from a straight target: so far on both sides of the edges of bumps."""
    # its error beside an edge is (tanh(a t / 2) / (2 K) - t) times the slope: largest where a t has this cosh
    t = 2 * math.acosh(math.sqrt(steepness) / 2) / (steepness * K) if steepness > 4 else 0.0
    found = [k / K + side * t for k in range(K + 1) for side in (-1, 1)]
    return [x for x in found if t > 0 and 0 < x and x < 1]


def largest(kind, K, state, kernels):
    """The largest error, where it is, the target and the network there. Tested are the ends of cells, the
    kink, each jump with both of its values, and where stairs go wrong."""
    n, target = cells(K), state["target"]
    x = [*[k / n for k in range(n + 1)], *(beside_edges(K, state["steepness"]) if kind == "bumps" else [])]
    f = aims(state, x, kernels)
    if target == "jumps":
        x, f = [*x, *[jump for jump in JUMPS for side in (0, 1)]], [*f, 0.0, 1.0, 0.0, 1.0]
    elif target == "kink":
        x, f = [*x, KINK], [*f, 1.0]
    y = [one["y"][0] for one in network_at(kind, K, state, x, kernels)]
    gaps = [abs(one - other) for one, other in zip(y, f, strict=True)]
    most = max(gaps)
    k = [gap > most - TIE for gap in gaps].index(True)
    return {"error": most, "x": x[k], "f": f[k], "y": y[k]}


def slope_error(kind, K, state, kernels):
    """The largest error of the slope at the ends of all cells, at which bumps are steepest; of a broken line
    just within, since it has two slopes at a knot."""
    n = cells(K)
    x = [k / n for k in range(n + 1)]
    if kind == "knots":
        x = [(k + part) / n for k in range(n) for part in (WITHIN, 1 - WITHIN)]
    found, wanted = network_at(kind, K, state, x, kernels, "slope of "), aims(state, x, kernels, "slope of ")
    return max([abs(one["y"][0] - slope) for one, slope in zip(found, wanted, strict=True)])
