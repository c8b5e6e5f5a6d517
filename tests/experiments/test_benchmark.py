"""The benchmark's results as the chapter shows them: its table, the goals that are met, the machine."""

import json

import pytest

from dlcourse.experiments import ch20_benchmark as benchmark

RESULT = {
    "about": {
        "date": "2026-01-02",
        "processor": "a processor",
        "cores": 2,
        "threads": 1,
        "system": "a system",
        "python": "3.11",
        "numpy": "2.4",
        "blas": "a blas",
        "llvmlite": "0.50",
        "peers": {
            "dlcourse_recorded": "0.1",
            "a_new_peer": "3",
            "torch_eager": "2.13",
            "jax_jit": "0.10",
            "c": "cc",
        },
    },
    "rows": [
        {
            "name": "W1",
            "step": "one step",
            "verdict": {
                "eager": {"ratio": 0.024, "gear": "dlcourse_replayed", "met": True},
                "best": {"ratio": 0.751, "peer": "jax_jit", "gear": "dlcourse_replayed", "met": False},
            },
        },
        {"name": "W6", "step": "another", "verdict": {"eager": None, "best": None}},
        {"name": "W99", "step": "without a goal", "verdict": {"eager": None, "best": None}},
    ],
}


def test_the_table_shows_each_ratio_beside_its_goal():
    table = benchmark.benchmark_table(RESULT).replace(benchmark.SPACE, " ")
    assert table.splitlines()[2:] == [
        "| one step | 0.024 (replayed), met | ≤ 0.03 | 0.75 (JAX jit), not met | < 0.5, JAX jit |",
        "| another | not measured | ≤ 0.98 | not measured | ≤ 1, all |",
    ]


def test_a_ratio_stands_beside_its_goal_where_both_are_known():
    assert benchmark.ratios_and_goals(RESULT) == [("2-8-1", 0.751, 0.5)]
    committed = benchmark.benchmark()
    assert [label for label, *_ in benchmark.ratios_and_goals(committed)] == [*benchmark.SHORT.values()]


def test_goals_that_are_met_are_counted_where_there_is_a_ratio():
    assert benchmark.verdicts(RESULT, "eager") == [True]
    assert benchmark.verdicts(RESULT, "best") == [False]


def test_date_machine_and_versions_are_named():
    assert benchmark.about(RESULT) == (
        "Measured on 2026-01-02: a processor, 2 cores, 1 thread(s) for each; a system, Python 3.11, "
        "NumPy 2.4 with a blas, llvmlite 0.50; a_new_peer 3, PyTorch eager 2.13, JAX jit 0.10."
    )


def test_the_committed_results_can_be_shown():
    result = benchmark.benchmark()
    table, rows = benchmark.benchmark_table(result).splitlines(), result["rows"]
    assert len(table) == 2 + len(rows)
    assert {line.count("|") for line in table} == {6}
    assert result["about"]["date"] in benchmark.about(result)


def test_a_missing_result_says_where_it_should_be(tmp_path):
    with pytest.raises(FileNotFoundError, match="benchmark: expected latest.json in benchmarks/results"):
        benchmark.benchmark(tmp_path)
    (tmp_path / "results").mkdir()
    (tmp_path / "results/latest.json").write_text(json.dumps(RESULT), encoding="utf-8")
    assert benchmark.benchmark(tmp_path) == RESULT
