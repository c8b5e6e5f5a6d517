"""Random small networks, losses and functions of arrays, and values on which arithmetic is hard."""

import numpy as np

from dlcourse import Linear, Sequential, losses, ops, use_dtype
from dlcourse.layers import RBF, BatchNorm, Dropout, Maxout, PReLU, Residual
from dlcourse.optimizers import SGD, Adam, AdamW, Momentum
from dlcourse.regularization import L2

HARD = [np.inf, -np.inf, np.nan, 0.0, -0.0, 5e-324, -1e-310, 1e-45, 1e300, -1e300, 3e38, -3e38, 1e20, 1.0]
ACTIVATIONS = [
    ops.tanh, ops.sigmoid, ops.relu, ops.softplus, ops.elu, ops.leaky_relu, ops.hard_tanh, ops.sine,
    ops.absolute, ops.square, ops.softmax, ops.log_softmax, lambda z: z * 0.5 + z**2,
    lambda z: 0.1 - z @ (z.T @ z),
    lambda z: z / (1.0 + ops.absolute(z)), lambda z: z * (z.array > 0) - 1 / z,
    lambda z: ops.logsumexp(z, axis=1, keepdims=True) - z, lambda z: z - z.mean(axis=0),
    lambda z: z**3 + z**0.5,
]  # fmt: skip
LOSSES = [
    losses.mean_squared_error, losses.squared_error, losses.mean_absolute_error, losses.gaussian_nll,
    lambda z, y: losses.mean_squared_error(z, y) ** 0.5, lambda z, y: (z * y).sum() / (1.0 + (z * z).sum()),
    lambda z, y: losses.mean_squared_error(z @ z.T, y @ y.T), lambda z, y: (z.T @ y).sum() * (z @ z.T).mean(),
    lambda z, y: ops.logsumexp(z - y).sum(), lambda z, y: (ops.exp(-ops.square(z - y)) * z).mean(),
]  # fmt: skip


def width(rng):
    return int(rng.choice([1, 1, 2, 3, 5, 8]))


def layer(rng, n):
    """A layer that keeps the width n, or an activation."""
    kind = rng.integers(0, 10)
    draw = np.random.default_rng(int(rng.integers(99)))
    makers = [
        lambda: BatchNorm(n),
        lambda: Dropout(0.6, rng=draw),
        lambda: PReLU(n),
        lambda: Maxout(n, n, rng=draw),
    ]
    makers += [lambda: RBF(n, n, rng=draw), lambda: Residual(Linear(n, n, rng=draw), ops.tanh)]
    return makers[kind]() if kind < len(makers) else ACTIVATIONS[rng.integers(0, len(ACTIVATIONS))]


def parts(seed, dtype):
    """-> make() -> model, loss, optimizer, the same each time; n_in, n_out, the size of a batch"""
    n_in, n_out, m = (width(np.random.default_rng([seed, i])) for i in range(3))
    m = max(m, 2)

    def make():
        rng = np.random.default_rng([seed, 9])
        with use_dtype(dtype):
            steps, n = [], n_in
            for _ in range(int(rng.integers(1, 4))):
                k = width(rng)
                steps += [Linear(n, k, rng=rng), layer(rng, k)]
                n = k
            model = Sequential(*steps, Linear(n, n_out, rng=rng))
            loss = LOSSES[rng.integers(0, len(LOSSES))]
            if rng.integers(0, 4) == 0:
                plain, penalty = loss, L2(0.1, biases=True)
                loss = lambda z, y: plain(z, y) + penalty(model)  # noqa: E731
            kind = [SGD, Momentum, Adam, AdamW][rng.integers(0, 4)]
            return model, loss, kind(model.parameters(), lr=0.01)

    return make, n_in, n_out, m


def batches(seed, dtype, n_in, n_out, m, n_plain=4, n_hard=10):
    """Ordinary batches, and then such with more and more hard values."""
    rng, found = np.random.default_rng([seed, 5]), []
    for i in range(n_plain + n_hard):
        x, y = rng.standard_normal((m, n_in)), rng.standard_normal((m, n_out))
        if i >= n_plain:
            for a in (x, y):
                share = rng.choice([0.0, 0.1, 0.3, 1.0])
                a[...] = np.where(rng.random(a.shape) < share, rng.choice(HARD, a.shape), a)
        with np.errstate(all="ignore"):
            found.append((x.astype(dtype), y.astype(dtype)))
    return found
