"""Chapter 4: squared losses. Sources differ in the half and in the mean: three losses, three names."""

from dlcourse.losses.expected import expect_samples, residual
from dlcourse.ops import square


def squared_error(y_hat, y):
    """Sum of (y_hat - y)^2 over all numbers.   y_hat, y of one shape

    Source: deck Leibe, "Recap: loss functions". Raises ValueError when the shapes differ.

    >>> float(squared_error(np.array([1.0, 3.0]), np.array([0.0, 1.0])))
    5.0
    """
    return square(residual("squared_error", y_hat, y)).sum()


def half_squared_error(y_hat, y):
    """Half the sum of (y_hat - y)^2; its gradient with respect to y_hat is y_hat - y.   y_hat, y of one shape

    Source: deck Mirabello, "2. Calculate Loss"; deck Leibe, "Backpropagation Algorithm", the core steps;
    deck Sohn, "Loss function".
    """
    # The 2 of the square's derivative cancels.
    return square(residual("half_squared_error", y_hat, y)).sum() * 0.5


def mean_squared_error(y_hat, y):
    """Mean over samples of the sum over outputs of (y_hat - y)^2.   y_hat, y (m,) or (m, k)

    Minimized by the conditional mean of y. Source: deck Srihari, section I, slide 24; section II,
    slides 15 and 16. Raises ValueError when the shapes differ or the batch is empty.
    """
    r = residual("mean_squared_error", y_hat, y)
    expect_samples("mean_squared_error", y_hat)
    return square(r).sum() * (1 / y_hat.shape[0])  # not .mean(), which would also divide by k
