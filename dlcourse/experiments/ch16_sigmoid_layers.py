"""Chapter 16: three layers of sigmoid units with and without batch normalization.

The data are normal distributions around random centers, since MNIST is not available offline; the network and
the measures are those of deck Fix, pages 92 to 94. Source: Ioffe and Szegedy 2015.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.experiments.ch02_intervals import mean_interval
from dlcourse.initializers import glorot_uniform, normal
from dlcourse.layers import BatchNorm, Linear, Module, Sequential
from dlcourse.losses import softmax_cross_entropy
from dlcourse.losses.classification import is_right
from dlcourse.numbers import Number, kept
from dlcourse.ops import sigmoid
from dlcourse.optimizers import SGD

N_INPUTS, N_CLASSES, WIDTH, BATCH_SIZE, LR = 64, 10, 100, 64, 0.5
N_TRAINING, N_TEST = 5000, 2000
SPREAD_OF_CENTERS = 0.6  # centers are about 0.6 sqrt(2 * 64) = 6.8 apart, at unit noise: easy to separate
PERCENTILES = (15, 50, 85)
SMALL = normal(0.001)
WATCHED = (*range(0, 51, 5), *range(51, 151), *range(160, 901, 20), *range(901, 1001))
SETS = {"": range(5), "_again": range(100, 105)}  # disjoint, by the end of a number's name


def clouds(m: int, centers, rng):
    """m points with unit noise around randomly chosen centers.   centers (k, n) -> x (m, n), y (m,)"""
    y = rng.integers(0, len(centers), m)
    return centers[y] + rng.standard_normal((m, centers.shape[1])), y


def drawn_data(rng):
    """Training and test points around the same N_CLASSES centers.   -> (x, y), (x_test, y_test)"""
    centers = SPREAD_OF_CENTERS * rng.standard_normal((N_CLASSES, N_INPUTS))
    return clouds(N_TRAINING, centers, rng), clouds(N_TEST, centers, rng)


def classifier(
    rng, layer: Callable[[int], Module] | None = None, init=glorot_uniform, after: bool = False
) -> Sequential:
    """Three layers of 100 sigmoid units, and logits. layer: n -> a layer before (or after) each sigmoid.

    Source: deck Fix, page 92.
    """
    steps = []
    for n_in, n_out in pairwise([N_INPUTS, WIDTH, WIDTH, WIDTH]):
        added = [layer(n_out)] if layer else []
        steps.append(Linear(n_in, n_out, rng=rng, init=init))
        steps += [sigmoid, *added] if after else [*added, sigmoid]
    return Sequential(*steps, Linear(WIDTH, N_CLASSES, rng=rng, init=init))


@dataclass(frozen=True)
class Run:
    """One training. accuracy: step -> accuracy on the test points.

    percentiles (n, 3): of the input to a sigmoid unit of the last hidden layer, over 200 test points, at each
    step that was watched. spreads (n, 4): over these points, the root mean square deviation of the inputs of
    each layer.
    """

    accuracy: dict[int, float]
    percentiles: np.ndarray
    spreads: np.ndarray


def train(
    seed: int,
    with_batch_norm: bool,
    init=glorot_uniform,
    n_steps: int = 300,
    at=(100, 300),
    watched=(),
    **options,
) -> Run:
    """Train on 5000 points in batches of 64 by plain SGD. options: as of `descend`.

    at: the steps after which accuracy is measured; watched: percentiles and spreads. 0 is the start.
    """
    rng = np.random.default_rng(seed)
    (x, y), (x_test, y_test) = drawn_data(rng)
    model = classifier(rng, BatchNorm if with_batch_norm else None, init)
    accuracy, percentiles, spreads = {}, [], []
    for step in descend(model, x, y, rng, n_steps, **options):
        model.eval()  # test points are normalized by the running statistics, and do not enter them
        if step in watched:
            trace = model.trace(x_test[:200])
            percentiles.append(np.percentile(trace[-3][:, 0], PERCENTILES))  # what enters the last sigmoid
            inputs = trace[:: 3 if with_batch_norm else 2]
            spreads.append([a.var(axis=0).mean() ** 0.5 for a in inputs[:4]])
        if step in at:
            accuracy[step] = float(is_right(model.trace(x_test)[-1], y_test).mean())
        model.train()
    return Run(accuracy, np.array(percentiles), np.array(spreads))


def descend(model, x, y, rng, n_steps: int, lr: float = LR, size: int = BATCH_SIZE):
    """Train by plain SGD on batches of `size`; yields how many steps were made, 0 before the first."""
    parameters = model.parameters()
    optimizer = SGD(parameters, lr=lr)
    yield 0
    for step in range(1, n_steps + 1):
        rows = rng.integers(0, len(x), size)  # with replacement: steps count here, not epochs
        optimizer.step(grad(softmax_cross_entropy(model(x[rows]), y[rows]), parameters))
        yield step


@kept
def runs(with_batch_norm: bool, seeds: range) -> list[Run]:
    """One training of 1000 steps per seed, watched."""
    at = (100, 300, 1000)
    return [train(seed, with_batch_norm, n_steps=1000, at=at, watched=WATCHED) for seed in seeds]


def widening(run: Run) -> float:
    """How much wider the middle 70 % get from steps 51-150 to the last 100."""
    early = np.isin(WATCHED, range(51, 151))
    low, _, high = run.percentiles.T
    return float((high - low)[-100:].mean() / (high - low)[early].mean())


def mean_of(values, seeds: range, form: str = ".3f", rows: tuple = ("F084",)) -> Number:
    """The mean of one value per seed, with its 99 % interval."""
    shown = f"{seeds.start}\N{EN DASH}{seeds.stop - 1}"
    interval = mean_interval(values)
    return Number(
        float(np.mean(values)), form, rows, "NumPy alone", interval=interval, n=len(values), seeds=shown
    )


def numbers() -> dict[str, Number]:
    """Accuracies with and without, over two sets of seeds; spreads of inputs, and how they widen."""
    alone, found = "NumPy alone", {}
    for end, seeds in SETS.items():
        for name, bn in (("bare", False), ("bn", True)):
            trained = runs(bn, seeds)
            for step in (100, 300, 1000):
                values = [run.accuracy[step] for run in trained]
                found[f"{name}_{step}{end}"] = mean_of(values, seeds)
            wider = float(np.median([widening(run) for run in trained]))
            found[f"widening_{name}{end}"] = Number(wider, ".1f", ("F084",), alone)
    for when, at in (("first", 0), ("last", -1)):
        spreads = np.median([run.spreads[at] for run in runs(False, SETS[""])], axis=0)
        for layer, value in enumerate(spreads, 1):
            found[f"spread_bare_{layer}_{when}"] = Number(float(value), ".3f", (), alone)
    return found | {"n_runs": Number(len(SETS[""]), "d", (), "a setting of ours")}
