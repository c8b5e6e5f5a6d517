"""Chapter 6: learning by forward passes alone, and memory against recomputation, both counted.

Deck Leibe, "Approach 2: Numerical Differentiation", has finite differences in its title and another method
in its text: change a weight and keep the change if the error falls. Both are here.
"""

from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.experiments.ch02_intervals import mean_interval
from dlcourse.gradcheck import numerical_gradient
from dlcourse.numbers import Number, kept
from dlcourse.ops import square, tanh
from dlcourse.tensor import Tensor

LR, FAST = 0.3, 0.7  # fast: of 0.3, 0.5, 0.7 and 1 the rate with the fewest passes
METHODS = ("one sweep", "small steps", "random search")
N_WEIGHTS = (5, 10, 20, 40)
SEEDS, OTHER_SEEDS = range(100), range(100, 200)
CHAIN = 100  # functions in the chain whose memory is counted


@dataclass(frozen=True)
class Passes:
    """The numbers of forward passes and of backward sweeps until the error has fallen far enough."""

    forward: int
    sweeps: int


def passes_needed(
    method: str, n_weights: int, seed: int, *, lr: float = LR, to: float = 0.01, most: int = 10**5
) -> Passes:
    """Passes until the mean square of tanh(x w) - tanh(x w*) has fallen to a fraction `to`, at most `most`.

    method: one of METHODS. Ten samples per weight, from a normal distribution. The two gradient methods take
    the same steps with rate lr; finite differences need 2 n forward passes for each, backpropagation one and
    a sweep. Random search changes one weight at a time by a normal number of standard deviation 0.1 and keeps
    the change if the error falls; with 0.05, 0.2 or 0.4 it needs no fewer trials for 40 weights.
    """
    rng = np.random.default_rng(seed)
    # w* has length about 1, whatever n: so x w* has variance 1, where tanh is neither linear nor saturated
    x, goal = (
        rng.standard_normal((10 * n_weights, n_weights)),
        rng.standard_normal(n_weights) / n_weights**0.5,
    )
    y, n_forward, n_sweeps = np.tanh(x @ goal), 0, 0

    def error(w):
        nonlocal n_forward
        n_forward += 1
        return square(tanh(x @ w) - y).sum() * (1 / len(x))

    w = np.zeros(n_weights)
    now = float(error(w))  # counts as a pass, for every method alike
    target = to * now
    while now > target and n_forward < most:
        if method == "random search":
            trial = w.copy()
            trial[rng.integers(n_weights)] += 0.1 * rng.standard_normal()
            found = float(error(trial))
            w, now = (trial, found) if found < now else (w, now)
        elif method == "small steps":  # central differences: two passes per weight
            w = w - lr * numerical_gradient(lambda w: float(error(w)), w)
            now = float(error(w))
        else:
            tensor = Tensor(w)
            J = error(tensor)
            n_sweeps += 1
            w, now = w - lr * grad(J, tensor), float(J)
    return Passes(n_forward, n_sweeps)


@kept
def mean_passes(
    method: str, n_weights: int, seeds: range = SEEDS, lr: float = LR
) -> tuple[float, float, float]:
    """The mean number of forward passes of `passes_needed`, and its 99 % interval (low, high)."""
    passes = [passes_needed(method, n_weights, seed, lr=lr).forward for seed in seeds]
    return float(np.mean(passes)), *mean_interval(passes)


@dataclass(frozen=True)
class Memory:
    """A derivative, the largest number of bytes stored for it, and the number of recomputed values."""

    derivative: np.ndarray
    kept: int
    again: int


def memory_of_a_chain(x, n: int, every: int, f=np.sin, slope=np.cos) -> Memory:
    """d/dx of n nested f, element by element, with every `every`-th value stored in the forward pass.

    every = 1 stores all n inputs of f and recomputes none; every = n stores x alone. In between, each segment
    is recomputed from the value stored at its start; about sqrt(n) needs the least memory. Back-propagation
    stores all, to compute every common subexpression once, "without regard to memory". Source: deck Srihari,
    section V, slide 34.
    """
    kept, value, again = {}, x, 0
    for i in range(n):
        if i % every == 0:
            kept[i] = value
        value = f(value)
    derivative, most = np.ones_like(x), len(kept)
    for start in reversed(sorted(kept)):  # backward, segment after segment
        inputs = [kept[start]]
        for _ in range(start + 1, min(start + every, n)):
            inputs.append(f(inputs[-1]))
            again += 1
        most = max(most, len(kept) + len(inputs) - 1)  # the first of inputs is stored already
        for value in reversed(inputs):
            derivative = derivative * slope(value)
        del kept[start]  # this segment is done; its memory serves the next
    return Memory(derivative, most * x.nbytes, again)


def numbers() -> dict[str, Number]:
    """The forward passes of three ways to learn, and the values that a chain keeps or computes again."""
    found = {}
    for name, method in zip(("sweep", "small", "search"), METHODS, strict=True):
        for n in (N_WEIGHTS[0], N_WEIGHTS[-1]):
            found[f"{name}_{n}"] = _passes(method, n, SEEDS)
    all_kept, tenth = (memory_of_a_chain(np.ones(1), CHAIN, every) for every in (1, 10))
    by_hand = "counted in the definition"
    return found | {
        "search_again": _passes(METHODS[2], N_WEIGHTS[-1], OTHER_SEEDS),
        "small_fast": _passes(METHODS[1], N_WEIGHTS[-1], SEEDS, FAST),
        "small_fast_again": _passes(METHODS[1], N_WEIGHTS[-1], OTHER_SEEDS, FAST),
        "sweep_fast": _passes(METHODS[0], N_WEIGHTS[-1], SEEDS, FAST),
        "fast": Number(FAST, "g", (), "a setting of ours"),
        "lr": Number(LR, "g", (), "a setting of ours"),
        "chain": Number(CHAIN, ",", (), "a setting of ours"),
        "kept_1": Number(all_kept.kept / 8, ".0f", ("S179",), by_hand),
        "kept_10": Number(tenth.kept / 8, ".0f", ("S179",), by_hand),
        "again_10": Number(tenth.again, ".0f", ("S179",), by_hand),
    }


def _passes(method, n_weights, seeds, lr=LR):
    mean, *interval = mean_passes(method, n_weights, seeds, lr)
    shown = f"{seeds.start}\N{EN DASH}{seeds.stop - 1}"
    return Number(
        mean,
        ",.0f",
        ("L017",),
        "the same runs without this library",
        interval=tuple(interval),
        n=len(seeds),
        seeds=shown,
    )
