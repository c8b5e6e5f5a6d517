"""Chapters 17 and 19: augmentation. More images from those there are, by changes that keep the class."""

import numpy as np

from dlcourse import expect


def shifted(images, down: int = 0, right: int = 0):
    """Every image moved by so many pixels; what enters at the border is 0.   images (..., h, w) -> the same

    Negative numbers move up and left. Source: deck Fix, pages on convolutional networks.

    >>> shifted(np.array([[1, 2], [3, 4]]), down=1, right=-1).tolist()
    [[0, 0], [2, 0]]
    """
    images = _images("shifted", images)
    for name, n in (("down", down), ("right", right)):
        if not expect.is_count(abs(n) if isinstance(n, int | np.integer) else n, 0):
            raise ValueError(f"shifted: expected {name} to be an int, got {n!r}; count the pixels")
    moved = np.zeros_like(images)
    rows, columns = (_overlap(n, size) for n, size in ((down, images.shape[-2]), (right, images.shape[-1])))
    moved[..., rows[0], columns[0]] = images[..., rows[1], columns[1]]
    return moved


def reflected(images, vertical: bool = False):
    """Every image in the mirror, left for right, or top for bottom.   images (..., h, w) -> the same

    It keeps the class of a cat, and not of most digits.

    >>> reflected(np.array([[1, 2], [3, 4]])).tolist()
    [[2, 1], [4, 3]]
    """
    return np.flip(_images("reflected", images), axis=-2 if vertical else -1).copy()


def with_shifts(x, y, shape: tuple[int, int], by: int = 1):
    """The samples, and copies moved by `by` pixels down, up, right and left.   -> x (5 m, h w), y (5 m, ...)

    x (m, h w): images of `shape` (h, w), a row each. Raises ValueError when they do not fit.

    >>> x, y = with_shifts(np.array([[1.0, 2.0]]), np.array([7]), (1, 2))
    >>> x.tolist(), y.tolist()
    ([[1.0, 2.0], [0.0, 0.0], [0.0, 0.0], [0.0, 1.0], [2.0, 0.0]], [7, 7, 7, 7, 7])
    """
    x, y = np.asarray(x), np.asarray(y)
    if x.ndim != 2 or len(shape) != 2 or x.shape[1] != shape[0] * shape[1] or len(x) != len(y):
        raise ValueError(
            f"with_shifts: expected x (m, h w) and y (m, ...) for images of shape {tuple(shape)}, got "
            f"{x.shape} and {y.shape}; give the height and width of an image"
        )
    images = x.reshape(len(x), *shape)
    moves = [(0, 0), (by, 0), (-by, 0), (0, by), (0, -by)]
    copies = [shifted(images, down, right).reshape(x.shape) for down, right in moves]
    return np.concatenate(copies), np.concatenate([y] * len(moves))


def _images(who, images):
    images = np.asarray(images)
    if images.ndim < 2:
        raise ValueError(
            f"{who}: expected images (..., h, w), got shape {images.shape}; "
            "reshape rows with x.reshape(-1, h, w)"
        )
    return images


def _overlap(n, size):
    """Where the image lands and where it comes from, along one axis of `size`."""
    n = int(np.clip(n, -size, size))
    return (slice(max(n, 0), size + min(n, 0)), slice(max(-n, 0), size - max(n, 0)))
