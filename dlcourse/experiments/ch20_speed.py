"""Chapter 20: speed. Where the time of a training step goes, what a replay saves, and what the benchmark
found.

Times depend on the machine and jump with whatever else it does. So functions take turns, and what is reported
is the ratio of two times of one round, over all rounds. The networks compute in float32, on random data.
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

SPACE = "\u00a0"  # where no line may end
NOT_OTHERS = ("dlcourse", "bare_products", "numpy")  # ours, the floor, and what is named by itself


@dataclass(frozen=True)
class Ratio:
    """A ratio of two times over many rounds: its median and its quartiles."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.2f}, half of the rounds from {self.low:.2f} to {self.high:.2f}"


def take_turns(tasks: dict[str, Callable], seconds: float = 0.5, shortest: float = 0.01) -> dict:
    """Seconds per call of each function: name -> array, an entry per round.

    In a round each function has its turn, of about `shortest` seconds at least; what disturbs the machine
    disturbs all of them. There are five rounds at least, and as many as fit into `seconds`.
    """
    repeats = {}
    for name, task in tasks.items():
        for _ in range(3):  # the first calls prepare
            task()
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
    low, median, high = np.quantile(one / other, (0.25, 0.5, 0.75))
    return Ratio(float(median), float(low), float(high))


class Training:
    """A tanh network of `widths` on a random batch: a step of Adam in either gear.

    The rate is tiny, so that the numbers, and with them the work, stay the same from step to step.
    """

    def __init__(self, widths, batch_size: int, seed: int = 0):
        rng = np.random.default_rng(seed)
        with use_dtype("float32"):
            self.model = MLP(widths, activation=tanh, rng=rng)
        self.x = rng.standard_normal((batch_size, widths[0]), dtype=np.float32)
        self.y = rng.standard_normal((batch_size, widths[-1]), dtype=np.float32)
        self.loss = mean_squared_error
        self.optimizer = Adam(self.model.parameters(), lr=1e-7)
        self.step = compile_step(self.model, self.loss, self.optimizer)

    def recorded(self) -> float:
        """One step, its graph made for this step alone.   -> J"""
        J = self.loss(self.model(self.x), self.y)
        self.optimizer.step(grad(J, self.optimizer.parameters))
        return J.item()

    def replayed(self) -> float:
        """One step by `compile_step`, replayed from the third call on.   -> J"""
        return self.step(self.x, self.y)


def bare_products(widths, batch_size: int, seed: int = 0) -> Callable:
    """A function that does the matrix products of a training step and nothing else, into arrays made before.

    For each layer x W, x^T G and, but for the first, G W^T. What it computes is of no use, but a step of
    training in NumPy cannot take less time.
    """
    rng = np.random.default_rng(seed)
    h = [rng.standard_normal((batch_size, n), dtype=np.float32) for n in widths]
    W = [rng.standard_normal(shape, dtype=np.float32) / shape[0] ** 0.5 for shape in pairwise(widths)]
    G, gradients = [np.ones_like(a) for a in h], [np.empty_like(a) for a in W]

    def run():
        for i in range(len(W)):
            np.dot(h[i], W[i], out=h[i + 1])
        for i in reversed(range(len(W))):
            np.dot(h[i].T, G[i + 1], out=gradients[i])
            if i:
                np.dot(G[i + 1], W[i].T, out=G[i])

    return run


@dataclass(frozen=True)
class Shares:
    """The parts of the time of a recorded step; they add up to 1.

    products: of matrices; bookkeeping: what does not depend on the sizes; rest: number by number.
    """

    products: float
    bookkeeping: float
    rest: float


def shares(widths, batch_size: int, seconds: float = 1.0) -> Shares:
    """Where the time of a recorded step goes.

    The bookkeeping is measured on the same network with one unit in each layer and one sample: as many calls,
    and next to nothing to compute. Its products are taken off, since they are counted already.
    """
    small = (1,) * len(widths)
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
    bookkeeping = ratio(times["small step"] - times["small products"], times["step"]).median
    rest = max(0.0, 1 - products - bookkeeping)  # a noisy machine may find a little less than none
    total = products + bookkeeping + rest
    return Shares(products / total, bookkeeping / total, rest / total)


@dataclass(frozen=True)
class Gears:
    """What is left of the time of a recorded step: when it is replayed; by the bare products."""

    replayed: Ratio
    products: Ratio


def gears(widths, batch_size: int, seconds: float = 1.0) -> Gears:
    """A recorded step, a replayed one, and their bare products, in turns."""
    tasks = {
        "recorded": Training(widths, batch_size).recorded,
        "replayed": Training(widths, batch_size).replayed,
        "products": bare_products(widths, batch_size),
    }
    times = take_turns(tasks, seconds)
    return Gears(*(ratio(times[name], times["recorded"]) for name in ("replayed", "products")))


def benchmark(folder: Path = BENCHMARKS) -> dict:
    """What `make bench` measured last, as it is committed. Raises FileNotFoundError outside the course."""
    path = folder / "results/latest.json"
    if not path.exists():
        raise FileNotFoundError(
            f"benchmark: expected {path.name} in benchmarks/results, got no such file; "
            "run this in the course's own folder"
        )
    return json.loads(path.read_text(encoding="utf-8"))


def verdicts(result: dict, key: str) -> list[bool]:
    """For each workload with a ratio, whether its goal is met. key: "eager" or "best" """
    found = [row["verdict"][key] for row in result["rows"] if row.get("verdict")]
    return [verdict["met"] for verdict in found if verdict is not None]


def benchmark_table(result: dict, folder: Path = BENCHMARKS) -> str:
    """The ratios beside their goals, as a table in Markdown."""
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
    """When, on what and with which versions it was measured, as a sentence."""
    found = result["about"]
    others = {name: v for name, v in found["peers"].items() if not name.startswith(NOT_OTHERS)}
    peers = [f"{NAMES.get(name, name)} {version}" for name, version in others.items()]
    return (
        f"Measured on {found['date']}: {found['processor']}, {found['cores']} cores, "
        f"{found['threads']} thread(s) for each; {found['system']}, Python {found['python']}, "
        f"NumPy {found['numpy']} with {found['blas']}, llvmlite {found['llvmlite']}; {', '.join(peers)}."
    )
