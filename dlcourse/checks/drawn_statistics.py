"""Checks: data that are scaled or whitened by the training data's statistics (chapter 14)."""

import itertools
from collections.abc import Iterator

import numpy as np

from dlcourse.checks.right import Right

TURNED = "white lies along the eigenvectors, as with PCA: turn it back by Q^T, so that W is symmetric."
ROWS = "Each row of Q is divided, not each column: column i belongs to eigenvalue i."
EXCHANGED = "Q and Q^T have changed places: Q comes first."
CHOLESKY = "That is a triangular factor, as of Cholesky: it may whiten, but W is not symmetric."
ENTRIES = "np.sqrt takes the root of each entry: of a matrix, the eigenvalues take it."
ONE_FOR_ALL = "That is one number for the whole table: each column has its own, `axis=0`."
CONSTANT_WIDTH = "A column that is constant in x_train has width 1, so x - low stays there."
CONSTANT = "A column that is constant in x_train may vary in x: it is shifted, not set to 0."


def in_unit_interval(x_train, x) -> Right:
    """The judgement of `min_max`."""
    low, high = (np.array([of(column) for column in x_train.T.tolist()]) for of in (min, max))
    width = np.where(low == high, 1.0, high - low)
    scaled, std = (x - low) / width, x_train.std(axis=0)
    right = Right(low=low, width=width, scaled=scaled).apart_from("x_train", "x")
    right.slip("low", abs(x_train).min(axis=0), "low is that of |x_train|: signs count.")
    right.slip("low", x_train.mean(axis=0), "low is the mean: the smallest number is asked for.")
    right.slip("low", high, "low is the largest number: the smallest is asked for.")
    right.slip(
        "low", x_train.argmin(axis=0), "low is the row where it stands: `min` gives the number itself."
    )
    right.slip("low", x_train.min(), ONE_FOR_ALL)
    right.slip("width", np.ptp(x_train), ONE_FOR_ALL)
    right.slip("width", high - x_train.min(), ONE_FOR_ALL)
    right.slip("width", high - low, "Where the training data are constant, width is 1, not 0.")
    if (low == high).any():
        right.hinting(CONSTANT_WIDTH)
        told = "width is 1 for a constant column alone: `np.where` keeps the others."
        right.if_instead(told, {"width": np.ones(len(low)), "scaled": x - low})
    of_x = np.ptp(x, axis=0)
    for other in (of_x, np.where(of_x == 0, 1, of_x), np.where(low == high, 1, of_x)):
        right.slip("width", other, "width is that of x: take x_train's.")
    right.slip("low", x_train[0], "low is the first row of x_train: take the smallest number of each column.")
    right.slip("width", std, "width is the standard deviation: take the largest number minus the smallest.")
    right.slip("width", np.where(low == high, 1, std), "width is the standard deviation: take max minus min.")
    right.slip("width", high + low, "The smallest number is added to the largest: subtract it.")
    right.slip("scaled", np.floor(scaled), "`//` cuts off what is behind the point: divide with `/`.")
    right.slip("scaled", (x - high) / width, "scaled has the largest number subtracted: take low.")
    right.slip("scaled", (x - low) * width, "scaled is multiplied by width: divide.")
    right.slip("scaled", x - low / width, "Parentheses are missing: subtract low first, then divide.")
    return right.slip("scaled", np.where(low == high, 0, scaled), CONSTANT)


def standardized(x_train, x, z) -> Right:
    """The judgement of `z_score`."""
    m, mean = len(x_train), x_train.sum(axis=0) / len(x_train)
    constant = (x_train == x_train[0]).all(axis=0)
    squares = ((x_train - mean) ** 2).sum(axis=0)

    def one(std):
        return np.where(constant, 1.0, std)

    std = one(np.sqrt(squares / m))
    scaled, back = (x - mean) / std, mean + std * z
    right = Right(mean=mean, std=std, scaled=scaled, back=back).apart_from("x_train", "x", "z")
    right.slip("mean", np.where(constant, 0, mean), "Of a constant column, too, mean is its mean.")
    right.slip("mean", x_train.mean(), ONE_FOR_ALL).slip("std", x_train.std(), ONE_FOR_ALL)
    right.slip(
        "std",
        np.sqrt(squares / m),
        "A constant column has std 1 here: its own is 0, or what rounding leaves of 0.",
    )
    if constant.any():
        told = "std is 1 for a constant column alone: `np.where` keeps the others."
        right.if_instead(told, {"std": np.ones(len(mean)), "scaled": x - mean, "back": z + mean})
    for told, value in other_deviations(x_train, x, mean, squares):
        right.slip("std", one(value), told).slip("std", value, told)
    right.slip(
        "std", one(np.where(x.std(axis=0) == 0, 1, x.std(axis=0))), "std is that of x: take x_train's."
    )
    right.slip("scaled", np.where(constant, 0, scaled), CONSTANT)
    right.slip("scaled", x - mean / std, "Parentheses are missing: subtract the mean first, then divide.")
    for told, value in ways_back(x, z, mean, std):
        right.slip("back", value, told)
    return right


def other_deviations(x_train, x, mean, squares) -> tuple:
    """(what is told, numbers in the place of `std`).   squares: sums of them, from the mean"""
    m = len(x_train)
    return (
        ("std is the root of a sum: divide it by m first.", np.sqrt(squares)),
        ("std has its root taken before the division by m.", np.sqrt(squares) / m),
        ("Those are sums of squares: divide by m, and take the root.", squares),
        (
            "std is the mean of |x_train - mean|: take squares, and a root.",
            abs(x_train - mean).mean(axis=0),
        ),
        ("The mean is not subtracted before the square.", np.sqrt((x_train**2).mean(axis=0))),
        ("One std for all columns: each has its own, `axis=0`.", np.full(len(mean), x_train.std())),
        ("std is that of x: it is measured on x_train.", x.std(axis=0)),
        ("std is max minus min: that is the width of min-max scaling.", np.ptp(x_train, axis=0)),
        ("std is the variance: take its root.", squares / m),
        ("`** 1 / 2` is the variance, halved: write np.sqrt.", squares / m / 2),
    )


def ways_back(x, z, mean, std) -> Iterator[tuple[str, np.ndarray]]:
    """(what is told, data in the place of `back`)."""
    yield "back has mean and std of z: take those of x_train.", z * z.std(axis=0) + z.mean(axis=0)
    yield "back has the mean of z: take that of x_train.", z * std + z.mean(axis=0)
    yield "back has the mean of x: take that of x_train.", z * std + x.mean(axis=0)
    yield "back has mean and std of x: take those of x_train.", z * x.std(axis=0) + x.mean(axis=0)
    yield "back is made of scaled: make it of z.", (x - mean) / std * std + mean
    yield "Parentheses are missing: the sum of z and mean / std is multiplied by std.", z + mean / std
    yield "back is divided by std: it is multiplied.", (z - mean) / std
    yield "back is multiplied by the variance: take std.", z * std**2 + mean


def whitened(x_train, x) -> Right:
    """The judgement of `zca`, by singular values: C = V diag(sizes^2) V^T."""
    m, mean = len(x_train), x_train.mean(axis=0)
    _, sizes, Vt = np.linalg.svd((x_train - mean) / np.sqrt(m - 1), full_matrices=False)
    W = Vt.T @ np.diag(1 / sizes) @ Vt
    right = Right(W=W, white=(x - mean) @ W).apart_from("x_train", "x").within(rtol32=1e-3)
    for told, other in ((TURNED, turns_of(x_train)), *((told, [W]) for told, W in other_matrices(x_train))):
        for one in other:
            right.if_instead(told, {"W": one, "white": (x - mean) @ one})
    for one in turns_of(x_train):
        right.slip("white", (x - mean) @ one, TURNED)
    times = "The covariance of white is to be I for x_train: white has a factor too many."
    for count in (len(x) - 1, m - 1, len(x), m):
        right.slip("white", (x - mean) @ W / np.sqrt(count), times)
        right.slip("white", (x - mean) @ W * np.sqrt(count), times)
    for told, factor in (
        ("A root is missing: the covariance of white is then (m - 1) I.", np.sqrt(m - 1)),
        ("The covariance of white is then I / (m - 1)^3: ask which factor makes it I.", (m - 1) ** -1.5),
        ("`** -1 / 2` is the inverse, halved: write np.sqrt.", None),
    ):
        one = W * factor if factor else W @ W / 2
        right.if_instead(told, {"W": one, "white": (x - mean) @ one})
    apart = x_train - x_train.mean()
    one = root_of(apart.T @ apart / (m - 1))
    right.if_instead(ONE_FOR_ALL, {"W": one, "white": (x - x_train.mean()) @ one})
    return right.slip(
        "white", (x - mean) / x_train.std(axis=0) @ W, "white is divided by std, too: W does it."
    )


def root_of(C) -> np.ndarray:
    """C^(-1/2)."""
    values, Q = np.linalg.eigh(C)
    return (Q / np.sqrt(values)) @ Q.T


def other_matrices(x_train) -> Iterator[tuple[str, np.ndarray]]:
    """(what is told, a matrix in the place of W)."""
    m, C = len(x_train), np.cov(x_train, rowvar=False)
    lower, below = np.linalg.cholesky(C), np.linalg.cholesky(np.linalg.inv(C))
    for factor in (np.linalg.inv(lower), np.linalg.inv(lower).T, below, below.T):
        yield CHOLESKY, factor
    values, Q = np.linalg.eigh(C)
    yield ROWS, (Q.T / np.sqrt(values)).T @ Q.T
    yield (
        "Each eigenvalue belongs to a column of Q: sort both, or neither.",
        (Q / np.sqrt(values[::-1])) @ Q.T,
    )
    if (C > 0).all():
        yield ENTRIES, np.linalg.inv(np.sqrt(C))
    Q = Q * np.sign(Q[abs(Q).argmax(axis=0), range(len(Q))])
    for signs in map(np.array, itertools.product((1, -1), repeat=len(values))):  # of the eigenvectors
        turned = (Q.T / np.sqrt(values)) @ Q
        yield EXCHANGED, turned * np.outer(signs, signs)
        turned = (Q.T[::-1] / np.sqrt(values[::-1])) @ Q[:, ::-1]  # as svd sorts them
        yield EXCHANGED, turned * np.outer(signs, signs)
    R, std = np.corrcoef(x_train, rowvar=False), x_train.std(axis=0)
    for factor in (1, m / (m - 1), (m - 1) / m):
        own, turned = np.linalg.eigh(R * factor)
        root = (turned / np.sqrt(own)) @ turned.T
        yield "C is the matrix of correlations, as of standardized data: take the covariance.", root
        for size in (std, std * np.sqrt(m / (m - 1))):
            yield "x is standardized first: W is then not symmetric.", root / size[:, None]
    yield "A root too many: W is C^(-1/2).", (Q / values**0.25) @ Q.T


def turns_of(x_train) -> Iterator[np.ndarray]:
    """The whitenings that leave the data along the eigenvectors: in either order, of any signs.

    Which sign an eigenvector has is the choice of the library that computes it.
    """
    values, Q = np.linalg.eigh(np.cov(x_train, rowvar=False))
    Q = Q * np.sign(Q[abs(Q).argmax(axis=0), range(len(Q))])
    for order, signs in itertools.product((1, -1), itertools.product((1, -1), repeat=len(values))):
        yield (Q / np.sqrt(values) * np.array(signs))[:, ::order]
