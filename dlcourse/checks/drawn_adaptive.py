"""Checks: gradients, errors and times for the exercises of chapter 12: optimizers and schedules move by them.

The gradients are given, one a step, wherever theta is. So a wrong step stays visible, and does not grow.
"""

from collections.abc import Callable

import numpy as np

from dlcourse.checks.right import Right

EPS = 0.25  # so large that its place is seen in every digit


def readable(rng, shape):
    """Numbers of one decimal, of both signs, no two of one size."""
    sizes = rng.permutation(np.delete(np.arange(2, 60), 8))[: int(np.prod(shape))] / 10
    return (sizes * rng.choice([-1, 1], size=sizes.shape)).reshape(shape)


def steps(rng, n_steps: int, n: int, late: int = 0, decimals: bool = False, **numbers) -> dict:
    """theta (n,) and gradients (n_steps, n), with the numbers.

    late: for how many steps the last parameter has no gradient; all others have one in each step.
    """
    of = (lambda shape: readable(rng, shape)) if decimals else (lambda shape: rng.normal(size=shape))
    theta, gradients = of((n,)), of((n_steps, n))
    gradients[:late, -1] = 0.0
    return {"theta": theta, "gradients": gradients} | numbers


def descents(seed: int, *names: str) -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of an exercise on one vector of parameters.   names: of numbers below 1"""
    rng = np.random.default_rng(seed)

    def numbers(rng, eps=EPS):
        least = {"beta2": 0.8}  # of a lower one u forgets so fast that slips look alike
        drawn = {name: float(np.round(rng.uniform(least.get(name, 0.15), 0.9), 2)) for name in names}
        return drawn | {"eps": eps}

    shown = [
        steps(rng, 4, 1, decimals=True, **numbers(rng)),
        steps(rng, 5, 3, 2, decimals=True, **numbers(rng)),
    ]

    def draw(rng):
        for n_steps, n, late, eps in ((3, 2, 0, 0.4), (20, 3, 7, 0.1), (7, 5, 7, 0.3), (20, 2, 3, 1e-8)):
            yield steps(rng, n_steps, n, late, **numbers(rng, eps))

    return shown, draw


LAST = "All rows of path are the last point: is one array changed and appended each time? Append a copy."
FROM_START = "Each step starts from the first theta: it starts where the step before it has ended."
STEPS = "path has the steps in its rows: row t is theta after step t."
UPHILL = "The steps go uphill: theta loses them."
LATE = "Row t is theta before step t: it is theta after it."
FIRST = "The first wrong row of path is the first wrong step."


def walk(theta, steps, name: str = "path", **others) -> Right:
    """The judgement of a path from theta, each row less the next of the steps, with its slips.

    others: further results.
    """
    zero, start = 0 * theta[None], theta[None]
    moved = np.concatenate([zero, np.cumsum(steps, axis=0)])
    right = Right(**{name: theta - moved}, **others).hinting(FIRST)
    for slip, told in (
        (theta + moved, UPHILL),
        (theta - np.concatenate([zero, steps]), FROM_START),
        (theta + np.concatenate([zero, steps]), f"{FROM_START} {UPHILL}"),
        (np.concatenate([start, start - moved[:-1]]), LATE),
        (np.repeat(start - moved[-1:], len(moved), axis=0), LAST),
        *((np.concatenate([top, sign * steps]), STEPS) for top in (zero, start) for sign in (1, -1)),
    ):
        right.slip(name, slip, told.replace("path", name))
    return right.knowing({"the number of steps T": len(steps)})


def averages(values, rho: float):
    """Averages of the rows so far: each weighs rho times as much as the next one. They start at 0."""
    n = len(values)
    ages = np.subtract.outer(np.arange(n), np.arange(n))
    weights = np.where(ages >= 0, (1 - rho) * rho ** np.maximum(ages, 0), 0.0)
    return np.tensordot(weights, values, axes=1)


INSIDE = "eps is inside the root: it is added to sqrt(r)."
LEAST = "eps is no least value of sqrt(r): it is added."
NONE = "eps is missing below the line."
BRACKETS = "Brackets are missing: all of eps + sqrt(r) divides."
ROOT = "The root of r is missing: r has the unit of a squared gradient."
ABOVE = "g is above the line, with its size and its sign."
SHORTER = "lr falls by itself, too: only r makes the steps shorter."
PLAIN = "Plain descent: r is not used."
TOO_LATE = "r takes in g after the step: before it is right."


def divided(theta, gradients, lr: float, eps: float, r) -> Right:
    """The judgement of the path whose steps are lr g / (eps + sqrt(r)), and of the last r, with their slips.

    r: of each step, as the gradients.
    """
    g, root = gradients, np.sqrt(r)
    right = walk(theta, lr * g / (eps + root), r=r[-1])
    before = np.sqrt(np.concatenate([0 * r[:1], r[:-1]]))
    some = root + (root == 0)  # where it is 0, g is, too
    t = np.arange(1.0, len(g) + 1)[:, None]
    for step, told in (
        (lr * g / np.sqrt(eps + r), INSIDE),
        (lr * g / np.sqrt(eps**2 + r), INSIDE),
        (lr * g / np.maximum(eps, root), LEAST),
        (lr * g / some, NONE),
        *((lr * g / eps + sign * root, BRACKETS) for sign in (1, -1)),
        *((lr * g / some + sign * eps, BRACKETS) for sign in (1, -1)),
        (lr * g / (eps + r), ROOT),
        (lr / (eps + root), ABOVE),
        (lr * np.sign(g) / (eps + root), ABOVE),
        (lr * abs(g) / (eps + root), ABOVE),
        (lr / np.sqrt(t) * g / (eps + root), SHORTER),
        (lr / t * g / (eps + root), SHORTER),
        (lr * g, PLAIN),
        (lr * g / (eps + before), TOO_LATE),
        (g / (eps + root), "lr is missing."),
        (lr**2 * g / (eps + root), "lr has a square, which it is not to have."),
        (2 * lr * g / (eps + root), "Each step is twice as long as it is to be."),
        (lr / 2 * g / (eps + root), "Each step is half as long as it is to be."),
        (lr * g**2 / (eps + root), "g above the line has a square: only r has squares."),
        (lr * g / (some - eps), "eps is subtracted from sqrt(r): it is added."),
        (lr * g[::-1] / (eps + np.sqrt(r[::-1])), "g and r come in the reverse order."),
        (lr * g / np.sqrt(eps + root), "The root is taken of eps + sqrt(r), a second time."),
        (lr * g * (eps + root), "eps + sqrt(r) divides: it is below the line."),
        (lr * np.roll(g, 1, axis=0) / (eps + root), "r is of this step, g of another one."),
    ):
        right.slip("path", theta - np.concatenate([0 * theta[None], np.cumsum(step, axis=0)]), told)
    return right.slip("r", root[-1], "r is returned under its root.")
