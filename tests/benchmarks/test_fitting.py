"""The benchmark's runs of many steps: all loops reach the reference, and `fit` is held against its goals."""

import numpy as np
import pytest

from benchmarks import agreement, fitting, loops, reference, report
from benchmarks.fitting import FITTINGS
from benchmarks.peers import Task, Unsupported

OURS = ("fit", *loops.OTHER_WAYS)
OTHERS = tuple(name for name in loops.NAMES if name not in OURS)  # which compile for seconds
LOOPS = loops.load(OURS)[0]


def test_runs_are_those_of_the_training_workloads():
    steps = {name: (f.step.name, f.n_steps) for name, f in FITTINGS.items()}
    assert steps == {
        f"{n}-fit": (n, 100 if n == "W5" else 2000) for n in ("W1", "W2", "W3", "W3bn", "W4", "W5")
    }


@pytest.mark.parametrize(
    "names", [OURS, pytest.param(OTHERS, marks=pytest.mark.slow)], ids=["ours", "others"]
)
@pytest.mark.parametrize("name", ["W1-fit", "W2-fit", "W3bn-fit"])
def test_every_loop_that_is_installed_reaches_the_reference_and_begins_anew(name, names):
    workload, found = FITTINGS[name], []
    expected = reference.outcome(workload.step)
    for loop, module in loops.load(names)[0].items():
        try:
            got = fitting.outcome(module, workload)
        except Unsupported:
            continue
        assert agreement.disagreement(got, expected, workload.step) is None, loop
        task = module.task(fitting.Fitting(workload.step, 7))
        np.testing.assert_array_equal(task.run(), task.run(), err_msg=loop)
        found.append(loop)
        subnormal = np.array([5e-324, 1e-310])
        assert (subnormal * 1 != 0).all(), f"{loop} makes this process round subnormal numbers to zero"
    assert set(found) >= set(names) - set(OTHERS)


def test_fit_is_judged_by_the_slower_of_its_ratios():
    ratios = {"steps": 0.2, "many": 1.3, "jax_scan": 0.7, "jax_scan_flat": 0.9, "c": 4.0}
    found = fitting.verdict(ratios)
    assert found["loop"] == {"ratio": 0.9, "peer": "jax_scan_flat", "met": True}
    assert found["ours"] == {"ratio": 1.3, "peer": "many", "met": False}
    assert fitting.verdict({"c": 4.0}) == {"loop": None, "ours": None}


class Loop:
    """A loop that needs this long for a step, by its own clock, and gives these losses."""

    def __init__(self, losses=None):
        self.losses = losses

    def task(self, workload):
        if self.losses is None:
            raise RuntimeError("no compiler\nand more")
        return Task(lambda: self.losses, lambda: workload.step.start()[0])


def test_a_loop_that_disagrees_or_fails_is_named_and_not_timed(monkeypatch):
    def interleave(tasks, *_):
        return {name: [2.0 if name == "fit" else 4.0] * 3 for name in tasks}, dict.fromkeys(tasks, 1.0)

    monkeypatch.setattr(fitting.timing, "interleave", interleave)
    modules = {"fit": LOOPS["fit"], "many": LOOPS["many"], "wrong": Loop(np.zeros(5)), "broken": Loop()}
    row = fitting.measure(FITTINGS["W1-fit"], modules, 0)
    assert set(row["seconds"]) == {"fit", "many"} and row["seconds"]["fit"] == 2.0 / 2000
    assert "losses" in row["disagree"]["wrong"]
    assert row["left_out"] == {"broken": "failed: RuntimeError: no compiler"}
    assert row["ratios"] == {"many": 0.5}
    text = report.fits([row])
    assert "| W1-fit | many | 2 ms | 0.500 |" in text
    assert "| 0.500 (many) | ≤ 1.1 | met |" in text and "| not measured | ≤ 1 |  |" in text
