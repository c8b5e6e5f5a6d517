"""Chapters 17 and 19: data augmentation. Further training images, made by changes that keep the class."""

import numpy as np

from dlcourse import expect


def shifted(images, down: int = 0, right: int = 0):
    """Images moved by whole pixels; pixels that enter at the border are 0.   images (..., h, w) -> same shape

    Negative numbers move up and left. Returns a copy. Raises ValueError for a shift that is no int, or for an
    array with fewer than two axes. Source: deck Fix, pages on convolutional networks.

    >>> shifted(np.array([[1, 2], [3, 4]]), down=1, right=-1).tolist()
    [[0, 0], [2, 0]]
    """
    images = _images("shifted", images)
    for name, n in (("down", down), ("right", right)):
        # is_count asks for at least 0, and a shift may be negative: ask about its size
        if not expect.is_count(abs(n) if isinstance(n, int | np.integer) else n, 0):
            raise ValueError(f"shifted: expected {name} to be an int, got {n!r}; count the pixels")
    moved = np.zeros_like(images)  # 0 is the background of the digits, so nothing but paper moves in
    # np.roll would be shorter, but brings back on the left what leaves on the right
    rows, columns = (_overlap(n, size) for n, size in ((down, images.shape[-2]), (right, images.shape[-1])))
    moved[..., rows[0], columns[0]] = images[..., rows[1], columns[1]]
    return moved


def reflected(images, vertical: bool = False):
    """Mirror images: left and right swapped, or top and bottom.   images (..., h, w) -> same shape

    A mirrored cat is a cat; most digits do not keep their class. Returns a copy. Raises ValueError for an
    array with fewer than two axes.

    >>> reflected(np.array([[1, 2], [3, 4]])).tolist()
    [[2, 1], [4, 3]]
    """
    # flip returns a view: without the copy, writing into the result would change the caller's images
    return np.flip(_images("reflected", images), axis=-2 if vertical else -1).copy()


def with_shifts(x, y, shape: tuple[int, int], by: int = 1):
    """The samples, followed by copies shifted down, up, right and left.   -> x (5 m, h w), y (5 m, ...)

    x (m, h w): images of `shape` (h, w), one per row. y (m, ...): their targets. by: the shift in pixels.
    Raises ValueError when x and y differ in length or `shape` does not fit the rows of x.

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
    moves = [(0, 0), (by, 0), (-by, 0), (0, by), (0, -by)]  # the originals come first, unshifted
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
    """The target and the source slice along one axis of length `size`, for a shift of n."""
    # beyond the image nothing is left; without the clip, size - n < 0 would count from the other end
    n = int(np.clip(n, -size, size))
    return (slice(max(n, 0), size + min(n, 0)), slice(max(-n, 0), size - max(n, 0)))
