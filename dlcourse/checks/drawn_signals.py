"""Checks: deep ReLU nets for chapter 15, and what arrives in their layers on the way back."""

from collections.abc import Callable
from functools import partial

import numpy as np

from dlcourse.checks.draws import MARGIN
from dlcourse.checks.right import Right
from dlcourse.gradcheck import numerical_gradient

FIRST = (
    "For signals, begin with the last layer: there dJ/dz is G where z is above 0, else 0. "
    "For dead, look at z of one layer: a unit is a column."
)


def relu(z):
    """max(0, z), also of complex numbers."""
    return np.where(z.real > 0, z, 0)


def traced(h, W, b) -> list:
    """z of each layer of a ReLU net whose first h is given."""
    found = []
    for V, c in zip(W, b, strict=True):
        found.append(h @ V + c)
        h = relu(found[-1])
    return found


def relu_net(rng, m: int, widths, dead, decimals: int | None = None, cut: bool = False) -> dict:
    """The inputs of `signal_report`: a ReLU net with so many dead units in each layer.

    Others give 0 for some rows. cut: whether some unit that is not dead gets no gradient, as all above it
    are 0 in its rows.
    """
    while True:
        inputs = _relu_net(rng, m, widths, dead, decimals)
        z = traced(inputs["x"], inputs["W"], inputs["b"])
        counts = [int((own <= 0).all(axis=0).sum()) for own in z]
        away = min(abs(own).min() for own in z) >= 10 * MARGIN
        if away and counts == list(dead) and _is_cut(z, inputs["W"]) >= cut:
            return inputs


def _relu_net(rng, m: int, widths, dead, decimals: int | None) -> dict:
    h = x = _rounded(rng.normal(size=(m, widths[0])), decimals)
    W, b = [], []
    for n_in, n_out, n in zip(widths, widths[1:], dead, strict=False):
        W.append(_rounded(rng.normal(size=(n_in, n_out)) * np.sqrt(2 / n_in), decimals))
        b.append(_rounded(0.3 * rng.normal(size=n_out), decimals))
        off = rng.permutation(n_out)[:n]
        b[-1][off] = -_rounded((h @ W[-1])[:, off].max(axis=0, initial=0) + 0.5, decimals)
        h = np.maximum(0, h @ W[-1] + b[-1])
    return {"x": x, "W": W, "b": b, "G": _rounded(rng.normal(size=(m, widths[-1])), decimals)}


def _is_cut(z, W) -> bool:
    """Whether a unit that is not dead gets no gradient."""
    arrives = z[-1] > 0
    for own, V in zip(z[-2::-1], W[:0:-1], strict=True):
        arrives = (own > 0) & (arrives @ abs(V.T) > 0)
        if (arrives.any(axis=0) < (own > 0).any(axis=0)).any():
            return True
    return False


def _rounded(array, decimals: int | None):
    return array if decimals is None else np.round(array, decimals) + 0.0  # no -0


def relu_nets() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `signal_report`."""
    rng = np.random.default_rng(151)
    shown = [
        relu_net(rng, m, widths, dead, 1, cut)
        for m, widths, dead, cut in (
            (4, (2, 5), (1,), False),
            (5, (3, 4, 4, 4), (1, 2, 0), False),
            (4, (2, 4, 2), (1, 0), True),
        )
    ]

    def draw(rng):
        for m, widths, dead in (
            (5, (3, 3, 3), (0, 0)),
            (7, (3, 5, 4, 2), (2, 1, 0)),
            (4, (6, 6, 6, 6, 6, 6), (1, 0, 2, 0, 3)),
            (1, (4, 5), (2,)),
        ):
            yield relu_net(rng, m, widths, dead)
        yield relu_net(rng, 3, (3, 4, 2), (1, 1), cut=True)

    return shown, draw


def report(x, W, b, G) -> Right:
    """The judgement of the lengths of dJ/dz and of the counts of dead units."""
    z = traced(x, W, b)

    def J(own, k):
        return (G * relu([own, *traced(relu(own), W[k:], b[k:])][-1])).sum()

    slopes = [numerical_gradient(partial(J, k=k), own, scheme="complex") for k, own in enumerate(z, 1)]
    signals = np.array([np.linalg.norm(slope) for slope in slopes])
    dead = [sum(max(column) <= 0 for column in own.T) for own in z]
    right = Right(signals=signals, dead=np.array(dead)).knowing({"m": len(x)})
    for told, led in of_slopes(z, W, G).items():
        right.slip("signals", led, told)
    for told, of in OF_LENGTH.items():
        right.slip("signals", np.array([of(slope) for slope in slopes]), told)
    right.slip("signals", slopes_of(z, W, G, each=1.0), EACH).slip(
        "signals", signals / signals[0], OVER_FIRST
    )
    for told, arrays in ((OF_Z, z), (OF_H, map(relu, z)), (OF_W, W)):
        right.slip("signals", np.array([np.linalg.norm(one) for one in arrays]), told)
    counts = [of_units(*layer) for layer in zip(z, slopes, b, strict=True)]
    for told in counts[0]:
        right.slip("dead", np.array([own[told] for own in counts]), told)
    ones = [1.0] * (len(z) - 1)
    for told, masks in ((LAST_ALONE, ones), (ABOVE, [own > 0 for own in z[:0:-1]])):
        led = masked(W, G, [z[-1] > 0, *masks])
        if led is not None:
            right.slip("signals", led, told)
    right.slip("signals", signals / np.linalg.norm(G), "They are divided by the length of G.")
    right.slip("dead", np.array([0, *dead[:-1]]), LATE)
    right.slip("dead", np.array(dead[::-1]), "The counts come from the last layer to the first.")
    right.slip("dead", np.cumsum(dead), "dead is added up from layer to layer: count in each by itself.")
    return right.hinting(FIRST)


OVER_FIRST = "They are divided by that of the first layer."
OF_Z = "Those are the lengths of z, which came forward: take dJ/dz."
OF_H = "Those are the lengths of h, which came forward: take dJ/dz."
OF_W = "Those are the lengths of the weights: take dJ/dz."
LAST_ALONE = "Below the last layer the ReLU is left out on the way back: each layer has its own."
ABOVE = "A layer has the z of the layer above it: on the way back each ReLU looks at its own z."
LATE = "dead is a layer late: its first number is that of the first layer, not of x."
EACH = "The gradient gets the length 1 on its way, and what arrived is lost."
NET = "A ReLU has the slope 1 where z is above 0, else 0."
SLOPES: dict[str, Callable] = {  # in the place of z > 0
    f"The slope is that of a sigmoid. {NET}": lambda z, G: np.exp(-z) / (1 + np.exp(-z)) ** 2,
    f"The slope is h (1 - h), as of a sigmoid. {NET}": lambda z, G: relu(z) * (1 - relu(z)),
    f"The slope is z (1 - z). {NET}": lambda z, G: z * (1 - z),
    f"The slope is that of tanh. {NET}": lambda z, G: 1 / np.cosh(z) ** 2,
    f"The slope is 1 - h^2, as of a tanh. {NET}": lambda z, G: 1 - relu(z) ** 2,
    f"The slope is the sign of z. {NET}": lambda z, G: np.sign(z),
    f"The sign of the gradient decides. {NET}": lambda z, G: G > 0,
    f"The slope is 1 where z is below 0. {NET}": lambda z, G: z < 0,
}
OF_LENGTH: dict[str, Callable] = {  # in the place of the length of all
    "That is the mean of the rows' lengths: take all squares together.": lambda dz: np.linalg.norm(
        dz, axis=1
    ).mean(),
    "That is the sum of the rows' lengths: take all squares together.": lambda dz: np.linalg.norm(
        dz, axis=1
    ).sum(),
    "That is the length of the first row alone: take all.": lambda dz: np.linalg.norm(dz[0]),
    "That is the length of the mean of the rows: take all squares together.": lambda dz: np.linalg.norm(
        dz.mean(axis=0)
    ),
    "That is the sum of the numbers themselves: a length has their squares.": lambda dz: dz.sum(),
    "The squares are divided by m: a length has the root of their sum.": lambda dz: np.sqrt(
        (dz**2).sum() / len(dz)
    ),
    "That is the root of a sum of absolute values: a length has squares.": lambda dz: abs(dz).sum() ** 0.5,
    "That is the standard deviation: a length has the squares of all numbers.": lambda dz: dz.std(),
}


def slopes_of(z, W, G, slope=lambda z, G: z > 0, each: float = 0.0) -> np.ndarray:
    """The lengths of dJ/dz with another slope.   each: a length that G gets in each layer, or 0"""
    found = []
    for V, own in zip(W[::-1], z[::-1], strict=True):
        dz = G * slope(own, G)
        found.insert(0, np.linalg.norm(dz))
        G = dz @ V.T
        G = G * (each / np.linalg.norm(G)) if each and G.any() else G
    return np.array(found)


def masked(W, G, masks) -> np.ndarray | None:
    """The lengths of dJ/dz with these in the place of z > 0, from the last layer; None if one fits not."""
    found = []
    for V, on in zip(W[::-1], masks, strict=True):
        if np.shape(on) not in ((), G.shape):
            return None
        found.insert(0, np.linalg.norm(G * on))
        G = (G * on) @ V.T
    return np.array(found)


def of_slopes(z, W, G) -> dict:
    """The signals that other slopes lead to, by what is said of them."""
    return {told: slopes_of(z, W, G, slope) for told, slope in SLOPES.items()}


def of_units(z, dz, c) -> dict:
    """The counts of one layer that slips lead to, by what is said of them.   c: its biases"""
    off = z <= 0
    return {
        "That looks at the first row alone: a dead unit gives 0 for every row.": off[0].sum(),
        "That looks at the last row alone: a dead unit gives 0 for every row.": off[-1].sum(),
        "That counts units that give 0 for some row: a dead unit does for every row.": off.any(axis=0).sum(),
        "That counts units that give 0 for most rows: a dead unit does for every row.": (
            off.mean(axis=0) > 0.5
        ).sum(),
        "That counts zeros: count the units that have no other number, along axis 0.": off.sum(),
        "That is the part of zeros: dead is a count of units.": off.mean(),
        "dead is a count, not a part.": off.all(axis=0).mean(),
        "That counts rows: units are columns, so look along axis 0.": off.all(axis=1).sum(),
        "Each dead unit is counted once for each row: count it once.": off.all(axis=0).sum() * len(off),
        "That counts the units that are alive.": (~off).any(axis=0).sum(),
        "The mean of z is below 0: z has to be in every row.": (z.mean(axis=0) <= 0).sum(),
        "That counts biases below 0: a unit is dead by its z, x and the weights included.": (c < 0).sum(),
        "Those get no gradient: a dead unit gives 0 itself.": (dz == 0).all(axis=0).sum(),
        "No unit is found: is z compared before its ReLU, or h with 0?": 0,
    }
