"""Chapter 3: numbers in bins: their counts, bars of a part of them on another, moments, quantiles."""

import math


def counted(numbers, low, width, n) -> list:
    """How many numbers lie in each of n bins; the outer ones have what lies beyond, too.

    >>> counted([-9, 0.5, 0.6, 1.5], 0, 1, 3)
    [3, 1, 0]
    """
    counts = [0] * n
    for x in numbers:
        counts[max(0, min(n - 1, math.floor((x - low) / width)))] += 1
    return counts


def bars(numbers, marked, low, width, n, scale) -> list:
    """Outlines of bars along an axis: of the numbers that are marked, and on top of them of all others.

    marked: of each number, whether it is; scale: the height of one. Empty bins have no bar.

    >>> bars([0.5, 0.6], [True, False], 0, 1, 2, 10)
    [[[[0, 0], [0, 10], [1, 10], [1, 0], [0, 0]]], [[[0, 10], [0, 20], [1, 20], [1, 10], [0, 10]]]]
    """
    below = counted([x for x, so in zip(numbers, marked, strict=True) if so], low, width, n)
    every = counted(numbers, low, width, n)
    found = []
    for start, end in (([0] * n, below), (below, every)):
        filled = [k for k in range(n) if end[k] > start[k]]
        at = [[low + width * k, low + width * (k + 1), scale * start[k], scale * end[k]] for k in filled]
        found.append([[[a, c], [a, d], [b, d], [b, c], [a, c]] for a, b, c, d in at])
    return found


def moments(numbers) -> list:
    """The mean and the standard deviation.

    >>> moments([1, 3])
    [2.0, 1.0]
    """
    mean = sum(numbers) / len(numbers)
    return [mean, math.sqrt(sum([(x - mean) ** 2 for x in numbers]) / len(numbers))]


def quantile(numbers, part):
    """The number below which that part of them lies, between two of them in proportion.

    >>> quantile([4, 1, 2], 0.5), quantile([1, 2], 0.25)
    (2.0, 1.25)
    """
    order, at = sorted(numbers), part * (len(numbers) - 1)
    k = math.floor(at)
    return order[k] + (at - k) * (order[min(k + 1, len(order) - 1)] - order[k])
