"""Chapter 17: chapter 2's XOR network under an L2 penalty, and with dropout on its hidden units.

What the best network of each can do is known in closed form: of the contrast between the two pairs of corners
it keeps a fraction t, so its outputs are (1 - t) / 2 and (1 + t) / 2.
"""

import numpy as np

from dlcourse.data import xor
from dlcourse.experiments.ch02_intervals import estimate
from dlcourse.experiments.ch02_stack import Stack
from dlcourse.experiments.ch02_xor_training import LR, MOMENTUM, SOLVED_BELOW, draw_starts
from dlcourse.layers import Dropout
from dlcourse.losses import mean_squared_error
from dlcourse.numbers import Number, kept
from dlcourse.ops import matmul, relu
from dlcourse.optimizers import SGD
from dlcourse.regularization import L2
from dlcourse.replay import compile_step

N_STEPS, WIDTH = 2000, 4
ALPHAS = {"0": 0.0, "003": 0.03, "01": 0.1, "015": 0.15, "02": 0.2}
KEEPS = {"1": 1.0, "05": 0.5}
WIDTHS, N_DROPPED, LR_DROPPED = (4, 16), 100, LR / 10  # masks are noise in each step: smaller steps
SETS = {"": range(400), "_again": range(400, 800)}  # disjoint
NO_MORE = 1 / (4 * 2**0.5)  # the penalty from which on the best network is a constant


def contrast_under_penalty(alpha: float) -> float:
    """The fraction t = max(0, 1 - 4 sqrt(2) alpha) that the best network under alpha / 2 sum w^2 keeps.

    A fraction t leaves at least the error (1 - t)^2 / 4 and costs at least 2 sqrt(2) alpha t: of its weights
    (w1, w2) a unit makes a contrast of at most min(|w1|, |w2|), and so at most 1 / sqrt(2) of their norm.
    """
    return max(0.0, 1 - alpha / NO_MORE)


def contrast_under_dropout(keep: float, width: int) -> float:
    """The fraction t = n / (n + 4 q) with q = (1 - keep) / keep that the best network of n units keeps.

    Dropout adds q / 4 times the sum of (w h)^2, over units and corners, to the error: at least q t^2 / n,
    which even n reach.
    """
    return width / (width + 4 * (1 - keep) / keep)


class DroppedStack(Stack):
    """Networks side by side; each hidden unit of each is kept or dropped for itself at each corner."""

    def __init__(self, starts, activation, keep: float, rng):
        super().__init__(starts, activation)
        self.dropout = Dropout(keep, rng=rng)

    def fprop(self, x):
        """x (m, n_inputs) -> (m, n_runs)"""
        n_inputs, n, n_runs = self.W.shape
        products = matmul(x, self.W.reshape((n_inputs, n * n_runs))).reshape((len(x), n, n_runs))
        return (self.dropout(self.activation(products + self.c)) * self.w).sum(axis=1) + self.b


@kept
def outputs(
    seeds: range,
    alpha: float = 0.0,
    keep: float = 1.0,
    width: int = WIDTH,
    lr: float = LR,
    n_steps: int = N_STEPS,
) -> np.ndarray:
    """What ReLU networks answer at the four corners after training with momentum.   -> (4, n_runs)"""
    x, targets = xor()[0], np.tile(xor()[1], len(seeds))
    stack = DroppedStack(draw_starts(width, seeds), relu, keep, np.random.default_rng((17, seeds.start)))
    penalty, weights = L2(alpha), [stack.W, stack.w]  # not the biases, whose arrays have more axes here

    def loss(y_hat, y):
        J = mean_squared_error(y_hat, y)  # summed over the runs, of which each has its own part
        return J + penalty(weights) if alpha else J

    step = compile_step(stack, loss, SGD(stack.parameters(), lr=lr, momentum=MOMENTUM))
    for _ in range(n_steps):
        step(x, targets)
    stack.eval()
    return stack(x).array


def contrasts(f) -> np.ndarray:
    """Half of f(01) + f(10) - f(00) - f(11): 1 for XOR, 0 for a linear function.   f (4, n_runs)"""
    return (f[1] + f[2] - f[0] - f[3]) / 2


def right(f) -> np.ndarray:
    """Which networks tell the corners apart: f > 1/2 exactly where y = 1, by more than rounding."""
    y = xor()[1]
    return (np.where(y > 0, f - 0.5, 0.5 - f) > 1e-6).all(axis=0)


def of_runs(name, seeds, end, **options):
    """The share of runs that are right, and, of the first set, the median contrast that these keep."""
    f = outputs(seeds, **options)
    which = right(f)
    found = {f"right_{name}{end}": estimate(int(which.sum()), seeds, "NumPy alone", form=".0%")}
    if which.any() and not end:
        middle = float(np.median(contrasts(f)[which]))
        found[f"kept_{name}"] = Number(middle, ".2f", (), "the closed form, nearly", 0.05)
    return found


def numbers() -> dict[str, Number]:
    """Success rates and contrasts by penalty and by keep, over two sets of seeds; the closed forms."""
    found, by_hand = {}, "closed form"
    for end, seeds in SETS.items():
        for name, alpha in ALPHAS.items():
            found |= of_runs(f"alpha_{name}", seeds, end, alpha=alpha)
        for width in WIDTHS:
            for name, keep in KEEPS.items():
                few = seeds[:N_DROPPED]
                found |= of_runs(f"keep_{name}_{width}", few, end, keep=keep, width=width, lr=LR_DROPPED)
    for name, alpha in ALPHAS.items():
        found[f"best_{name}"] = Number(contrast_under_penalty(alpha), ".2f", (), by_hand)
    for width in WIDTHS:
        for name, keep in KEEPS.items():
            found[f"best_{name}_{width}"] = Number(contrast_under_dropout(keep, width), ".2f", (), by_hand)
    found["no_more"] = Number(NO_MORE, ".3f", (), "1 / sqrt 32")
    found["solved_up_to"] = Number((SOLVED_BELOW / 8) ** 0.5, ".3f", (), by_hand)
    sizes = {"n_runs": len(SETS[""]), "n_dropped": N_DROPPED, "n_steps": N_STEPS}
    return found | {key: Number(n, ",", (), "a setting of ours") for key, n in sizes.items()}
