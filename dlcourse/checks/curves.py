"""Checks: functions that exercises hand to a student's function; by their names, cases are written down."""

import numpy as np

from dlcourse.checks.drawn_curvature import PRODUCTS
from dlcourse.checks.drawn_descents import bowl_slope, pit_slope
from dlcourse.checks.drawn_landscapes import SURFACES
from dlcourse.checks.drawn_moments import UNITS
from dlcourse.checks.drawn_races import RACES
from dlcourse.checks.nets import BACKWARD, FORWARD
from dlcourse.checks.targets import LEARNERS, swing


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


TALL = np.cos(np.arange(15.0)).reshape(5, 3)


def push_tall(x, v):
    """A forward sweep through sin(TALL x), 3 numbers in and 5 out: its Jacobian times v."""
    return np.cos(TALL @ x) * (TALL @ v)


def pull_tall(x, u):
    """A backward sweep through the same: its transposed Jacobian times u."""
    return (np.cos(TALL @ x) * u) @ TALL


def push_wide(x, v):
    """A forward sweep through the sin of x times TALL, 5 numbers in and 3 out: its Jacobian times v."""
    return np.cos(x @ TALL) * (v @ TALL)


def pull_wide(x, u):
    """A backward sweep through the same: its transposed Jacobian times u."""
    return TALL @ (np.cos(x @ TALL) * u)


def line_slopes(x, y, theta):
    """J, the mean over samples of the squared error of x W + b, and its gradients with respect to W and b."""
    W, b = theta
    G = x @ W + b - y
    return (G**2).sum() / len(x), [2 * x.T @ G / len(x), 2 * G.sum(axis=0) / len(x)]


def unit_slopes(x, y, theta):
    """The same of tanh(x W + b) v, with respect to W, b and v."""
    W, b, v = theta
    h = np.tanh(x @ W + b)
    G = 2 * (h @ v - y) / len(x)
    dz = G @ v.T * (1 - h**2)
    return ((h @ v - y) ** 2).sum() / len(x), [x.T @ dz, dz.sum(axis=0), h.T @ G]


GATES = AND, OR, NAND, NAND_of_signs, NAND_of_volts
SWEEPS = push_tall, pull_tall, push_wide, pull_wide
SLOPES = line_slopes, unit_slopes, bowl_slope, pit_slope
CURVES = {
    curve.__name__: curve
    for curve in (cubes, waves, *GATES, *SWEEPS, *SLOPES, *LEARNERS, swing, *SURFACES, *RACES, *UNITS)
}
CURVES |= {product.__name__: product for product in PRODUCTS}
CURVES |= {net.__name__: net for net in (*FORWARD.values(), *BACKWARD.values())}
