"""Checks: gradients, errors and times for the exercises of chapter 12: optimizers and schedules move by them.

The gradients are given, one a step, wherever theta is. So a wrong step stays visible, and does not grow.
"""

from collections.abc import Callable

import numpy as np

from dlcourse.checks.right import Right

EPS = 0.25  # so large that its place is seen in every digit
TINY = 1e-3  # an eps below it is as small as in practice


def readable(rng, shape):
    """Numbers of one decimal, of both signs, no two of one size."""
    sizes = rng.permutation(np.delete(np.arange(2, 60), 8))[: int(np.prod(shape))] / 10
    return (sizes * rng.choice([-1, 1], size=sizes.shape)).reshape(shape)


def steps(rng, n_steps: int, n: int, late: int = 0, decimals: bool = False, **numbers) -> dict:
    """theta (n,) and gradients (n_steps, n), with the numbers.

    late: for how many steps the last parameter has no gradient. The first one has less than eps at first, and
    none once in between, where averages go on.
    """
    of = (lambda shape: readable(rng, shape)) if decimals else (lambda shape: rng.normal(size=shape))
    theta, gradients = of((n,)), of((n_steps, n))
    gradients[:late, -1] = 0.0
    if n_steps > 4:
        gradients[n_steps // 2 + 1, 0] = 0.0
    if numbers["eps"] > TINY:
        gradients[0, 0] = np.copysign(0.8 * numbers["eps"], gradients[0, 0])
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


LAST = "Rows of path are all the last point: is one array changed and appended each time? Append a copy."
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
        (np.concatenate([start, np.repeat(start - moved[-1:], len(steps), axis=0)]), LAST),
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
        (lr * g / (eps * some), "eps is added to sqrt(r), no factor of it."),
        (g * lr / np.cumprod(eps + root, axis=0), "lr is overwritten: each step divides the first lr."),
        (lr * np.roll(g, 1, axis=0) / (eps + root), "r is of this step, g of another one."),
    ):
        right.slip("path", theta - np.concatenate([0 * theta[None], np.cumsum(step, axis=0)]), told)
    for rows in (r, np.concatenate([0 * r[:1], r])):
        right.slip("r", rows, "r is that of all steps: return the last one alone.")
    return right.slip("r", root[-1], "r is returned under its root.")


def constant_steps(g, t, lr: float, rho: float, beta1: float, beta2: float) -> Right:
    """The judgement of step t of four methods under a gradient that stays g, with the slips of each."""
    step, grown1, grown2, grown = -np.copysign(lr, g), 1 - beta1**t, 1 - beta2**t, 1 - rho**t
    roots = {"adagrad": t**0.5, "rmsprop": grown**0.5, "adam": 1.0, "uncorrected": grown2**0.5}
    sizes = {name: (grown1 if name == "uncorrected" else 1.0) / root for name, root in roots.items()}
    right = Right(**{name: step * size for name, size in sizes.items()})
    for name, size in sizes.items():
        for told, value in (
            ("lacks the sign of g: its step goes against g.", -lr * size),
            ("lacks the sign of g: its step goes against g.", lr * size),
            ("goes uphill: the sign is that of -g.", -step * size),
            ("has the factor g: it cancels, all but its sign.", -lr * g * size),
            ("lacks lr.", step / lr * size),
            ("is to be step t alone, not t steps.", t * step * size),
            ("lacks the root of r.", step * size / (roots[name] * abs(g))),
            ("lacks the root of r.", step * size / (roots[name] * g)),
        ):
            right.slip(name, value, f"{name} {told}")
    if t < 100:  # later it is 0
        power = "rmsprop: r is (1 - rho^t) g^2, not (1 - rho)^t g^2."
        right.slip("rmsprop", step / (1 - rho) ** (t / 2), power)
    turned = "uncorrected: s is 1 - beta1^t times g, r 1 - beta2^t times g^2."
    for value in (grown2**0.5 / grown1, 1 / (1 - beta2) ** 0.5, grown1 / (1 - beta2) ** 0.5):
        right.slip("uncorrected", step * value, turned)
    return right
