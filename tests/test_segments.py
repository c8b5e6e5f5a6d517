"""Segments: flags, checks, and what is done where there is no machine code."""

import numpy as np
import pytest
from machine_code_cases import call, numbers

from dlcourse.replay.machine_code import RaisedFlag, as_machine_code, segments

RAISING = {
    "divide": lambda x: np.divide(x, 0.0),
    "over": lambda x: np.multiply(x, 1e308 * x),
    "invalid": lambda x: np.subtract(x / np.float64(1e-320), np.inf),
}


def test_without_llvmlite_the_calls_stay_what_they_are(monkeypatch):
    monkeypatch.setattr(segments, "environment", lambda: None)
    calls = [call(np.negative, numbers(3), np.zeros(3))]
    assert as_machine_code(calls, ()) is calls


def test_a_list_that_is_too_long_stays_what_it_is(monkeypatch):
    monkeypatch.setattr(segments, "MOST_CALLS", 2)
    x = numbers(3)
    calls = [call(np.negative, x, x)] * 3
    assert as_machine_code(calls, ()) is calls
    assert len(as_machine_code(calls[:2], ())) == 1


@pytest.mark.parametrize(
    ("kind", "a", "b", "ufunc"),
    [
        ("divide", 1.0, 0.0, np.divide),
        ("over", 1e300, 1e300, np.multiply),
        ("invalid", np.inf, np.inf, np.subtract),
    ],
)
def test_a_flag_is_raised_by_its_name_and_all_is_done(kind, a, b, ufunc):
    x, y, out = np.full(5, a), np.full(5, b), np.zeros(5)
    [segment] = as_machine_code([call(ufunc, x, y, out)], ())
    with pytest.raises(RaisedFlag) as raised:
        segment()
    assert raised.value.kinds == [kind]
    with np.errstate(all="ignore"):
        assert np.array_equal(out, ufunc(x, y), equal_nan=True)
