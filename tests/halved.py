"""Combinations of cases, of which the quick tests run half and the long ones the others."""

from itertools import product

import pytest


def halved(*lists, shift=0):
    """All combinations of one value of each list, for `parametrize`; those whose places add up to an odd
    number are slow, with shift=1 those with an even one.

    So each value is in a quick combination, and of three lists each pair of values.
    """
    found = []
    for places in product(*map(range, map(len, lists))):
        values = [values[place] for values, place in zip(lists, places, strict=True)]
        is_quick = (sum(places) + shift) % 2 == 0
        found.append(pytest.param(*values, marks=() if is_quick else pytest.mark.slow))
    return found
