"""Checks: exercise 11.4. The limit and the best rate of descent, and the factor that is measured in a run."""

from functools import partial

import numpy as np

from dlcourse.checks.right import Free
from dlcourse.checks.wording import number
from dlcourse.experiments.ch11_first_order import best_gradient_descent, stability_limit

NEAR, MEASURED = 1e-6, 0.02  # relative: of the two rates, and of the factor
SWAPPED = "lr_limit and lr_best have changed places."
TURNED = "The numbers come in another order: lr_limit, lr_best, factor."
GRID = "That is near and not exact, as a rounded number or the best of a grid: there is a formula."
NAMES = "With l the smallest eigenvalue of H and L the largest, "
LAST = "Print |theta| of each step over that of the step before, at the end of the run."
BELOW = "factor is a number between 0 and 1: descent with lr_best shrinks |theta| in each step."
UNSORTED = "That has an eigenvalue between l and L: the largest counts. `eigvalsh` sorts, `eig` does not."
STAYS = "That is 1, the factor of lr_limit, where the steepest axis stays: has each step lr_best?"
DIAGONAL = "That comes from entries of H, as on its diagonal: eigenvalues are others."
FORMULA = (
    "That is (L - l) / (L + l), the factor of the worst start. "
    "This start is faster: measure, from the theta that is given."
)


def judge(H, theta, n_steps) -> Free:
    """The judgement of `rates(H, theta, n_steps)`."""
    shapes = {"lr_limit": (), "lr_best": (), "factor": ()}
    return Free(shapes, partial(problem, np.asarray(H, float), np.asarray(theta, float), n_steps))


def problem(H, theta, n_steps: int, *answer) -> str | None:
    """A sentence on the first number that is wrong, with the slip that leads to it."""
    lr_limit, lr_best, factor = map(float, answer)
    values = np.linalg.eigvalsh(H)
    due = stability_limit(values), best_gradient_descent(values).lr
    if near(lr_limit, due[1]) and near(lr_best, due[0]):
        return SWAPPED
    if near(lr_best, due[0]) and near(factor, due[1]) or near(lr_limit, due[1]) and near(factor, due[0]):
        return TURNED
    if near(lr_best, due[1]) and near(factor, due[0]):
        return TURNED
    for name, got, wanted, slips in (
        ("lr_limit", lr_limit, due[0], of_limit),
        ("lr_best", lr_best, due[1], of_best),
    ):
        if not near(got, wanted):
            led = [told for told, value in slips(H, values) if near(got, value)]
            led += [GRID] * near(got, wanted, MEASURED)
            says = led[0] if led else f"{NAMES}by what factor does a step change theta along each axis?"
            return f"{name} is not right. Yours is {number(got)}. {says}"
    lengths = run(H, theta, due[1], n_steps)
    if near(factor, lengths[-1] / lengths[-2], MEASURED):
        return None
    return f"factor is not right. Yours is {number(factor)}. {of_factor(H, theta, n_steps, values, factor)}"


def near(a: float, b: float, rtol: float = NEAR) -> bool:
    """Whether two numbers are alike."""
    return abs(a - b) <= rtol * abs(b)


def run(H, theta, lr: float, n_steps: int):
    """The lengths of theta from the start to the end of descent.   -> (n_steps + 1,)"""
    lengths = [np.linalg.norm(theta)]
    for _ in range(n_steps):
        theta = theta - lr * (H @ theta)
        lengths.append(np.linalg.norm(theta))
    return np.array(lengths)


def of_entries(H) -> tuple[float, float, float, float]:
    """What is taken for eigenvalues: the least and the largest on the diagonal, the first and the last."""
    on = np.diag(H)
    return on.min(), on.max(), on[0], on[-1]


def of_limit(H, values) -> list[tuple[str, float]]:
    """What slips in lr_limit lead to: (sentence, number)."""
    low, high = values[0], values[-1]
    least, most, first, last = of_entries(H)
    return [
        (
            "That is 1 / L: there the steepest axis is at 0 in one step. Nearly twice that converges.",
            1 / high,
        ),
        ("That is 2 / l: along the steepest axis, L, descent diverges long before.", 2 / low),
        ("That is 1 / l: along the steepest axis, L, descent diverges long before.", 1 / low),
        ("That is 2 / (l + L), the best rate.", 2 / (low + high)),
        ("That is 1 / (l + L): the limit is set by the steepest axis alone.", 1 / (low + high)),
        ("That is 4 / L: J = theta^T H theta / 2 has the gradient H theta.", 4 / high),
        ("That is L itself: the steeper, the smaller is the limit.", high),
        ("That is L / 2, which is upside down.", high / 2),
        ("That is 2 / L squared: eigenvalues are of H as it is.", 2 / high**2),
        ("That is 2 / sqrt(L): no root belongs there, eigenvalues are of H as it is.", 2 / high**0.5),
        ("That has the sum of all eigenvalues, the trace of H: the largest one counts.", 2 / values.sum()),
        ("That has the mean of the eigenvalues: the largest one counts.", 2 / values.mean()),
        ("That has the determinant of H: the largest eigenvalue counts.", 2 / values.prod()),
        ("That has the length of all entries of H: the largest eigenvalue counts.", 2 / np.linalg.norm(H)),
        (
            "That has the largest sum of a row of H: the largest eigenvalue counts.",
            2 / abs(H).sum(axis=1).max(),
        ),
        *((DIAGONAL, 2 / entry) for entry in (least, most, first, last)),
        *((UNSORTED, 2 / one) for one in values[1:-1]),
    ]


def of_best(H, values) -> list[tuple[str, float]]:
    """What slips in lr_best lead to."""
    low, high = values[0], values[-1]
    least, most, first, last = of_entries(H)
    roots = low**0.5 + high**0.5
    return [
        (
            "That is 1 / L: the flattest axis is slow there. Longer steps let both outer axes shrink alike.",
            1 / high,
        ),
        ("That is 2 / L, the limit: there the steepest axis does not shrink.", 2 / high),
        ("That is 1 / (l + L), half as long as it may be.", 1 / (low + high)),
        ("That is 4 / (l + L): J = theta^T H theta / 2 has the gradient H theta.", 4 / (low + high)),
        ("That is 2 / (L - l): the two are added.", 2 / (high - low)),
        ("That is (l + L) / 2, which is upside down.", (low + high) / 2),
        ("That is 1 / l: the steepest axis diverges there.", 1 / low),
        ("That is 2 / l: the steepest axis diverges there.", 2 / low),
        ("That is the mean of 1 / l and 1 / L: take 1 over the mean of l and L.", (1 / low + 1 / high) / 2),
        ("That is the mean of 2 / l and 2 / L: take 1 over the mean of l and L.", 1 / low + 1 / high),
        ("That is 2 / sqrt(l L): it is 1 over the mean of l and L.", 2 / (low * high) ** 0.5),
        ("That is 2 / (l L): take 1 over the mean of l and L.", 2 / (low * high)),
        ("That has the roots of l and L: no root belongs there.", 2 / roots),
        ("That is 1 / sqrt(l L): it is 1 over the mean of l and L.", 1 / (low * high) ** 0.5),
        ("That is the rate of the heavy ball, 4 / (sqrt l + sqrt L)^2: here is no momentum.", 4 / roots**2),
        ("That has the sum of all eigenvalues, the trace of H: the outer two count.", 2 / values.sum()),
        ("That has the mean of all eigenvalues: the outer two count.", 1 / values.mean()),
        ("That has the median of the eigenvalues: the outer two count.", 1 / float(np.median(values))),
        *((DIAGONAL, 2 / both) for both in (least + most, first + last, H[0, 0] + H[1, 1])),
    ]


def of_run(H, theta, n_steps: int, values) -> list[tuple[str, float]]:
    """What slips in the run lead to."""
    low, high = values[0], values[-1]
    lr = 2 / (low + high)
    other = {
        STAYS: 2 / high,
        "That is the factor of 1 / L: take lr_best.": 1 / high,
        "That is the factor of half a gradient: J = theta^T H theta / 2 has H theta.": lr / 2,
        "That is the factor of twice the gradient: J = theta^T H theta / 2 has H theta.": 2 * lr,
        "That is the factor of steps uphill: a step goes against the gradient.": -lr,
    }
    return [(told, last(H, theta, each, n_steps)) for told, each in other.items()]


def of_lengths(lengths) -> list[tuple[str, float]]:
    """What slips in what is made of the lengths lead to."""
    n = len(lengths) - 1
    true = lengths[-1] / lengths[-2]
    return [
        ("That is the factor of J, the square of that of theta.", true**2),
        ("That is the root of the factor: |theta| has the factor itself.", true**0.5),
        ("That is upside down: the new length over the old one.", 1 / true),
        ("That is what is lost in a step: the factor is what is left.", 1 - true),
        ("That is what is lost in a step: the factor is what is left.", true - 1),
        ("That is a difference of lengths: a factor is their quotient.", lengths[-2] - lengths[-1]),
        ("Yours has a minus, as one number of theta has in a zigzag: take the lengths.", -true),
        ("That is what is left after all steps: of one step it is the n-th root.", lengths[-1] / lengths[0]),
        (
            "Of what is left after all steps, take the n-th root, not the n-th part.",
            lengths[-1] / lengths[0] / n,
        ),
        ("That is the length at the end, not how it shrinks.", lengths[-1]),
        ("That is the factor of the first step: the fast axes still count there.", lengths[1] / lengths[0]),
        ("That is the logarithm of the factor: the factor itself is asked for.", np.log(true)),
        ("That is the logarithm of the factor: the factor itself is asked for.", -np.log(true)),
        ("That is the logarithm of the factor: the factor itself is asked for.", np.log10(true)),
    ]


def of_factor(H, theta, n_steps: int, values, got: float) -> str:
    """What the slip in the factor may be."""
    low, high = values[0], values[-1]
    worst, roots = (high - low) / (high + low), (low**0.5, high**0.5)
    lengths = run(H, theta, 2 / (low + high), n_steps)
    if near(got, worst):
        return FORMULA
    others = [
        *of_lengths(lengths),
        *of_run(H, theta, n_steps, values),
        ("That is the condition number: how does |theta| shrink?", high / low),
        ("That is 1 over the condition number: how does |theta| shrink?", low / high),
        ("That is the factor of the heavy ball.", (roots[1] - roots[0]) / (roots[1] + roots[0])),
    ]
    if not near(lengths[-1] / lengths[-2], worst, MEASURED):
        others.append(("That is the square of the formula's, the factor of J for the worst start.", worst**2))
    led = [told for told, one in others if near(got, one)]
    if len(led) == 1:
        return led[0]
    return LAST if 0 < got < 1 else BELOW


def last(H, theta, lr: float, n_steps: int) -> float:
    """The factor of the last step of descent with another lr."""
    lengths = run(H, theta, lr, n_steps)
    return float(lengths[-1] / lengths[-2]) if lengths[-2] and np.isfinite(lengths).all() else float("nan")
