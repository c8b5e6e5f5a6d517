"""Checks: exercise 14.3a. The second moments and variances of signals, layer by layer, up to two percent."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from dlcourse.checks.right import Free
from dlcourse.checks.wording import number

NEAR, SAME = 0.02, 2e-3  # what is allowed; what a slip's numbers may be off
GRID = np.linspace(-8, 8, 1601)
UP = (np.sign(GRID) + 1) / 2  # 1 above 0
DENSITY = np.exp(-(GRID**2) / 2) / np.sqrt(2 * np.pi) * (GRID[1] - GRID[0])
VARIANCE_ON = "The variance goes on to the next layer: that of z is scale E[h^2], the mean of h included."
NO_MEAN = "variances are seconds: subtract the square of the mean of h, which is not 0 for this unit."
NOT_SQUARED = "variances: it is the square of the mean of h that is subtracted."
ADDED = "variances: the square of the mean is subtracted, not added."
OF_SQUARES = "variances has the variance of h^2: that of h is asked for."
OF_Z = "Those are the moments of z: apply the unit."
STD = "z has the variance scale second: its standard deviation is the root of that."
NO_ROOT_OF_SCALE = "The root is missing for scale: z has the standard deviation sqrt(scale second)."
NO_ROOT_OF_SECOND = "The root is missing for second: z has the standard deviation sqrt(scale second)."
NO_SCALE = "scale is missing: z has the variance scale second."
NO_SECOND = "second is missing: z has the variance scale second."
ONCE = "scale counts in the first layer alone: each layer has it."
INVERSE = "second is divided by scale: z has the variance scale second."
HALVED = "z has half its variance: is the 2 missing in exp(-u^2 / 2), or was scale halved?"
VARIANCES = "seconds has the variances: E[h^2] has the square of the mean in it."
ABOVE_0 = "Half of the grid is missing: z is below 0 as often as above."
NOT_ONE = "No mean of h^2 is larger than its largest value: do the weights of your grid add up to 1?"
BEFORE = "variances: E[h^2] of this layer is meant, not of the layer before."
UNIT = "z was drawn from N(0, 1): its variance is scale second."
BOTH = "scale counts twice: it belongs to the variance of z alone, not to h as well."
FIRST = "The first layer lacks scale: its z has the variance scale second, too."
OUTSIDE = "scale multiplies E[h^2] alone: it belongs to the variance of z, before the unit."
LATE = "The first entries are those before the first layer: begin with what comes after it."
AHEAD = "The first entries are those after two layers: begin with what comes after the first."
SQUARE_OF_MEAN = "That is the square of the mean of h: the mean of the squares is asked for."
MEAN_OF_H = "That is the mean of h: square h before the mean is taken."
MEAN_OF_SIZE = "That is the mean of |h|: square h before the mean is taken."
ROOT = "That is a root: E[h^2] and variances are asked for, not standard deviations."
AT_ONE = "That is the unit at one standard deviation of z: take the mean over all z, weighed by the density."
NO_STD = "The density of z lacks 1 / std: its weights do not add up to 1."
NO_DENSITY = "Those are sums with a density that lacks 1 / sqrt(2 pi): its weights add up to more than 1."
SAME_INPUT = "Each layer has `second` of the input: take that of the layer before."
LAST = "All layers have the numbers of the last one."
TURNED = "The layers come from the last to the first."
LINEAR = "That is what a layer without a unit does: E[h^2] is not the variance of z."
HALF = "That is half the variance of z, as for a ReLU: this unit makes something else of it."
MADE = "It is E[h^2] minus the square of E[h], each weighed by the density."
CHANCE = "That is near, but not within two percent: sum over a grid of z, without random numbers."
UNWEIGHED = (
    "Each z counts alike there: weigh it by its density, `(p * h**2).sum()` with weights p that add up to 1."
)
SHORT = "The grid is too short: go to five standard deviations of z or more."
STILL = "z has next to no spread: its variance is scale second."
SAME_Z = "The same z goes on through all layers: each layer has a new z, normal with variance scale second."
SUM = "All means are off by one factor: do the weights of your grid add up to 1?"
SQUARES = "It is the mean of unit(z)^2 over z from N(0, scale second), each weighed by its density."
INCLUDED = "They have one number too many: what comes before the first layer is not among them."


def judge(unit, scale, second, n_layers) -> Free:
    """The judgement of `predict(unit, scale, second, n_layers)`."""
    test = partial(problem, unit, scale, second, n_layers)
    return Free({"seconds": None, "variances": None}, test)


def mean(values) -> float:
    """E of values on GRID, for u of N(0, 1)."""
    return float(DENSITY @ values)


def moments(step: Callable, second: float, n_layers: int) -> np.ndarray:
    """(seconds, variances) of layers.   step: second -> second, variance, what goes on to the next layer"""
    found = []
    for _ in range(n_layers):
        *both, second = step(second)
        found.append(both)
    return np.array(found).T


def stepper(unit, std: Callable, on: Callable = lambda second, variance: second, how: Callable | None = None):
    """A `step` of `moments`.

    std: second -> standard deviation of z.   on: what goes on.   how: values of h -> second and variance
    """

    def step(second):
        h = unit(std(second) * GRID)
        both = how(h) if how else (mean(h**2), mean(h**2) - mean(h) ** 2)
        return (*both, on(*both))

    return step


def right_ones(unit, scale, second, n_layers):
    """What is asked for."""
    return moments(stepper(unit, lambda q: np.sqrt(scale * q)), second, n_layers)


def slips(unit, scale, second, n_layers) -> Iterator[tuple[str, np.ndarray]]:
    """(what is told, the moments that a slip leads to)."""
    yield from of_deviations(unit, scale, second, n_layers)
    yield from of_means(unit, scale, second, n_layers)
    yield from of_layers(unit, scale, second, n_layers)
    yield from of_grids(unit, scale, second, n_layers)


def of_grids(unit, scale, second, n_layers):
    """Slips in the grid, and in what becomes of it."""

    def std(q):
        return np.sqrt(scale * q)

    for width in (1, 2, 3, 4, 5, 6, 8, 10):
        inside = GRID * width / GRID[-1]
        weights = [(UNWEIGHED, np.ones(len(GRID)) / len(GRID))]
        if width < 4:
            own = np.exp(-(inside**2) / 2) / np.sqrt(2 * np.pi) * (inside[1] - inside[0])
            weights += [(SHORT, own), (SHORT, own / own.sum())]
        for told, p in weights:

            def step(q, p=p, u=inside):
                h = unit(std(q) * u)
                return p @ h**2, p @ h**2 - (p @ h) ** 2, p @ h**2

            yield told, moments(step, second, n_layers)
    yield STILL, moments(stepper(unit, lambda q: 1e-3 * std(q)), second, n_layers)
    for factor in (1, np.sqrt(scale)):
        h, found = std(second) / factor * GRID, []
        for _ in range(n_layers):
            h = unit(factor * h)
            found.append((mean(h**2), mean(h**2) - mean(h) ** 2))
        yield SAME_Z, np.array(found).T


def of_deviations(unit, scale, second, n_layers):
    """Slips in the standard deviation of z."""
    for told, std in (
        (STD, lambda q: scale * q),
        (NO_ROOT_OF_SCALE, lambda q: scale * np.sqrt(q)),
        (NO_ROOT_OF_SECOND, lambda q: np.sqrt(scale) * q),
        (NO_SCALE, np.sqrt),
        (NO_SECOND, lambda q: np.sqrt(scale)),
        (UNIT, lambda q: 1.0),
        (INVERSE, lambda q: np.sqrt(q / scale)),
        (HALVED, lambda q: np.sqrt(scale * q / 2)),
        (SAME_INPUT, lambda q: np.sqrt(scale * second)),
    ):
        yield told, moments(stepper(unit, std), second, n_layers)


def of_means(unit, scale, second, n_layers):
    """Slips in what is made of h."""

    def std(q):
        return np.sqrt(scale * q)

    for told, how in (
        (SQUARE_OF_MEAN, lambda h: (mean(h) ** 2, 0.0)),
        (MEAN_OF_H, lambda h: (mean(h), 0.0)),
        (MEAN_OF_SIZE, lambda h: (mean(abs(h)), 0.0)),
        (ROOT, lambda h: (np.sqrt(mean(h**2)), 0.0)),
        (OUTSIDE, lambda h: (scale * mean(h**2), 0.0)),
        (BOTH, lambda h: (scale**2 * mean(h**2), 0.0)),
        (NO_DENSITY, lambda h: (np.sqrt(2 * np.pi) * mean(h**2), 0.0)),
        (NO_MEAN, lambda h: (mean(h**2), mean(h**2))),
        (NOT_SQUARED, lambda h: (mean(h**2), mean(h**2) - mean(h))),
        (ADDED, lambda h: (mean(h**2), mean(h**2) + mean(h) ** 2)),
        (VARIANCES, lambda h: (mean(h**2) - mean(h) ** 2,) * 2),
        (ABOVE_0, lambda h: (2 * mean(UP * h**2), 2 * mean(UP * h**2) - 4 * mean(UP * h) ** 2)),
        (OF_SQUARES, lambda h: (mean(h**2), mean(h**4) - mean(h**2) ** 2)),
    ):
        step = stepper(unit, np.sqrt if told == OUTSIDE else std, how=how)
        yield told, moments(step, second, n_layers)
    yield VARIANCE_ON, moments(stepper(unit, std, on=lambda second, variance: variance), second, n_layers)

    def at_one(q):
        one = float(unit(np.float64(std(q)))) ** 2
        return one, 0.0, one

    def dense(q):  # weights without 1 / std
        h = unit(std(q) * GRID)
        return std(q) * mean(h**2), 0.0, std(q) * mean(h**2)

    yield NO_STD, moments(dense, second, n_layers)
    yield AT_ONE, moments(at_one, second, n_layers)


def of_layers(unit, scale, second, n_layers):
    """Slips in what comes when, and what another unit would do."""
    longer = right_ones(unit, scale, second, n_layers + 1)
    right, before = longer[:, :-1], np.r_[second, longer[0, : n_layers - 1]]
    ones, powers = np.ones((2, n_layers)), np.arange(1, n_layers + 1)
    rest = moments(stepper(unit, np.sqrt), right[0, 0], n_layers - 1).reshape(2, -1)
    yield ONCE, np.c_[right[:, :1], rest]
    yield BEFORE, np.array([right[0], before - (right[0] - right[1])])
    start = moments(stepper(unit, np.sqrt), second, 1)
    yield FIRST, np.c_[start, right_ones(unit, scale, start[0, 0], n_layers - 1).reshape(2, -1)]
    yield OF_Z, scale * before * ones
    yield LATE, np.c_[[second, second], right[:, :-1]]
    yield AHEAD, longer[:, 1:]
    yield LAST, right[:, -1:] * ones
    yield TURNED, right[:, ::-1]
    yield ROOT, np.sqrt(right)
    yield LINEAR, second * scale**powers * ones
    yield HALF, second * (scale / 2) ** powers * ones


def problem(unit, scale, second, n_layers: int, seconds, variances) -> str | None:
    """A sentence on the slip that leads to the first result that is off, or on the first layer that is."""
    due, got = right_ones(unit, scale, second, n_layers), (seconds, variances)
    if {len(seconds), len(variances)} == {n_layers + 1}:
        return INCLUDED
    if not len(seconds) == len(variances) == n_layers:
        return f"There are {len(seconds)} seconds and {len(variances)} variances, for {n_layers} layers."
    off = abs(np.array(got) / due - 1)
    if off.max() <= NEAR:
        return None
    if near(seconds, due[1]) and near(variances, due[0]):
        return "seconds and variances have changed places: `return seconds, variances`."
    which = int(off[0].max() <= NEAR)
    with np.errstate(all="ignore"):
        led = [told for told, one in slips(unit, scale, second, n_layers) if near(got[which], one[which])]
    if led:
        return " Or: ".join([*dict.fromkeys(led)][:2])
    times = seconds[0] / due[0][0]
    step = stepper(unit, lambda q: np.sqrt(scale * q), how=lambda h: (times * mean(h**2), 0.0))
    if (
        n_layers > 1
        and which == 0
        and abs(times - 1) > 0.1
        and near(seconds, moments(step, second, n_layers)[0])
    ):
        return SUM
    if seconds[0] > 1.02 * np.max(unit(np.sqrt(scale * second) * GRID) ** 2):
        return NOT_ONE
    if off.max() < 2 * NEAR * np.sqrt(n_layers):
        return CHANCE
    layer, name = int(np.argmax(off[which] > NEAR)), ("seconds", "variances")[which]
    own = f"{name} is off from layer {layer} on: {name}[{layer}], yours is {number(got[which][layer])}."
    return f"{own} {MADE if which else SQUARES}"


def near(got, one) -> bool:
    """Whether moments are those of a slip."""
    return bool(np.isfinite(one).all() and (abs(got - one) <= SAME * abs(one)).all())
