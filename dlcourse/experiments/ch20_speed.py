"""Chapter 20: speed: where the time of a training step goes, what replay saves, and the last benchmark.

Times depend on the machine and on what else it does. So functions take turns, and ratios of two times from
the same round are reported, over all rounds. The networks compute in float32, on random data.
"""

import json
import runpy
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.backend import use_dtype
from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error
from dlcourse.ops import tanh
from dlcourse.optimizers import Adam
from dlcourse.replay import compile_step

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
NAMES = {
    "torch_eager": "PyTorch eager",
    "torch_eager_tuned": "PyTorch eager, tuned",
    "torch_compiled": "PyTorch compiled",
    "jax_jit": "JAX jit",
    "jax_jit_flat": "JAX jit, flat",
    "numpy_by_hand": "NumPy by hand",
    "autograd": "HIPS autograd",
    "mygrad": "MyGrad",
    "micrograd": "micrograd",
    "sklearn": "scikit-learn",
    "recording": "recording engines",
}

SPACE = "\u00a0"  # no line may break here
NOT_OTHERS = ("dlcourse", "bare_products", "numpy")  # ours, the lower bound, and NumPy, named separately


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


def gears(widths, batch_size: int, seconds: float = 1.0) -> Gears:
    """The Gears of a network: a recorded step, a replayed step and the bare products, measured in turns."""
    tasks = {
        "recorded": Training(widths, batch_size).recorded,
        "replayed": Training(widths, batch_size).replayed,
        "products": bare_products(widths, batch_size),
    }
    times = take_turns(tasks, seconds)
    return Gears(*(ratio(times[name], times["recorded"]) for name in ("replayed", "products")))


def benchmark(folder: Path = BENCHMARKS) -> dict:
    """The committed results of the last `make bench`. Raises FileNotFoundError outside the course."""
    path = folder / "results/latest.json"
    if not path.exists():
        raise FileNotFoundError(
            f"benchmark: expected {path.name} in benchmarks/results, got no such file; "
            "run this in the course's own folder"
        )
    return json.loads(path.read_text(encoding="utf-8"))


def verdicts(result: dict, key: str) -> list[bool]:
    """Whether the goal is met, for each workload that has a ratio.   key: "eager" or "best" """
    found = [row["verdict"][key] for row in result["rows"] if row.get("verdict")]
    return [verdict["met"] for verdict in found if verdict is not None]


def benchmark_table(result: dict, folder: Path = BENCHMARKS) -> str:
    """The ratios beside their goals, as a table in Markdown."""
    # run, not imported: the library knows no module outside of it
    goals = runpy.run_path(str(folder / "goals.py"))["GOALS"]
    lines = ["| step | ours / PyTorch eager | goal | ours / best peer | goal |", "|---|---|---|---|---|"]
    for row in result["rows"]:
        goal = goals.get(row["name"])
        if goal is not None:
            best = f"{'<' if goal.strict else '≤'}{SPACE}{goal.best:g}, {NAMES.get(goal.of, goal.of)}"
            eager, other = (_cell(row["verdict"][key], key) for key in ("eager", "best"))
            lines.append(f"| {row['step']} | {eager} | ≤{SPACE}{goal.eager:g} | {other} | {best} |")
    return "\n".join(lines)


def _cell(verdict, key):
    if verdict is None:
        return "not measured"
    met = "met" if verdict["met"] else "not met"
    other = NAMES.get(verdict["peer"], verdict["peer"]) if key == "best" else verdict["gear"]
    digits = 2 if verdict["ratio"] >= 0.1 else 3
    return f"{verdict['ratio']:.{digits}f} ({other.removeprefix('dlcourse_')}), {met}"


def about(result: dict) -> str:
    """A sentence that says when, on which machine and with which versions the benchmark ran."""
    found = result["about"]
    others = {name: v for name, v in found["peers"].items() if not name.startswith(NOT_OTHERS)}
    peers = [f"{NAMES.get(name, name)} {version}" for name, version in others.items()]
    return (
        f"Measured on {found['date']}: {found['processor']}, {found['cores']} cores, "
        f"{found['threads']} thread(s) for each; {found['system']}, Python {found['python']}, "
        f"NumPy {found['numpy']} with {found['blas']}, llvmlite {found['llvmlite']}; {', '.join(peers)}."
    )
