"""Chapter 4: absolute losses. Where the squared error asks for the mean of y, these ask for its median."""

from dlcourse.losses.expected import expect_samples, residual
from dlcourse.ops import absolute


def absolute_error(y_hat, y):
    """Sum of |y_hat - y| over all numbers, the L1 loss.   y_hat, y of one shape

    At the kink y_hat = y the derivative is taken as 0; every number from -1 to 1 is a subgradient there.
    Source: deck Leibe, "Recap: loss functions". Raises ValueError when the shapes differ.

    >>> float(absolute_error(np.array([1.0, 3.0]), np.array([0.0, 5.0])))
    3.0
    """
    # |r| as one op, whose rule makes the choice at r = 0.
    return absolute(residual("absolute_error", y_hat, y)).sum()


def mean_absolute_error(y_hat, y):
    """Mean over samples of the sum over outputs of |y_hat - y|.   y_hat, y (m,) or (m, k)

    Minimized by the conditional median of y. Source: deck Srihari, section II, slide 17. Raises
    ValueError when the shapes differ or the batch is empty.
    """
    r = residual("mean_absolute_error", y_hat, y)
    expect_samples("mean_absolute_error", y_hat)
    return absolute(r).sum() * (1 / y_hat.shape[0])  # not .mean(), which would also divide by k
