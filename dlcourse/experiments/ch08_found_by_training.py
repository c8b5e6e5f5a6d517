"""Chapter 8: found by training. One size, one target: weights that are calculated, and weights found.

The target is sin(2 pi x) on [0, 1], the size K ReLUs. Calculated: the interpolant of ch08_one_hidden_layer.
Solved: the first layer stays as it is and least squares finds the best output layer, a convex problem. Found:
all parameters, by Adam from a random start. Question: deck Srihari, section IV, slides 15, 16 and 21. The
settings are our choice.
"""

import numpy as np

from dlcourse.experiments.ch02_intervals import estimated_median
from dlcourse.experiments.ch02_stack import Stack
from dlcourse.experiments.ch08_one_hidden_layer import sine
from dlcourse.initializers import he_normal, normal
from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error
from dlcourse.models import least_squares, relu_interpolant
from dlcourse.models.approximation import sup_error
from dlcourse.numbers import Number, kept
from dlcourse.ops import relu
from dlcourse.optimizers import Adam
from dlcourse.replay import compile_step

SIZES, SEEDS, FRESH = (10, 20, 40), range(12), range(1000, 1012)  # disjoint
N_SAMPLES, N_STEPS, LR = 201, 3000, 0.01


def samples():
    """N_SAMPLES points of the target, the knots of all sizes among them.   -> x (m, 1), y (m, 1)"""
    x = np.linspace(0, 1, N_SAMPLES)[:, None]
    return x, sine(x)


def start(n_units: int, seed: int) -> MLP:
    """A ReLU network with He initialization and biases from N(0, 1/4): its kinks lie where chance has it."""
    options = {"init": he_normal, "bias_init": normal(0.5)}  # biases of 0 would put all kinks at x = 0
    return MLP((1, n_units, 1), activation=relu, rng=np.random.default_rng(seed), **options)


def solve_output(model):
    """Give the model the output layer with the least squared error on the samples, and return it."""
    x, y = samples()
    hidden, output = model.layers
    h = np.maximum(0, x @ hidden.W.array + hidden.b.array)
    output.W.array[...], output.b.array[...] = least_squares(h, y)
    return model


@kept
def found(n_units: int, seeds: range = SEEDS, n_steps: int = N_STEPS) -> tuple[np.ndarray, ...]:
    """Networks trained from random starts: outputs on the samples (m, n_runs), largest errors (n_runs,), and
    the weights and biases of their first layers, each (n_units, n_runs)."""
    parameters = [start(n_units, seed).parameters() for seed in seeds]
    starts = [np.stack([np.atleast_2d(p.array) for p in group]) for group in zip(*parameters, strict=True)]
    stack, (x, y) = Stack(starts, relu), samples()
    step = compile_step(stack, mean_squared_error, Adam(stack.parameters(), lr=LR))
    for _ in range(n_steps):  # a run's parameters enter its own errors alone
        step(x, np.tile(y, len(seeds)))
    fine = np.linspace(0, 1, 4001)[:, None]
    W, b = (p.array[0] for p in stack.parameters()[:2])
    return stack(x).array, abs(stack(fine).array - sine(fine)).max(axis=0), W, b


def kinks_inside(n_units: int, seeds: range = SEEDS) -> float:
    """The median number of kinks in [0, 1] of trained networks."""
    _, _, W, b = found(n_units, seeds)
    kinks = -b / W
    return float(np.median(((kinks > 0) & (kinks < 1)).sum(axis=0)))


def gain_of_solving(n_units: int, seeds: range = SEEDS) -> float:
    """By what part the root mean square error falls, as a median, when least squares finds the output layers
    of trained networks anew."""
    (x, y), (outputs, _, W, b) = samples(), found(n_units, seeds)
    gains = []
    for output, w, bias in zip(outputs.T, W.T, b.T, strict=True):
        h = np.maximum(0, x * w + bias)
        V, c = least_squares(h, y)
        gains.append(1 - (((h @ V + c - y) ** 2).mean() / ((output - y[:, 0]) ** 2).mean()) ** 0.5)
    return float(np.median(gains))


def times_the_interpolant(n_units: int, seeds: range = SEEDS) -> float:
    """The median root mean square error of trained networks, over that of the interpolant."""
    x, y = samples()
    outputs = found(n_units, seeds)[0]
    exact = ((relu_interpolant(sine, n_units)(x).array - y) ** 2).mean() ** 0.5
    return float(np.median(((outputs - y) ** 2).mean(axis=0) ** 0.5) / exact)


def numbers() -> dict[str, Number]:
    """The largest errors for each size, of weights calculated, solved for and found."""
    result = {
        "n_runs": Number(len(SEEDS), "d", (), "a setting of ours"),
        "n_steps": Number(N_STEPS, ",", (), "a setting of ours"),
        "n_samples": Number(N_SAMPLES, "d", (), "a setting of ours"),
    }
    for n in SIZES:
        knots = relu_interpolant(sine, n)
        result[f"calculated_{n}"] = Number(sup_error(knots, sine), ".4f", ("S103",), "the inventory", 1e-3)
        best = sup_error(solve_output(knots), sine)
        result[f"solved_{n}"] = Number(best, ".4f", ("S099",), "NumPy alone", 1e-6)
        for end, seeds in (("", SEEDS), ("_again", FRESH)):
            chance = [sup_error(solve_output(start(n, seed)), sine) for seed in seeds]
            result[f"chance_{n}{end}"] = estimated_median(chance, seeds, "NumPy alone", ".2f", ("S099",))
            errors = found(n, seeds)[1]
            result[f"found_{n}{end}"] = estimated_median(errors, seeds, "NumPy alone", ".3f", ("S104",))
            if n != 20:
                times, inside = times_the_interpolant(n, seeds), kinks_inside(n, seeds)
                result[f"times_{n}{end}"] = Number(times, ".1f", ("S104",), "NumPy alone")
                result[f"kinks_{n}{end}"] = Number(inside, ".1f", ("S104",), "NumPy alone")
                gain = gain_of_solving(n, seeds)
                result[f"gain_{n}{end}"] = Number(gain, ".1%", ("S099",), "NumPy alone")
            if n == min(SIZES):
                result[f"poor_{n}{end}"] = Number(int((errors > 1).sum()), "d", ("S104",), "NumPy alone")
    return result
