"""Chapter 9, exercise 9.2a: regions on a grid."""

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_regions import n_patterns, on_grid, squares

READ, ROWS = "what-counts-as-a-region", "S111"
ASK = "Are all n_points times n_points even points tried, and the patterns of all hidden units compared?"
HINT = "Make `on`, (points, all hidden units), of True and False. How many different rows has it?"
CONTROL = "09_depth.html#region-map.net=4-4&region-map.start=folds&region-map.counted=200"
REFUSED = "dlcourse.models", "dlcourse.experiments", "dlcourse.checks.drawn_regions"
VISIBLE, draw = squares(93)


def judge(W, b, low, high, n_points):
    net = {"W": W, "b": b}
    n_found, n_finer = (n_patterns(on_grid(net, low, high, n)) for n in (n_points, 2 * n_points - 1))
    return Right(n_found=n_found, n_finer=n_finer).of_counts().hinting(ASK)


WRONG = edits(r"""
z) > 0 -> z) >= 0 OR np.hstack(z) > 0 -> np.sign(np.hstack(z)) | Where its z is 0, a unit is off, too.
*z, _ = -> z = OR hstack(z) -> hstack([_]) | The output's sign counts: it parts nothing.
(z) -> (z[-1:]) OR (z) -> (z[:1]) | One layer alone counts: take all of them, in which h is max(0, z).
z) > 0 -> z) OR z) > 0 -> z).clip(0) OR np.hstack(z) > 0 -> _.round(6) OR unique(on -> unique(x OR
    len(np.unique(on, axis=0)) -> 1 + sum(np.diff(on, axis=0).any(axis=1)) | Points, values or changes are
    counted: many points have one pattern, of on and off.
*z, _ = pre_activations(x, W, b) -> z, h = [], x\n        for V, c in zip(W[:-1], b): h = h @ V +
    c;z.append(h) | There is no ReLU: what goes into the next layer is max(0, z).
on = np.hstack(z) > 0 -> on = np.eye(2)[None]\n        for V, u in zip(W, z): on = on @ V * (u > 0)[:, None];
    unique(on -> unique((on @ W[-1]).round(6) | Slopes are counted: two regions may have one.
len(np.unique(on, axis=0)) -> sum(len({*map(tuple, u > 0)}) for u in z) OR len(np.unique(on, axis=0)) ->
    math.prod(len({*map(tuple, u > 0)}) for u in z) | Layers are counted one by one: a pattern is one of all.
on, axis=0 -> on.sum(axis=1) OR on, axis=0 -> on @ range(on.shape[1]) | Patterns with one sum count once:
    which units are on?
on, axis=0 -> on OR len(np.unique(on, axis=0)) -> np.unique(on, axis=1).shape[1] | Columns, or on and off
    alone, are counted: a pattern is a row, as np.unique takes it with axis=0.
axis=0)) -> axis=0)) - 1 OR unique(on -> unique(on[on.any(axis=1)] | One is missing: that with no unit on.
2 * n_points - 1) -> 2 * n_points) OR 2 * n_points - 1) -> n_points) OR return found -> return found[0],
    sum(found) | n_finer is the count of the grid of 2 n_points - 1 a side, alone.
, high, n) -> , high, int(n**0.5)) OR in (n_points -> in (n_points + 1 | A side has other numbers of points:
    first n_points, then 2 n_points - 1.
high, n) -> high, n, endpoint=False) OR np.linspace(low, high, n) -> np.arange(low, high, (high - low) / (n -
    1)) OR high, n) -> high, n + 2)[1:-1] | The grid has to reach from low to high, both ends included.
np.meshgrid(side, side) -> (side, side) OR , axis=-1) -> ) | A point is a row (x1, x2): each x1 with each x2.
x, W, b) -> x, W, [0 * c for c in b]) | The biases are left out.
return found -> return found[1], found[1] | n_found is that of the finer grid.
return found -> return [2 ** sum(map(len, b[:-1]))] * 2 | That is a bound: count what is found.
""")
RIGHT = edits("np.unique(on, axis=0) -> {*map(tuple, np.hstack(z) <= 0)} | those that are off")
