"""Chapter 20: precision. What float32 costs: gradients, long sums, large logits, silent promotion."""

import math

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.experiments.ch00_difference_quotients import numerical_errors
from dlcourse.numbers import Number
from dlcourse.ops import tanh
from dlcourse.tensor import Tensor

STEPS = tuple(10.0**-k for k in range(1, 13))
SUMMANDS, N_SUMMANDS = 0.1, 1_000_000
SAME_GRADIENT = "errors of a gradient that is known exactly"


def best_error(scheme: str, dtype) -> tuple[float, float]:
    """The least relative error of a finite difference over STEPS, and the step of it.

    Of the gradient of sum tanh(x)^2 in 50 normal numbers, computed in `dtype`.
    """
    errors = numerical_errors(STEPS, scheme, dtype)
    best = int(np.nanargmin(errors))
    return errors[best], STEPS[best]


def backward_error(dtype, n: int = 50, seed: int = 0) -> float:
    """The relative error of back-propagation through the same function, in `dtype`."""
    x = np.random.default_rng(seed).standard_normal(n).astype(dtype)
    exact_x = x.astype(np.longdouble)
    exact = 2 * np.tanh(exact_x) * (1 - np.tanh(exact_x) ** 2)
    x = Tensor(x)
    g = grad((tanh(x) ** 2).sum(), x)
    return float(np.linalg.norm((g - exact).astype(float)) / np.linalg.norm(exact.astype(float)))


def gradient_errors() -> dict[str, dict[str, float]]:
    """Relative errors of one gradient by three ways, in float32 and float64: way -> dtype -> error."""
    ways = {"back-propagation": backward_error}
    ways["central differences"] = lambda dtype: best_error("central", dtype)[0]
    ways["forward differences"] = lambda dtype: best_error("forward", dtype)[0]
    return {way: {t: error(np.dtype(t).type) for t in ("float32", "float64")} for way, error in ways.items()}


def running_sum(dtype, n: int = N_SUMMANDS) -> np.ndarray:
    """0.1 + 0.1 + ..., one after the other, in `dtype`: the sums on the way (n,).

    >>> float(running_sum(np.float64, 3)[-1])
    0.30000000000000004
    """
    return np.add.accumulate(np.full(n, SUMMANDS, dtype), dtype=dtype)


def stuck_at(dtype) -> int:
    """The whole number at which a sum of ones stops to grow: the first n with n + 1 == n."""
    n, one = dtype(1), dtype(1)
    while n + one != n:
        n *= dtype(2)
    return int(n)


def largest_logit(dtype) -> float:
    """The largest z whose exp is no infinity."""
    return math.log(float(np.finfo(dtype).max))


def least_logit(dtype) -> float:
    """The z below which exp(z) is rounded to 0, so that its logarithm is gone: half the smallest number's."""
    return math.log(float(np.finfo(dtype).smallest_subnormal)) - math.log(2)


def promoted_by(factor) -> np.dtype:
    """The dtype of a float32 array times a number.

    >>> promoted_by(0.5), promoted_by(np.sqrt(0.25))
    (dtype('float32'), dtype('float64'))
    """
    return (np.ones(3, np.float32) * factor).dtype


def numbers() -> dict[str, Number]:
    """Errors and limits of both precisions."""
    true, by_struct, exactly = N_SUMMANDS * SUMMANDS, "rounded sum by sum with `struct`", "exact fractions"
    last = {t: float(running_sum(t)[-1]) for t in (np.float32, np.float64)}
    pairwise = float(np.full(N_SUMMANDS, SUMMANDS, np.float32).sum())
    by_rows = float(np.full((N_SUMMANDS, 2), SUMMANDS, np.float32).sum(axis=0)[0])
    found = {
        f"{way.partition(' ')[0].partition('-')[0]}_{dtype[-2:]}": Number(error, ".0e", source=SAME_GRADIENT)
        for way, errors in gradient_errors().items()
        for dtype, error in errors.items()
    }
    found |= {
        "sum_32": Number(last[np.float32], ",.0f", source=by_struct),
        "drift_32": Number(abs(last[np.float32] / true - 1), ".1%", source=by_struct),
        "drift_64": Number(abs(last[np.float64] / true - 1), ".0e", source=exactly, tolerance=1e-3),
        "pairwise_32": Number(abs(pairwise / true - 1), ".0e", source=exactly),
        "rows_32": Number(abs(by_rows / true - 1), ".1%", source=by_struct),
        "stuck_32": Number(stuck_at(np.float32), ",d", source="2^24, from the 24 bits of a float32"),
        "least_logit_32": Number(least_logit(np.float32), ".1f", source="IEEE 754", tolerance=1e-6),
    }
    for t in (np.float32, np.float64):
        name = f"largest_logit_{np.dtype(t).itemsize * 8}"
        found[name] = Number(largest_logit(t), ".1f", source="IEEE 754", tolerance=1e-6)
    return found
