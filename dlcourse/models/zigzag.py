"""Chapter 9: zigzags. n ReLU units that fold an interval into n + 1 pieces, one more than seems possible.

If every unit is active to the right of its kink, n units give n kinks, but the piece left of them is flat,
unless a unit is spent on it. If one unit is active to the left instead, its slope makes the first piece.
"""

import numpy as np

from dlcourse import expect
from dlcourse.layers import Sequential
from dlcourse.models.approximation import linear_of
from dlcourse.models.regions import zaslavsky
from dlcourse.ops import relu


def zigzag_network(n_units: int, depth: int = 1) -> Sequential:
    """A network that folds [0, 1] into n_units + 1 pieces, each onto all of [0, 1], `depth` times.

    x (m, 1) -> (m, 1). With N = 2 n_units + 1 and h_i = relu(N x - (2i - 1)), but h_3 = relu(5 - N x), one
    fold is 5 - 3/2 h_1 + h_2 - h_3 + h_4 - ...: it rises to 1 at 1/N, then alternates between 0 and 1 at the
    odd multiples of 1/N. So depth layers have (n_units + 1)^depth regions, and no ReLU network of these
    widths has more. Raises ValueError for fewer than 3 units or a depth below 1.

    >>> zigzag_network(3)(np.array([[0.0], [1 / 7], [3 / 7], [5 / 7], [1.0]])).array.ravel().round(12)
    array([0., 1., 0., 1., 0.])
    """
    expect.count("zigzag_network", least=3, n_units=n_units, advice="count units")
    expect.count("zigzag_network", depth=depth, advice="count layers")
    odd = np.arange(1, 2 * n_units, 2.0)
    # unit i has its kink at the odd multiple (2i - 1) / N
    slope, shift = np.full((1, n_units), 2.0 * n_units + 1), -odd
    slope[0, 2], shift[2] = -slope[0, 2], 5.0  # the unit that is active to the left of its kink, at 5/N
    combine = (-1.0) ** np.arange(1, n_units + 1)[:, None]
    combine[0] = -1.5  # the first piece has slope N, all others N/2 or -N/2: a turn by 3/2 N, not by N
    steps = [linear_of(slope, shift), relu]
    for _ in range(depth - 1):
        # between two folds, the output of one and the input of the next are one linear layer
        steps += [linear_of(combine @ slope, 5 * slope[0] + shift), relu]
    return Sequential(*steps, linear_of(combine, [5.0]))  # 5: at x = 0 only h_3 = 5 is active, and f(0) = 0


def zigzag_regions(n_units: int, n_inputs: int, depth: int) -> int:
    """(floor(n/d) + 1)^(d (l - 1)) sum_{j <= d} C(n, j), a number of regions that a ReLU network can have.

    n is n_units, d is n_inputs, l is depth. All layers but the last give each input a zigzag of its own; the
    last layer cuts each box in which the zigzags pass once through [0, 1]^d. A later and better bound than
    `guaranteed_regions`. Source: Serra, Tjandraatmadja and Ramalingam 2018. Raises ValueError for n < 3 d or
    a count below 1.

    >>> zigzag_regions(6, 2, depth=2), zigzag_regions(4, 1, depth=3)
    (352, 125)
    """
    expect.count(
        "zigzag_regions",
        n_units=n_units,
        n_inputs=n_inputs,
        depth=depth,
        advice="count units, inputs and layers",
    )
    if n_units < 3 * n_inputs:
        raise ValueError(
            f"zigzag_regions: expected n_units >= 3 n_inputs, got {n_units} and {n_inputs}; "
            "a zigzag needs three units per input, guaranteed_regions needs one"
        )
    return (n_units // n_inputs + 1) ** (n_inputs * (depth - 1)) * zaslavsky(n_units, n_inputs)
