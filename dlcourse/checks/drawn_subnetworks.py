"""Checks: means over all subnetworks of a unit with dropout on its inputs, and what slips make of them."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from dlcourse.checks.gradients import sigmoid
from dlcourse.checks.right import Right

EXACT = 1e-12
ONE_INPUT = (
    "Take n = 1: there are two subnetworks, z = b and z = x w + b. What is the probability of each? All 2^n "
    "count, none is left to chance."
)


def unit(rng, m: int, n: int, keep: float, decimals: int = 9) -> dict:
    """The inputs of `subnetwork_means`. No z is large: 1 - h would lose its digits."""
    x, w = (
        rng.uniform(0.3, top, size) * rng.choice([-1.0, 1.0], size) for top, size in ((1.6, (m, n)), (1.0, n))
    )
    b = rng.uniform(0.3, 0.9) * rng.choice([-1, 1])
    w = w * min(1.5, 3 / n)
    return {"x": x.round(decimals), "w": w.round(decimals), "b": round(float(b), decimals), "keep": keep}


def units_to_average() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `subnetwork_means`: up to 1,024 subnetworks."""
    rng = np.random.default_rng(175)
    shown = [unit(rng, 2, 3, 0.8, 1), unit(rng, 3, 2, 0.6, 1)]

    def draw(rng):
        for m, n, keep in ((3, 1, 0.7), (5, 4, 0.8), (3, 7, 0.3), (2, 10, 0.5)):
            yield unit(rng, m, n, keep)

    return shown, draw


def averaged(x, w, b, keep) -> Right:
    """The judgement of `subnetwork_means`. Two of the three means have a closed form."""
    z, p = subnetworks(x * w, b, keep)
    linear = keep * (x @ w) + b
    right = Right(linear=linear, arithmetic=p @ sigmoid(z), geometric=sigmoid(linear))
    for told, led in of_subnetworks(x * w, b, keep):
        right.if_instead(told, means(*led))
    added = stays(len(w)) * keep + (len(w) - stays(len(w))) * (1 - keep)
    right.if_instead(ADDS, {"linear": added @ z, "arithmetic": added @ sigmoid(z)})
    for name, told, value in of_means(x, w, b, keep, z, p):
        right.slip(name, value, told)
    return right.knowing({"n": len(w), "the number of subnetworks": len(p)}).within(EXACT).hinting(ONE_INPUT)


def subnetworks(terms, b, keep) -> tuple[np.ndarray, np.ndarray]:
    """z (2^n, m) of every subnetwork, and its probability (2^n,): each input doubles them.   terms: (m, n)"""
    z, p = np.full((1, len(terms)), float(b)), np.ones(1)
    for term in terms.T:
        z, p = np.concatenate([z, z + term]), np.concatenate([p * (1 - keep), p * keep])
    return z, p


def means(z, p) -> dict:
    """The three means with weights p."""
    g, g_other = geometric(z, p)
    return {"linear": p @ z, "arithmetic": p @ sigmoid(z), "geometric": g / (g + g_other)}


def geometric(z, p) -> tuple[np.ndarray, np.ndarray]:
    """The geometric means of h and of 1 - h."""
    return np.exp(p @ np.log(sigmoid(z))), np.exp(p @ np.log(sigmoid(-z)))


ALIKE = (
    "All subnetworks count alike: the probability of each has a factor keep for each input that stays, and "
    "1 - keep for each that is dropped."
)
SWAPPED = "keep and drop have changed places: keep is the probability of staying."
NO_DROP = "The probability of a subnetwork lacks 1 - keep for each input that is dropped."
SHARE = "The weight of a subnetwork is the share of its inputs: its probability is a product, with n factors."
TIMES = "The probability is that of a number of inputs that stay: each subnetwork stands by itself."
ADDS = "The factors of a subnetwork are added: its probability is their product."
ONE_EACH = "Of each number of inputs that stay, one choice is taken: each choice is a subnetwork of its own."
WHOLE = "Those are of the whole network, in which all inputs stay: take the means over all subnetworks."
HALF = "Only half of the subnetworks are there: n inputs have 2^n, so of each input both."
INVERTED = "What stays is divided by keep, as in inverted dropout: here nothing is scaled."
NONE_STAYS = "The subnetwork in which no input stays is missing."
ALL_STAY = "The subnetwork in which all inputs stay is missing."
B_TOO = "b is dropped, too: it stays in each subnetwork."
NO_B = "b is missing: it stays in each subnetwork."
ONE_OUT = "Those are the subnetworks that lack one input: any number may be dropped, also none or all."
ONE_IN = "Those are the subnetworks with one input: any number may stay, also none or all."


def of_subnetworks(terms, b, keep) -> Iterator[tuple[str, tuple]]:
    """(what is told, z and p of a slip)."""
    z, p = subnetworks(terms, b, keep)
    n = terms.shape[1]
    yield ALIKE, (z, np.full(len(p), 1 / len(p)))
    yield SWAPPED, (z, p[::-1])
    yield NO_DROP, (z, keep ** stays(n))
    yield SHARE, (z, stays(n) / n)
    yield TIMES, (z, p * [math.comb(n, int(k)) for k in stays(n)])
    yield INVERTED, subnetworks(terms / keep, b, keep)
    yield INVERTED, (z / keep, p)
    yield WHOLE, (z[-1:], np.ones(1))
    for weights in (p[: len(p) // 2], 2 * p[: len(p) // 2], p[: len(p) // 2] / (1 - keep)):
        yield HALF, (z[: len(p) // 2], weights)
    for told, rest in ((NONE_STAYS, slice(1, None)), (ALL_STAY, slice(None, -1))):
        for weights in (p[rest], p[rest] / p[rest].sum(), np.full(len(p) - 1, 1 / (len(p) - 1))):
            yield told, (z[rest], weights)
    yield B_TOO, subnetworks(np.column_stack([terms, np.full(len(terms), b)]), 0.0, keep)
    yield NO_B, (z - b, p)
    if n > 1:
        each = np.full(n, 1 / n)
        yield ONE_OUT, (z[-1] - terms.T, each)
        yield ONE_IN, (b + terms.T, each)
        by_size = np.array([math.comb(n, k) * keep**k * (1 - keep) ** (n - k) for k in range(n + 1)])
        for ordered in (terms, terms[:, ::-1]):
            partial = np.column_stack([np.full(len(terms), b), ordered]).cumsum(axis=1)
            yield ONE_EACH, (partial.T, by_size)


def stays(n: int) -> np.ndarray:
    """How many inputs stay, of each subnetwork."""
    return subnetworks(np.ones((1, n)), 0.0, 0.5)[0][:, 0]


def of_means(x, w, b, keep, z, p) -> Iterator[tuple[str, str, np.ndarray]]:
    """(name, what is told, the value of a slip) of one mean alone."""
    full, linear, alike = x @ w + b, keep * (x @ w) + b, np.full(len(p), 1 / len(p))
    for name, told, value in (*of_linear(z, p, linear), *of_arithmetic(z, p, linear)):
        yield name, f"{name} {told}", value
    for told, value in of_geometric(z, p):
        yield "geometric", f"geometric {told}", value
    yield "geometric", "geometric is g alone, and all subnetworks count alike.", geometric(z, alike)[0]
    yield (
        "arithmetic",
        "arithmetic is keep times h of the whole network: take the mean of h.",
        keep * sigmoid(full),
    )
    for name, value in means(z, alike).items():
        yield name, f"In {name} all subnetworks count alike.", value
    for told, other in (
        ("is of the whole network: it is a mean over all subnetworks.", full),
        ("has keep as a factor of b, too: b stays in each subnetwork.", keep * full),
        ("lacks b, which stays in each subnetwork.", linear - b),
    ):
        yield "linear", f"linear {told}", other
        yield "geometric", f"geometric {told}", sigmoid(other)
        yield "arithmetic", f"arithmetic {told}", sigmoid(other)


def of_linear(z, p, linear) -> Iterator[tuple[str, str, np.ndarray]]:
    """The same of linear."""
    yield "linear", "is the mean of h: it is that of z.", p @ sigmoid(z)
    yield "linear", ADDED, z.sum(axis=0)
    yield "linear", TWICE, linear / len(p)


def of_arithmetic(z, p, linear) -> Iterator[tuple[str, str, np.ndarray]]:
    """The same of arithmetic."""
    h, name = sigmoid(z), "arithmetic"
    yield name, "is h at the mean of z: take the mean of h.", sigmoid(linear)
    yield name, ADDED, h.sum(axis=0)
    yield name, TWICE, p @ h / len(p)
    yield name, "is that of tanh: h is the sigmoid.", p @ np.tanh(z)


def of_geometric(z, p) -> Iterator[tuple[str, np.ndarray]]:
    """The same of geometric."""
    h, (g, other) = sigmoid(z), geometric(z, p)
    added = geometric(z, np.ones(len(p)))
    yield "is the arithmetic mean: take e to the mean of ln h.", p @ h
    yield "is g alone: it is g / (g + g').", g
    yield "has g' above: there is g.", other / (g + other)
    yield "is g' alone: it is g / (g + g').", other
    yield "is 1 - g': it is g / (g + g').", 1 - other
    for base in (2, 10):
        power = 1 / np.log(base)
        yield f"has logarithms of base {base}: ln h is `np.log(h)`.", g**power / (g**power + other**power)
    yield "is g / g': it is g / (g + g').", g / other
    yield (
        "is made of the means of ln h and ln(1 - h): g and g' are e to these.",
        np.log(g) / np.log(g * other),
    )
    yield "has the mean of h in g': ln g' is the mean of ln(1 - h).", g / (g + 1 - p @ h)
    n = math.log2(len(p))
    of_n = geometric(z, np.full(len(p), 1 / n))
    yield "has roots of order n: the weights are the probabilities.", of_n[0] / sum(of_n)
    yield "is the mean of ln h: take e to it, for g, and then g / (g + g').", np.log(g)
    yield "lacks its weights: the logarithms are added, not averaged.", added[0] / sum(added)
    yield "is the harmonic mean: take e to the mean of ln h.", 1 / (p @ (1 / h))
    yield "is the mean of z: what is h there?", p @ z


TWICE = "is divided by the number of subnetworks, too: the probabilities have the sum 1."
ADDED = "is a sum over the subnetworks: weigh each by its probability."
