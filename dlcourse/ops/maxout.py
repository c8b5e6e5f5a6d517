"""Chapter 3: maxout, the greatest of each group of k pre-activations."""

from dlcourse import expect
from dlcourse.ops.expected import expect_arrays
from dlcourse.ops.reductions import max
from dlcourse.ops.shaping import reshape


def maxout(z, k=2):
    """The greatest of each group of k neighbors: unit i takes z[..., i k] to z[..., i k + k - 1].

    z (..., n k) -> (..., n). Only the greatest of a group receives the gradient; entries that tie share it
    equally. Source: deck Srihari, section III, slide 15, which counts groups from 1; deck Leibe,
    "Commonly Used Nonlinearities (2)". Raises ValueError when k does not divide the last axis.

    >>> maxout(np.array([[1.0, 5.0, -2.0, -3.0]]))
    array([[ 5., -2.]])
    """
    expect_arrays("maxout", z=z)
    if z.ndim == 0 or not expect.is_count(k) or z.shape[-1] % k:
        raise ValueError(
            f"maxout: expected a last axis of whole groups of k = {k!r}, got shape {z.shape}; "
            "give the linear layer before it n k outputs"
        )
    # Neighbors lie together in memory: no transpose is needed.
    return max(reshape(z, (*z.shape[:-1], z.shape[-1] // k, k)), axis=-1)
