"""Chapter 2: random numbers in a control; `random.js` has numpy's default generator, bit for bit."""

import numpy as np


def draws(seed, n):
    """The first n numbers in [0, 1) of the default generator for that seed.

    >>> draws(0, 2) == np.random.default_rng(0).random(2).tolist()
    True
    """
    return np.random.default_rng(int(seed)).random(int(n)).tolist()
