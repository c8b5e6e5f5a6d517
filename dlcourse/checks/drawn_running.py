"""Checks: running statistics for chapter 16, and what slips make of them."""

from collections.abc import Callable, Iterator

import numpy as np

from dlcourse.checks.drawn_batches import batches
from dlcourse.checks.right import Right

ONE_STEP = "Print mean and variance of the batch itself first: are they right? Then weigh old and new."


def averages(rng, m: int, n: int, momentum: float, training: bool, decimals: int | None = None) -> dict:
    """The inputs of `running_statistics`."""
    drawn = batches(rng, m, n, 1.0, training, decimals)
    names = "running_mean", "running_variance", "x"
    return {name: drawn[name] for name in names} | {"momentum": momentum, "training": training}


def statistics_to_keep() -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `running_statistics`; at test time one sample may come alone."""
    rng = np.random.default_rng(163)
    cases = (4, 2, 0.9, True), (2, 3, 0.7, True), (3, 2, 0.9, False)
    shown = [averages(rng, *case, 1) for case in cases]

    def draw(rng):
        for m, n, momentum, training in (
            (6, 4, 0.9, True),
            (2, 3, 0.8, True),
            (8, 2, 0.99, True),
            (7, 3, 0.0, True),
            (5, 3, 0.9, False),
            (1, 2, 0.6, False),
        ):
            yield averages(rng, m, n, momentum, training)

    return shown, draw


def kept(running_mean, running_variance, x, momentum, training) -> Right:
    """The judgement of `running_statistics`."""
    m, mean = len(x), x.sum(axis=0) / len(x)
    squares = ((x - mean) ** 2).sum(axis=0)

    def weighed(mean, variance, a=momentum, b=1 - momentum):
        return {"new_mean": a * running_mean + b * mean, "new_variance": a * running_variance + b * variance}

    if not training:
        return at_test_time(running_mean, running_variance, x, momentum)
    variance = squares / (m - 1)
    right = Right(**weighed(mean, variance)).knowing({"m": m})
    for told, weights in WEIGHTS.items():
        led = weighed(mean, variance, *weights(momentum))
        right.if_instead(told, led)
        for name, value in led.items():
            right.slip(name, value, f"In {name} {told[0].lower()}{told[1:]}")
    for told, other in of_variance(x, running_mean, squares):
        right.slip("new_variance", weighed(mean, other)["new_variance"], told)
        right.if_instead(SWAPPED, weighed(mean, other, 1 - momentum, momentum))
    new = momentum * running_mean + (1 - momentum) * mean
    around_new = ((x - new) ** 2).sum(axis=0)
    for count in (m, m - 1):
        right.slip("new_variance", weighed(mean, around_new / count)["new_variance"], AROUND)
    for told, other in of_mean(x):
        right.slip("new_mean", weighed(other, 0)["new_mean"], told)
    one_by_one = running_mean
    for row in x:
        one_by_one = momentum * one_by_one + (1 - momentum) * row
    right.slip("new_mean", one_by_one, "The samples are taken one by one: a batch counts once, by its mean.")
    right.slip("new_variance", weighed(mean, squares / m)["new_variance"] * m / (m - 1), ON_BOTH)
    right.if_instead("Mean and variance of the batch have changed places.", weighed(variance, mean))
    roots = momentum * np.sqrt(running_variance) + (1 - momentum) * np.sqrt(variance)
    right.slip("new_variance", roots**2, "Roots are averaged: average the variances themselves.")
    return right.hinting(ONE_STEP)


def at_test_time(running_mean, running_variance, x, momentum) -> Right:
    """The judgement where nothing is updated."""
    m, mean = len(x), x.sum(axis=0) / len(x)
    squares = ((x - mean) ** 2).sum(axis=0)
    right = Right(new_mean=running_mean, new_variance=running_variance)
    for variance in (squares / m, squares / (m - 1)) if m > 1 else (squares,):
        for a in (momentum, 1 - momentum):
            updated = {
                "new_mean": a * running_mean + (1 - a) * mean,
                "new_variance": a * running_variance + (1 - a) * variance,
            }
            right.if_instead(EVAL, updated)
        right.slip("new_variance", variance, BATCH_AT_TEST)
    for factor in (m / (m - 1), (m - 1) / m) if m > 1 else ():
        right.slip("new_variance", running_variance * factor, "At test time the old variance gets no factor.")
    right.slip("new_mean", mean, BATCH_AT_TEST)
    for name in ("new_mean", "new_variance"):
        right.slip(name, 0 * mean, ZERO_AT_TEST)
    return right.hinting("At test time both come back as they were.")


EVAL = "At test time nothing is updated: training is False here."
BATCH_AT_TEST = "At test time the batch's own statistics do not count: training is False here."
ZERO_AT_TEST = "At test time both stay as they were: they do not become 0."
SWAPPED = "momentum is the weight of the batch in yours: here it is that of the old statistics."
WEIGHTS: dict[str, Callable] = {  # of the old statistics, and of the batch
    SWAPPED: lambda momentum: (1 - momentum, momentum),
    "Nothing is updated: in training the batch counts.": lambda momentum: (1, 0),
    "Those are the batch's own: the old ones have the weight momentum.": lambda momentum: (0, 1),
    "1 - momentum is missing: it is the weight of the batch.": lambda momentum: (momentum, 1),
    "Nothing is forgotten: the old ones have the weight momentum.": lambda momentum: (1, 1 - momentum),
    "Both have the weight momentum.": lambda momentum: (momentum, momentum),
    "Both have the weight 1 - momentum.": lambda momentum: (1 - momentum, 1 - momentum),
    "The batch is added to the old ones: both are weighed.": lambda momentum: (1, 1),
    "That is the plain mean of old and new: weigh them by momentum.": lambda momentum: (0.5, 0.5),
    "Parentheses are wrong: momentum multiplies the old ones alone.": lambda momentum: (
        momentum,
        momentum * (1 - momentum),
    ),
    "Parentheses are wrong: 1 - momentum multiplies the batch alone.": lambda momentum: (
        momentum * (1 - momentum),
        1 - momentum,
    ),
    "The batch has the weight 0.1, whatever momentum is: it should be 1 - momentum.": lambda momentum: (
        momentum,
        0.1,
    ),
    "The step leads away from the batch: 1 - momentum multiplies batch - running.": lambda momentum: (
        2 - momentum,
        momentum - 1,
    ),
    "Nothing is to be divided by 1 - momentum here: the weights add up to 1.": lambda momentum: (
        momentum / (1 - momentum),
        1,
    ),
    "The weights are squared.": lambda momentum: (momentum**2, (1 - momentum) ** 2),
    "The batch is subtracted: both parts are added.": lambda momentum: (momentum, momentum - 1),
}
ON_BOTH = "m / (m - 1) multiplies the old variance, too: that is unbiased already."
AROUND = "The deviations are those from the running mean: take the batch's own."


def of_mean(x) -> Iterator[tuple[str, np.ndarray]]:
    """(what is told, what a slip takes for the batch's mean)."""
    yield "One mean for all columns: each has its own.", x.mean()
    yield (
        "The sum is divided by m - 1: for a mean by m; m - 1 is for the variance.",
        x.sum(axis=0) / (len(x) - 1),
    )
    yield "The median is taken: it should be the mean.", np.median(x, axis=0)
    yield "That is the first sample alone: take the mean.", x[0]
    yield "The samples are added, not averaged.", x.sum(axis=0)


def of_variance(x, running_mean, squares) -> Iterator[tuple[str, np.ndarray]]:
    """(what is told, what a slip takes for the batch's variance)."""
    m, n = x.shape
    yield "The batch's variance is divided by m: the running one is unbiased, over m - 1.", squares / m
    yield "m / (m - 1) is upside down: the unbiased variance is the larger one.", squares * (m - 1) / m**2
    yield "m / (m - 1) stands twice: a variance over m - 1 has it already.", squares * m / (m - 1) ** 2
    yield "The squares are added, and not divided by m - 1.", squares
    yield "Nothing is left of the batch's variance. Is it m / m - 1, where m / (m - 1) belongs?", 0 * squares
    yield "The squares are divided by m and by m - 1: it should be m - 1 alone.", squares / (m - 1) / m
    if n > 1:
        yield (
            "The squares are divided by the number of columns, minus 1: m is that of the samples.",
            squares / (n - 1),
        )
    if m > 2:
        yield "The squares are divided by m - 2: it should be m - 1.", squares / (m - 2)
    yield "The squares are divided by m + 1: it should be m - 1.", squares / (m + 1)
    yield "That is the standard deviation: take the variance.", np.sqrt(squares / (m - 1))
    yield "That is the standard deviation, and over m: take the variance, over m - 1.", np.sqrt(squares / m)
    yield AROUND, ((x - running_mean) ** 2).sum(axis=0) / (m - 1)
    yield AROUND, ((x - running_mean) ** 2).sum(axis=0) / m
    yield "The mean is not subtracted before the squares.", (x**2).sum(axis=0) / (m - 1)
    yield "The mean is not subtracted before the squares.", (x**2).mean(axis=0)
    yield "One variance for all columns: each column has its own, `axis=0`.", x.var(ddof=1)
    yield "One variance for all columns: each column has its own, `axis=0`.", x.var()
