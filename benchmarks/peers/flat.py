"""For the peers that leave the update to the user: all parameters in one vector, updated in place."""

import numpy as np

from benchmarks.workloads import ADAM, BATCH_NORM


def gather(arrays):
    """One vector, and views of it in the shapes of the arrays."""
    vector = np.concatenate([a.ravel() for a in arrays])
    views, start = [], 0
    for a in arrays:
        views.append(vector[start : start + a.size].reshape(a.shape))
        start += a.size
    return vector, views


def updater(workload, theta):
    """update(g) changes theta in place; g is a vector that it may spoil."""
    return _adam(theta, workload.lr) if workload.optimizer == "adam" else _sgd(theta, workload)


def _number(value, theta):
    """A number as an array of theta's dtype: numpy takes it twice as fast as a Python number."""
    return np.array(value, theta.dtype)


def _sgd(theta, workload):
    v, lr, momentum = np.zeros_like(theta), _number(workload.lr, theta), _number(workload.momentum, theta)

    def update(g):
        np.multiply(g, lr, out=g)
        if not workload.momentum:
            np.subtract(theta, g, out=theta)
            return
        np.multiply(v, momentum, out=v)
        np.subtract(v, g, out=v)
        np.add(theta, v, out=theta)

    return update


def _adam(theta, lr):
    beta1, beta2, eps = ADAM["beta1"], ADAM["beta2"], ADAM["eps"]
    s, r, part = np.zeros_like(theta), np.zeros_like(theta), np.zeros_like(theta)
    keep_s, keep_r = _number(beta1, theta), _number(beta2, theta)
    new_s, new_r = _number(1 - beta1, theta), _number(1 - beta2, theta)
    small, rate, t = _number(0, theta), _number(0, theta), 0

    def update(g):
        nonlocal t
        t += 1
        root = (1 - beta2**t) ** 0.5  # of lr s_hat / (eps + sqrt(r_hat)), above and below the line
        small[()], rate[()] = eps * root, lr * root / (1 - beta1**t)
        np.multiply(s, keep_s, out=s)
        np.multiply(g, new_s, out=part)
        np.add(s, part, out=s)
        np.multiply(r, keep_r, out=r)
        np.multiply(g, g, out=part)
        np.multiply(part, new_r, out=part)
        np.add(r, part, out=r)
        np.sqrt(r, out=part)
        np.add(part, small, out=part)
        np.divide(s, part, out=part)
        np.multiply(part, rate, out=part)
        np.subtract(theta, part, out=theta)

    return update


class RunningMoments:
    """The running mean and unbiased variance of batch norm, for the peers that keep none."""

    def __init__(self, workload):
        self.moments = [(np.zeros(n, np.float32), np.ones(n, np.float32)) for n in workload.widths[1:-1]]

    def add(self, z, i):
        """The batch z (m, n) at hidden layer i."""
        keep = BATCH_NORM["momentum"]
        for running, batch in zip(self.moments[i], (z.mean(axis=0), z.var(axis=0, ddof=1)), strict=True):
            running *= keep
            running += (1 - keep) * batch
