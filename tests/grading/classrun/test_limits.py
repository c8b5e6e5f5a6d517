"""Tests of limits: what a course's settings and the command say a submission may use."""

from dataclasses import asdict
from pathlib import Path

import pytest
from traitlets.config import Config

from dlcourse.grading.classrun.limits import KNOWN, limits_of
from dlcourse.grading.plans import Limits
from dlcourse.grading.sandbox.confined import limit_files, restrain


def said(text: str, options=()) -> Limits:
    """The limits of settings, as nbgrader_config.py would hold them."""
    config = Config()
    exec(text, {"c": config})
    return limits_of(config, options)


def test_every_limit_has_a_name_in_the_settings():
    assert KNOWN.keys() == asdict(Limits()).keys()
    assert said("") == Limits()


@pytest.mark.parametrize(
    "text, name, expected",
    [
        ("c.Judge.memory = '4 GiB'", "memory", 4 << 30),
        ("c.Judge.memory = '1.5gib'", "memory", 3 << 29),
        ("c.Judge.disk = '10 MB'", "disk", 10_000_000),
        ("c.Judge.file_size = 1 << 20", "file_size", 1 << 20),
        ("c.Judge.processes = 8", "processes", 8),
        ("c.Judge.cpu_seconds = 5", "cpu_seconds", 5.0),
        ("c.Judge.test_seconds = '2.5'", "test_seconds", 2.5),
        ("c.Judge.message = '1MiB'", "message", 1 << 20),
        ("c.Judge.output = 500", "output", 500),
        ("c.Judge.all_output = 5000.0", "all_output", 5000),
        ("c.Judge.cell_seconds", "cell_seconds", 30.0),  # looked at, not set
        ("c.Judge.sandbox = 'container'", "seconds", 300.0),
    ],
)
def test_a_limit_is_read_from_the_settings(text, name, expected):
    found = getattr(said(text), name)
    assert found == expected and type(found) is type(expected)


@pytest.mark.parametrize(
    "text, seconds",
    [
        ("c.ExecutePreprocessor.timeout = 60", (60, 600)),
        ("c.ExecutePreprocessor.timeout = 60; c.Execute.timeout = 10", (10, 300)),
        ("c.Execute.timeout = -1", (300, 300)),
        ("c.Execute.timeout = None; c.Judge.seconds = 50", (50, 50)),
        ("c.Execute.timeout = 60; c.Judge.cell_seconds = 5", (5, 300)),
        ("c.Execute.timeout = 60; c.Judge.seconds = 100", (60, 100)),
        ("c.Execute.timeout", (30, 300)),
    ],
)
def test_nbgraders_own_timeout_counts_where_the_judge_has_none(text, seconds):
    found = said(text)
    assert (found.cell_seconds, found.seconds) == seconds


def test_an_option_of_the_command_counts_more_than_the_settings():
    found = said("c.Judge.memory = '1 GiB'", ["memory=3GiB", "cell_seconds=2"])
    assert (found.memory, found.cell_seconds) == (3 << 30, 2.0)


@pytest.mark.parametrize(
    "text, words",
    [
        ("c.Judge.memory = 'lots'", r"c\.Judge\.memory: expected a number of bytes, .*got 'lots'; corr"),
        ("c.Judge.memory = '4 parsecs'", "got '4 parsecs'"),
        ("c.Judge.memory = 5", "from 16 MiB to 16384 GiB, got 5;"),
        ("c.Judge.seconds = 0", "a number of seconds from 1 to 604,800, got 0"),
        ("c.Judge.seconds = float('nan')", "got nan"),
        ("c.Judge.seconds = '10 MB'", "got '10 MB'"),
        ("c.Judge.processes = True", "got True"),
        ("c.Judge.processes = 2.5", "got 2.5"),
        ("c.Judge.output = [1]", r"got \[1\]"),
        ("c.Judge.memmory = 5", "got c.Judge.memmory; is it .memory"),
        ("c.Execute.timeout = 'soon'", "c.Execute.timeout, the limit cell_seconds: .*got 'soon'"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_words(text, words):
    with pytest.raises(ValueError, match=words):
        said(text)


@pytest.mark.parametrize("option", ["memory", "memory=", "wall=3", "memory=-1", "=3"])
def test_an_option_that_cannot_be_is_refused_in_words(option):
    with pytest.raises(ValueError, match="--limit.*expected"):
        said("", [option])


def test_the_readme_has_a_row_for_each_limit():
    text = Path(__file__).parents[3].joinpath("README.md").read_text(encoding="utf-8")
    assert [name for name in KNOWN if f"\n| `{name}` |" not in text] == []


def test_the_kernel_is_told_the_limits_of_a_process(monkeypatch):
    pytest.importorskip("resource")
    told = {}
    from dlcourse.grading.sandbox import confined

    monkeypatch.setattr(confined, "lower", told.__setitem__)
    limits = said("c.Judge.file_size = '1 MiB'; c.Judge.cpu_seconds = 7; c.Judge.processes = 9")
    restrain(limits, base=1000), limit_files(limits)
    numbers = {name: told[getattr(confined.resource, f"RLIMIT_{name}")] for name in ("FSIZE", "CPU", "NPROC")}
    assert numbers == {"FSIZE": 1 << 20, "CPU": 8, "NPROC": 9}
    assert told[confined.resource.RLIMIT_AS] == 1000 + limits.memory
