"""Grouping: results that nobody reads are not stored, and all others are."""

import numpy as np
from machine_code_cases import bits, call, numbers, outcomes


def test_what_only_the_same_pass_reads_is_not_stored_and_what_others_read_is():
    x, inner, out = numbers(20), np.zeros(20), np.zeros(20)
    calls = [call(np.add, x, 1.0, inner), call(np.multiply, inner, 2.0, out)]
    for scratch, stored in (((), True), ((inner,), False)):
        inner[...] = -7.0
        expected, got, _ = outcomes(calls, [inner, out], scratch)
        assert bits(expected[1]) == bits(got[1])
        assert bits(got[0]) == bits(expected[0] if stored else np.full(20, -7.0))
