"""Chapter 15: gradient clipping. At a cliff of the cost only the size of the gradient misleads."""

from dlcourse import expect
from dlcourse.backend import is_array, xp_of


def global_norm(gradients) -> float:
    """The norm of all gradients as one vector: sqrt of the sum of g^2 over all arrays in the list.

    The arrays are divided by the largest entry before they are squared, so that no square overflows.
    """
    largest, relative = _norm(_as_list("global_norm", gradients))
    return largest * relative


def _norm(gradients):
    """The largest entry, and the norm divided by it. Two numbers, since their product may overflow."""
    largest = max((float(abs(g).max()) for g in gradients if g.size), default=0.0)
    if not 0 < largest < float("inf"):  # zero, infinite, or NaN
        return largest, 1.0
    squares = (float(((g / largest) ** 2).sum(dtype="float64")) for g in gradients)  # float16 holds no 65536
    return largest, sum(squares) ** 0.5


def clip_by_norm(gradients, max_norm: float) -> list:
    """All gradients times min(1, max_norm / norm), where norm is that of all together: the direction stays.

    Returns new arrays when something is clipped, else the same ones. Infinite gradients and NaN are returned
    unchanged: the optimizer raises an error for them. Source: deck Fix, page 50; DL book, section 10.11.1;
    Pascanu et al. 2013. Raises ValueError for max_norm not above 0.

    >>> clip_by_norm([np.array([3.0]), np.array([4.0])], max_norm=1.0)
    [array([0.6]), array([0.8])]
    """
    expect.positive(
        "clip_by_norm", max_norm=max_norm, advice="look at the norms in a few steps, 1 to 5 is common"
    )
    gradients = _as_list("clip_by_norm", gradients)
    largest, relative = _norm(gradients)
    # `not >`: a NaN may be in any array, and is above nothing.
    if largest == float("inf") or not largest * relative > max_norm:
        return gradients
    return [g * (max_norm / largest / relative) for g in gradients]  # largest * relative might overflow


def clip_by_value(gradients, limit: float) -> list:
    """The gradients with every entry cut to [-limit, limit]: the direction may change. NaN stays NaN.

    Raises ValueError for a limit not above 0.

    >>> clip_by_value([np.array([3.0, -0.5])], limit=1.0)
    [array([ 1. , -0.5])]
    """
    expect.positive(
        "clip_by_value", limit=limit, advice="look at the gradients of a few steps, 0.5 to 5 is common"
    )
    # Entry by entry: large ones lose more than small ones.
    return [xp_of(g).clip(g, -limit, limit) for g in _as_list("clip_by_value", gradients)]


def _as_list(who, gradients):
    """The gradients as a list. Raises TypeError for a single array, which a loop would cut into rows."""
    found = [] if is_array(gradients) else list(gradients)  # a generator can be read only once
    if is_array(gradients) or not all(map(is_array, found)):
        got = type(gradients).__name__ if is_array(gradients) else sorted({type(g).__name__ for g in found})
        raise TypeError(
            f"{who}: expected a list of arrays, got {got}; pass what grad(J, model.parameters()) returns"
        )
    return found
