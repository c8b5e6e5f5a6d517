"""Checks: exercise 15.3. Descent on the cliff, judged step by step: whole paths differ by rounding there."""

from functools import partial

import numpy as np

from dlcourse.checks.free.ch15_cliff_slips import (
    E_OF,
    FORWARD,
    TARGET,
    gradients,
    last_h,
    on_and_on,
    steps_of,
)
from dlcourse.checks.right import Free
from dlcourse.checks.wording import number
from dlcourse.experiments.ch15_vanishing import cliff

NEAR = 1e-6  # relative, of a step and of E: rounding leaves less than 1e-8, even at the cliff
ROUGH = 0.03  # of a step by a difference quotient
START = "Row 0 of path is the start itself, (w, b)."
SHIFTED = "E comes a row late: E[t] belongs to row t of path, and the start has one, too."
EARLY = "E comes a row early: E[t] belongs to row t of path, and the start has one, too."
ONE_E = "All rows have one E: each has its own."
UPHILL = "The step goes uphill: is a minus missing, or the sign of h - 0.7 lost, as in a square?"
STAYS = "The step does not move (w, b)."
AT_START = "That is the step from the start: take the gradient where the last step has led."
ONE_ALONE = "Only one of w and b moves: the gradient has two numbers."
QUOTIENT = (
    "The step is near, not exact. If its gradient is a difference quotient: that is too rough at the cliff. "
    "If it is by hand: which h has each factor, the old one or the new?"
)
ONE_ARRAY = "They may be one array: `p -= ...` changes it, `p = p - ...` makes a new one."
FROM_BEFORE = "h goes on from the row before: in each row it starts at 0.5 again."
SLOPES_FROM_BEFORE = "The slopes of h go on from the row before: in each row they start at 0 again."
AT_NEW_W = "b has the gradient at the new w: both have theirs at the old w and b."
NO_SUM = (
    "The step is all but 0. Add the parts of all 50 turns: what has gone through all of them has vanished, "
    "that of the last turn has not."
)
SEEN = (
    "E is right there, so print its gradient, the length of that, and the step: lr max_norm is its longest."
)


def judge(start, lr, max_norm, n_steps) -> Free:
    """The judgement of `descend_cliff(start, lr, max_norm, n_steps)`."""
    shapes = {"path": (n_steps + 1, 2), "E": (n_steps + 1,)}
    return Free(shapes, partial(problem, np.asarray(start, float), lr, max_norm))


def problem(start, lr: float, max_norm: float, path, E) -> str | None:
    """A sentence on the first row that is wrong, with the slip that leads to it."""
    if not np.allclose(path[0], start, rtol=NEAR, atol=0):
        same = f" All rows are alike. {ONE_ARRAY}" if len(path) > 1 and not np.ptp(path, axis=0).any() else ""
        return f"{START} Yours is ({number(path[0][0])}, {number(path[0][1])}).{same}"
    costs, *slopes = cliff(*path.T)
    wrong = [t for t in range(len(E)) if not near(E[t], costs[t])]
    if wrong and len(path) > 2 and not np.ptp(path[1:], axis=0).any() and (path[1] - path[0]).any():
        return f"From row 1 on all rows are alike. {ONE_ARRAY}"
    if wrong:
        return f"E[{wrong[0]}] is not right. Yours is {number(E[wrong[0]])}. {of_E(path, costs, E)}"
    g = np.transpose(slopes)
    for t, step in enumerate(np.diff(path, axis=0)):
        due = steps_of(g[t], path[t], lr, max_norm)[""]
        if not near(step, due):
            told = of_step(path[: t + 1], step, lr, max_norm)
            told = told or (QUOTIENT if near(step, due, ROUGH) else of_size(step, due))
            return f"Row {t + 1} of path does not follow from row {t}. {told}"
    return None


def near(a, b, rtol: float = NEAR) -> bool:
    """Whether two steps, or two numbers, are alike."""
    return bool(np.linalg.norm(a - b) <= rtol * np.linalg.norm(b) + 1e-12)


def of_step(path, step, lr: float, max_norm: float) -> str | None:
    """What the slip in a step may be.   path: up to where the step starts"""
    theta = path[-1]
    if not step.any():
        return STAYS
    if not step.all():
        return ONE_ALONE
    if len(path) > 1 and near(step, steps_of(gradients(path[0])[""], path[0], lr, max_norm)[""]):
        return AT_START
    right = gradients(theta)[""]
    due = steps_of(right, theta, lr, max_norm)[""]
    if np.linalg.norm(step) < NEAR * np.linalg.norm(due):
        return NO_SUM
    for of_gradient, g in gradients(theta).items():
        for of_clip, led in steps_of(g, theta, lr, max_norm).items():
            uphill = near(step, -led)
            if uphill or near(step, led):
                return " ".join(filter(None, [UPHILL * uphill, of_clip, of_gradient]))
    at_new_w = steps_of(gradients(theta + step * [1, 0])[""], theta, lr, max_norm)[""]
    if near(step, np.array([due[0], at_new_w[1]])):
        return AT_NEW_W
    if near(step, steps_of(on_and_on(path)[1], theta, lr, max_norm)[""]):
        return SLOPES_FROM_BEFORE
    return None


def of_size(step, due) -> str:
    """Whether a step goes the right way, and how long it is."""
    ratio = step @ due / (due @ due)
    if ratio <= 0 or not near(step, ratio * due):
        return SEEN
    size = f"{number(max(ratio, 1 / ratio))} times too {'long' if ratio > 1 else 'short'}"
    return f"It goes the right way, but is {size}."


def of_E(path, costs, E) -> str:
    """What the slip in E may be."""

    def alike(a, b):
        return np.allclose(a, b, rtol=NEAR, atol=1e-12)

    for told, a, b in ((SHIFTED, E[1:], costs[:-1]), (EARLY, E[:-1], costs[1:])):
        if alike(a, b):
            return told
    if len(E) > 1 and np.ptp(E) == 0 and any(near(E[0], one) for one in costs):
        return ONE_E
    if alike(E, (on_and_on(path)[0] - TARGET) ** 2):
        return FROM_BEFORE
    h = np.array([last_h(theta) for theta in path])
    led = [told for told, of in E_OF.items() if alike(E, of(h))]
    for told, options in FORWARD.items():
        if not led and alike(E, (np.array([last_h(theta, **options) for theta in path]) - TARGET) ** 2):
            led = [told]
    return (
        led[0]
        if led
        else "E[t] is (h - 0.7)^2, with the last h of row t of path: print h there, from 0.5 on."
    )
