"""Machine code in place of calls and of a loop, or none."""

import numpy as np
from machine_code_cases import call, numbers

from dlcourse.replay.machine_code import as_loop, as_machine_code, translation
from dlcourse.replay.machine_code.grouping import MOST_STEPS
from dlcourse.replay.machine_code.segments import Segment


def test_where_the_system_forbids_machine_code_the_calls_stay_what_they_are(monkeypatch):
    calls = [call(np.negative, numbers(3), np.zeros(3))]
    assert [type(part) for part in as_machine_code(calls, ())] == [Segment]

    def fails(*_):
        raise RuntimeError("no memory may hold code")

    monkeypatch.setattr(translation, "translated", fails)
    assert as_machine_code(calls, ()) is calls


def parts():
    x = np.zeros((2, 3))
    return {"inputs": [x, x], "data": [x, x], "size": 2, "loss": np.zeros(()), "cells": []}


def test_a_loop_that_cannot_be_says_why(monkeypatch):
    x = np.zeros(3)
    assert as_loop([call(np.cumsum, x, out=x)], (), **parts()) == "machine code cannot do cumsum"
    many = [call(np.exp, x, x)] * (MOST_STEPS + 1)
    assert "too long to compile" in as_loop(many, (), **parts())

    def fails(*_):
        raise RuntimeError("no memory may hold code")

    from dlcourse.replay.machine_code import loops

    monkeypatch.setattr(loops, "compiled", fails)
    assert as_loop([call(np.exp, x, x)], (), **parts()) == "LLVM cannot compile it: no memory may hold code"
