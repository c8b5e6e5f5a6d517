"""Chapter 4: the hinge loss of support vector machines."""

from dlcourse.losses.expected import expect_same_shape, expect_samples, values_of
from dlcourse.ops import relu


def hinge(z, y):
    """Mean over samples, sum over outputs, of max(0, 1 - y z).   z, y (m,) or (m, k)

    z: scores. y: labels -1 or 1, unlike the cross-entropies, which take 0 and 1. A sample with a margin y z
    of 1 or more costs nothing. At the kink, margin 1, the derivative with respect to z is taken as 0, one end
    of the subgradients from -y to 0. Source: deck Leibe, "Recap: loss functions". Raises ValueError when the
    shapes differ, the batch is empty, or a label is neither -1 nor 1.

    >>> float(hinge(np.array([2.0, 0.5]), np.array([1, -1])))
    0.75
    """
    expect_same_shape("hinge", z, y)
    expect_samples("hinge", z)
    labels = values_of(y)  # with labels 0 and 1, y z would be 0 for one class, and its loss constant
    if not ((labels == 1) | (labels == -1)).all():
        if ((labels == 0) | (labels == 1)).all():  # the likely slip: the labels of the cross-entropies
            raise ValueError("hinge: expected labels -1 and 1, got labels {0, 1}; map them with 2 * y - 1")
        raise ValueError(
            f"hinge: expected labels -1 and 1, got numbers from {labels.min()} to {labels.max()}; "
            "the hinge loss is for two classes"
        )
    return relu(1 - y * z).sum() * (1 / z.shape[0])
