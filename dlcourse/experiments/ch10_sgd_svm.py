"""Chapter 10: stochastic gradient descent on a convex cost: a support vector machine, without its dual."""

from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.losses import hinge
from dlcourse.ops import square
from dlcourse.optimizers import SGD
from dlcourse.tensor import Parameter


@dataclass(frozen=True)
class Machine:
    """A linear support vector machine: w (n,), b, and the cost at them."""

    w: np.ndarray
    b: float
    cost: float


def two_clouds(seed: int, m: int = 100):
    """Two overlapping normal distributions in the plane, labels -1 and 1.   -> x (m, 2), y (m,)"""
    rng = np.random.default_rng(seed)
    y = np.where(np.arange(m) % 2, 1.0, -1.0)  # alternating, so that both labels are equally frequent
    return rng.standard_normal((m, 2)) + y[:, None] * [1.0, 0.5], y


def cost(w, b, x, y, penalty: float):
    """penalty / 2 |w|^2 + mean of max(0, 1 - y (x w + b)): the SVM with C = 1 / (penalty m)."""
    return square(w).sum() * (penalty / 2) + hinge(x @ w + b, y)


def svm_by_descent(
    x, y, penalty: float = 0.1, *, rng, n_epochs: int = 300, batch_size: int = 10, average_from: float = 0.5
) -> Machine:
    """A support vector machine by SGD on minibatches: hinge loss and L2 penalty, lr about 1 / (penalty t).

    Returns the mean of the iterates after the fraction average_from of the epochs. Source: deck Srihari,
    section II, slide 6; Shalev-Shwartz, Singer and Srebro 2007 (Pegasos) for the rate.
    """
    w, b = Parameter(np.zeros(x.shape[1])), Parameter(np.zeros(()))
    # at a kink the slope does not go to 0, so only a shrinking rate settles, and the mean settles sooner
    optimizer, t, sums, n_summed = SGD([w, b], lr=1.0), 0, np.zeros(x.shape[1] + 1), 0
    for epoch in range(n_epochs):
        order = rng.permutation(len(x))
        for rows in np.split(order, range(batch_size, len(x), batch_size)):
            t += 1
            optimizer.lr = 1 / (penalty * (t + 10))  # + 10, ours: the first steps would be 1 / penalty long
            optimizer.step(grad(cost(w, b, x[rows], y[rows], penalty), [w, b]))
            if epoch >= average_from * n_epochs:  # the early iterates are far off, and would spoil the mean
                sums += [*w.array, float(b.array)]
                n_summed += 1
    mean = sums / n_summed
    return Machine(mean[:-1], float(mean[-1]), float(cost(mean[:-1], mean[-1], x, y, penalty)))
