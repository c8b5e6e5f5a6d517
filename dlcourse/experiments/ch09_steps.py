"""Chapter 9: what depth adds, where the target is made of steps: two pairs, the pair of results, and a tent.

A step is g(a, b) = t((a + b) / 2) with the tent t, which is what chapter 2's XOR network computes; on bits it
is XOR. Networks of one to four hidden layers have the same number of parameters, the same samples,
minibatches and learning rates. All settings are our choice.
"""

import numpy as np

from dlcourse.experiments.ch02_intervals import estimated_median
from dlcourse.experiments.ch09_stack import Stack, mean_squared_errors, summed_error
from dlcourse.initializers import he_normal
from dlcourse.layers import MLP
from dlcourse.numbers import Number, kept
from dlcourse.ops import relu
from dlcourse.optimizers import Adam
from dlcourse.replay import compile_step

DEPTHS, RATES = (1, 2, 3, 4), (0.01, 0.03)
N_PARAMETERS = 600
N_SAMPLES, N_TEST, SIZE, N_STEPS = 2000, 2000, 64, 3000
SEEDS, FRESH = range(10), range(1000, 1010)  # disjoint


def step_of(a, b):
    """t((a + b) / 2), the tent of the mean: 0 where both are 0 or both are 1, 1 where one of them is.

    >>> step_of(np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.0, 1.0, 0.0, 1.0]))
    array([0., 1., 1., 0.])
    """
    return 1 - abs(a + b - 1)


def target(x):
    """t(g(g(x1, x2), g(x3, x4))): three steps after each other.   x (..., 4) -> (..., 1)

    >>> target(np.array([0.0, 0.5, 1.0, 1.0]))
    array([1.])
    """
    a, b, c, d = (x[..., i : i + 1] for i in range(4))
    y = step_of(step_of(a, b), step_of(c, d))
    return step_of(y, y)  # t(y)


def width_for(depth: int) -> int:
    """The largest width of `depth` equal hidden layers with at most N_PARAMETERS, from 4 inputs to 1 output.

    >>> [width_for(depth) for depth in DEPTHS]
    [99, 21, 15, 12]
    """
    width = 1
    while 5 * (width + 1) + (depth - 1) * (width + 2) * (width + 1) + width + 2 <= N_PARAMETERS:
        width += 1
    return width


def network(depth: int, seed: int) -> MLP:
    """An MLP of `depth` hidden ReLU layers with He initialization and biases 0."""
    widths = (4, *[width_for(depth)] * depth, 1)
    return MLP(widths, activation=relu, rng=np.random.default_rng(seed), init=he_normal)


def samples(seed: int, n: int):
    """Random points of the unit cube, and their targets.   -> x (n, 4), y (n, 1)"""
    x = np.random.default_rng((2, seed)).random((n, 4))
    return x, target(x)


@kept
def test_errors(depth: int, lr: float, seeds: range = SEEDS) -> np.ndarray:
    """The mean squared errors at new points, over the variance of the targets there.   -> (n_seeds,)

    Adam on minibatches of SIZE; in the last quarter of the steps with a tenth of the rate.
    """
    x, y = (np.stack(part) for part in zip(*(samples(seed, N_SAMPLES) for seed in seeds), strict=True))
    stack = Stack([network(depth, seed) for seed in seeds])
    optimizer, rng = Adam(stack.parameters(), lr=lr), np.random.default_rng((3, seeds.start))
    step = compile_step(stack, summed_error, optimizer)
    for k in range(N_STEPS):
        if k == 3 * N_STEPS // 4:
            optimizer.lr = lr / 10
        rows = rng.integers(N_SAMPLES, size=SIZE)  # each network has samples of its own
        step(x[:, rows], y[:, rows])
    new_x, new_y = samples(2**32, N_TEST)  # a seed of no run
    return mean_squared_errors(stack, new_x, new_y) / new_y.var()


def numbers() -> dict[str, Number]:
    """Median errors by depth and learning rate over two sets of seeds; what is given."""
    found = {
        "n_parameters": Number(N_PARAMETERS, "d", (), "a setting of ours"),
        "n_samples": Number(N_SAMPLES, ",", (), "a setting of ours"),
        "n_steps": Number(N_STEPS, ",", (), "a setting of ours"),
        "rate_1": Number(RATES[0], "g", (), "a setting of ours"),
        "rate_3": Number(RATES[1], "g", (), "a setting of ours"),
    }
    for depth in DEPTHS:
        found[f"width_{depth}"] = Number(width_for(depth), "d", (), "the root of a quadratic")
        for lr in RATES:
            for end, seeds in (("", SEEDS), ("_again", FRESH)):
                errors = test_errors(depth, lr, seeds)
                name = f"error_{depth}_{100 * lr:.0f}{end}"
                found[name] = estimated_median(errors, seeds, "NumPy alone", ".0%", ("S115",))
    return found
