"""Chapter 4: the classification error, the aim itself; but it is a step function, whose gradient is 0."""

from dlcourse.losses.expected import expect_classes, values_of


def classification_error(z, y) -> float:
    """The fraction of samples whose greatest entry is not that of their class, from 0 to 1.

    z: logits or probabilities (m, k); of equal entries the first counts; a row with NaN counts as wrong. y:
    classes (m,), integers from 0 to k - 1. The result is a plain number, without a gradient. Source: deck
    Sohn, "Loss function". Raises TypeError when y holds no integers, ValueError for other shapes, an empty
    batch, a class out of range, or a single column.

    >>> classification_error(np.array([[0.1, 0.9], [0.8, 0.2]]), np.array([1, 1]))
    0.5
    """
    expect_classes("classification_error", z, y)
    if z.shape[1] == 1:  # the argmax of a single column is always 0
        raise ValueError(
            f"classification_error: expected a column per class, got z {z.shape}; "
            "with one logit for two classes take ((z > 0) != y).mean()"
        )
    return float((~is_right(values_of(z), y)).sum()) / len(y)


def is_right(z, y):
    """Whether the greatest entry of each row is that of its class, as booleans; False for a row with NaN.

    Arrays z (..., m, k), y (m,) -> (..., m).

    >>> is_right(np.array([[0.1, 0.9], [np.nan, 0.2]]), np.array([1, 0])).tolist()
    [True, False]
    """
    # argmax takes NaN for the greatest entry, so such rows are excluded: only NaN differs from itself.
    return (z.argmax(axis=-1) == y) & (z == z).all(axis=-1)
