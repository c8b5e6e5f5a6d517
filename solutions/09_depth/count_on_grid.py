"""Chapter 9, exercise 9.2a: regions on a grid."""

from dlcourse.checks import Right, edits
from dlcourse.checks.drawn_regions import n_patterns, on_grid, squares

READ, ROWS = "what-counts-as-a-region", "S111"
HINT = "Make `on`, (points, all hidden units), of True and False. How many different rows has it?"
CONTROL = "09_depth.html#region-map.net=4-4&region-map.start=folds&region-map.counted=200"
REFUSED = "dlcourse.models", "dlcourse.experiments", "dlcourse.checks.drawn_regions"
VISIBLE, draw = squares(92)


def judge(W, b, low, high, n_points):
    net = {"W": W, "b": b}
    n_found, n_finer = (n_patterns(on_grid(net, low, high, n)) for n in (n_points, 2 * n_points - 1))
    return Right(n_found=n_found, n_finer=n_finer).of_counts()


WRONG = edits(r"""
*z, _ = -> z = OR hstack(z) -> hstack([_]) | The output's sign counts: it parts nothing.
hstack(z) -> hstack(z[-1:]) OR hstack(z) -> hstack(z[:1]) | Only one layer is looked at: take all of them.
np.hstack(z) > 0 -> np.hstack(z) OR np.hstack(z) > 0 -> np.hstack(z).clip(0) OR np.hstack(z) > 0 -> _.round(6)
    | Different values are counted: what matters is whether a unit is on.
np.unique(np.hstack(z) > 0, axis=0) -> x | Every point counts: many have one pattern.
*z, _ = pre_activations(x, W, b) -> z, h = [], x\n        for W_k, b_k in zip(W[:-1], b[:-1]):\n            h
    = h @ W_k + b_k\n            z.append(h) | The ReLUs are forgotten: h is max(0, z).
*z, _ = pre_activations(x, W, b) -> slope = np.eye(2)[None]\n        for z, W_k in zip(pre_activations(x, W,
    b)[:-1], W):\n            slope = slope @ W_k * (z > 0)[:, None]; np.hstack(z) > 0 -> (slope @
    W[-1]).round(6) | Slopes are counted: two regions may have one, as where no unit is on.
len(np.unique(np.hstack(z) > 0, axis=0)) -> sum(len({*map(tuple, z_k > 0)}) for z_k in z) OR
    len(np.unique(np.hstack(z) > 0, axis=0)) -> math.prod(len({*map(tuple, z_k > 0)}) for z_k in z) | Layers
    are counted one by one: a pattern is one of all of them.
np.hstack(z) > 0, axis=0 -> (np.hstack(z) > 0).sum(axis=1) | How many units are on is looked at: which are?
> 0, axis=0 -> > 0 OR len(np.unique(np.hstack(z) > 0, axis=0)) -> np.unique(np.hstack(z) > 0, axis=1).shape[1]
    | A pattern is a row: np.unique takes whole rows with axis=0.
axis=0)) -> axis=0)) - 1 | One is missing: where no unit is on, there is a region, too.
len(np.unique(np.hstack(z) > 0, axis=0)) -> 1 + sum(np.diff(np.hstack(z) > 0, axis=0).any(axis=1)) | Changes
    from point to point are counted: each row of the grid meets a region anew.
2 * n_points - 1) -> 2 * n_points) OR 2 * n_points - 1) -> n_points) | n_finer: take 2 n_points - 1 a side.
high, n) -> high, n, endpoint=False) OR np.linspace(low, high, n) -> np.linspace(-1, 1, n) | The grid has to
    reach from low to high, both ends included.
np.meshgrid(side, side) -> (side, side) | Points on the diagonal alone are tried: each x1 goes with each x2.
, axis=-1) -> ) | A point is a row of both coordinates: np.meshgrid gives all x1, then all x2.
pre_activations(x, W, b) -> pre_activations(x, W, [0 * b_k for b_k in b]) | The biases are left out.
return found -> return found[::-1] ~ come in another order
return found -> return found[0], found[1] > found[0] ~ holds values of type bool
return found -> Z = sum(math.comb(len(b[0]), j) for j in range(3))\n    return Z, Z OR return found -> Z = 2
    ** sum(map(len, b[:-1]))\n    return Z, Z | That is a bound: count what is found.
""")
RIGHT = edits("np.unique(np.hstack(z) > 0, axis=0) -> {*map(tuple, np.hstack(z) <= 0)} | those that are off")
