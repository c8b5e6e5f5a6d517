"""Chapter 2: XOR. What training finds: how many random starts succeed, and where the others get stuck.

A run is one network with its own seed. The runs of an experiment are trained together as stacked arrays, W
(n_runs, 2, n); each takes the steps that it would take alone. Source of the questions: deck Srihari, section
I, slide 34, and section III, slides 12 and 14.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.data import xor
from dlcourse.experiments.ch02_intervals import wilson
from dlcourse.experiments.ch02_xor import network
from dlcourse.layers import MLP
from dlcourse.losses import squared_error
from dlcourse.ops import absolute, leaky_relu, matmul, relu, sigmoid, tanh
from dlcourse.optimizers import SGD
from dlcourse.tensor import Parameter

LR, MOMENTUM, N_STEPS = 0.1, 0.9, 3000
SOLVED_BELOW = 0.01  # far below the smallest loss at which runs get stuck, 1/8
DIVERGED_ABOVE = 1e6
SEEDS = range(400)  # at a success rate of 1/2 the 99 % interval is then +-6 percentage points wide
# where ReLU runs get stuck: 1/2 for all four points; one point right and the mean for the other three; two
# points right and 1/2 for the other two
RESTING_LOSSES = {"1/4": 1 / 4, "1/6": 1 / 6, "1/8": 1 / 8}
KINDS = (
    "a corner each",
    "one unit always on",
    "as set by hand",
    "points shared out",
    "another overlap",
)


UNITS = {"ReLU": relu, "leaky ReLU": leaky_relu, "absolute value": absolute, "tanh": tanh, "sigmoid": sigmoid}
CONFIGURATIONS = (  # unit, initial bias, widths; slide 12 advises biases of about 0.1
    ("ReLU", 0.0, (2, 3, 4, 8)),
    ("ReLU", 0.1, (2, 4, 8)),
    ("ReLU", 1.0, (2, 4, 8)),
    ("leaky ReLU", 0.0, (2, 4, 8)),
    ("absolute value", 0.0, (2, 4, 8)),
    ("tanh", 0.0, (2, 3)),
    ("sigmoid", 0.0, (2, 3)),
)


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
    activation = UNITS[unit]
    x, y = xor()
    W, c, w, b = parameters = [Parameter(array) for array in starts]
    targets = np.broadcast_to(y, (len(W), *y.shape))
    optimizer = SGD(parameters, lr=lr, momentum=MOMENTUM)
    diverged = np.zeros(len(W), bool)
    for _ in range(n_steps):
        y_hat = matmul(activation(matmul(x, W) + c), w) + b
        # the sum over runs of each run's mean over its four points: a run's parameters enter its own term
        # alone, so their gradient is that of the run trained by itself
        J = squared_error(y_hat, targets) * (1 / len(x))
        optimizer.step(grad(J, parameters))
        diverged |= _losses(y_hat.array, y) > DIVERGED_ABOVE
        if diverged.any():
            for parameter in parameters:
                parameter.array[diverged] = 0  # out of the way, where nothing overflows
    # plain arrays from here on: the losses after the last step need no graph
    W, c, w, b = (parameter.array.copy() for parameter in parameters)
    J = _losses(matmul(activation(matmul(x, W) + c), w) + b, y)
    return Runs(unit, W, c, w, b, np.where(diverged, np.inf, J))


def _losses(y_hat, y):
    """The mean squared error of each run.   y_hat (n_runs, 4, 1), y (4, 1) -> (n_runs,)"""
    return ((y_hat - y) ** 2).mean(axis=(1, 2))


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
    return [success_rate(n, unit, seeds, bias) for unit, bias, widths in CONFIGURATIONS for n in widths]


def resting_places(runs: Runs) -> dict[str, int]:
    """The number of runs that end "solved", at each of the RESTING_LOSSES (within 0.001), or "elsewhere"."""
    counts = {"solved": int(runs.solved.sum())}
    for name, J in RESTING_LOSSES.items():
        counts[name] = int((abs(runs.J - J) < 0.001).sum())
    counts["elsewhere"] = len(runs.J) - sum(counts.values())
    return counts


def active_points(runs: Runs) -> np.ndarray:
    """Whether a unit is active at a point, z = x W + c > 0.   -> (n_runs, 4 points, n units)"""
    return xor()[0] @ runs.W + runs.c > 0


def has_dead_unit(runs: Runs) -> np.ndarray:
    """Whether a run has a ReLU unit that is active at no point, so gets no gradient.   -> (n_runs,)"""
    return (~active_points(runs)).all(axis=1).any(axis=1)


def solution_kind(active) -> str:
    """One of KINDS for a two-unit ReLU solution, by the points at which its units are active.   active (4, 2)

    A kind does not change if the units are swapped or rescaled or the square is turned or mirrored. Tried in
    this order: "a corner each": each unit is active at a single point. "one unit always on": active at all
    four points, so it is linear there, and the other unit makes the kink. "as set by hand": one unit is
    active at three points, the other only at the middle one of these. "points shared out": at every point
    exactly one unit is active. Otherwise "another overlap".
    """
    counts = sorted(active.sum(axis=0).tolist())
    if counts == [1, 1]:
        return KINDS[0]
    if counts[1] == 4:
        return KINDS[1]
    single, three = (active[:, j] for j in np.argsort(active.sum(axis=0)))
    # points are numbered 00, 01, 10, 11, so 3 - i is the corner opposite i: here of the one that is left out
    if counts == [1, 3] and single.argmax() == 3 - three.argmin():
        return KINDS[2]
    if (active.sum(axis=1) == 1).all():
        return KINDS[3]
    return KINDS[4]


def solution_kinds(runs: Runs) -> dict[str, list[int]]:
    """The indices of the runs that solved XOR with two ReLU units, by kind; each in exactly one list."""
    found = {kind: [] for kind in KINDS}
    active = active_points(runs)
    for i in np.flatnonzero(runs.solved):
        found[solution_kind(active[i])].append(int(i))
    return found


def distance_to_integers(runs: Runs) -> np.ndarray:
    """The largest distance of the numbers |w| W, |w| c and b of each run from an integer.   -> (n_runs,)

    Multiplying a ReLU unit's W and c by a > 0 and dividing its w by a changes neither the network's function
    nor these products. If some rescaling of a run has only integers, its products are integers.
    """
    scale = abs(runs.w).swapaxes(1, 2)  # (n_runs, 1, n), to multiply the columns of W
    products = [(runs.W * scale).reshape(len(runs.J), -1), (runs.c * scale)[:, 0], runs.b[:, 0]]
    values = np.concatenate(products, axis=1)
    return abs(values - values.round()).max(axis=1)


def equal_start(value: float, unit: str) -> Runs:
    """One run of width 2 from equal weights `value` and zero biases: its two units stay equal."""
    W, c, w, b = draw_starts(2, [0])
    return train_stack([np.full_like(W, value), c, np.full_like(w, value), b], unit)
