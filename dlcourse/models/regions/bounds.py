"""Chapter 9: linear regions. How many there are and can be: formulas, to be held beside exact counts.

`zaslavsky` and `upper_regions` bound all networks from above; `guaranteed_regions` and `maxout_regions` are
lower bounds of the most: some network of that size has as many, and another may have more.
"""

import math

from dlcourse import expect


def zaslavsky(n_units: int, n_inputs: int) -> int:
    """The number of regions of n_units hyperplanes in general position: sum_j C(n_units, j), j <= n_inputs.

    No hidden layer of n_units has more. Source: Zaslavsky 1975.

    >>> [zaslavsky(n, 2) for n in (3, 4, 10)]
    [7, 11, 56]
    """
    expect.count("zaslavsky", least=0, n_units=n_units, n_inputs=n_inputs, advice="count units and inputs")
    return sum(math.comb(n_units, j) for j in range(n_inputs + 1))


def guaranteed_regions(n_units: int, n_inputs: int, depth: int) -> int:
    """floor(n/d)^(d (l - 1)) sum_{j <= d} C(n, j), a number of regions that a ReLU network can have.

    n is n_units, d is n_inputs, l is depth. Deck Srihari, section IV, slide 27, gives its growth,
    (n/d)^(d (l - 1)) n^d: a fraction, not the binomial of DL book, equation 6.42, and a lower bound, not O().
    Source: Montufar, Pascanu, Cho and Bengio 2014. Raises ValueError for n < d or a count below 1.

    >>> guaranteed_regions(4, 2, depth=2), zaslavsky(8, 2)  # two layers of 4; one of 8
    (44, 37)
    """
    expect.count(
        "guaranteed_regions",
        n_units=n_units,
        n_inputs=n_inputs,
        depth=depth,
        advice="count units, inputs and layers",
    )
    if n_units < n_inputs:
        raise ValueError(
            f"guaranteed_regions: expected n_units >= n_inputs, got {n_units} and {n_inputs}; "
            "the construction needs a unit per input"
        )
    return (n_units // n_inputs) ** (n_inputs * (depth - 1)) * zaslavsky(n_units, n_inputs)


def upper_regions(widths, n_inputs: int) -> int:
    """An upper bound of the number of regions: the product over the layers of zaslavsky(width, r).

    A layer cuts each region below it, whose image has at most r = min(n_inputs, widths below) dimensions.

    >>> upper_regions((4, 4), 2)
    121
    """
    count, r = 1, n_inputs
    for width in widths:
        count *= zaslavsky(width, r)
        r = min(r, width)
    return count


def maxout_regions(k: int, n_inputs: int, depth: int) -> int:
    """k^(depth - 1 + n_inputs): some maxout network of n_inputs units with k pieces per layer has as many.

    Source: deck Srihari, section IV, slide 27; Montufar, Pascanu, Cho and Bengio 2014.

    >>> maxout_regions(2, 1, depth=3)
    8
    """
    expect.count(
        "maxout_regions", k=k, n_inputs=n_inputs, depth=depth, advice="count pieces, inputs and layers"
    )
    return k ** (depth - 1 + n_inputs)
