"""Chapter 4: descent. The path of an optimizer on a function of one array, for this and later chapters."""

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.tensor import Parameter


def descend(f, start, optimizer, n_steps: int, **options):
    """The path of an optimizer on f, from the start on.   start (...) -> path (n_steps + 1, ...)

    f: a function of a Tensor that returns a scalar. optimizer: a class. options: its arguments; lr may be a
    function t -> lr of the step t = 0, 1, ... Nesterov momentum takes gradients at its lookahead point.
    """
    rate = options.pop("lr", None)
    rate_of = rate if callable(rate) else lambda t: rate
    theta = Parameter(np.asarray(start, float))
    method = optimizer([theta], **options, **({} if rate is None else {"lr": rate_of(0)}))
    path = [theta.array.copy()]  # copies: the optimizer changes theta in place
    for t in range(n_steps):
        if rate is not None:  # optimizers such as AdaDelta have no lr
            method.lr = rate_of(t)
        with method.lookahead():  # moves theta for Nesterov momentum, does nothing for others
            gradient = grad(f(theta), theta)
        method.step([gradient])
        path.append(theta.array.copy())
    return np.array(path)


def values(f, path):
    """f at every point of a path.   path (m, n) -> (m,)"""
    return np.array([float(f(Parameter(point))) for point in path])
