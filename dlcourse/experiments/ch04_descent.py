"""Chapter 4: descent. The path of an optimizer on a function of one array, for this and later chapters."""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.tensor import Parameter


def descend(f, start, optimizer, n_steps: int, **options):
    """The path of an optimizer class on f, start included.   start (...) -> path (n_steps + 1, ...)

    options: those of the optimizer, lr among them; an lr that is a function gives the rate of step t = 0, 1,
    ... The gradient is taken where `lookahead` leads.
    """
    rate = options.pop("lr", None)
    rate_of = rate if callable(rate) else lambda t: rate
    theta = Parameter(np.asarray(start, float))
    method = optimizer([theta], **options, **({} if rate is None else {"lr": rate_of(0)}))
    path = [theta.array.copy()]
    for t in range(n_steps):
        if rate is not None:
            method.lr = rate_of(t)
        with method.lookahead():
            gradient = grad(f(theta), theta)
        method.step([gradient])
        path.append(theta.array.copy())
    return np.array(path)


def values(f, path):
    """f at every point of a path.   path (m, n) -> (m,)"""
    return np.array([float(f(Parameter(point))) for point in path])
