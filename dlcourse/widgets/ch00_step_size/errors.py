"""Chapter 0: how small a step? The control's numbers: errors as measured, formulas of their causes."""

import functools

from dlcourse.experiments.ch00_difference_quotients import (
    gap,
    numerical_errors,
    relative_sizes,
    rounding,
    truncation,
)
from dlcourse.widgets.frame.kernel import Kernel, symbols

SCHEMES, DTYPES = ("central", "forward"), ("float64", "float32")
SMALLEST, LARGEST = -44, -4  # quarters of a power of ten: steps from 10^-11 to 10^-1
STEPS = [10 ** (k / 4) for k in range(LARGEST, SMALLEST - 1, -1)]  # as they are measured, large ones first


@functools.cache
def measured() -> dict[str, list[float]]:
    """The relative errors of the gradient of chapter 0's test function at STEPS, by scheme and precision."""
    return {f"{s} {t}": numerical_errors(STEPS, s, t) for s in SCHEMES for t in DTYPES}


@functools.cache
def sizes() -> dict[str, float]:
    """What the formulas take beside the step: u of both precisions, and the sizes of the test function."""
    return {t: gap(t) for t in DTYPES} | relative_sizes()


def causes() -> Kernel:
    """Truncation and rounding of both schemes.   h, u, size, bend2, bend3 -> four relative errors"""
    h, u, size, bend2, bend3 = inputs = symbols(h=(), u=(), size=(), bend2=(), bend3=())
    outputs = {}
    for scheme, bend in (("central", bend3), ("forward", bend2)):
        outputs[f"truncation_{scheme}"] = truncation(h, scheme, bend)
        outputs[f"rounding_{scheme}"] = rounding(h, scheme, u, size)
    return Kernel(inputs, outputs)
