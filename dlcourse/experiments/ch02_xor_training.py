"""Chapter 2: XOR. How many random starts succeed; `ch02_xor_outcomes` says where the others get stuck.

A run is one network with its own seed. The runs of an experiment are trained together; each takes the steps
that it would take alone. Source of the questions: deck Srihari, section
I, slide 34, and section III, slides 12 and 14.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from dlcourse.data import xor
from dlcourse.experiments.ch02_intervals import estimate, wilson
from dlcourse.experiments.ch02_stack import Stack
from dlcourse.experiments.ch02_xor import network
from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error
from dlcourse.numbers import Number, kept
from dlcourse.ops import absolute, leaky_relu, relu, sigmoid, tanh
from dlcourse.optimizers import SGD
from dlcourse.replay import compile_step

LR, MOMENTUM, N_STEPS = 0.1, 0.9, 3000
SOLVED_BELOW = 0.01  # far below the smallest loss at which runs get stuck, 1/8
DIVERGED_ABOVE = 1e6
FIRST, FRESH = range(400), range(400, 2400)  # disjoint: the first alone turned out to be a lucky draw
SEEDS = range(2400)  # both; at a success rate of 1/2 the 99 % interval is then +-2.6 percentage points wide

UNITS = {"ReLU": relu, "leaky ReLU": leaky_relu, "absolute value": absolute, "tanh": tanh, "sigmoid": sigmoid}
CONFIGURATIONS = {  # name: unit, initial bias, widths; slide 12 advises biases of about 0.1
    "relu": ("ReLU", 0.0, (2, 3, 4, 8)),
    "relu_bias_tenth": ("ReLU", 0.1, (2, 4, 8)),
    "relu_bias_one": ("ReLU", 1.0, (2, 4, 8)),
    "leaky": ("leaky ReLU", 0.0, (2, 4, 8)),
    "absolute": ("absolute value", 0.0, (2, 4, 8)),
    "tanh": ("tanh", 0.0, (2, 3)),
    "sigmoid": ("sigmoid", 0.0, (2, 3)),
}


@dataclass(frozen=True)
class Runs:
    """Trained networks.   W (n_runs, 2, n), c (n_runs, 1, n), w (n_runs, n, 1), b (n_runs, 1, 1), J (n_runs,)

    J: the final mean squared error of each run, infinity for a run that diverged.
    """

    unit: str
    W: np.ndarray
    c: np.ndarray
    w: np.ndarray
    b: np.ndarray
    J: np.ndarray

    @property
    def solved(self) -> np.ndarray:
        return self.J < SOLVED_BELOW

    def model(self, i: int) -> MLP:
        """Run i as an MLP."""
        return network(self.W[i], self.c[i], self.w[i], self.b[i], UNITS[self.unit])


@dataclass(frozen=True)
class SuccessRate:
    """How many runs of one configuration solved XOR, with the 99 % Wilson interval of their success rate."""

    unit: str
    bias: float
    n_units: int
    n_runs: int
    n_solved: int
    n_diverged: int

    @property
    def rate(self) -> float:
        return self.n_solved / self.n_runs

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.n_solved, self.n_runs)


def draw_starts(n_units: int, seeds, bias: float = 0.0) -> list[np.ndarray]:
    """The initial W, c, w, b of MLP((2, n_units, 1), rng=default_rng(seed)) for each seed, stacked.

    Weights are Glorot uniform. bias: the initial value of the hidden biases c; b starts at 0.
    """
    starts = []
    for seed in seeds:  # a generator per seed: run i is the same whatever other seeds are in the stack
        hidden, output = MLP((2, n_units, 1), rng=np.random.default_rng(seed)).layers
        starts.append((hidden.W.array, hidden.b.array[None] + bias, output.W.array, output.b.array[None]))
    return [np.stack(arrays) for arrays in zip(*starts, strict=True)]


def train_stack(starts, unit: str, n_steps: int = N_STEPS, lr: float = LR) -> Runs:
    """Train every run of the stack by full-batch gradient descent with momentum.   starts: W, c, w, b

    A run whose loss exceeds DIVERGED_ABOVE counts as diverged, with a final J of infinity.
    """
    stack, (x, y) = Stack(starts, UNITS[unit]), xor()
    # The loss is the sum over runs of each run's mean over its four points, and a run's parameters enter its
    # own term alone: so their gradient is that of the run trained by itself.
    step = compile_step(stack, mean_squared_error, SGD(stack.parameters(), lr=lr, momentum=MOMENTUM))
    diverged = np.zeros(len(starts[0]), bool)
    targets = np.tile(y, len(diverged))
    for _ in range(n_steps):
        if step(x, targets) > DIVERGED_ABOVE:
            diverged |= _losses(stack, x, y) > DIVERGED_ABOVE
        if diverged.any():
            for parameter in stack.parameters():
                parameter.array[..., diverged] = 0  # out of the way, where nothing overflows
    return Runs(unit, *stack.starts(), np.where(diverged, np.inf, _losses(stack, x, y)))


def _losses(stack, x, y):
    """The mean squared error of each run.   y (4, 1) -> (n_runs,)"""
    return ((stack(x).array - y) ** 2).mean(axis=0)


@kept
def train_many(n_units: int, unit: str = "ReLU", seeds=SEEDS, bias: float = 0.0, **options) -> Runs:
    """One run per seed, from the starts of `draw_starts`. options: n_steps and lr of `train_stack`."""
    return train_stack(draw_starts(n_units, seeds, bias), unit, **options)


def success_rate(n_units: int, unit: str = "ReLU", seeds=SEEDS, bias: float = 0.0) -> SuccessRate:
    """The success rate of networks trained on XOR, one per seed."""
    runs = train_many(n_units, unit, seeds, bias)
    n_diverged = int(np.isinf(runs.J).sum())
    return SuccessRate(unit, bias, n_units, len(runs.J), int(runs.solved.sum()), n_diverged)


def success_table(seeds=SEEDS) -> list[SuccessRate]:
    """The success rate for every width of every configuration of the chapter."""
    return [
        success_rate(n, unit, seeds, bias) for unit, bias, widths in CONFIGURATIONS.values() for n in widths
    ]


@kept
def equal_start(value: float, unit: str) -> Runs:
    """One run of width 2 from equal weights `value` and zero biases: its two units stay equal."""
    W, c, w, b = draw_starts(2, [0])
    return train_stack([np.full_like(W, value), c, np.full_like(w, value), b], unit)


def numbers() -> dict[str, Number]:
    """The settings, success rates over SEEDS, and pairs of runs that share a seed."""
    chosen = {
        "n_steps": (N_STEPS, ","),
        "lr": (LR, "g"),
        "half_lr": (LR / 2, "g"),
        "momentum": (MOMENTUM, "g"),
        "solved_below": (SOLVED_BELOW, "g"),
        "n_runs": (len(SEEDS), ","),
    }
    settings = {
        name: Number(value, form, source="a setting of ours") for name, (value, form) in chosen.items()
    }
    rows = {"relu": "S033", "tanh": "S033", "sigmoid": "S033", "leaky": "S076", "absolute": "S076"}
    rates = {}
    for name, (unit, bias, widths) in CONFIGURATIONS.items():
        for n in widths:
            found = success_rate(n, unit, SEEDS, bias)
            rates[f"{name}_{n}"] = estimate(
                found.n_solved, SEEDS, "gradients by hand", rows=(rows.get(name, "S074"),)
            )
    widest = max(high - low for low, high in (rate.interval for rate in rates.values()))
    rates["half_width"] = Number(50 * widest, ".1f", (), "Wilson's ends, and gradients by hand", 0.01)
    return settings | rates | _of_two_draws() | _of_pairs() | _of_single_runs()


def _of_two_draws():
    """Two ReLU units: over each of the disjoint sets of seeds, how surely over both, and over one seed."""
    first, fresh = (success_rate(2, "ReLU", seeds) for seeds in (FIRST, FRESH))
    both = success_rate(2, "ReLU", SEEDS)
    alike = len(SEEDS) * int(train_many(2, "ReLU", SEEDS).solved[0])  # were every run the one of seed 0
    deviation, z = (both.rate * (1 - both.rate) / both.n_runs) ** 0.5, NormalDist().inv_cdf(0.995)
    rows, source = ("S033",), "the inventory, and PyTorch"
    return {
        "relu_2_first": estimate(first.n_solved, FIRST, source, rows=rows),
        "relu_2_fresh": estimate(fresh.n_solved, FRESH, source, rows=rows),
        "luck": Number(first.rate / fresh.rate - 1, ".0%", rows, source),
        "z": Number(z, ".2f", source="a table of the normal distribution"),
        "relu_2_deviation": Number(deviation, ".2%", rows, source),
        "relu_2_reach": Number(100 * z * deviation, ".1f", rows, source, unit="percentage points"),
        "six_pairs": Number(1 - (1 - both.rate) ** 6, ".0%", rows, "gradients by hand"),
        "same_seed": estimate(alike, SEEDS, source, rows=rows),
    }


def _of_pairs():
    """How often only one of two runs from the same seed succeeds; what half the learning rate changes."""
    found = {}
    for n in (2, 8):
        biased, plain = (train_many(n, "ReLU", SEEDS, bias).solved for bias in (0.1, 0.0))
        found[f"only_bias_{n}"] = Number(int((biased & ~plain).sum()), "d", ("S074",), "gradients by hand")
        found[f"only_plain_{n}"] = Number(int((plain & ~biased).sum()), "d", ("S074",), "gradients by hand")
    failed = success_rate(8, "absolute value", SEEDS)
    slower = train_many(8, "absolute value", SEEDS, lr=LR / 2)
    slower_relu = train_many(2, "ReLU", SEEDS, lr=LR / 2)
    return found | {
        "absolute_8_failed": Number(failed.n_runs - failed.n_solved, "d", ("S076",), "gradients by hand"),
        "absolute_8_diverged": Number(failed.n_diverged, "d", ("S076",), "gradients by hand"),
        "absolute_8_half_lr": Number(int(slower.solved.sum()), ",", ("S076",), "gradients by hand"),
        "relu_2_half_lr": estimate(int(slower_relu.solved.sum()), SEEDS, "gradients by hand", rows=("S033",)),
    }


def _of_single_runs():
    """The final losses of the two runs that the chapter follows, and of equal starts."""
    J = train_many(2, "ReLU", range(10)).J
    W, c, _, _ = draw_starts(8, SEEDS, bias=1.0)
    always_active = (xor()[0] @ W + c > 0).all(axis=1).mean()
    alike = equal_start(0.5, "tanh")
    apart = abs(alike.W[0, :, 0] - alike.W[0, :, 1]).max()
    return {
        "J_of_seed_9": Number(float(J[9]), ".0e", ("S033",), "the solution is exact", tolerance=1e-12),
        "J_of_seed_0": Number(float(J[0]), ".4f", ("S033",), "1/6", tolerance=1e-6),
        "always_active_bias_one": Number(float(always_active), ".0%", ("S074",), "the same draws", 0.01),
        "J_of_zero_start": Number(float(equal_start(0.0, "tanh").J[0]), ".2f", ("S034",), "1/4"),
        "J_of_equal_start": Number(float(alike.J[0]), ".6f", ("S034",), "PyTorch", tolerance=1e-6),
        "equal_units_apart": Number(float(apart), ".0f", ("S034",), "equal gradients"),
    }
