"""Checks: batches for chapter 16, their normalization, and what slips make of it."""

from collections.abc import Callable, Iterator

import numpy as np

from dlcourse.checks.draws import normal
from dlcourse.checks.right import Right

FIRST = "Take one column: print its mean, its variance, and x_hat. In training x_hat has the mean 0."


def columns(rng, m: int, n: int) -> np.ndarray:
    """x (m, n) with columns of different means and spreads, none of them narrow far from 0.

    There float32 would leave a right answer few digits.
    """
    while True:
        x = rng.normal(size=(m, n)) * rng.uniform(0.5, 3.0, size=n) + 2 * rng.normal(size=n)
        if m == 1 or (x.std(axis=0) >= 0.25 * abs(x).max(axis=0)).all():
            return x


def batches(rng, m: int, n: int, eps: float, training: bool, decimals: int | None = None) -> dict:
    """The inputs of `batch_norm`: columns of different spreads, and running statistics unlike theirs."""
    drawn = normal(rng, decimals=decimals, x=(m, n), gamma=(n,), beta=(n,), running_mean=(n,))
    drawn["running_variance"] = np.round(rng.uniform(0.6, 2.4, size=n), 1 if decimals else 9)
    if decimals is None:
        drawn["x"] = columns(rng, m, n)
    return drawn | {"eps": eps, "training": training}


def batches_to_normalize() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `batch_norm`: also constant columns, and one sample at test time."""
    rng = np.random.default_rng(161)
    shown = [batches(rng, *sizes, 1) for sizes in ((4, 2, 0.5, True), (2, 3, 0.3, True), (3, 2, 0.2, False))]

    def draw(rng):
        for m, n, eps, training in (
            (6, 4, 0.7, True),
            (2, 3, 1e-5, True),
            (7, 2, 1e-5, True),
            (5, 3, 0.4, False),
            (1, 4, 1e-5, False),
        ):
            yield batches(rng, m, n, eps, training)
        flat = batches(rng, 4, 3, 0.01, True)
        flat["x"][:, 1] = 0.75
        yield flat
        still = batches(rng, 3, 2, 0.04, False)
        still["running_variance"][1] = 0.0
        yield still

    return shown, draw


def normalized(x, gamma, beta, running_mean, running_variance, eps, training) -> Right:
    """The judgement of `batch_norm`, column by column."""
    m = len(x)
    columns = [column.tolist() for column in x.T]
    mean = np.array([sum(column) / m for column in columns])
    variance = np.array(
        [sum((a - mu) ** 2 for a in column) / m for column, mu in zip(columns, mean, strict=True)]
    )
    own, kept = (mean, variance), (running_mean, running_variance)
    used, other = (own, kept) if training else (kept, own)

    def results(mean, variance, of=lambda x, mean, variance: (x - mean) / np.sqrt(variance + eps)):
        with np.errstate(all="ignore"):
            x_hat = of(x, mean, variance)
            return {"x_hat": x_hat, "y": gamma * x_hat + beta}

    right = Right(**results(*used)).knowing({"m": m})
    for told, led in of_statistics(x, used, other, training):
        right.if_instead(told, results(*led))
    if not training and (used[1] == 0).any():
        right.if_instead(STILL, results(used[0], np.where(used[1] == 0, 1 - eps, used[1])))
    for told, of in OF_X_HAT.items():
        right.if_instead(told, results(*used, lambda x, mean, variance, of=of: of(x, mean, variance, eps)))
    x_hat = right.results["x_hat"]
    for told, y in (
        ("gamma and beta have changed places: gamma multiplies, beta is added.", beta * x_hat + gamma),
        ("beta is scaled by gamma, too: y is gamma x_hat + beta.", gamma * (x_hat + beta)),
        ("y is made of x: gamma multiplies x_hat.", gamma * x + beta),
        ("gamma is added in y: it multiplies x_hat.", gamma + x_hat + beta),
        ("beta is missing in y.", gamma * x_hat),
        ("gamma is missing in y.", x_hat + beta),
        ("y is x_hat: gamma and beta are missing.", x_hat),
        ("beta is subtracted in y.", gamma * x_hat - beta),
        ("gamma divides in y: it multiplies.", x_hat / gamma + beta),
        ("gamma is squared in y.", gamma**2 * x_hat + beta),
        ("gamma has lost its sign in y.", abs(gamma) * x_hat + beta),
    ):
        right.slip("y", y, told)
    right.slip("x_hat", right.results["y"], "x_hat has gamma and beta already: they belong to y.")
    return right.hinting(FIRST)


def of_statistics(x, used, other, training: bool) -> Iterator[tuple[str, tuple]]:
    """(what is told, mean and variance that a slip takes)."""
    (mean, variance), m = used, len(x)
    when = "In training the batch's own" if training else "At test time the running"
    taken = "from before" if training else "of the batch"
    yield f"{when} statistics are taken, not those {taken}.", other
    yield f"{when} mean is taken, not that {taken}.", (other[0], variance)
    yield f"{when} variance is taken, not that {taken}.", (mean, other[1])
    for weight in (0.9, 0.1):
        mixed = [weight * one + (1 - weight) * two for one, two in zip(used, other, strict=True)]
        yield f"{when} statistics are taken alone: old and new are mixed in yours.", tuple(mixed)
    if not training:
        if m > 1:
            yield (
                "The running variance is taken as it is: it is unbiased already.",
                (mean, variance * m / (m - 1)),
            )
            yield "The running variance is taken as it is, unbiased.", (mean, variance * (m - 1) / m)
        return
    for told, value in of_variance(x, mean, variance, other[0]):
        yield told, (mean, value)
    yield f"One mean and one variance for all columns: {OWN}", (x.mean(), x.var())
    of_rows = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    yield "Mean and variance are those of the rows: take them down the columns, `axis=0`.", of_rows
    for told, n in (("samples and columns", x.size), ("columns", x.shape[1])):
        around = ((x - x.sum(axis=0) / n) ** 2).sum(axis=0) / n
        yield (
            f"The sums are divided by the number of {told}: it should be m, that of the samples.",
            (x.sum(axis=0) / n, around),
        )
    yield "The median is subtracted: it should be the mean.", (np.median(x, axis=0), variance)


def of_variance(x, mean, variance, running_mean) -> Iterator[tuple[str, np.ndarray]]:
    """(what is told, what a slip takes for the batch's variance)."""
    m = len(x)
    yield (
        "The variance is divided by m - 1: here it is the mean of the squares, over m.",
        variance * m / (m - 1),
    )
    yield "The squares are added and not divided by m: the variance is their mean.", variance * m
    around = ((x - running_mean) ** 2).mean(axis=0)
    yield "The deviations are those from the running mean: take the batch's own.", around
    yield "The mean is not subtracted before the squares: those are of x - mean.", (x**2).mean(axis=0)
    yield f"One variance for all columns: {OWN}", x.var()
    yield f"One variance for all columns: {OWN}", ((x - mean) ** 2).mean()
    yield "The spread is that of |x - mean|: the variance has squares.", abs(x - mean).mean(axis=0) ** 2
    yield "The standard deviation is under the root: it should be the variance.", np.sqrt(variance)
    yield f"The squares are divided by the number of columns: {OVER}", variance * m / x.shape[1]
    yield f"The squares are divided by the number of all entries: {OVER}", variance / x.shape[1]


OWN = "each column has its own, `axis=0`."
OVER = "it should be m, the number of samples."
STILL = "Where the variance is 0, its root is taken for 1: eps is there against a division by 0."
ROOT = "x_hat is (x - mean) / sqrt(variance + eps)"
OF_X_HAT: dict[str, Callable] = {
    f"eps is outside the root: {ROOT}.": lambda x, mean, variance, eps: (
        (x - mean) / (np.sqrt(variance) + eps)
    ),
    f"eps is not added to the variance: {ROOT}.": lambda x, mean, variance, eps: (
        (x - mean) / np.sqrt(variance)
    ),
    f"eps is squared under the root: {ROOT}.": lambda x, mean, variance, eps: (
        (x - mean) / np.sqrt(variance + eps**2)
    ),
    f"eps is 1e-5, whatever is given: {ROOT}.": lambda x, mean, variance, eps: (
        (x - mean) / np.sqrt(variance + 1e-5)
    ),
    f"A root too many is taken: {ROOT}.": lambda x, mean, variance, eps: (
        (x - mean) / (variance + eps) ** 0.25
    ),
    f"Parentheses are missing, and eps is behind the root: {ROOT}.": lambda x, mean, variance, eps: (
        x - mean / np.sqrt(variance) + eps
    ),
    f"The root is missing: {ROOT}.": lambda x, mean, variance, eps: (x - mean) / (variance + eps),
    f"x is multiplied by the root: {ROOT}.": lambda x, mean, variance, eps: (
        (x - mean) * np.sqrt(variance + eps)
    ),
    f"The variance is squared: {ROOT}.": lambda x, mean, variance, eps: (
        (x - mean) / np.sqrt(variance**2 + eps)
    ),
    f"Parentheses are missing: {ROOT}.": lambda x, mean, variance, eps: x - mean / np.sqrt(variance + eps),
    f"eps is added behind the fraction: {ROOT}.": lambda x, mean, variance, eps: (
        (x - mean) / np.sqrt(variance) + eps
    ),
    f"The mean is not subtracted: {ROOT}.": lambda x, mean, variance, eps: x / np.sqrt(variance + eps),
    f"x_hat is only centered: {ROOT}.": lambda x, mean, variance, eps: x - mean,
    f"The mean is added: {ROOT}.": lambda x, mean, variance, eps: (x + mean) / np.sqrt(variance + eps),
    f"x is scaled to the range from 0 to 1: {ROOT}.": lambda x, mean, variance, eps: (
        (x - x.min(axis=0)) / (x.max(axis=0) - x.min(axis=0))
    ),
}
