"""Fits of the deck's 30 points over 400 data sets, each made once for all tests."""

from functools import cache

import numpy as np

from dlcourse.experiments.ch11_first_order import METHODS, fit_lines, line_data

N_SETS = 400


@cache
def sets():
    return line_data(N_SETS, np.random.default_rng(0))


@cache
def ends(name, half):
    """Where a method ends on each of the sets."""
    optimizer, options = METHODS[name]
    return fit_lines(sets(), optimizer, rng=np.random.default_rng(1), half=half, **options)[-1]
