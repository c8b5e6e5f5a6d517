"""Chapter 8: networks built for a target, of bumps or of knots, and how far they are from it."""

import math

from dlcourse import ops
from dlcourse.widgets.frame import Kernel, at_points, symbols
from dlcourse.widgets.frame.drawn import drawn_slope, drawn_value

ROOMS = (8, 64)  # bumps or knots that the kernels have room for
KINK = 1 / 3  # between the knots, as long as their number is no multiple of 3
TIE = 1e-9  # an error as near to the largest as this is as large: the first of these is marked
WITHIN = 1e-6  # so far from the ends of a cell, as a part of it, a broken line is measured
JUMPS = [1 / math.pi, 1 - 1 / math.pi]  # which no knot, edge or middle hits


def sine(x):
    """sin(2 pi x): 0 at both ends."""
    return math.sin(2 * math.pi * x)


def kink(x):
    """A tent over [0, 1], as high as 1 at KINK."""
    return x / KINK if x < KINK else (1 - x) / (1 - KINK)


def jumps(x):
    """1 between the jumps, else 0."""
    return 1.0 if JUMPS[0] < x and x < JUMPS[1] else 0.0


def sine_slope(x):
    """The slope of `sine`."""
    return 2 * math.pi * math.cos(2 * math.pi * x)


def kink_slope(x):
    """The slope of `kink`, beside its kink."""
    return 1 / KINK if x < KINK else -1 / (1 - KINK)


def flat(x):
    """The slope of `jumps`, beside the jumps."""
    return 0.0


TARGETS = {"sine": sine, "kink": kink, "jumps": jumps}
SLOPES = {"sine": sine_slope, "kink": kink_slope, "jumps": flat}


def aim(state, x):
    """The target at x."""
    return drawn_value(state["own"], x) if state["target"] == "own" else TARGETS[state["target"]](x)


def aim_slope(state, x):
    """Its slope, where it has one."""
    return drawn_slope(state["own"], x) if state["target"] == "own" else SLOPES[state["target"]](x)


def kernels_of(size: int) -> dict[str, Kernel]:
    """Both networks of so many bumps or knots; where there are fewer, the output weights of the others are 0.

    x (1, 1), edges or knots in a row, output weights w in a column -> y (1, 1); h: the hidden units
    """
    x, steepness, edges, w = symbols(x=(1, 1), steepness=(), edges=(1, size + 1), w=(size + 1, 1))
    # where one bump ends the next begins: of these two equal units one is computed, with both weights
    h = ops.sigmoid(steepness * (x - edges))
    z, bias, knots, v = symbols(z=(1, 1), bias=(), knots=(1, size), v=(size, 1))
    return {
        f"bumps {size}": Kernel([x, steepness, edges, w], {"y": h @ w, "h": h}),
        f"knots {size}": Kernel([z, bias, knots, v], {"y": bias + ops.relu(z - knots) @ v}),
    }


def kernels() -> dict[str, Kernel]:
    """The networks of all sizes: few bumps are computed by the small one, since a drag computes thousands."""
    return {name: kernel for size in ROOMS for name, kernel in kernels_of(size).items()}


def room(K):
    """The size of the kernel for K bumps or knots."""
    return ROOMS[0] if K <= ROOMS[0] else ROOMS[1]


def heights(state, K):
    """How high each bump is: as the target at its middle."""
    return [aim(state, (k + 0.5) / K) for k in range(K)]


def weights(kind, K, state):
    """What the kernel of that kind takes besides x: steepness or bias, edges or knots, output weights."""
    rest = [0.0] * (room(K) - K)
    if kind == "bumps":
        high = [0.0, *heights(state, K), 0.0]
        changes = [high[k + 1] - high[k] for k in range(K + 1)]
        return [state["steepness"] * K, [min(k, K) / K for k in range(room(K) + 1)], [*changes, *rest]]
    y = [aim(state, k / K) for k in range(K + 1)]
    slopes = [0.0, *[K * (y[k + 1] - y[k]) for k in range(K)]]
    changes = [slopes[k + 1] - slopes[k] for k in range(K)]
    return [y[0], [min(k, K) / K for k in range(room(K))], [*changes, *rest]]


def answers(kind, K, theta, x, kernels):
    """What the network gives at these x."""
    return at_points(kernels[f"{kind} {room(K)}"], [[one] for one in x], *theta)


def cells(K):
    """In how many equal cells [0, 1] is tested: at least 4 for each bump, with its edges and its middle."""
    return K * 2 * max(2, math.ceil(64 / K))


def beside_edges(K, steepness):
    """The x where stairs are farthest from a straight target: so far on both sides of the edges of bumps."""
    # its error beside an edge is (tanh(a t / 2) / (2 K) - t) times the slope: largest where a t has this cosh
    t = 2 * math.acosh(math.sqrt(steepness) / 2) / (steepness * K) if steepness > 4 else 0.0
    found = [k / K + side * t for k in range(K + 1) for side in (-1, 1)]
    return [x for x in found if t > 0 and 0 < x and x < 1]


def tested(kind, K, state):
    """The x at which a network is tested, each with the target there: ends of cells first; also the kink,
    each jump with both of its values, and where stairs go wrong."""
    n = cells(K)
    ends, beside = [k / n for k in range(n + 1)], beside_edges(K, state["steepness"])
    found = [[x, aim(state, x)] for x in [*ends, *(beside if kind == "bumps" else [])]]
    if state["target"] == "jumps":
        found.extend([[x, y] for x in JUMPS for y in (0.0, 1.0)])
    return [*found, [KINK, 1.0]] if state["target"] == "kink" else found


def largest(kind, K, state, kernels):
    """The largest error, where it is, the target and the network there; hidden: all units of bumps."""
    points = tested(kind, K, state)
    found = answers(kind, K, weights(kind, K, state), [x for x, f in points], kernels)
    gaps = [abs(one["y"][0] - f) for one, (x, f) in zip(found, points, strict=True)]
    most = max(gaps)
    k = [gap > most - TIE for gap in gaps].index(True)
    hidden = [one["h"] for one in found] if kind == "bumps" else []
    return {"error": most, "x": points[k][0], "f": points[k][1], "y": found[k]["y"][0], "hidden": hidden}


def slope_of_bumps(h, w):
    """The slope of the sum of the units h with weights w, per steepness."""
    total = 0.0
    for k in range(len(w)):
        total += w[k] * h[k] * (1 - h[k])
    return total


def slope_error(kind, K, state, hidden):
    """The largest error of the slope at the ends of all cells, at which bumps are steepest; of a broken line
    just within, since it has two slopes at a knot.   hidden: the units of bumps at these ends"""
    n, (first, _, w) = cells(K), weights(kind, K, state)
    if kind == "bumps":
        return max(
            [abs(first * slope_of_bumps(hidden[k], w) - aim_slope(state, k / n)) for k in range(n + 1)]
        )
    slope, worst = 0.0, 0.0
    for k in range(n):
        slope += w[k * K // n] if k * K % n == 0 else 0.0
        for part in (WITHIN, 1 - WITHIN):
            worst = max(worst, abs(slope - aim_slope(state, (k + part) / n)))
    return worst
