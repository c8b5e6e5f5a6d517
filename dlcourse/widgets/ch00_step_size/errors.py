"""Chapter 0: how small a step? The control's numbers: errors as measured, formulas of their causes, and what
is said of them."""

import functools

from dlcourse.experiments.ch00_difference_quotients import (
    gap,
    numerical_errors,
    relative_sizes,
    rounding,
    truncation,
)
from dlcourse.widgets.frame import Kernel, fill, symbols

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


LOW, HIGH = 10 ** (SMALLEST / 4), 10 ** (LARGEST / 4)
NEAR = 3  # so many times the least error still counts as right
TINY = 1e-12  # a smaller one is not written as a number
SENTENCES = {
    "passes": "With h = {h:~1} a right gradient is off by {error:~1} and passes. So does a wrong one that is "
    "off by less than the tolerance, {tol:~1}.",
    "fails": "With h = {h:~1} a right gradient is off by {error:~1}, more than the tolerance, {tol:~1}. It "
    "fails, though nothing is wrong with it.",
    "ask": "Where will the error be least? Drag the lower ring there, then measure.",
    "wait": "You said {h_guess:~1}. Measure, and compare.",
    "found": "The error is least at h = {h_best:~1}: {least:~1}. Next time, guess first.",
    "near": "You said {h_guess:~1}: right, to a factor of {times:1} in the error. The least is {least:~1}, "
    "at h = {h_best:~1}.",
    "far": "You said {h_guess:~1}, where the error is {times:0} times the least: {least:~1}, at h = "
    "{h_best:~1}.",
}


def causes() -> Kernel:
    """Truncation and rounding of both schemes.   h, u, size, bend2, bend3 -> four relative errors"""
    h, u, size, bend2, bend3 = inputs = symbols(h=(), u=(), size=(), bend2=(), bend3=())
    outputs = {}
    for scheme, bend in (("central", bend3), ("forward", bend2)):
        outputs[f"truncation_{scheme}"] = truncation(h, scheme, bend)
        outputs[f"rounding_{scheme}"] = rounding(h, scheme, u, size)
    return Kernel(inputs, outputs)


def causes_at(h, state, kernel):
    """Truncation and rounding at a step, as the state has it."""
    found = kernel(h, sizes()[state["dtype"]], sizes()["size"], sizes()["bend2"], sizes()["bend3"])
    return [found[f"truncation_{state['scheme']}"], found[f"rounding_{state['scheme']}"]]


def values(state, past, setting):
    """What the picture and the texts name."""
    errors, guess = measured()[f"{state['scheme']} {state['dtype']}"], state["guess"]
    kernel, best = setting["kernels"]["causes"], errors.index(min(errors))
    at, seen, done = LARGEST - state["k"], LARGEST - state["seen"] + 1, state["seen"] == SMALLEST
    n = {"h": STEPS[at], "error": errors[at], "tol": 10.0 ** state["tolerance"], "done": done}
    n |= {"h_best": STEPS[best], "least": errors[best]}
    n["points"] = [[h, error] for h, error in zip(STEPS[0:seen], errors[0:seen], strict=True)]
    for end, h in (("_low", LOW), ("_high", HIGH)):
        n[f"truncation{end}"], n[f"rounding{end}"] = causes_at(h, state, kernel)
    told = ["below 10⁻¹²" if size < TINY else size for size in causes_at(n["h"], state, kernel)]
    n["truncation"], n["rounding"] = told
    key = "found" if done else "ask"
    if guess is not None:
        n |= {"h_guess": STEPS[LARGEST - guess], "error_guess": errors[LARGEST - guess]}
        n["times"] = n["error_guess"] / n["least"]
        key = "wait" if not done else "near" if n["times"] < NEAR else "far"
    verdict = fill(SENTENCES["passes" if n["error"] <= n["tol"] else "fails"], n)
    return {**n, "texts": {"compared": fill(SENTENCES[key], n), "verdict": verdict}}
