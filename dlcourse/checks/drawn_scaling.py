"""Checks: training data and other data for the exercises on scaling, shapes and layers (chapter 14)."""

import numpy as np

from dlcourse.checks.right import Right

TENTH = 0.1  # three of it have the mean 0.10000000000000002, so their std is no 0


def tables(rng, m: int, k: int, n: int, constant: int | None = None) -> dict:
    """x_train (m, n) and x (k, n), of columns of many sizes.   constant: a column of x_train"""
    size = rng.permutation(np.exp(np.linspace(-3, 2, n) + rng.uniform(-0.3, 0.3, n)))
    place = 2 * size * rng.normal(size=n)  # float32 has digits enough for a difference
    x_train, x = (size * rng.normal(size=(rows, n)) + place for rows in (m, k))
    if constant is not None:
        x_train[:, constant] = np.round(2 * place[constant]) / 2 + 0.5  # its mean has no rounding error
    return {"x_train": x_train, "x": x}


SHOWN = {
    "x_train": np.array([[2.0, TENTH, -30.0], [5.0, TENTH, 10.0], [3.5, TENTH, -20.0]]),
    "x": np.array([[4.0, 0.3, 16.0], [1.4, TENTH, -9.0], [2.6, -0.6, -24.0], [3.1, 0.2, 4.0]]),
}
PLAIN = {
    "x_train": np.array([[0.12, 30.0], [0.04, -10.0], [0.21, 20.0], [0.17, 60.0], [-0.03, 10.0]]),
    "x": np.array([[0.07, 75.0], [0.24, 5.0], [0.16, -20.0]]),
}
SIZES = (
    (7, 3, 2, None),
    (5, 4, 3, 1),
    (11, 5, 4, 0),
    (23, 7, 5, 3),
)  # of x_train, of x, columns, a constant one


def scaled() -> tuple:
    """The VISIBLE and the `draw` of `min_max`."""

    def draw(rng):
        yield from (tables(rng, *sizes) for sizes in SIZES)

    return [PLAIN, SHOWN], draw


def standardized() -> tuple:
    """The VISIBLE and the `draw` of `z_score`, which also takes scaled data back."""
    there = [np.array([[0.5, -1.2], [1.6, 0.3]]), np.array([[0.5, 0.4, -1.3], [-1.7, 0.9, 0.6]])]

    def draw(rng):
        yield from (tables(rng, *sizes) | {"z": rng.normal(size=(6, sizes[2]))} for sizes in SIZES)

    return [data | {"z": z} for data, z in zip((PLAIN, SHOWN), there, strict=True)], draw


def cloud(rng, m: int, k: int, n: int) -> dict:
    """The inputs of `zca`: columns that belong together, and vary in every direction."""
    Q = np.linalg.qr(rng.normal(size=(n, n)))[0]
    mix, place = (Q * np.geomspace(0.5, 2, n)) @ Q.T, 2 * rng.normal(size=n)
    return {"x_train": rng.normal(size=(m, n)) @ mix + place, "x": rng.normal(size=(k, n)) @ mix + place}


def clouds() -> tuple:
    """The VISIBLE and the `draw` of `zca`."""
    two = np.array([[1.0, 2.2], [3.0, 3.1], [0.2, 1.4], [4.1, 5.2], [2.3, 1.9]])
    three = np.column_stack([two, [0.3, -1.1, 2.4, 0.6, -0.8]])
    shown = [
        {"x_train": two, "x": np.array([[2.6, 1.1], [0.5, 4.3], [3.2, 3.6]])},
        # more rows than columns, also in x: of two rows the covariance has an eigenvalue of 0, up to rounding
        {
            "x_train": three,
            "x": np.array([[2.6, 1.1, 0.4], [0.5, 4.3, -1.7], [1.7, 2.9, 0.8], [3.3, 0.6, -0.4]]),
        },
    ]

    def draw(rng):
        yield from (cloud(rng, *sizes) for sizes in ((11, 3, 2), (23, 5, 3), (31, 7, 4)))

    return shown, draw


def chained(rng, n_axes):
    """Shapes of weights of layers that follow each other, dense ones (2 axes) after convolutions (4)."""
    before, pixels = int(rng.choice([3, 5, 7])), 1
    for n in n_axes:
        after = int(rng.choice([n for n in (4, 6, 9, 10, 13) if n != before]))
        kh, kw = (int(side) for side in rng.permutation([2, 3, 5])[:2])
        yield (after, before, kh, kw) if n == 4 else (before * pixels, after)
        before, pixels = after, 11 if n == 4 else 1


FANS = (5, 3), (3, 8), (7, 2, 3, 5), (4, 6, 5, 5)


def shapes() -> tuple:
    """The VISIBLE and the `draw` of `fans`."""

    def draw(rng):
        for n_axes in (2, 4, 2, 4, 4):
            sizes = rng.permutation([2, 3, 5, 7, 11, 13])[:n_axes]
            yield {"shape": tuple(map(int, sizes))}

    return [{"shape": shape} for shape in FANS], draw


def layers() -> tuple:
    """The VISIBLE and the `draw` of `growth`. The second one has He's variance."""
    shown = [
        {"shapes": [(8, 3, 5, 2), (72, 20)], "variances": [0.05, 0.03]},
        {"shapes": [(256, 64, 3, 3)], "variances": [2 / 576]},
        {"shapes": [(5, 20), (20, 8), (8, 3)], "variances": [0.3, 0.05, 0.4]},
    ]

    def draw(rng):
        for n_axes in ([4, 2], [4, 4, 2, 2], [2, 2, 2, 2], [4]):
            drawn = list(chained(rng, n_axes))
            variances = [float(rng.uniform(0.5, 2) / np.sqrt(np.prod(shape))) for shape in drawn]
            yield {"shapes": drawn, "variances": variances}

    return shown, draw


def grown(shapes, variances) -> Right:
    """The judgement of `growth`."""
    fans_of = [(np.prod(shape) / shape[i], np.prod(shape) / shape[1 - i]) for shape, i in _outputs(shapes)]
    factors = np.array([np.array(fans) * v / 2 for fans, v in zip(fans_of, variances, strict=True)])
    forward, backward = factors.prod(axis=0)
    right = Right(forward=float(forward), backward=float(backward))
    for told, values in _other_factors(shapes, variances, fans_of, factors):
        right.if_instead(told, {"forward": float(values[0]), "backward": float(values[1])})
        right.slip("forward", float(values[0]), told).slip("backward", float(values[1]), told)
    for told, values in (
        ("Those are the factors of the layers, one by one: multiply them.", factors.T),
        ("Those are the products up to each layer: the last one is asked for.", factors.cumprod(axis=0).T),
    ):
        right.if_instead(told, dict(zip(("forward", "backward"), values, strict=True)))
    return right


def _other_factors(shapes, variances, fans_of, factors) -> tuple:
    """(what is told, two numbers in the place of forward and backward)."""
    n, right = len(factors), factors.prod(axis=0)
    sums = np.array([sum(fans) * v for fans, v in zip(fans_of, variances, strict=True)])
    weights = np.array([np.prod(shape) * v for shape, v in zip(shapes, variances, strict=True)])
    return (
        ("1/2 counts once: each layer has a relu of its own.", right * 2.0 ** (n - 1)),
        ("A layer lacks its 1/2: the first one has a relu before it, too.", right * 2),
        ("A relu halves once in each layer, not twice.", right / 2.0**n),
        ("The factors of the layers are added: multiply them.", factors.sum(axis=0)),
        (
            "forward is 1 if v is 2 / fan_in, and backward then fan_out / fan_in: v is given here.",
            _by_he(fans_of),
        ),
        ("Those are means over the layers: multiply the factors.", factors.mean(axis=0)),
        ("That is the first layer alone: multiply the factors of all layers.", factors[0]),
        ("Those are logarithms: the factors themselves are asked for.", np.log(right)),
        (
            "Both fans are added: forward knows fan_in alone, backward fan_out.",
            np.full(2, sums.prod() / 2**n),
        ),
        ("All weights of a layer count: a unit has fan_in of them.", np.full(2, weights.prod() / 2**n)),
        (
            "relu(z) has the variance (1 - 1/pi) / 2, but E[relu(z)^2] is 1/2.",
            right * (1 - 1 / np.pi) ** n,
        ),
        (
            "The shape of a dense weight and that of a convolution begin with other axes.",
            _mixed(shapes, variances),
        ),
        ("The fans are missing: a sum of fan_in terms is larger than one.", np.full(2, _halves(variances))),
        ("v is missing: the variance of the weights.", right / np.prod(variances)),
        ("A product with a factor 0 is 0: does it start from 1? And `1 // 2` is 0.", np.zeros(2)),
    )


def _halves(variances) -> float:
    """The product of v / 2."""
    return float(np.prod(np.array(variances) / 2))


def _by_he(fans_of) -> tuple[float, float]:
    """The factors if all variances were those of He's rule."""
    return 1.0, float(np.prod([fan_out / fan_in for fan_in, fan_out in fans_of]))


def _outputs(shapes):
    """(shape, the axis of the outputs) of weights."""
    return [(shape, 0 if len(shape) == 4 else 1) for shape in shapes]


def _mixed(shapes, variances) -> np.ndarray:
    """The factors if the first axis of every weight is taken for its inputs, and kernels are left out."""
    return np.prod([np.array(shape[:2]) * v / 2 for shape, v in zip(shapes, variances, strict=True)], axis=0)
