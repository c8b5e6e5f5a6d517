"""Chapter 2: toy data. Truth tables of XOR and other gates, a noisy line, a noisy sine. Samples are rows."""

import numpy as np

from dlcourse import expect
from dlcourse.initializers import expect_generator

# outputs for the inputs 00, 01, 10, 11
GATES = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "nand": (1, 1, 1, 0), "xor": (0, 1, 1, 0)}


def xor():
    """The four points of XOR and their targets.   -> x (4, 2), y (4, 1), in the order 00, 01, 10, 11

    These four points are all of XOR, so there is nothing to generalize to: the task is to fit them. Source:
    deck Srihari, section I, slide 23.
    """
    return truth_table("xor")


def truth_table(name: str):
    """The truth table of "and", "or", "nand" or "xor".   -> x (4, 2), y (4, 1), in the order 00, 01, 10, 11

    Raises ValueError for another name.

    >>> truth_table("nand")[1].ravel().tolist()
    [1.0, 1.0, 1.0, 0.0]
    """
    if name not in GATES:
        raise ValueError(f"truth_table: expected one of {', '.join(GATES)}, got {name!r}; choose one of them")
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return x, np.array(GATES[name], float).reshape(4, 1)  # (4, 1), the shape of a network's one output


def line(m: int = 30, *, rng, w: float = 3.0, b: float = 2.0, noise: float = 0.1, x_max: float = 10.0):
    """Samples of y = w x + b + U(-noise, noise), with x from U(-x_max, x_max).   -> x (m, 1), y (m, 1)

    Source: deck Fix, page 67, where m = 30, y = 3x + 2 + U(-0.1, 0.1) and x lies in about [-10, 10]. Raises
    ValueError for m below 1, a negative noise or an x_max that is not positive.
    """
    expect.count("line", m=m, advice="count samples")
    check_noise("line", noise, rng)
    _check_range("line", x_max)
    x = rng.uniform(-x_max, x_max, (m, 1))
    return x, w * x + b + rng.uniform(-noise, noise, (m, 1))  # uniform noise, not normal, as on the page


def noisy_sine(m: int = 20, *, rng, noise: float = 0.3, x_max: float = 1.0):
    """Samples of y = sin(2 pi x) + N(0, noise^2), with x from U(0, x_max).   -> x (m, 1), y (m, 1)

    noise: a standard deviation. Raises ValueError for m below 1, a negative noise or an x_max that is not
    positive.
    """
    expect.count("noisy_sine", m=m, advice="count samples")
    check_noise("noisy_sine", noise, rng)
    _check_range("noisy_sine", x_max)
    x = rng.uniform(0, x_max, (m, 1))
    return x, np.sin(2 * np.pi * x) + noise * rng.standard_normal((m, 1))


def check_noise(who: str, noise, rng) -> None:
    """Raise ValueError for a negative noise, TypeError for an rng that is no Generator."""
    expect_generator(who, rng)
    expect.not_negative(who, noise=noise, advice="it is a width")


def _check_range(who, x_max):
    # rng.uniform would refuse a negative bound, too, but with words that do not name x_max
    expect.positive(who, x_max=x_max, advice="x is drawn up to it")
