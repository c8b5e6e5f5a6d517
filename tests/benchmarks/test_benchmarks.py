"""The benchmark itself: that it compares equals, refuses who computes something else, and reports what it
measured. No test here looks at how fast anything is."""

import io
import json
import subprocess
import sys
from argparse import Namespace
from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks import cuda, measure, peers, report, resources, run, timing, workloads
from benchmarks.goals import GOALS
from benchmarks.peers import Task, Unsupported, bare_products_peer, numpy_by_hand_peer
from benchmarks.workloads import CUDA_WORKLOADS, WORKLOADS

ISSUE = {  # ours / PyTorch eager, ours / best peer
    "W1": (0.03, "< 0.5 jax_jit"),
    "W2": (0.07, "< 0.6 jax_jit"),
    "W3": (0.26, "< 0.9 jax_jit"),
    "W3bn": (0.26, "< 0.9 jax_jit"),
    "W4": (0.62, "≤ 1 jax_jit"),
    "W5": (0.90, "≤ 1 jax_jit"),
    "W6": (0.98, "≤ 1 all"),
    "W7": (0.10, "< 0.15 micrograd"),
    "W8": (0.25, "< 1 the recording engines"),
    "W9": (0.10, "< 1 the recording engines"),
    "W10-1": (0.36, "< 1 all"),
    "W10-1024": (0.90, "< 1 all"),
}
STEPS = {
    "W1": "2-8-1 tanh, batch 4, Adam",
    "W2": "2-16-16-2 relu, batch 32, momentum 0.9",
    "W3": "64-100-100-100-10 sigmoid, batch 64, Adam",
    "W3bn": "64-100-100-100-10 sigmoid, batch norm, batch 64, Adam",
    "W4": "784-256-128-10 relu, batch 128, Adam",
    "W5": "784-1024-1024-10 relu, batch 256, Adam",
    "W6": "1024-2048-2048-1000 relu, batch 512, SGD",
    "W7": "10,000 scalar operations, forward and backward",
    "W8": "gradient of a function of 1,000 variables (Rosenbrock)",
    "W9": "Hessian of the 2-8-1 loss with respect to all 33 parameters",
    "W10-1": "inference, 784-256-128-10 relu, batch 1",
    "W10-1024": "inference, 784-256-128-10 relu, batch 1,024",
}


@pytest.fixture
def clock(monkeypatch):
    """A clock that only the tasks move."""
    now = SimpleNamespace(time=0.0)
    fake = SimpleNamespace(perf_counter=lambda: now.time, process_time=lambda: now.time)
    monkeypatch.setattr(timing, "time", fake)
    return now


def lasting(seconds, clock, calls=None, name=None):
    def go():
        clock.time += seconds
        if calls is not None:
            calls.append(name)

    return Task(go)


def test_goals_and_sizes_are_those_of_the_issue():
    assert {name: (goal.eager, goal.best_text()) for name, goal in GOALS.items()} == ISSUE
    assert {name: str(workload) for name, workload in WORKLOADS.items()} == STEPS
    assert {"W5-8192", "W6-8192"} < set(CUDA_WORKLOADS)
    assert all(CUDA_WORKLOADS[n].batch_size == 4096 and 8192 in CUDA_WORKLOADS[n].widths
               for n in ("W5-8192", "W6-8192"))  # fmt: skip


def test_peers_take_turns_round_after_round(clock):
    calls = []
    tasks = {name: lasting(1.0, clock, calls, name) for name in "abc"}
    times, cores = timing.interleave(tasks, seconds=0, min_rounds=4)
    assert calls[-12:] == list("abc") * 4
    assert times == {name: [1.0] * 4 for name in "abc"} and cores == dict.fromkeys("abc", 1.0)


def test_what_is_quick_is_repeated_until_a_round_lasts_long_enough(clock):
    calls = []
    times, _ = timing.interleave({"quick": lasting(0.001, clock, calls, "quick")}, 0, 3, shortest=0.02)
    np.testing.assert_allclose(times["quick"], [0.001] * 3)
    warm, first, probe = 3, 1, 4
    assert abs(len(calls) - (warm + first + probe + 3 * 20)) <= 3  # rounding up may add one a round


def test_ratios_are_taken_round_by_round():
    times = {"dlcourse_recorded": [1.0, 2.0, 9.0], "a": [2.0, 2.0, 3.0]}
    assert measure.ratios(times, "dlcourse_recorded") == {"a": {"median": 1.0, "minimum": 0.5}}


def wrong(workload):
    """The step by hand, but the first weight is off by a hundredth of what it moves."""
    task = numpy_by_hand_peer.training(workload)

    def weights():
        first, *rest = task.weights()
        return [first + 0.01 * (first - workload.start()[0][0]), *rest]

    return Task(task.run, weights)


def test_who_disagrees_is_named_and_not_timed_and_who_fails_or_cannot_is_named_with_the_reason(monkeypatch):
    def broken(workload):
        raise RuntimeError("no compiler\nand more")

    def unable(workload):
        raise Unsupported("has no Adam")

    modules = {
        "right": numpy_by_hand_peer,
        "wrong": SimpleNamespace(training=wrong),
        "nan": SimpleNamespace(training=lambda w: Task(lambda: np.nan, lambda: w.start()[0])),
        "broken": SimpleNamespace(training=broken),
        "unable": SimpleNamespace(training=unable),
        "other": SimpleNamespace(LACKS={"training": "only infers"}),
    }  # fmt: skip

    def interleave(tasks, *_):
        return {name: [1.0] for name in tasks}, dict.fromkeys(tasks, 1.0)

    monkeypatch.setattr(timing, "interleave", interleave)
    row = measure.measure(WORKLOADS["W3"], modules | {"floor": bare_products_peer}, seconds=0)
    assert set(row["seconds"]) == {"right", "floor"}
    assert set(row["disagree"]) == {"wrong", "nan"} and "parameter 0" in row["disagree"]["wrong"]
    assert "losses" in row["disagree"]["nan"]
    expected = {
        "broken": "failed: RuntimeError: no compiler",
        "unable": "has no Adam",
        "other": "only infers",
    }
    assert row["left_out"] == expected


def test_a_peer_that_is_not_installed_is_skipped_by_name(monkeypatch):
    monkeypatch.setitem(sys.modules, "benchmarks.peers.mygrad_peer", None)
    modules, skipped = peers.load(["numpy_by_hand", "mygrad"])
    assert set(modules) == {"numpy_by_hand"} and set(skipped) == {"mygrad"}


def example():
    times = {"dlcourse_recorded": [4.0, 4.0], "dlcourse_replayed": [1.0, 1.0],
             "torch_eager": [16.0, 32.0], "jax_jit": [4.0, 4.0], "jax_jit_flat": [1.6, 1.6]}  # fmt: skip
    row = {
        "name": "W1",
        "step": STEPS["W1"],
        "left_out": {"micrograd": "no tanh"},
        "disagree": {"x": "wrong"},
    }
    row["seconds"] = {name: rounds[0] * 1e-3 for name, rounds in times.items()}
    row["cores"] = dict.fromkeys(times, 1.0) | {"jax_jit": 1.8}
    row["ratios"] = {ours: measure.ratios(times, ours) for ours in peers.OURS}
    row["verdict"] = measure.verdict(row)
    about = dict.fromkeys(("date", "processor", "system", "python", "numpy", "blas", "llvmlite"), "X")
    about |= {"cores": 2, "threads": 1, "peers": {"jax_jit": "0"}, "notes": {"jax_jit": "donated"}}
    return {"about": about, "rows": [row], "skipped": {"mygrad": "no module"}, "resources": None}


def test_a_goal_is_judged_by_our_better_gear_against_the_best_peer_it_names():
    verdict = example()["rows"][0]["verdict"]
    assert verdict["eager"] == {"ratio": 0.046875, "gear": "dlcourse_replayed", "met": False}
    assert verdict["best"] == {
        "ratio": 0.625, "peer": "jax_jit_flat", "gear": "dlcourse_replayed", "met": False,
    }  # fmt: skip
    assert GOALS["W1"].is_met(0.49) and not GOALS["W1"].is_met(0.5) and GOALS["W4"].is_met(1.0)


def test_the_report_shows_goals_ratios_and_everyone_left_out(tmp_path):
    text = report.markdown(example())
    for part in (
        "| W1 | 2-8-1 tanh, batch 4, Adam | 0.047 (replayed) | 0.03 | not met |",
        "| 0.625 (jax_jit_flat) | < 0.5 jax_jit | not met |",
        "| W1 | torch_eager | 16 ms | 0.188 (0.125) | 0.047 (0.031) |",
        "- skipped: mygrad (no module)",
        "- left out: micrograd of W1: no tanh",
        "- DISAGREES, not timed: x in W1: wrong",
        "- more cores than given: jax_jit in W1 kept 1.80 busy",
    ):
        assert part in text
    path = report.save(example(), folder=tmp_path)
    assert path.read_text(encoding="utf-8") == text
    assert json.loads((tmp_path / "latest.json").read_text(encoding="utf-8")) == example()


def test_a_goal_without_its_peer_is_not_measured():
    result = example()
    row = result["rows"][0]
    row["ratios"] = {}
    row["verdict"] = measure.verdict(row)
    assert "| not measured | 0.03 |  | not measured | < 0.5 jax_jit |  |" in report.goals(result["rows"])


def test_durations_have_three_digits_and_a_unit():
    assert [report.duration(s) for s in (2.0, 0.0123456, 4.56e-6)] == ["2 s", "12.3 ms", "4.56 µs"]


def test_workloads_and_peers_are_chosen_by_name_and_unknown_ones_refused():
    assert [w.name for w in workloads.chosen("W10,W1")] == ["W10-1", "W10-1024", "W1"]
    assert run.names("autograd") == ["dlcourse_recorded", "dlcourse_replayed", "autograd"]
    with pytest.raises(ValueError, match="W11"):
        workloads.chosen("W11")
    with pytest.raises(ValueError, match="theano"):
        run.names("theano")


def test_memory_is_compared_with_pytorch_eager(monkeypatch):
    held = {"torch_eager": 2**20, "dlcourse_recorded": 2**21}

    def alone(command, workload, peer):
        if peer not in held:
            raise resources.Failed("no module")
        return held[peer]

    monkeypatch.setattr(resources, "alone", alone)
    recorded, replayed = resources.memory("W5")
    assert recorded["measured"] == "2.000 (2 MiB / 1 MiB)" and recorded["met"] is False
    assert replayed["measured"] == "not measured (no module)" and replayed["met"] is None


def test_without_a_gpu_each_row_names_the_command_that_measures_it(monkeypatch):
    monkeypatch.setattr(cuda, "no_gpu", lambda: "no GPU here")
    out = io.StringIO()
    assert cuda.run(Namespace(workloads="W5", quick=True, seconds=0), out) == 0
    assert (
        "not measured; `python -m benchmarks --device cuda --workloads W5-8192` measures it" in out.getvalue()
    )


def test_the_operations_of_a_step_are_those_of_its_products():
    products = 2 * 6 * (5 * 4 + 4 * 3), 2 * 6 * (5 * 4 + 4 * 3), 2 * 6 * 4 * 3  # x W, x^T G, G W^T
    assert cuda.n_operations(workloads.Training("small", (5, 4, 3), 6)) == sum(products)


def test_the_command_runs_and_prints_its_report():
    command = [sys.executable, "-m", "benchmarks", "--quick", "--workloads", "W1", "--peers", "numpy_by_hand"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "| W1 | numpy_by_hand |" in done.stdout and "## Goals" in done.stdout
