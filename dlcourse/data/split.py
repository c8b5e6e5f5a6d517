"""Chapter 17: a split into samples to train on, to choose hyperparameters with, and to test on."""

import numpy as np

from dlcourse import expect
from dlcourse.backend import is_array, to_numpy
from dlcourse.data.batches import rows
from dlcourse.initializers import expect_generator


def split(x, y, fractions=(0.6, 0.2, 0.2), *, rng, stratify: bool = False):
    """Random disjoint parts of x and y, by default training, validation and test set.   -> [(x, y), ...]

    fractions: the fraction of the samples in each part, summing to 1. A part's size differs from m times its
    fraction by at most one sample. stratify: split each class of y (m,) in these fractions, so that every
    part has the classes in the same proportions; then it is each class that is off by at most one. Source:
    deck Fix, page 57. Raises ValueError for fractions that do not sum to 1, for a part that would be empty,
    and for NaN among the classes to stratify by.

    >>> parts = split(np.zeros((10, 2)), np.arange(10), rng=np.random.default_rng(0))
    >>> [len(part) for part, _ in parts]
    [6, 2, 2]
    """
    expect_generator("split", rng)
    fractions = np.asarray(fractions, float)
    # 1e-9: in binary, fractions such as 0.7, 0.2, 0.1 sum to 1 only up to rounding
    if fractions.ndim != 1 or not (fractions > 0).all() or abs(fractions.sum() - 1) > 1e-9:
        raise ValueError(
            f"split: expected fractions above 0 that sum to 1, got {fractions.tolist()}; take (0.6, 0.2, 0.2)"
        )
    if not (is_array(x) and is_array(y) and x.ndim and y.ndim):
        raise TypeError(
            f"split: expected x and y as arrays with samples in axis 0, got {type(x).__name__} and "
            f"{type(y).__name__}; use np.asarray"
        )
    m = len(x)
    if len(y) != m:
        raise ValueError(
            f"split: expected one target per sample, got {m} samples and {len(y)} targets; compare both"
        )
    groups = _classes(y) if stratify else [np.arange(m)]
    parts = [[] for _ in fractions]
    for group in groups:
        for part, members in zip(parts, _cut(rng.permutation(group), fractions), strict=True):
            part.append(members)
    # so far a part lists class after class: batches cut without shuffling would hold one class each
    orders = [rng.permutation(np.concatenate(part)) if part else np.arange(0) for part in parts]
    if not all(len(order) for order in orders):
        raise ValueError(
            f"split: expected samples for each of {len(fractions)} parts, got {m} in all, which leaves one "
            "empty; take more samples or fewer parts"
        )
    return [(rows(x, order), rows(y, order)) for order in orders]


def _cut(order, fractions):
    # rounds where parts end, not how many samples they have: rounded sizes need not sum to m
    stops = np.rint(np.cumsum(fractions) * len(order)).astype(int)
    return np.split(order, stops[:-1])


def _classes(y):
    """The indices of the samples of each class.   y (m,) -> a list of arrays, in the order of the classes"""
    expect.no_mask("split", y=y)  # np.asarray, in to_numpy, would drop the mask without a word
    y = to_numpy(y)
    if y.ndim != 1:
        raise ValueError(
            f"split: expected classes y of shape (m,) to stratify by, got {y.shape}; use y.ravel() or argmax"
        )
    if y.dtype.kind not in "biufSU":
        raise ValueError(
            f"split: expected classes as numbers or words to stratify by, got dtype {y.dtype}; number them"
        )
    if (y != y).any():  # NaN equals no class, not even its own, so its samples would be in no part
        raise ValueError(
            f"split: expected a class for each sample to stratify by, got {int((y != y).sum())} NaN; "
            "drop those samples, or give them a class of their own"
        )
    return [np.flatnonzero(y == k) for k in np.unique(y)]
