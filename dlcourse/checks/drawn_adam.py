"""Checks: Adam, Adadelta and Adamax along given gradients, and what slips make of Adam, for chapter 12."""

from collections.abc import Callable

import numpy as np

from dlcourse.checks.drawn_adaptive import EPS, FIRST, averages, readable, walk
from dlcourse.checks.listed import entries
from dlcourse.checks.right import Right


def two_arrays(rng, n_steps: int, shapes, late: int, decimals: bool = False, **numbers) -> dict:
    """theta, a list of two arrays, and their gradients, a list of arrays with one more axis: the steps.

    late: for how many steps the second array has no gradient. The first has none once in between, where its
    averages go on.
    """
    of = (lambda shape: readable(rng, shape)) if decimals else (lambda shape: rng.normal(size=shape))
    theta, gradients = [of(shape) for shape in shapes], [of((n_steps, *shape)) for shape in shapes]
    gradients[1][:late] = 0.0
    if n_steps > 3:
        gradients[0][n_steps // 2] = 0.0
    return {"theta": theta, "gradients": gradients} | numbers


def layers(seed: int) -> tuple[list[dict], Callable]:
    """The VISIBLE and the `draw` of `adam`."""
    rng = np.random.default_rng(seed)

    def numbers(lr, beta1, beta2, eps, decay):
        return dict(lr=lr, beta1=beta1, beta2=beta2, eps=eps, decay=decay)

    shown = [
        two_arrays(rng, 4, [(2,), (1,)], 0, True, **numbers(0.4, 0.7, 0.85, EPS, 0.0)),
        two_arrays(rng, 4, [(2, 3), (3,)], 2, True, **numbers(0.3, 0.6, 0.95, 0.15, 0.35)),
    ]

    def draw(rng):
        for n_steps, shapes, late, eps, decay in (
            (3, [(1,), (2,)], 0, 0.35, 0.0),
            (20, [(2, 3), (3,)], 6, 0.1, 0.0),
            (20, [(3, 2), (2, 2)], 11, 0.2, 0.45),
            (20, [(5,), (7,)], 20, 1e-8, 0.15),
        ):
            lr, beta1, beta2 = map(float, np.round(rng.uniform([0.2, 0.5, 0.85], [0.6, 0.8, 0.99]), 3))
            yield two_arrays(rng, n_steps, shapes, late, **numbers(lr, beta1, beta2, eps, decay))

    return shown, draw


UNCORRECTED = "The corrections are missing: s and r start at 0."
R_ALONE = "r is not corrected, only s."
S_ALONE = "s is not corrected, only r."
NO_POWER = "t is missing in 1 - beta^t: the correction is that of step 1, for ever."
ONE_MORE = "t is too large by one: the first step has t = 1."
RUNS_ON = "t runs on from array to array: it is 1 in the first step of each."
TWICE = "t is counted once for each array: it counts steps."
FIRST_USE = "t begins with an array's first g that is not 0: it counts all steps."
INSIDE = "eps is inside the root: it is added to sqrt(r_hat)."
SCALED = "eps is scaled: it is added to sqrt(r_hat), not to sqrt(r)."
ROOT = "The root of r_hat is missing."
NO_S = "s is not used: above the line is its average, not g."
UPHILL = "The steps go uphill: theta loses them."
NO_LR = "The decay lacks lr: it is lr decay theta."
NO_DECAY = "The decay is missing."
GROWS = "The decay makes theta larger: it is subtracted."
AFTER = "The decay is taken after the step: it is that of theta before it."
MULTIPLIED = "The corrections divide: s and r are too small at first."
SQUARED_S = "s and r have changed places in the step: s_hat is above the line."
BRACKETS = "Brackets are missing: all of eps + sqrt(r_hat) divides."
FROM_START = "Each step starts from the first theta: it starts where the step before it has ended."
IN_BOTH = "The decay is in g, too: it stands beside the averages alone."
IN_G = "The decay is in g, as of an L2 penalty: in AdamW it stands beside the averages."


def adamw(theta: list, gradients: list, lr, beta1, beta2, eps, decay) -> Right:
    """The judgement of the paths of Adam with the decay of AdamW, with their slips."""
    numbers, keep = (lr, beta1, beta2, eps), 1 - lr * decay
    found: list[dict] = [
        slips_of(k, len(theta), x, g, numbers, keep, decay)
        for k, (x, g) in enumerate(zip(theta, gradients, strict=True))
    ]
    right = Right(**entries("path", [own.pop("right") for own in found])).apart_from("lr", "decay")
    for told in found[0]:
        right.if_instead(told[0], entries("path", [own[told] for own in found]))
    return right.hinting(FIRST.replace("path", "path[k]"))


def rolled(theta, steps, keep=1.0):
    """The path from theta whose rows are keep times the last one, less the next of the steps."""
    path = [theta]
    for step in steps:
        path.append(keep * path[-1] - step)
    return np.array(path)


def slips_of(k: int, n_arrays: int, x, g, numbers, keep: float, decay: float) -> dict:
    """The right path of array k, and by (sentence, number) those of slips."""
    lr, beta1, beta2, eps = numbers
    t = np.arange(1.0, len(g) + 1).reshape(-1, *[1] * x.ndim)
    s, r = averages(g, beta1), averages(g**2, beta2)

    def hats(t1, t2=None):
        return s / (1 - beta1**t1), np.sqrt(r / (1 - beta2 ** (t1 if t2 is None else t2)))

    s_hat, root = hats(t)
    first = min(np.flatnonzero(g.reshape(len(g), -1).any(axis=1)), default=0)
    steps = {
        (UNCORRECTED, 0): (s, eps + np.sqrt(r)),
        (R_ALONE, 0): (s_hat, eps + np.sqrt(r)),
        (S_ALONE, 0): (s, eps + root),
        **{(NO_POWER, i): _over(hats(*ts), eps) for i, ts in enumerate(((1, 1), (1, t), (t, 1)))},
        (ONE_MORE, 0): _over(hats(t + 1), eps),
        (RUNS_ON, 0): _over(hats(t + len(g) * k), eps),
        (TWICE, 0): _over(hats(n_arrays * (t - 1) + k + 1), eps),
        (TWICE, 1): _over(hats(n_arrays * t), eps),
        (FIRST_USE, 0): _over(hats(np.maximum(t - first, 1)), eps),
        (INSIDE, 0): (s_hat, np.sqrt(eps + root**2)),
        (INSIDE, 1): (s_hat, np.sqrt(eps**2 + root**2)),
        (SCALED, 0): (s_hat * np.sqrt(1 - beta2**t), eps + np.sqrt(r)),
        (ROOT, 0): (s_hat, eps + root**2),
        (NO_S, 0): (g, eps + root),
        (UPHILL, 0): (-s_hat, eps + root),
        (MULTIPLIED, 0): (s * (1 - beta1**t), eps + np.sqrt(r * (1 - beta2**t))),
        (SQUARED_S, 0): (r / (1 - beta2**t), eps + abs(s_hat)),
    }
    found = {told: rolled(x, lr * above / below, keep) for told, (above, below) in steps.items()}
    return found | slips_of_decay(x, g, decay, keep, numbers, (s_hat, root))


def slips_of_decay(x, g, decay: float, keep: float, numbers, hats) -> dict:
    """The right path of an array, and by (sentence, number) those of slips in what becomes of theta."""
    lr, eps, (s_hat, root) = numbers[0], numbers[-1], hats
    step = lr * s_hat / (eps + root)
    return {
        (NO_LR, 0): rolled(x, step, 1 - decay),
        (NO_DECAY, 0): rolled(x, step),
        (GROWS, 0): rolled(x, step, 2 - keep),
        (AFTER, 0): rolled(x, keep * step, keep),
        (IN_G, 0): with_penalty(x, g, decay, numbers),
        (IN_G, 1): with_penalty(x, g, lr * decay, numbers),
        (IN_BOTH, 0): with_penalty(x, g, decay, numbers, keep),
        (BRACKETS, 0): rolled(x, lr * s_hat / (root + (root == 0)) - eps, keep),
        (BRACKETS, 1): rolled(x, lr * s_hat / eps - root, keep),
        (FROM_START, 0): np.concatenate([x[None], keep * x - step]),
        "right": rolled(x, step, keep),
    }


def _over(hats, eps: float) -> tuple:
    """Above and below the line."""
    return hats[0], eps + hats[1]


def with_penalty(x, gradients, decay: float, numbers, keep: float = 1.0):
    """The path of Adam if the gradient is that of a cost with an L2 penalty.   keep: of theta in a step"""
    lr, beta1, beta2, eps = numbers
    s, r, path = 0 * x, 0 * x, [x]
    for t, g in enumerate(gradients, 1):
        g = g + decay * path[-1]
        s, r = s + (1 - beta1) * (g - s), r + (1 - beta2) * (g**2 - r)
        path.append(keep * path[-1] - lr * s / (1 - beta1**t) / (eps + np.sqrt(r / (1 - beta2**t))))
    return np.array(path)


def adadelta_path(theta, gradients, rho: float, eps: float) -> Right:
    """The judgement of the path of Adadelta, with the last r and d."""
    r = averages(gradients**2, rho)
    steps, d = adadelta_steps(gradients, r, rho, eps)
    right = walk(theta, steps, r=r[-1], d=d).slip(
        "r", r, "r is that of all steps: return the last one alone."
    )
    t = np.arange(1.0, len(r) + 1)[:, None]
    corrected = adadelta_steps(gradients, r / (1 - rho**t), rho, eps)[0]
    path = theta - np.concatenate([0 * theta[None], np.cumsum(corrected, axis=0)])
    return right.slip("path", path, "r is corrected for its start, as in Adam: here it is not.")


def adadelta_steps(gradients, r, rho: float, eps: float) -> tuple:
    """The steps of Adadelta, and the last d.   r: of each step"""
    d, steps = np.zeros(gradients.shape[1]), []
    for g, size in zip(gradients, r, strict=True):
        steps.append(g * np.sqrt((d + eps) / (size + eps)))
        d = rho * d + (1 - rho) * steps[-1] ** 2
    return np.array(steps), d


def adamax_path(theta, gradients, lr: float, beta1: float, beta2: float, eps: float) -> Right:
    """The judgement of the path of Adamax, with the last u: the largest |g|, decayed by beta2 a step."""
    n = len(gradients)
    ages = np.subtract.outer(np.arange(n), np.arange(n))
    factors = np.where(ages >= 0, beta2 ** np.maximum(ages, 0), 0.0)
    u = (factors[:, :, None] * abs(gradients)).max(axis=1)
    t = np.arange(1.0, n + 1)[:, None]
    right = walk(theta, lr / (1 - beta1**t) * averages(gradients, beta1) / (eps + u), u=u[-1])
    return right.slip("u", u, "u is that of all steps: return the last one alone.")
