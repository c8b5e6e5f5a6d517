"""Chapter 8: a truth table as a network: any function of n bits, by one hidden unit per row of its table."""

import itertools

import numpy as np

from dlcourse.layers import Sequential
from dlcourse.models.approximation import linear_of
from dlcourse.ops import relu


def bit_patterns(n_bits: int):
    """All 2^n patterns of n bits, in the order of binary numbers.   -> (2^n, n), 0.0 and 1.0

    >>> bit_patterns(2).tolist()
    [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    """
    return np.array(list(itertools.product((0.0, 1.0), repeat=n_bits)))


def table_network(table) -> Sequential:
    """A network with f(x) = table[i] for the i-th pattern x of n bits.   table (2^n,); x (m, n) -> (m, 1)

    Hidden unit i is relu(w x + b) with w = 2 pattern - 1 and b = 1 - (number of ones in the pattern): it is 1
    at its own pattern and 0 at all others. The output weights are the table. With all 2^n units this shows
    that one hidden layer can be enough, not that it is small. Source: deck Srihari, section IV, slide 23; DL
    book, section 6.4.1. Raises ValueError unless the table has 2^n numbers, n >= 1.

    >>> table_network([0, 1, 1, 0])(np.array([[0.0, 1.0], [1.0, 1.0]])).array.ravel()
    array([1., 0.])
    """
    values = np.asarray(table, float)
    n_bits = values.size.bit_length() - 1  # log2 without floats: exact for any power of 2
    if values.ndim != 1 or values.size < 2 or values.size != 2**n_bits:
        raise ValueError(
            f"table_network: expected a table (2^n,) with n >= 1, got shape {values.shape}; "
            "name a value for every pattern of the bits"
        )
    patterns = bit_patterns(n_bits)
    # w x + b is 1 minus the number of bits in which x differs from the pattern
    hidden = linear_of((2 * patterns - 1).T, 1 - patterns.sum(axis=1))
    return Sequential(hidden, relu, linear_of(values[:, None], [0.0]))
