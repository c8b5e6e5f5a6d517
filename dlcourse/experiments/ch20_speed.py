"""Chapter 20: speed: where the time of a training step goes, and what replay saves.

Times depend on the machine and on what else it does. So functions take turns, and ratios of two times from
the same round are reported, over all rounds. The networks compute in float32, on random data.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.backend import use_dtype
from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error
from dlcourse.numbers import Number, kept
from dlcourse.ops import tanh
from dlcourse.optimizers import Adam
from dlcourse.replay import compile_step

NETWORKS = {  # widths, batch size: most bookkeeping, most work number by number, most products
    "2-8-1\nbatch 4": ((2, 8, 1), 4),
    "64-100-100-100-10\nbatch 64": ((64, 100, 100, 100, 10), 64),
    "784-1024-1024-10\nbatch 256": ((784, 1024, 1024, 10), 256),
}
WIDTHS, BATCH_SIZE = (4, 16, 64, 256, 1024), 64  # of the networks n-n-n-n, from many calls to many products


@dataclass(frozen=True)
class Ratio:
    """A ratio of two times over many rounds: its median and its quartiles low and high."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.2f}, half of the rounds from {self.low:.2f} to {self.high:.2f}"


def take_turns(tasks: dict[str, Callable], seconds: float = 0.5, shortest: float = 0.01) -> dict:
    """Seconds per call of each function: name -> array (n_rounds,).

    In a round each function runs once for at least about `shortest` seconds, so that a disturbance of the
    machine hits all of them. There are at least five rounds, and as many as fit into `seconds`.
    """
    repeats = {}
    for name, task in tasks.items():
        for _ in range(3):  # warm up: a step is recorded and prepared for replay in its first calls
            task()
        # many calls for a short task: the clock and the loop must not count
        repeats[name] = max(1, round(shortest / _seconds(task, 3)))
    times, stop = {name: [] for name in tasks}, time.perf_counter() + seconds
    while len(times[next(iter(tasks))]) < 5 or time.perf_counter() < stop:
        for name, task in tasks.items():
            times[name].append(_seconds(task, repeats[name]))
    return {name: np.array(rounds) for name, rounds in times.items()}


def _seconds(task, n):
    start = time.perf_counter()
    for _ in range(n):
        task()
    return (time.perf_counter() - start) / n


def ratio(one, other) -> Ratio:
    """one / other, round by round.   one, other (n_rounds,): times of the same rounds

    >>> print(ratio(np.array([1.0, 2.0, 6.0]), np.array([2.0, 4.0, 2.0])))
    0.50, half of the rounds from 0.50 to 1.75
    """
    # quantiles: a round that the machine disturbed moves a mean, but no median
    low, median, high = np.quantile(one / other, (0.25, 0.5, 0.75))
    return Ratio(float(median), float(low), float(high))


class Training:
    """A tanh network of `widths` on a random batch, with a step of Adam recorded or replayed."""

    def __init__(self, widths, batch_size: int, seed: int = 0):
        rng = np.random.default_rng(seed)
        with use_dtype("float32"):
            self.model = MLP(widths, activation=tanh, rng=rng)
        self.x = rng.standard_normal((batch_size, widths[0]), dtype=np.float32)
        self.y = rng.standard_normal((batch_size, widths[-1]), dtype=np.float32)
        self.loss = mean_squared_error
        self.optimizer = Adam(self.model.parameters(), lr=1e-7)  # tiny: the same numbers in every step
        self.step = compile_step(self.model, self.loss, self.optimizer)

    def recorded(self) -> float:
        """One step with a new graph.   -> J"""
        J = self.loss(self.model(self.x), self.y)
        self.optimizer.step(grad(J, self.optimizer.parameters))
        return J.item()

    def replayed(self) -> float:
        """One step by `compile_step`, replayed from the third call on.   -> J"""
        return self.step(self.x, self.y)


def bare_products(widths, batch_size: int, seed: int = 0) -> Callable:
    """A function that computes only the matrix products of a training step, into arrays made beforehand.

    They are x W and x^T G for each layer and, except for the first, G W^T: a lower bound for the time of a
    training step in NumPy.
    """
    rng = np.random.default_rng(seed)
    h = [rng.standard_normal((batch_size, n), dtype=np.float32) for n in widths]
    # scaled, so that numbers keep their size from layer to layer, as in training
    W = [rng.standard_normal(shape, dtype=np.float32) / shape[0] ** 0.5 for shape in pairwise(widths)]
    G, gradients = [np.ones_like(a) for a in h], [np.empty_like(a) for a in W]

    def run():
        for i in range(len(W)):
            np.dot(h[i], W[i], out=h[i + 1])
        for i in reversed(range(len(W))):
            np.dot(h[i].T, G[i + 1], out=gradients[i])
            if i:  # nobody needs the gradient with respect to the data
                np.dot(G[i + 1], W[i].T, out=G[i])

    return run


@dataclass(frozen=True)
class Shares:
    """The fractions of the time of a recorded step; they add up to 1.

    products: matrix products; bookkeeping: independent of the sizes; rest: element-wise work.
    """

    products: float
    bookkeeping: float
    rest: float


@kept
def shares(widths, batch_size: int, seconds: float = 1.0) -> Shares:
    """The Shares of the time of a recorded step."""
    small = (1,) * len(widths)  # as many calls and next to nothing to compute: bookkeeping alone
    times = take_turns(
        {
            "step": Training(widths, batch_size).recorded,
            "products": bare_products(widths, batch_size),
            "small step": Training(small, 1).recorded,
            "small products": bare_products(small, 1),
        },
        seconds,
    )
    products = ratio(times["products"], times["step"]).median
    # without its products, which are in the first share already
    bookkeeping = ratio(times["small step"] - times["small products"], times["step"]).median
    rest = max(0.0, 1 - products - bookkeeping)  # noise may make it a little negative
    total = products + bookkeeping + rest
    return Shares(products / total, bookkeeping / total, rest / total)


@dataclass(frozen=True)
class Gears:
    """Times relative to a recorded step: of a replayed step, and of the bare products."""

    replayed: Ratio
    products: Ratio


@kept
def gears(widths, batch_size: int, seconds: float = 1.0) -> Gears:
    """The Gears of a network: a recorded step, a replayed step and the bare products, measured in turns."""
    tasks = {
        "recorded": Training(widths, batch_size).recorded,
        "replayed": Training(widths, batch_size).replayed,
        "products": bare_products(widths, batch_size),
    }
    times = take_turns(tasks, seconds)
    return Gears(*(ratio(times[name], times["recorded"]) for name in ("replayed", "products")))


def numbers() -> dict[str, Number]:
    """Parts of the time of a step, on the machine that builds the page."""
    small, *_, large = (shares(*network) for network in NETWORKS.values())
    narrow, *_, wide = (gears((n,) * 4, BATCH_SIZE) for n in WIDTHS)
    found = {
        "products_of_small": (small.products, ".0%"),
        "products_of_large": (large.products, ".0%"),
        "bookkeeping_of_large": (large.bookkeeping, ".1%"),
        "replayed_of_narrow": (narrow.replayed.median, ".0%"),
        "replayed_of_wide": (wide.replayed.median, ".0%"),
        "products_of_wide": (wide.products.median, ".0%"),
    }
    measured = "measured on the machine that built this page"
    return {name: Number(part, form, source=measured) for name, (part, form) in found.items()}
