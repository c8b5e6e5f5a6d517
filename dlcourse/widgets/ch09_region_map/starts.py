"""Chapter 9: the networks of the region map: their sizes and bounds, lines by name or by seed, own."""

import math

from dlcourse.models.regions import upper_regions, zaslavsky
from dlcourse.widgets.frame import draws

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
FOLDED = [[0.06, 1, -0.5], [1, 0.02, -0.14], [-0.48, 0.88, -0.07], [0.8, 0.59, -0.54]]  # of |x1|, |x2|
FAR = 100  # own numbers
NEAR = 0.6  # drawn lines and bends come so near to the middle


def outputs(lines, point):
    """What the units of the first layer pass on at a point."""
    return [max(0.0, a * point[0] + b * point[1] + c) for a, b, c in lines]


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
        h = outputs(lines, [x, y])
        h = h if any(h) else outputs(lines, [-x, -y])  # where all units are off nothing turns
        d.append(-sum([h[k] * weights[k][j] for k in range(len(h))]))
    return weights, d


def folded_bends(n):
    """The second layer of mirrored lines: V, with |x1| and |x2| from the first four units, and d."""
    rows = [[one[k // 2] if k < 4 else 0 for one in FOLDED] for k in range(n)]
    return rows, [one[2] for one in FOLDED]


def draws_of(state):
    """The random numbers of the state's seed: for the lines, and for the second layer."""
    u = draws(state["seed"], 2 * UNITS + (UNITS + 2) * BENT)
    return u[0 : 2 * UNITS], u[2 * UNITS :]


def place_of(state):
    """The numbers of the state's network: W row by row, c, V row by row, d."""
    (n, m), start, (one, other) = SIZES[state["net"]], state["start"], draws_of(state)
    if start == "own":
        return unflat(state["own"], n, m)
    lines = (drawn_lines(one) if start == "seed" else LINES[start])[0:n]
    return layered(lines, folded_bends(n) if start == "folds" else drawn_bends(other, lines), m)


def layered(lines, bends, m):
    """The numbers of a network with these lines, of whose second layer there are m units."""
    weights, d = bends
    W, c = [line[i] for i in range(2) for line in lines], [line[2] for line in lines]
    return {"W": W, "c": c, "V": [v for row in weights for v in row[0:m]], "d": d[0:m]}


def unflat(numbers, n, m):
    """The parameters from one list.

    >>> unflat([1, 2, 3, 4, 5], 1, 1)
    {'W': [1, 2], 'c': [3], 'V': [4], 'd': [5]}
    """
    v = 3 * n + n * m
    return {"W": numbers[0 : 2 * n], "c": numbers[2 * n : 3 * n], "V": numbers[3 * n : v], "d": numbers[v:]}


def rows_of(place):
    """The numbers as arrays: W (2, n), c, V (n, m), d."""
    n, m = len(place["c"]), len(place["d"])
    V = [place["V"][k * m : (k + 1) * m] for k in range(n)]
    return {"W": [place["W"][0:n], place["W"][n:]], "c": place["c"], "V": V, "d": place["d"]}


def named(place):
    """The numbers by their names: W1.0 from input 1 to unit 1, V2.0 from unit 2 to unit A."""
    rows, found = rows_of(place), {}
    for name, several in (("W", rows["W"]), ("V", rows["V"])):
        for i, row in enumerate(several):
            found |= {f"{name}{i + 1}.{j}": v for j, v in enumerate(row)}
        last = "c" if name == "W" else "d"
        found |= {f"{last}.{j}": v for j, v in enumerate(rows[last])}
    return found


def resized(state, net):
    """The own numbers for another size: what both have stays, also each line."""
    (n, m), kept = SIZES[net], place_of(state)
    rows, (_, other) = rows_of(kept), draws_of(state)
    own = [[rows["W"][0][k], rows["W"][1][k], rows["c"][k]] for k in range(len(rows["c"]))]
    lines = [*own, *GENERAL[len(own) :]][0:n]
    there, here = named(layered(lines, drawn_bends(other, lines), m)), named(kept)
    return [here[name] if name in here else max(-FAR, min(FAR, there[name])) for name in there]
