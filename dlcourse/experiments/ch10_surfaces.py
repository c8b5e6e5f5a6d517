"""Chapters 10 to 13: test surfaces: functions of a point (x, y), a Tensor of shape (2,)."""

BOWL_START = (-7.0, 2.0)  # our choice: the slide shows only the picture


def bowl(theta):
    """x^2 / 20 + y^2: curvatures 1/10 and 2, condition number 20. Source: deck Sohn, "Parameter update"."""
    x, y = theta[0], theta[1]
    return x * x * (1 / 20) + y * y


def basin(theta):
    """x^2 + y^2, a minimum. Source: deck Fix, page 61."""
    return (theta * theta).sum()


def hill(theta):
    """-(x^2 + y^2), a maximum. Source: deck Fix, page 61."""
    return -(theta * theta).sum()


def saddle(theta):
    """x^2 - y^2. Source: deck Fix, page 61."""
    x, y = theta[0], theta[1]
    return x * x - y * y


def flat_hill(theta):
    """-(x^4 + y^4): H(0) = 0, a maximum; deck Fix, page 62, calls it a minimum."""
    return -(theta**4).sum()


def flat_basin(theta):
    """x^4 + y^4: H(0) = 0, a minimum; deck Fix, page 62, calls it a maximum."""
    return (theta**4).sum()


def flat_saddle(theta):
    """x^3 + y^2: eigenvalues 0 and 2 at 0, where it is a saddle. Source: deck Fix, page 62."""
    x, y = theta[0], theta[1]
    return x**3 + y * y


def crossed_parabolas(theta):
    """(y - x^2)(y - 2 x^2): a minimum along every straight line through 0, and yet a saddle (Peano)."""
    x, y = theta[0], theta[1]
    return (y - x * x) * (y - 2.0 * x * x)


def rosenbrock(theta):
    """(1 - x)^2 + 100 (y - x^2)^2: a curved valley with its minimum at (1, 1). Source: Rosenbrock 1960."""
    x, y = theta[0], theta[1]
    return (1.0 - x) ** 2 + 100.0 * (y - x * x) ** 2


SURFACES = {
    f.__name__: f for f in (basin, hill, saddle, flat_hill, flat_basin, flat_saddle)
}  # the deck's six
