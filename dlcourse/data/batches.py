"""Chapter 7: mini-batches. The data in a fresh order every epoch, cut into pieces."""

from dlcourse import expect
from dlcourse.backend import is_array, xp_of


def batches(x, y, size: int | None = None, rng=None):
    """Pairs of x and y with `size` samples each, every sample once; the last pair holds the rest.

    x (m, ...), y (m, ...). size None: one batch of all. rng: shuffles when given, else the order is kept. x
    and y are shuffled alike. Raises ValueError when x and y differ in length, are empty, or size is below 1.

    >>> [len(part) for part, _ in batches(np.zeros((7, 2)), np.zeros(7), size=3)]
    [3, 3, 1]
    """
    check_batches(x, y, size, rng)
    return _cut(x, y, len(x) if size is None else int(size), rng)  # an int8 would wrap at 128


def check_batches(x, y, size, rng) -> None:
    """Raise TypeError or ValueError for what `batches` cannot cut."""
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
        part = slice(start, start + size) if order is None else order[start : start + size]
        yield rows(x, part), rows(y, part)


def rows(x, part):
    """The rows of x that a slice or an array of numbers names, on the device of x."""
    return x[part if isinstance(part, slice) else xp_of(x).asarray(part)]
