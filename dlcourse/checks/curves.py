"""Checks: functions that exercises hand to a student's function; by their names, cases are written down."""

import numpy as np


def cubes(x):
    """The sum of x^3. Its third derivatives are 6: a central difference is off by h^2."""
    return (x**3).sum()


def waves(x):
    """The sum of sin x, plus the product of the first number and the last, so that the numbers interact."""
    return np.sin(x).sum() + x.flat[0] * x.flat[-1]


def AND(a, b):
    """The gate, whatever the levels are: true is the higher one."""
    return np.minimum(a, b)


def OR(a, b):
    """The gate, whatever the levels are."""
    return np.maximum(a, b)


def NAND(a, b):
    """The gate for the levels 0 and 1."""
    return 1 - np.minimum(a, b)


def NAND_of_signs(a, b):
    """The gate for the levels -1 and 1."""
    return -np.minimum(a, b)


def NAND_of_volts(a, b):
    """The gate for the levels 2 and 5."""
    return 7 - np.minimum(a, b)


CURVES = {curve.__name__: curve for curve in (cubes, waves, AND, OR, NAND, NAND_of_signs, NAND_of_volts)}
