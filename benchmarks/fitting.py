"""Runs of many steps: `fit` beside loops that a compiler has seen whole. All begin anew at each run, from the
same weights, on the same batch; a time is that of one step.

Our own are three: `fit`, a call of `compile_step` for each step, and a run of many steps in one call.
"""

import statistics
from dataclasses import dataclass, replace

import numpy as np

from benchmarks import agreement, loops, reference, timing
from benchmarks.peers import Unsupported
from benchmarks.workloads import WORKLOADS, Training

FIT_GOAL = 1.1  # of the better of our two other ways, at most
LOOP_GOAL = 1.0  # of JAX's loop over the steps, at most


@dataclass(frozen=True)
class Fitting:
    """n_steps training steps on one batch."""

    step: Training
    n_steps: int

    @property
    def name(self) -> str:
        return f"{self.step.name}-fit"

    def __str__(self):
        return f"{self.step}, {self.n_steps:,} steps"


FITTINGS = {
    fitting.name: fitting
    for fitting in (
        *(Fitting(WORKLOADS[name], 2_000) for name in ("W1", "W2", "W3", "W3bn", "W4")),
        Fitting(WORKLOADS["W5"], 100),
    )
}


def measure(fitting: Fitting, modules: dict, seconds: float, min_rounds: int = timing.MIN_ROUNDS) -> dict:
    """A row of the report: seconds a step, ratios of `fit` to all others, who was left out, who disagrees."""
    row = {"name": fitting.name, "step": str(fitting), "left_out": {}, "disagree": {}}
    expected, tasks = reference.outcome(fitting.step), {}
    for name, module in modules.items():
        try:
            found = outcome(module, fitting)
            tasks[name] = module.task(fitting)
        except Unsupported as reason:
            row["left_out"][name] = str(reason)
            continue
        except Exception as error:  # a loop that fails is named, and the others go on
            row["left_out"][name] = f"failed: {type(error).__name__}: {str(error).partition(chr(10))[0]}"
            continue
        difference = agreement.disagreement(found, expected, fitting.step)
        if difference:
            row["disagree"][name] = difference
            del tasks[name]
    times, row["cores"] = timing.interleave(tasks, seconds, min_rounds)
    row["seconds"] = {name: statistics.median(rounds) / fitting.n_steps for name, rounds in times.items()}
    row["ratios"] = {
        name: statistics.median(a / b for a, b in zip(times.get("fit", ()), rounds, strict=True))
        for name, rounds in times.items()
        if "fit" in times and name != "fit"
    }
    row["verdict"] = verdict(row["ratios"])
    return row


def outcome(module, fitting) -> list:
    """Losses and weights of a loop over the first steps, as `agreement.outcome` gives them for one step."""
    task = module.task(replace(fitting, n_steps=fitting.step.n_check))
    losses = np.asarray(task.run(), np.float64)
    return [losses, *(np.array(w) for w in task.weights())]


def verdict(ratios: dict) -> dict:
    """`fit` against JAX's best loop and against the best of our other ways; None where there is no such."""
    found = {}
    for key, names, goal in (("loop", loops.JAX, LOOP_GOAL), ("ours", loops.OTHER_WAYS, FIT_GOAL)):
        known = [(ratios[name], name) for name in names if name in ratios]
        ratio, name = max(known, default=(None, None))
        found[key] = known and {"ratio": ratio, "peer": name, "met": ratio <= goal} or None
    return found
