"""Chapter 2: XOR. What training finds: many starts at once, how often they succeed, where the others stay.

A run is one network on its own seed. The runs of an experiment lie in stacked arrays, W (n_runs, 2, n), and
matmul multiplies the whole stack; each run goes the way it would go alone.
Source of the questions: deck Srihari, section I, slide 34, and section III, slides 12 and 14.
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
SOLVED_BELOW = 0.01  # a run with a smaller loss has found XOR
DIVERGED_ABOVE = 1e6
SEEDS = range(400)
RESTING_LOSSES = {"1/4": 1 / 4, "1/6": 1 / 6, "1/8": 1 / 8}  # where ReLU runs get stuck
KINDS = (
    "a corner each",
    "one unit always on",
    "as set by hand",
    "points shared out",
    "another overlap",
)


UNITS = {"ReLU": relu, "leaky ReLU": leaky_relu, "absolute value": absolute, "tanh": tanh, "sigmoid": sigmoid}
CONFIGURATIONS = (  # unit, initial bias, widths
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

    J: the final mean squared error of each run, infinity for one that diverged.
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
        """Run i as a library model."""
        return network(self.W[i], self.c[i], self.w[i], self.b[i], UNITS[self.unit])


@dataclass(frozen=True)
class Share:
    """How many of the runs of one configuration solved XOR, with the 99 % Wilson interval of that share."""

    unit: str
    bias: float
    n_units: int
    n_runs: int
    n_solved: int
    n_diverged: int

    @property
    def share(self) -> float:
        return self.n_solved / self.n_runs

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.n_solved, self.n_runs)


def draw_starts(n_units: int, seeds, bias: float = 0.0) -> list[np.ndarray]:
    """W, c, w, b of MLP((2, n_units, 1), rng=default_rng(seed)), Glorot uniform, for each seed, stacked.

    bias: where the hidden biases c start; b starts at 0.
    """
    starts = []
    for seed in seeds:
        hidden, output = MLP((2, n_units, 1), rng=np.random.default_rng(seed)).layers
        starts.append((hidden.W.array, hidden.b.array[None] + bias, output.W.array, output.b.array[None]))
    return [np.stack(arrays) for arrays in zip(*starts, strict=True)]


def train_stack(starts, unit: str, n_steps: int = N_STEPS, lr: float = LR) -> Runs:
    """Full-batch gradient descent with momentum on every run of the stack at once.   starts: W, c, w, b

    The runs are independent: the gradient of the sum of their losses holds the gradient of each. A run whose
    loss passes DIVERGED_ABOVE is parked at zero, where it cannot overflow, and its final J is infinite.
    """
    activation = UNITS[unit]
    x, y = xor()
    W, c, w, b = parameters = [Parameter(array) for array in starts]
    targets = np.broadcast_to(y, (len(W), *y.shape))
    optimizer = SGD(parameters, lr=lr, momentum=MOMENTUM)
    diverged = np.zeros(len(W), bool)
    for _ in range(n_steps):
        y_hat = matmul(activation(matmul(x, W) + c), w) + b
        J = squared_error(y_hat, targets) * (1 / len(x))
        optimizer.step(grad(J, parameters))
        diverged |= _losses(y_hat.array, y) > DIVERGED_ABOVE
        if diverged.any():
            for parameter in parameters:
                parameter.array[diverged] = 0
    W, c, w, b = (parameter.array.copy() for parameter in parameters)
    J = _losses(matmul(activation(matmul(x, W) + c), w) + b, y)
    return Runs(unit, W, c, w, b, np.where(diverged, np.inf, J))


def _losses(y_hat, y):
    return ((y_hat - y) ** 2).mean(axis=(1, 2))


def train_many(n_units: int, unit: str = "ReLU", seeds=SEEDS, bias: float = 0.0, **options) -> Runs:
    """One run for each seed, from `draw_starts`. options: n_steps and lr, as in `train_stack`."""
    return train_stack(draw_starts(n_units, seeds, bias), unit, **options)


def success_share(n_units: int, unit: str = "ReLU", seeds=SEEDS, bias: float = 0.0) -> Share:
    """Train one network per seed and count those that solve XOR."""
    runs = train_many(n_units, unit, seeds, bias)
    n_diverged = int(np.isinf(runs.J).sum())
    return Share(unit, bias, n_units, len(runs.J), int(runs.solved.sum()), n_diverged)


def success_table(seeds=SEEDS) -> list[Share]:
    """A Share for every width of every configuration of the chapter."""
    return [success_share(n, unit, seeds, bias) for unit, bias, widths in CONFIGURATIONS for n in widths]


def resting_places(runs: Runs) -> dict[str, int]:
    """How many runs end where: "solved", at one of the RESTING_LOSSES (within 0.001), or "elsewhere"."""
    counts = {"solved": int(runs.solved.sum())}
    for name, J in RESTING_LOSSES.items():
        counts[name] = int((abs(runs.J - J) < 0.001).sum())
    counts["elsewhere"] = len(runs.J) - sum(counts.values())
    return counts


def active_points(runs: Runs) -> np.ndarray:
    """Which point switches which unit on: whether z = x W + c > 0.   -> (n_runs, 4, n)"""
    return xor()[0] @ runs.W + runs.c > 0


def has_dead_unit(runs: Runs) -> np.ndarray:
    """Whether a ReLU unit of a run is on at none of the points: no gradient reaches it.   -> (n_runs,)"""
    return (~active_points(runs)).all(axis=1).any(axis=1)


def solution_kind(active) -> str:
    """One of KINDS for a two-unit ReLU solution, by the points at which its units are on.   active (4, 2)

    The kinds do not change when the units trade places, are rescaled, or the square is turned or mirrored.
    Tried in this order: "a corner each": each unit is on at a single point. "one unit always on": at all
    four points, where it is linear, so that the other unit does the bending. "as set by hand": one unit on at
    three points, the other only at the middle one of these. "points shared out": at every point just one unit
    is on. Else "another overlap".
    """
    counts = sorted(active.sum(axis=0).tolist())
    if counts == [1, 1]:
        return KINDS[0]
    if counts[1] == 4:
        return KINDS[1]
    single, three = (active[:, j] for j in np.argsort(active.sum(axis=0)))
    if counts == [1, 3] and single.argmax() == 3 - three.argmin():  # opposite the corner that is left out
        return KINDS[2]
    if (active.sum(axis=1) == 1).all():
        return KINDS[3]
    return KINDS[4]


def solution_kinds(runs: Runs) -> dict[str, list[int]]:
    """The runs that solved XOR with two ReLU units, by kind; every one is in exactly one list."""
    found = {kind: [] for kind in KINDS}
    active = active_points(runs)
    for i in np.flatnonzero(runs.solved):
        found[solution_kind(active[i])].append(int(i))
    return found


def distance_to_integers(runs: Runs) -> np.ndarray:
    """How far |w| W, |w| c and b of each run are from integers, at the most distant number.   -> (n_runs,)

    Scaling a ReLU unit's W and c by a > 0 and its w by 1 / a leaves the network's function as it is, and so
    these products. If any rescaling of a run has integers only, its products are integers.
    """
    scale = abs(runs.w).swapaxes(1, 2)
    products = [(runs.W * scale).reshape(len(runs.J), -1), (runs.c * scale)[:, 0], runs.b[:, 0]]
    values = np.concatenate(products, axis=1)
    return abs(values - values.round()).max(axis=1)


def equal_start(value: float, unit: str) -> Runs:
    """One run of width 2, every weight at `value`, every bias at 0: the two units stay alike."""
    W, c, w, b = draw_starts(2, [0])
    return train_stack([np.full_like(W, value), c, np.full_like(w, value), b], unit)
