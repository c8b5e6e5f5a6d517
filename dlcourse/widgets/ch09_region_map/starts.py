"""Chapter 9: the networks of the region map: their sizes and bounds, lines by name or by seed, own."""

import math

from dlcourse.models.regions import upper_regions, zaslavsky
from dlcourse.widgets.frame import draws
from dlcourse.widgets.frame.arrays import arrays_of, named_numbers

FIRST, SECOND = (2, 3, 4, 5), (0, 2, 3, 4)  # units of the two layers
UNITS, BENT = max(FIRST), max(SECOND)
NAMES = ("A", "B", "C", "D")  # of the units of the second layer
SIZES = {f"{n}-{m}" if m else str(n): [n, m] for m in SECOND for n in FIRST}


def bounds(n: int, m: int) -> dict[str, int]:
    """most: so many regions at most; sure: some network has as many; one: at most of all units in one layer.

    sure is floor(n/2)^2 Z(m, 2), of Montufar, Pascanu, Cho and Bengio 2014, or what the first layer has.
    """
    if not m:
        return dict.fromkeys(("most", "sure", "one"), zaslavsky(n, 2))
    sure = max(zaslavsky(n, 2), (n // 2) ** 2 * zaslavsky(m, 2))
    return {"most": upper_regions((n, m), 2), "sure": sure, "one": zaslavsky(n + m, 2)}


BOUNDS = {net: bounds(*sizes) for net, sizes in SIZES.items()}
GENERAL = [[0.52, 0.86, -0.2], [-0.56, 0.83, 0.04], [-0.99, 0.1, -0.28], [0.95, 0.3, 0.53], [0.03, 1, 0.09]]
LINES = {  # a, b, c of each line
    "general": GENERAL,
    "far": [[0.9, 0.45, -0.1], [-0.1, 1, 0.4], [0.1, 1, 0.7], *GENERAL[3:]],
    "point": [[0.5, 0.75, -0.125], [-0.5, 1, 0.125], [1, 0.25, -0.25], [1, -0.6, 0.3], GENERAL[4]],
    "parallel": [[0.5, 0.75, -0.4], [-0.5, -0.75, -0.2], *GENERAL[2:]],
    "folds": [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0.7, -0.7, 0.3]],
}
# of mirrored lines, so that the second layer takes |x1| and |x2| from the first four units: V, d
OF_X1, OF_X2 = [0.06, 1, -0.48, 0.8], [1, 0.02, 0.88, 0.59]
FOLDED = [OF_X1, OF_X1, OF_X2, OF_X2, [0] * BENT], [-0.5, -0.14, -0.07, -0.54]
FAR = 100  # own numbers
NEAR = 0.6  # drawn lines and bends come so near to the middle


def drawn_lines(u):
    """Lines from numbers in [0, 1): direction and place of each."""
    turns = [[2 * math.pi * u[2 * k], NEAR * (2 * u[2 * k + 1] - 1)] for k in range(UNITS)]
    return [[math.cos(turn), math.sin(turn), place] for turn, place in turns]


def drawn_bends(u, lines):
    """The second layer from numbers in [0, 1), for these lines: V row by row, then d, so that each of its
    units has its line through a point that is drawn, too."""
    weights = [[2 * u[k * BENT + j] - 1 for j in range(BENT)] for k in range(len(lines))]
    spots, d = u[UNITS * BENT :], []
    for j in range(BENT):
        x, y = NEAR * (2 * spots[2 * j] - 1), NEAR * (2 * spots[2 * j + 1] - 1)
        h = [max(0.0, a * x + b * y + c) for a, b, c in lines]
        if not any(h):  # where all units are off nothing turns
            h = [max(0.0, -a * x - b * y + c) for a, b, c in lines]
        d.append(-sum([h[k] * weights[k][j] for k in range(len(h))]))
    return weights, d


def draws_of(state):
    """The random numbers of the state's seed: for the lines, and for the second layer."""
    u = draws(state["seed"], 2 * UNITS + (UNITS + 2) * BENT)
    return u[0 : 2 * UNITS], u[2 * UNITS :]


def arrays_in(state):
    """The state's network: W (2, n), c, V (n, m), d."""
    (n, m), start, (one, other) = SIZES[state["net"]], state["start"], draws_of(state)
    if start == "own":
        return arrays_of(state["own"], {"W": [2, n], "c": [n], "V": [n, m], "d": [m]})
    lines = (drawn_lines(one) if start == "seed" else LINES[start])[0:n]
    return layered(lines, FOLDED if start == "folds" else drawn_bends(other, lines), m)


def layered(lines, bends, m):
    """The network with these lines, of whose second layer there are m units."""
    weights, d = bends
    W, c = [[line[i] for line in lines] for i in range(2)], [line[2] for line in lines]
    return {"W": W, "c": c, "V": [row[0:m] for row in weights[0 : len(lines)]], "d": d[0:m]}


def lines_of(net):
    """a, b, c of the line of each unit of the first layer."""
    return [[net["W"][0][k], net["W"][1][k], c] for k, c in enumerate(net["c"])]


def resized(state, net):
    """The own numbers for another size: what both have stays, also each line."""
    (n, m), kept, (_, other) = SIZES[net], arrays_in(state), draws_of(state)
    own = lines_of(kept)
    lines = [*own, *GENERAL[len(own) :]][0:n]
    there, here = named_numbers(layered(lines, drawn_bends(other, lines), m)), named_numbers(kept)
    return [here[name] if name in here else max(-FAR, min(FAR, there[name])) for name in there]
