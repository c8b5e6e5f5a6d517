"""Chapter 3: radial basis functions, units that are active near a center."""

from dlcourse.ops.arithmetic import subtract
from dlcourse.ops.elementwise import exp, square
from dlcourse.ops.expected import expect_arrays
from dlcourse.ops.shaping import reshape


def rbf(x, centers, sigma=1.0):
    """exp(-||x - c_i||^2 / sigma^2) for each center c_i.   x (m, n), centers (k, n) -> (m, k), in [0, 1]

    sigma: a number or (k,), an array or a Tensor, not 0. Without the factor 2 of a Gaussian's exponent: use
    sigma = sqrt(2) times the standard deviation for that one. The deck's W[:, i] is row i of centers. Far
    from all centers the unit and its gradient are 0. Source: deck Srihari, section III, slide 25. Raises
    ValueError for other shapes.

    >>> rbf(np.array([[0.0, 0.0]]), np.array([[0.0, 0.0], [0.0, 30.0]]))
    array([[1., 0.]])
    """
    expect_arrays("rbf", x=x, centers=centers)
    if x.ndim != 2 or centers.ndim != 2 or x.shape[1] != centers.shape[1]:
        raise ValueError(
            f"rbf: expected x (m, n) and centers (k, n), got {x.shape} and {centers.shape}; "
            "samples and centers are rows of one width"
        )
    m, n = x.shape
    # (m, k, n) numbers, but ||x||^2 - 2 x c + ||c||^2, which needs fewer, cancels near a center.
    differences = subtract(reshape(x, (m, 1, n)), centers)
    return exp(-square(differences).sum(axis=-1) / square(sigma))
