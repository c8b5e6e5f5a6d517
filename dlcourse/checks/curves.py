"""Checks: functions that exercises hand to a student's function; by their names, cases are written down."""

import numpy as np


def cubes(x):
    """The sum of x^3. Its third derivatives are 6: a central difference is off by h^2."""
    return (x**3).sum()


def waves(x):
    """The sum of sin x, plus the product of the first number and the last, so that the numbers interact."""
    return np.sin(x).sum() + x.flat[0] * x.flat[-1]


CURVES = {curve.__name__: curve for curve in (cubes, waves)}
