"""Chapter 3: from layers to networks: counts, slopes of chains, templates, XOR with a skip connection."""

import itertools

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.data import digits, xor
from dlcourse.experiments.ch02_intervals import estimate, estimated_median
from dlcourse.experiments.ch02_stack import Stack
from dlcourse.experiments.ch02_xor_training import (
    FIRST,
    FRESH,
    LR,
    MOMENTUM,
    N_STEPS,
    SEEDS,
    SOLVED_BELOW,
    draw_starts,
)
from dlcourse.experiments.ch03_activations import repeated
from dlcourse.layers import MLP, Linear, Maxout, Residual, Sequential
from dlcourse.losses import mean_squared_error, softmax_cross_entropy
from dlcourse.models import least_squares
from dlcourse.models.approximation import linear_of
from dlcourse.models.regions import tent_network
from dlcourse.numbers import Number, kept
from dlcourse.ops import matmul, relu, sigmoid, tanh
from dlcourse.optimizers import SGD
from dlcourse.replay import compile_step
from dlcourse.tensor import Parameter, Tensor
from dlcourse.training import fit

N_LAYERS = 20  # of the chain of sigmoids
N_NOISE = 30  # samples whose targets are noise
DRAWS, OTHERS = range(200), range(1000, 1200)  # of them: disjoint sets of seeds


def chain_slope(n_layers: int = N_LAYERS, *, skip: bool, x: float = 0.0) -> float:
    """d h_n / d x for h <- sigmoid(h), or h <- h + sigmoid(h) with skip, n times from h = x."""
    block = Residual(sigmoid) if skip else sigmoid
    start = Tensor(x)
    return float(grad(Sequential(*[block] * n_layers)(start), start))


def seen_by(n_blocks: int) -> int:
    """How many pixels in a row a unit sees, after n blocks of a 3 x 3 convolution and a 2 x 2 pooling.

    A layer of k x k adds (k - 1) times the distance, in pixels, of two neighbors below it. Source: deck
    Srihari, section IV, slide 9.

    >>> [seen_by(n) for n in (1, 2, 3)]
    [4, 10, 22]
    """
    width, apart = 1, 1
    for k, stride in [(3, 1), (2, 2)] * n_blocks:
        width, apart = width + (k - 1) * apart, apart * stride
    return width


def noise_fit(seed: int) -> tuple[float, float]:
    """One hidden layer fits noise: its largest error on 30 samples, and its error on others over their
    variance.

    A unit a sample; the hidden weights are drawn, the last layer is solved for. Source of the claim: deck
    Srihari, section IV, slide 13.
    """
    rng = np.random.default_rng(seed)
    x, y = rng.standard_normal((2 * N_NOISE, 5)), rng.standard_normal((2 * N_NOISE, 1))
    h = Sequential(Linear(5, N_NOISE, rng=rng), tanh)(x).array
    w, b = least_squares(h[:N_NOISE], y[:N_NOISE])
    error = h @ w + b - y
    return float(abs(error[:N_NOISE]).max()), float((error[N_NOISE:] ** 2).mean() / y[N_NOISE:].var())


@kept
def digit_templates(seed: int = 0) -> tuple[np.ndarray, np.ndarray, float]:
    """A trained 64-16-10 ReLU network: its first weights W (64, 16), which units are dead (16,), its
    accuracy.

    The accuracy is that on digits that were not trained on; a dead unit is active for none of the others.
    Source: deck Srihari, section I, slide 10.
    """
    x, y = digits()
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(x))
    training, test = order[:1000], order[1000:]
    model = MLP((64, 16, 10), activation=relu, rng=rng)
    options = {"n_epochs": 20, "batch_size": 50, "rng": rng, "progress": False}
    fit(
        model,
        softmax_cross_entropy,
        x[training],
        y[training],
        SGD(model.parameters(), lr=0.1, momentum=0.9),
        **options,
    )
    accuracy = (model(x[test]).array.argmax(axis=1) == y[test]).mean()
    dead = (model.layers[0](x[training]).array <= 0).all(axis=0)
    return model.layers[0].W.array.copy(), dead, float(accuracy)


def xor_with_a_skip() -> Residual:
    """XOR with one hidden unit: x1 + x2 - 2 relu(x1 + x2 - 1). The inputs also go past it.

    >>> xor_with_a_skip()(xor()[0]).array.ravel().tolist()
    [0.0, 1.0, 1.0, 0.0]
    """
    unit, output = linear_of([[1.0], [1.0]], [-1.0]), linear_of([[-2.0]], [0.0])
    return Residual(unit, relu, output, shortcut=linear_of([[1.0], [1.0]], [0.0]))


class StackWithSkip(Stack):
    """Networks of chapter 2's stack whose inputs also go straight to the output.   V (2, n_runs)"""

    def __init__(self, starts, V, activation):
        super().__init__(starts, activation)
        self.V = Parameter(V)

    def fprop(self, x):
        return super().fprop(x) + matmul(x, self.V)


@kept
def solved_with_skip(unit: str, seeds=SEEDS) -> np.ndarray:
    """Which runs of one hidden unit, "relu" or "tanh", solve XOR when the inputs also go past it.

    All else is as in chapter 2.   -> (n_runs,)
    """
    a = (6 / 3) ** 0.5  # Glorot's bound for 2 inputs and 1 output
    V = np.stack([np.random.default_rng((3, seed)).uniform(-a, a, 2) for seed in seeds], axis=1)
    stack, (x, y) = StackWithSkip(draw_starts(1, seeds), V, {"relu": relu, "tanh": tanh}[unit]), xor()
    step = compile_step(stack, mean_squared_error, SGD(stack.parameters(), lr=LR, momentum=MOMENTUM))
    targets = np.tile(y, len(seeds))
    for _ in range(N_STEPS):
        step(x, targets)
    return ((stack(x).array - y) ** 2).mean(axis=0) < SOLVED_BELOW


def counted(*widths) -> int:
    """The parameters of linear layers of these widths, the inputs first: (n_in + 1) n_out for each.

    >>> counted(2, 2, 1)
    9
    """
    return sum((n_in + 1) * n_out for n_in, n_out in itertools.pairwise(widths))


def numbers() -> dict[str, Number]:
    """Counts of parameters, slopes of chains, fields of view, fits of noise, and XOR with one hidden unit."""
    rng = np.random.default_rng(0)
    maxout = Maxout(64, 16, 4, rng=rng)
    counts = {
        "xor": (MLP((2, 2, 1), rng=rng).n_parameters, ("S007",)),
        "digits": (MLP((64, 32, 10), rng=rng).n_parameters, ("S007",)),
        "deep": (MLP((64, 24, 24, 24, 10), rng=rng).n_parameters, ("S097",)),
        "linear_16": (Linear(64, 16, rng=rng).n_parameters, ("S080",)),
        "maxout_16": (maxout.n_parameters, ("S080",)),
        "after_pieces": (Linear(64, 10, rng=rng).W.size, ("S081",)),
        "after_maxout": (Linear(maxout.n_out, 10, rng=rng).W.size, ("S081",)),
        "tent_deep": (tent_network(4).n_parameters, ()),
        "tent_shallow": (counted(1, 2**4 - 1, 1), ()),
        "tent_pieces": (2**4, ()),
        "with_skip": (sum(p.size for p in _one_start().parameters()), ()),
    }
    found = {name: Number(n, ",", rows, "counted by hand") for name, (n, rows) in counts.items()}
    for n in (1, 2, 3):
        found[f"seen_{n}"] = Number(seen_by(n), "d", ("S093",), "gradients of a network")
    for name, factor in (("below", 0.9), ("near", 0.99), ("above", 1.01)):
        found[f"{name}_1"] = Number(repeated(factor), ".3g", ("S082",), "the inventory", 1e-3)
    for name, skip in (("plain", False), ("skip", True)):
        found[f"slope_{name}"] = Number(
            chain_slope(skip=skip), ".1f" if skip else ".0e", (), "a loop in floats"
        )
    found |= _of_noise()
    for unit in ("relu", "tanh"):
        solved = solved_with_skip(unit)
        for part, seeds in (("", SEEDS), ("_first", FIRST), ("_fresh", FRESH)):
            n_solved = int(solved[seeds.start : seeds.stop].sum())
            found[f"skip_{unit}{part}"] = estimate(n_solved, seeds, "other seeds")
    _, dead, accuracy = digit_templates()
    return found | {
        "templates": Number(accuracy, ".0%", ("S008",), "other seeds"),
        "templates_dead": Number(int(dead.sum()), "d", ("S008", "K051"), "other seeds"),
    }


def _of_noise():
    rows, source = ("S097",), "other seeds"
    (largest, first), (_, second) = (np.transpose([noise_fit(k) for k in seeds]) for seeds in (DRAWS, OTHERS))
    return {
        "noise_n": Number(N_NOISE, "d", (), "a setting of ours"),
        "noise_draws": Number(len(DRAWS), "d", (), "a setting of ours"),
        "noise_largest": Number(float(largest.max()), ".0e", rows, source),
        "noise_fresh": estimated_median(first, DRAWS, source, ".0f", rows),
        "noise_fresh_others": estimated_median(second, OTHERS, source, ".0f", rows),
        "noise_least": Number(float(min(first.min(), second.min())), ".0f", rows, source),
    }


def _one_start():
    return StackWithSkip(draw_starts(1, [0]), np.zeros((2, 1)), relu)
