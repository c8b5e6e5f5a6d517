"""Chapter 20: speed. The cost of a training step: calls, numbers moved, FLOPs, counted from its sizes.

The network is an MLP with tanh, mean squared error and Adam. What is counted is each array function that a
step calls, on the way forward, on the way back, and in the update: one call, the FLOPs of its formula, and
the numbers that it reads from memory and writes there, as if none stayed in the processor's cache. A tanh
or a square root counts as one FLOP. Sizes may be symbols: the chapter's control prints these formulas.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dlcourse.experiments import ch20_speed as speed
from dlcourse.experiments.ch06_cost_of_derivatives import (
    LENET_PARAMETERS,
    forward_passes,
    years_against_a_week,
)
from dlcourse.numbers import Number, kept

SMALL, _, LARGE = speed.NETWORKS.values()
XOR = (2, 2, 1), 4  # chapter 2's network on its four rows
N = 1024  # rows and columns of a large product


@dataclass(frozen=True)
class Cost:
    """What is to be done.   calls: of array functions.   moved: numbers read and written.   flops"""

    calls: object
    moved: object
    flops: object

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.calls + other.calls, self.moved + other.moved, self.flops + other.flops)

    def times(self, n) -> "Cost":
        return Cost(n * self.calls, n * self.moved, n * self.flops)

    def intensity(self, itemsize):
        """FLOPs per byte that is moved, for numbers of `itemsize` bytes."""
        return self.flops / (self.moved * itemsize)


def product(m, n, k) -> Cost:
    """A (m, n) times B (n, k): a multiplication and an addition for each of the m n k pairs."""
    return Cost(1, m * n + n * k + m * k, 2 * m * n * k)


def entrywise(size, n_read=1, n_calls=1) -> Cost:
    """Calls that read n_read arrays of a size and write one."""
    return Cost(n_calls, n_calls * (n_read + 1) * size, n_calls * size)


def layer(m, n_in, n) -> Cost:
    """A layer without its activation, both ways: x W, + b; W's, b's and the input's gradient."""
    bias = Cost(1, 2 * m * n + n, m * n) + product(1, m, n)
    return product(m, n_in, n) + bias + product(n_in, m, n) + product(m, n, n_in)


def tanh(m, n) -> Cost:
    """tanh forward, and G (1 - h h) backward."""
    return entrywise(m * n, 1, 3) + entrywise(m * n, 2)


def loss(m, n) -> Cost:
    """Mean squared error: the difference, its square, their sum; two factors on the way back."""
    return entrywise(m * n, 2) + entrywise(m * n, 1, 2) + Cost(1, m * n, m * n) + entrywise(m * n, 2) + ONE


ONE = Cost(1, 3, 1)  # the mean of the sum: a single number


def adam(n_parameters) -> Cost:
    """Adam: twelve passes over vectors as long as the parameters; four of them read two."""
    return entrywise(n_parameters, 1, 8) + entrywise(n_parameters, 2, 4)


def step(widths, m) -> Cost:
    """A training step of an MLP of these widths on a batch of m.

    >>> step((2, 8, 1), 4).calls
    31
    """
    pairs = list(pairwise(widths))
    total = loss(m, widths[-1]) + adam(sum(n_in * n + n for n_in, n in pairs))
    for n_in, n in pairs:
        total += layer(m, n_in, n)
    for n in widths[1:-1]:
        total += tanh(m, n)
    return total + product(m, widths[1], widths[0]).times(-1)  # nobody needs the data's gradient


def flops_of_products(widths, m) -> int:
    """The FLOPs of the matrix products of a step: three per layer, without the data's gradient.

    >>> flops_of_products((2, 8, 1), 4)
    448
    """
    pairs = list(pairwise(widths))
    return 6 * m * sum(n_in * n for n_in, n in pairs) - 2 * m * widths[0] * widths[1]


def uniform_step(m, n, depth) -> Cost:
    """The same of a network of `depth` layers, all of n units: also for symbols.

    >>> uniform_step(64, 100, 3) == step((100, 100, 100, 100), 64)
    True
    """
    layers = layer(m, n, n).times(depth) + tanh(m, n).times(depth - 1) + loss(m, n)
    return layers + adam(depth * (n * n + n)) + product(m, n, n).times(-1)


@dataclass(frozen=True)
class Machine:
    """What a machine does: seconds per call, bytes and FLOPs per second."""

    per_call: float
    bandwidth: float
    rate: float

    def seconds(self, cost: Cost, itemsize) -> tuple:
        """The time of bookkeeping, of memory and of arithmetic, one after the other."""
        return cost.calls * self.per_call, cost.moved * itemsize / self.bandwidth, cost.flops / self.rate

    def roof(self, intensity) -> float:
        """The most FLOPs per second at this intensity: the rate, or as many as the memory feeds."""
        return np.minimum(self.rate, intensity * self.bandwidth)


def large_product():
    """A function that multiplies two matrices of N rows and columns in float32: 2 N^3 FLOPs."""
    rng = np.random.default_rng(0)
    a, b, c = (rng.random((N, N), dtype=np.float32) for _ in range(3))
    return lambda: np.dot(a, b, out=c)


@kept
def machine(seconds: float = 1.0) -> Machine:
    """The machine that runs this, in float32: a large product, a sum of long vectors, a tiny step."""
    size, tiny = 2**24, ((1, 1, 1), 1)
    x, y = np.ones(size, np.float32), np.ones(size, np.float32)
    tasks = {
        "product": large_product(),
        "sum": lambda: np.add(x, 1, out=y),
        "step": speed.Training(*tiny).recorded,
    }
    median = {name: float(np.median(t)) for name, t in speed.take_turns(tasks, seconds).items()}
    rate, bandwidth = 2 * N**3 / median["product"], 2 * x.nbytes / median["sum"]
    return Machine(median["step"] / step(*tiny).calls, bandwidth, rate)


@dataclass(frozen=True)
class Measured:
    """Seconds of a step in both ways; the replayed one as a fraction of the recorded one, and the FLOPs of
    the recorded one as a fraction of what a large product reaches, both within rounds."""

    recorded: float
    replayed: float
    of_recorded: float
    of_rate: float


@kept
def measured(widths, m: int, seconds: float = 1.0) -> Measured:
    """A recorded step, a replayed one and a large product, in turns."""
    training = speed.Training(widths, m)
    tasks = {"recorded": training.recorded, "replayed": training.replayed, "product": large_product()}
    times = speed.take_turns(tasks, seconds)
    of_rate = step(widths, m).flops / (2 * N**3) * times["product"] / times["recorded"]
    of_recorded = times["replayed"] / times["recorded"]
    medians = (float(np.median(a)) for a in (times["recorded"], times["replayed"], of_recorded, of_rate))
    return Measured(*medians)


def numbers() -> dict[str, Number]:
    """Calls, FLOPs and bytes of three networks' steps, and what this machine makes of them."""
    counted, found = "calls, arrays and products of a recorded tape and of Adam, one by one", {}
    for name, (widths, m) in zip(("small", "middle", "large"), speed.NETWORKS.values(), strict=True):
        cost = step(widths, m)
        found |= {
            f"calls_{name}": Number(cost.calls, "d", source=counted),
            f"flops_{name}": Number(cost.flops, ",d" if cost.flops < 1e6 else ".1e", source=counted),
            f"bytes_{name}": Number(4 * cost.moved, ",d" if cost.moved < 1e6 else ".1e", source=counted),
            f"intensity_{name}": Number(cost.intensity(4), ".2f", source=counted),
        }
    for name, net in {"small": SMALL, "large": LARGE}.items():
        share = flops_of_products(*net) / step(*net).flops
        found[f"share_{name}"] = Number(share, ".0%", source=counted)
    found["products_small"] = Number(flops_of_products(*SMALL), "d", source=counted)
    one = step(LARGE[0], 1)
    found["intensity_of_one"] = Number(one.intensity(4), ".2f", source=counted)
    here, measured_here = machine(), "measured on the machine that built this page"
    lenet, factor = forward_passes(LENET_PARAMETERS), "two passes each against three, from its parameters"
    return found | {
        "xor_ideal": Number(measured(*XOR).of_rate, ".0e", source=measured_here),
        "xor_replayed": Number(measured(*XOR).of_recorded, ".0%", source=measured_here),
        "lenet_passes": Number(lenet, ",d", ("S125",), factor),
        "lenet_factor": Number(lenet / 3, ",.0f", ("S125",), factor),
        "weeks": Number(years_against_a_week(), ",.0f", ("S125",), "200,000 years of the Gregorian calendar"),
        "ridge": Number(here.rate / here.bandwidth, ".0f", source=measured_here),
        "of_the_rate_small": Number(measured(*SMALL).of_rate, ".0e", source=measured_here),
        "of_the_rate_large": Number(measured(*LARGE).of_rate, ".0%", source=measured_here),
    }
