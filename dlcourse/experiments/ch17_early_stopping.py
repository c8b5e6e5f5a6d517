"""Chapter 17: early stopping: how often the validation error is a U, what stopping gains, and three sets.

Source: deck Fix, page 57. The sets that choose and that judge, and the comparison with a penalty, are ours.
"""

import numpy as np

from dlcourse.experiments.ch02_intervals import estimate, estimated_median
from dlcourse.experiments.ch17_augmentation import mean_of
from dlcourse.experiments.ch17_regularization import Curve, kernels, learning_curve, weights_along
from dlcourse.numbers import Number, kept

SETS = {"": range(50), "_again": range(100, 150)}  # disjoint, by the end of a number's name
MANY = {"": range(400), "_again": range(400, 800)}
M, M_TEST, LR, NOISE = 20, 1000, 0.1, 0.3
CENTERS, WIDTH = np.linspace(-1, 1, 30), 0.1
STEPS = np.unique(np.geomspace(1, 20_000, 200).astype(int))


@kept
def curves(seeds: range) -> list[Curve]:
    """One learning curve per seed."""
    return [learning_curve(seed) for seed in seeds]


def is_u(curve: Curve) -> bool:
    """Whether the validation error falls from the first step on, and has risen again at the last."""
    v = curve.validation
    return bool(v[0] > v.min() < v[-1])


def points(rng, m: int):
    """m noisy points of sin(pi x): a column of ones and kernels, and targets.   -> A (m, 31), y (m, 1)"""
    x = rng.uniform(-1, 1, m)
    return kernels(x, CENTERS, WIDTH), (np.sin(np.pi * x) + NOISE * rng.standard_normal(m))[:, None]


def reached(s2, t: int):
    """The fraction learned in t steps from 0 in a direction of curvature s2, the squared singular value."""
    return 1 - (1 - LR * s2 / M) ** t


def alike(t: int) -> float:
    """The alpha beside half the sum of squares whose ridge fit is like t steps, for small curvatures."""
    return M / (LR * t)


@kept
def chosen_by_validation(m_validation: int, seeds: range) -> np.ndarray:
    """Errors at the step with the least validation error: on the validation points, on test points.

    -> (n_seeds, 2)
    """
    found = []
    for seed in seeds:
        rng = np.random.default_rng((57, seed))
        (A, y), test, validation = (points(rng, m) for m in (M, M_TEST, m_validation))
        w = weights_along(A, y[:, 0], STEPS, LR)
        errors = [((w @ B.T - t[:, 0]) ** 2).mean(axis=1) for B, t in (validation, test)]
        best = errors[0].argmin()
        found.append([e[best] for e in errors])
    return np.array(found)


def numbers() -> dict[str, Number]:
    """Medians of the curves of two sets of seeds; what a small validation set promises, and what comes."""
    rows, source, t = ("F042",), "descent step by step", 97
    found = {
        "alpha": Number(alike(t), ".2f", rows, "by hand"),
        "at_alpha": Number(float(reached(alike(t), t)), ".2f", rows, "1 - 1/e", 0.01),
    }
    for end, seeds in SETS.items():
        runs = curves(seeds)
        measured = {
            "best_step": ([c.best for c in runs], ".0f"),
            "best_error": ([c.validation.min() for c in runs], ".3f"),
            "end_error": ([c.validation[-1] for c in runs], ".3f"),
            "end_training": ([c.training[-1] for c in runs], ".3f"),
        }
        for name, (values, form) in measured.items():
            found[f"{name}{end}"] = estimated_median(values, seeds, source, form, rows)
        n_u = sum(map(is_u, runs))
        found[f"n_u{end}"] = Number(n_u, "d", rows, source)
        found |= {} if end else {"u_shaped": estimate(n_u, seeds, source, form=".0%", rows=rows)}
    for end, seeds in MANY.items():
        for m in (10, 200):
            on_validation, on_test = chosen_by_validation(m, seeds).T
            found[f"promised_{m}{end}"] = mean_of(on_validation, seeds, ".3f", rows, source)
            found[f"kept_{m}{end}"] = mean_of(on_test, seeds, ".3f", rows, source)
            found[f"gap_{m}{end}"] = mean_of(on_test - on_validation, seeds, ".3f", rows, source)
    return found
