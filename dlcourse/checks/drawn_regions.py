"""Checks: networks whose regions are counted in the exercises of chapter 9, none of them on an edge."""

import numpy as np

from dlcourse.models import regions

CLEAR = 1e-5  # of every z on a grid from 0: float32 rounds to less
CLEAR_OF_CREASE = 0.01  # s of points
APART = 0.02  # of kinks, from each other and from the ends


def network(rng, sizes, decimals=None) -> dict:
    """W, b of a network with its kinks about the origin.   sizes: of x and of all layers"""
    pairs = list(zip(sizes, sizes[1:], strict=False))
    W = [rng.normal(size=pair) * 1.5 / pair[0] ** 0.5 for pair in pairs]
    b = [rng.normal(size=n_out) for _, n_out in pairs]
    if decimals is not None:
        W, b = ([np.round(part, decimals) + 0.0 for part in parts] for parts in (W, b))  # no -0.0
    return {"W": W, "b": b}


def hidden(net: dict) -> list:
    """The pairs W, b of the layers that have ReLUs."""
    return list(zip(net["W"][:-1], net["b"][:-1], strict=True))


def on_grid(net: dict, low, high, n: int):
    """z of all hidden units at the points of an even grid of a square.   -> (n n, units)"""
    side = low + (high - low) * np.arange(n) / (n - 1)
    h, all_z = np.stack([np.repeat(side, n), np.tile(side, n)], axis=1), []
    for W_k, b_k in hidden(net):
        all_z.append(h @ W_k + b_k)
        h = np.maximum(all_z[-1], 0)
    return np.concatenate(all_z, axis=1)


def n_patterns(z) -> int:
    """The number of on/off patterns in the rows of z."""
    return len({row.tobytes() for row in z > 0})


def kinks(net: dict, low, high) -> np.ndarray:
    """All x strictly between two ends at which a hidden unit changes sides, cut out in fractions."""
    parts = regions.linear_regions(hidden(net), [(low, high)])
    return np.array(sorted({float(x) for part in parts for x in part[:, 0]} - {float(low), float(high)}))


def squared(rng, sizes, low, high, n_points: int, least: int, decimals=None) -> dict:
    """The inputs of `count_on_grid`: the grid finds at least so many, no unit on among them, the finer more.

    Of a network of whole numbers some z are 0, and which side that is decides both counts. Of others none is.
    """
    while True:
        net = network(rng, sizes, decimals)
        coarse = on_grid(net, low, high, n_points)
        if (coarse > 0).any(axis=1).all() or n_patterns(coarse) < least:  # what is counted at once first
            continue
        finer = on_grid(net, low, high, 2 * n_points - 1)
        sided = decided_by_zeros(coarse, finer) if decimals == 0 else abs(finer).min() > CLEAR
        if sided and n_patterns(coarse) < n_patterns(finer):
            net["b"][-1] = -middle(np.maximum(coarse[:, -len(net["b"][-2]) :], 0) @ net["W"][-1], decimals)
            return net | {"low": low, "high": high, "n_points": n_points}


def middle(outputs, decimals):
    """Halfway from the lowest output to the highest: without it, outputs are below 0 here and above there."""
    found = (outputs.min(axis=0) + outputs.max(axis=0)) / 2
    return found if decimals is None else np.round(found, decimals)


def decided_by_zeros(*grids) -> bool:
    """Whether other patterns are counted in each grid if a unit is on where z is 0."""
    return all(n_patterns(z) != n_patterns(z + CLEAR) for z in grids)


def squares(seed: int) -> tuple:
    """The VISIBLE and the `draw` of `count_on_grid`."""
    rng = np.random.default_rng(seed)
    whole = ((2, 4, 3, 1), -2, 2, 5, 10, 0)  # the points of both grids are exact
    sizes = ((2, 5, 1), -2, 3, 5, 10, 1), whole, ((2, 5, 4, 1), -3, 2, 7, 17, 1)
    shown = [squared(rng, *each) for each in sizes]
    shown[0]["b"][-1][0] = 20.0  # the output is above 0 everywhere: its sign is no region's

    def draw(rng):
        for least, *sizes in ((5, 2, 4, 1), (12, 2, 8, 2), (10, 2, 5, 3, 1), (7, 2, 3, 4, 5, 2)):
            low = float(rng.uniform(-3, -1))
            drawn = squared(rng, sizes, low, low + float(rng.uniform(3, 5)), int(rng.integers(5, 8)), least)
            yield with_unseen_unit(drawn) if len(sizes) == 3 else drawn
        yield squared(rng, *whole)

    return shown, draw


def with_unseen_unit(inputs: dict) -> dict:
    """The inputs of `count_on_grid`, the output without that unit of the last layer that parts most regions.

    Then two regions have one slope, so that pieces of the output are fewer; and its sign parts nothing.
    """
    *_, c = inputs["b"][:-1]
    z = on_grid(inputs, inputs["low"], inputs["high"], inputs["n_points"])[:, -len(c) :]
    i = min(range(len(c)), key=lambda i: n_patterns(np.delete(z, i, axis=1)))
    inputs["W"][-1][i], inputs["b"][-1][:] = 0.0, 20.0  # above 0 everywhere
    return inputs


def lines(seed: int) -> tuple:
    """The VISIBLE and the `draw` of `kinks_on_line`. In the first an output weight is 0, and hides a kink."""
    rng = np.random.default_rng(seed)
    shown = [lined(rng, *each, decimals=1) for each in (((1, 3, 1), -3, 2, 3), ((1, 3, 3, 1), -2, 3, 4))]
    shown[0]["W"][-1][0] = 0.0
    shown += [wide(rng, decimals=1), stretched(1, 0)]

    def draw(rng):
        for sizes, least in (((1, 5, 1), 3), ((1, 8, 2), 5), ((1, 4, 3, 1), 4), ((1, 3, 4, 3, 2, 1), 5)):
            low = float(rng.uniform(-4, -1))
            yield lined(rng, sizes, low, low + float(rng.uniform(3, 6)), least)
        yield stretched(-1, int(rng.integers(-3, 4)))
        yield wide(rng)
        W, b = [np.array([[2.0, -0.5]]), np.ones((2, 1))], [np.array([4.0, -3.0]), np.zeros(1)]
        yield {"W": W, "b": b, "low": 0.0, "high": 5.0}  # no kink

    return shown, draw


def wide(rng, decimals=None) -> dict:
    """The inputs of `kinks_on_line` with ends so far away that most grids have no point between its kinks."""
    return lined(rng, (1, 4, 3, 1), -3, 3, 5, decimals) | {"low": -1e4, "high": 2e4}


def stretched(way: int, shift: int) -> dict:
    """The inputs of `kinks_on_line` with two units in the second layer that are 0 along a stretch.

    way: 1, or -1 for from right to left. With x = way t + shift, the first layer's kinks are at t = -1 and 1,
    exactly, also after the part 31/128 from low to high; in the second layer they are at 3 and 5.
    """
    W1, W2 = np.array([[1.0, 2.0]]) * way, np.array([[1.0, 0.0, 1.0], [-1.0, -0.5, 0.0]])
    b1, b2 = np.array([1.0, -2.0]) - W1[0] * shift, np.array([0.0, 0.0, -6.0])
    low, high = sorted((way * -32.0 + shift, way * 96.0 + shift))
    return {
        "W": [W1, W2, np.array([[1.0], [2.0], [-1.0]])],
        "b": [b1, b2, np.ones(1)],
        "low": low,
        "high": high,
    }


def lined(rng, sizes, low, high, least: int, decimals=None) -> dict:
    """The inputs of `kinks_on_line`: at least so many kinks, all of them apart."""
    while True:
        net = network(rng, sizes, decimals)
        found = kinks(net, low, high)
        gaps = np.diff([low, *found, high])
        if len(found) >= least and gaps.min() > APART and shows_all_layers(net, found):
            return net | {"low": low, "high": high}


def shows_all_layers(net: dict, found) -> bool:
    """Whether units of the last hidden layer change sides, too, if there are several layers."""
    if len(net["W"]) < 3:
        return True
    below = {"W": net["W"][:-1], "b": net["b"][:-1]}
    return len(found) > len(kinks(below, found[0] - 1, found[-1] + 1))


def sheets() -> tuple:
    """The VISIBLE and the `draw` of `mirror_points`."""
    twice = folded([2.0, -1.0], (2.0, 1.0, -1.0), (1.0, -1.0, -2.0))
    emptied = folded([3.0, 1.0], (1.0, 0.0, -1.0), (1.0, 0.0, -1.5))  # half the sheet has left its side
    crease = folded([1.0, 0.5], (0.0, 1.0, 0.5), (1.0, 0.0, -1.0))  # y lies on it
    box = folded([-2.0, 0.5, 1.0], (-1.0, 0.0, 0.0, 1.0), (0.0, 3.0, 0.0, 1.5), (0.0, 0.0, 2.0, -2.0))

    def draw(rng):
        yield from (sheet(rng, *sizes) for sizes in ((1, 2, 2), (2, 3, 4), (3, 2, 5), (5, 2, 7)))
        yield box

    return [folded([2.0, 1.0], (1.0, 2.0, 1.0)), twice, emptied, crease], draw


def folded(y, *folds) -> dict:
    """The inputs of `mirror_points`, a row (*w, b) for each fold."""
    return {"y": np.array(y), "w": np.array(folds)[:, :-1].copy(), "b": np.array(folds)[:, -1].copy()}


def sheet(rng, n_folds: int, n: int, least: int) -> dict:
    """The inputs of `mirror_points`: y, to which at least so many points are taken; none is near a crease."""
    while True:
        w, b, x = rng.normal(size=(n_folds, n)), rng.normal(size=n_folds), 2 * rng.normal(size=(1, n))
        folds = list(zip(w, b, strict=True))
        for w_i, b_i in folds:
            x = regions.fold(x, w_i, b_i)
        if is_clear(x, folds) and len(regions.mirror_points(x[0], folds)) >= least:
            return {"y": x[0], "w": w, "b": b}


def is_clear(points, folds) -> bool:
    """Whether none of the points, nor of all that their images would be, is near a crease."""
    for w_i, b_i in reversed(folds):
        s = points @ w_i + b_i
        if abs(s).min() < CLEAR_OF_CREASE:
            return False
        points = np.vstack([points, points - 2 * s[:, None] * w_i / (w_i @ w_i)])
    return True


def counted() -> tuple:
    """The VISIBLE and the `draw` of `region_counts`: 31 sets of n, d, L and k, a third with d >= n."""

    def sets(rows):
        return [dict(zip("ndLk", map(int, row), strict=True)) for row in rows.split()]

    def draw(rng):
        yield from sets("3212 4132 1142 2153 5124 2222 3223 7222 8232 6242 9225 7323 9332 6322 3334")
        yield from sets("4313 8422 9423 5522 4432 1232 2333 3522 4722 1552 2312")  # last: 0 ** 0
        for d in (1, 2, 3, 4, 6):
            numbers = int(rng.integers(4, 8)), d, 2, int(rng.integers(2, 6))
            yield dict(zip("ndLk", numbers, strict=True))

    return sets("4223 5232 2324"), draw
