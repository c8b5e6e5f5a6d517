"""The peers, one small module each: VERSION, NOTE (how it is used here), and a function for each kind of
workload that it can do: training, chain, gradient, hessian, inference; LACKS says why not the others.

Such a function takes the workload and returns a Task, or raises Unsupported with the reason. A peer that is
not installed raises ImportError when its module is imported, and is skipped by name.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass

OURS = ("dlcourse_recorded", "dlcourse_replayed")
NAMES = (
    *OURS,
    "torch_eager",
    "torch_eager_tuned",
    "torch_compiled",
    "jax_jit",
    "jax_jit_flat",
    "autograd",
    "mygrad",
    "micrograd",
    "sklearn",
    "numpy_by_hand",
    "bare_products",
)


class Unsupported(Exception):
    """Why a peer is left out of a workload."""


@dataclass(frozen=True)
class Task:
    """`run()` does the work once and returns its result: for a training step the loss, else the arrays asked
    for. `weights()`: the parameters as numpy arrays in the workload's order. `sync()` waits for what `run`
    left running. `checked` is False where there is no result to compare: the bare products."""

    run: Callable
    weights: Callable | None = None
    sync: Callable | None = None
    checked: bool = True


def load(names=NAMES):
    """The peers that can be imported, and the names of those that cannot, with the reason."""
    peers, skipped = {}, {}
    for name in names:
        try:
            peers[name] = importlib.import_module(f"benchmarks.peers.{name}_peer")
        except ImportError as error:
            skipped[name] = str(error)
    return peers, skipped


def task(peer, workload, **options) -> Task:
    """The peer's task for the workload. Raises Unsupported."""
    make = getattr(peer, workload.kind, None)
    if make is None:
        raise Unsupported(getattr(peer, "LACKS", {}).get(workload.kind, "not written"))
    return make(workload, **options)
