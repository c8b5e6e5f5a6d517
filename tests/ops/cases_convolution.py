"""The register's part for convolution, pooling and joining, against plain loops and numpy."""

import numpy as np
from op_case import Case, apart, normal

from dlcourse.ops.convolution import Convolution, Fold, Unfold
from dlcourse.ops.joining import Concatenate, Stack
from dlcourse.ops.pooling import FirstMax, MaxPooling


def places(size, kernel, stride, padding):
    """The upper left corner of every place of the kernel, row by row."""
    rows, columns = (
        range(-p, n + p - k + 1, s) for n, k, s, p in zip(size, kernel, stride, padding, strict=True)
    )
    return [(r, c) for r in rows for c in columns], (len(rows), len(columns))


def pixel(x, r, c):
    """The channels at a pixel, zeros beyond the edge."""
    inside = 0 <= r < x.shape[2] and 0 <= c < x.shape[3]
    return x[:, :, r, c] if inside else np.zeros(x.shape[:2])


def convolve(stride, padding):
    """Direct sums."""

    def reference(x, W, b=None):
        kernel = W.shape[2:]
        corners, shape = places(x.shape[2:], kernel, stride, padding)
        Y = np.zeros((len(x), len(W), len(corners)))
        for place, (r, c) in enumerate(corners):
            for i, j in np.ndindex(*kernel):
                Y[:, :, place] += np.einsum("ml,kl->mk", pixel(x, r + i, c + j), W[:, :, i, j])
        Y = Y + (0 if b is None else np.array(b)[None, :, None])
        return Y.reshape(len(x), len(W), *shape)

    return reference


def unfold(kernel, stride, padding):
    def reference(x):
        corners, _ = places(x.shape[2:], kernel, stride, padding)
        patches = [
            np.stack([pixel(x, r + i, c + j) for i, j in np.ndindex(*kernel)], axis=2) for r, c in corners
        ]
        return np.stack(patches, axis=-1).reshape(len(x), -1, len(corners))

    return reference


def fold(size, kernel, stride, padding):
    def reference(x):
        corners, _ = places(size, kernel, stride, padding)
        x = x.reshape(len(x), -1, int(np.prod(kernel)), len(corners))
        Y = np.zeros((*x.shape[:2], *size))
        for place, (r, c) in enumerate(corners):
            for entry, (i, j) in enumerate(np.ndindex(*kernel)):
                if 0 <= r + i < size[0] and 0 <= c + j < size[1]:
                    Y[:, :, r + i, c + j] += x[:, :, entry, place]
        return Y

    return reference


def pool(kernel, stride):
    def reference(x):
        corners, shape = places(x.shape[2:], kernel, stride, (0, 0))
        best = [x[:, :, r : r + kernel[0], c : c + kernel[1]].max(axis=(2, 3)) for r, c in corners]
        return np.stack(best, axis=-1).reshape(*x.shape[:2], *shape)

    return reference


GEOMETRIES = [  # size, kernel, stride, padding
    ((5, 4), (3, 2), (1, 1), (0, 0)),
    ((5, 6), (3, 3), (2, 2), (1, 1)),  # overlaps, and a last row that no place reaches
    ((6, 5), (2, 3), (3, 2), (1, 2)),
    ((3, 3), (3, 3), (1, 1), (0, 0)),
]
CASES = [
    case
    for size, kernel, stride, padding in GEOMETRIES
    for case in (
        Case(
            Unfold(kernel, stride, padding), (normal(2, 3, *size),), unfold(kernel, stride, padding), True
        ),  # a view where the kernel covers the image
        Case(
            Fold(size, kernel, stride, padding),
            (normal(2, 3 * kernel[0] * kernel[1], len(places(size, kernel, stride, padding)[0])),),
            fold(size, kernel, stride, padding),
        ),
        Case(
            Convolution(stride, padding),
            (normal(2, 3, *size), normal(4, 3, *kernel), normal(4)),
            convolve(stride, padding),
        ),
    )
]
CASES += [
    Case(Convolution(), (normal(2, 3, 4, 4), normal(2, 3, 2, 2)), convolve((1, 1), (0, 0))),
    Case(Convolution(), (normal(0, 3, 4, 4), normal(2, 3, 2, 2), normal(2)), convolve((1, 1), (0, 0))),
    Case(MaxPooling((2, 2), (2, 2)), (apart(2, 3, 4, 6),), pool((2, 2), (2, 2))),
    Case(MaxPooling((2, 2), (2, 2)), (apart(2, 1, 5, 5),), pool((2, 2), (2, 2))),  # a row and a column left
    Case(MaxPooling((3, 2), (2, 1)), (apart(2, 2, 5, 4),), pool((3, 2), (2, 1))),  # windows overlap
    Case(MaxPooling((1, 1), (1, 1)), (apart(1, 2, 3, 3),), pool((1, 1), (1, 1))),
    Case(MaxPooling((2, 2), (2, 2)), (np.zeros((0, 3, 4, 4)),), lambda x: np.zeros((0, 3, 2, 2))),
    Case(FirstMax(1), (apart(3, 4),), lambda x: np.eye(4)[np.argsort(x, axis=1)[:, -1]]),
    *(
        Case(
            Concatenate(axis),
            tuple(normal(*(n if i == axis % 3 else 2 for i in range(3))) for n in (1, 3, 2)),
            lambda *x, a=axis: np.concatenate(x, a),
        )
        for axis in (0, 1, -1)
    ),
    Case(Concatenate(), (normal(0, 2), normal(3, 2)), lambda a, b: np.concatenate((a, b))),
    *(
        Case(Stack(axis), (normal(2, 3), normal(2, 3)), lambda a, b, axis=axis: np.stack((a, b), axis))
        for axis in (0, 1, -1)
    ),
    Case(Stack(), (normal(), normal(), normal()), lambda *x: np.array(x)),
]
