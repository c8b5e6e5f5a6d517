"""Chapter 7: mini-batches. The samples in a new random order every epoch, cut into batches."""

from dlcourse import expect
from dlcourse.backend import is_array, xp_of


def batches(x, y, size: int | None = None, rng=None):
    """An iterator over batches (x, y) of `size` samples, each sample once; the last batch may be smaller.

    x (m, ...), y (m, ...). size: None makes one batch of all samples. rng: with a Generator, x and y are
    shuffled by the same permutation; with None, the order is kept and batches are views of x and y. Raises
    ValueError when x and y differ in length, are empty, or size is below 1; TypeError for what is no array.

    >>> [len(part) for part, _ in batches(np.zeros((7, 2)), np.zeros(7), size=3)]
    [3, 3, 1]
    """
    # `batches` itself is no generator: the checks run now, not when the first batch is asked for
    check_batches(x, y, size, rng)
    return _cut(x, y, len(x) if size is None else int(size), rng)  # start + size of int8 overflows at 128


def check_batches(x, y, size, rng) -> None:
    """Raise TypeError or ValueError for arguments that `batches` cannot use."""
    for name, array in (("x", x), ("y", y)):
        if not is_array(array) or array.ndim == 0:
            raise TypeError(
                f"batches: expected {name} as an array with samples in axis 0, got {type(array).__name__}; "
                "use np.asarray"
            )
    m = len(x)
    if rng is not None and not hasattr(rng, "permutation"):
        raise TypeError(
            f"batches: expected rng to be a Generator, got {rng!r}; pass np.random.default_rng(seed)"
        )
    if len(y) != m:
        raise ValueError(
            f"batches: expected one target per sample, got {m} samples and {len(y)} targets; compare both"
        )
    if m == 0:
        raise ValueError("batches: expected at least one sample, got none; check how the data was selected")
    if size is not None:
        expect.count("batches", size=size, advice="None means all at once")


def _cut(x, y, size, rng):
    m = len(x)
    order = None if rng is None else rng.permutation(m)
    for start in range(0, m, size):
        # a slice gives a view; indices copy, so data that need no shuffling are not copied either
        part = slice(start, start + size) if order is None else order[start : start + size]
        yield rows(x, part), rows(y, part)


def rows(x, part):
    """The rows of x at a slice or at an array of indices, on the device of x."""
    # the permutation is drawn on the CPU; xp_of(x).asarray takes it to the device that holds x
    return x[part if isinstance(part, slice) else xp_of(x).asarray(part)]
