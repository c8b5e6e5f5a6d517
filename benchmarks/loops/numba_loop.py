"""Numba: the loop over the steps in Python, written out number by number and compiled, for W1 and W2."""

import numba
import numpy as np

from benchmarks.peers import Task, Unsupported
from benchmarks.peers.flat import gather
from benchmarks.workloads import ADAM

VERSION = numba.__version__
NOTE = "njit(fastmath=True) of a loop by hand"
compiled = numba.njit(fastmath=True)


def task(fitting):
    step = fitting.step
    kind = step.activation, step.loss, step.optimizer, len(step.widths), step.batch_norm
    steps = {
        ("tanh", "squares", "adam", 3, False): _squares_adam,
        ("relu", "classes", "sgd", 4, False): _classes_momentum,
    }.get(kind)
    if steps is None:
        raise Unsupported("written for W1 and W2 alone")
    parameters, x, y = step.start()
    theta, thetas = gather(parameters)
    g, gradients = gather([np.zeros_like(p) for p in parameters])
    start, losses = theta.copy(), np.empty(fitting.n_steps, np.float32)
    settings = [
        np.float32(v) for v in (step.lr, step.momentum, *(ADAM[k] for k in ("beta1", "beta2", "eps")))
    ]

    def run():
        theta[...] = start
        steps(x, y, theta, g, *thetas, *gradients, losses, *settings)
        return losses

    return Task(run, lambda: thetas)


@compiled
def _squares_adam(x, y, theta, g, W, b, w, c, gW, gb, gw, gc, losses, lr, momentum, beta1, beta2, eps):
    m, n, one, two = len(x), len(b), np.float32(1), np.float32(2)
    h = np.empty(n, np.float32)
    s, r = np.zeros_like(theta), np.zeros_like(theta)
    power1 = power2 = 1.0
    for t in range(len(losses)):
        J = np.float32(0)
        g[:] = 0
        for i in range(m):
            y_hat = c[0]
            for k in range(n):
                h[k] = np.tanh(x[i, 0] * W[0, k] + x[i, 1] * W[1, k] + b[k])
                y_hat += h[k] * w[k, 0]
            d = y_hat - y[i, 0]
            G = two * d / np.float32(m)
            J += d * d
            for k in range(n):
                back = G * w[k, 0] * (one - h[k] * h[k])
                g[k] += x[i, 0] * back
                g[n + k] += x[i, 1] * back
                g[2 * n + k] += back
                g[3 * n + k] += G * h[k]
            g[4 * n] += G
        losses[t] = J / np.float32(m)
        power1 *= beta1
        power2 *= beta2
        rate, scale = np.float32(lr / (1 - power1)), np.float32(1 / (1 - power2))
        for k in range(len(theta)):
            s[k] = beta1 * s[k] + (one - beta1) * g[k]
            r[k] = beta2 * r[k] + (one - beta2) * g[k] * g[k]
            theta[k] -= rate * s[k] / (np.sqrt(r[k] * scale) + eps)


@compiled
def _layer(x, W, b, z):
    for i in range(len(x)):
        for k in range(len(b)):
            z[i, k] = b[k]
        for j in range(x.shape[1]):
            for k in range(len(b)):
                z[i, k] += x[i, j] * W[j, k]


@compiled
def _relu(z, h):
    for i in range(z.shape[0]):
        for k in range(z.shape[1]):
            h[i, k] = max(z[i, k], np.float32(0))


@compiled
def _back(x, W, G, gW, gb, Gx, first):
    gW[:], gb[:] = 0, 0
    for i in range(len(x)):
        for k in range(len(gb)):
            gb[k] += G[i, k]
        for j in range(x.shape[1]):
            total = np.float32(0)
            for k in range(len(gb)):
                gW[j, k] += x[i, j] * G[i, k]
                total += G[i, k] * W[j, k]
            if not first:
                Gx[i, j] = total if x[i, j] > 0 else np.float32(0)


@compiled
def _classes_momentum(
    x, y, theta, g, W1, b1, W2, b2, W3, b3, g1, gb1, g2, gb2, g3, gb3, losses, lr, momentum, beta1, beta2, eps
):
    m = len(x)
    h1, h2 = np.empty((m, len(b1)), np.float32), np.empty((m, len(b2)), np.float32)
    z, G1, G2, v = (
        np.empty((m, len(b3)), np.float32),
        np.empty_like(h1),
        np.empty_like(h2),
        np.zeros_like(theta),
    )
    for t in range(len(losses)):
        _layer(x, W1, b1, h1)
        _relu(h1, h1)
        _layer(h1, W2, b2, h2)
        _relu(h2, h2)
        _layer(h2, W3, b3, z)
        J = np.float32(0)
        for i in range(m):
            top = z[i].max()
            total = np.float32(0)
            for k in range(len(b3)):
                total += np.exp(z[i, k] - top)
            J += np.log(total) - (z[i, y[i]] - top)
            for k in range(len(b3)):
                z[i, k] = np.exp(z[i, k] - top) / total / np.float32(m)
            z[i, y[i]] -= np.float32(1) / np.float32(m)
        losses[t] = J / np.float32(m)
        _back(h2, W3, z, g3, gb3, G2, False)
        _back(h1, W2, G2, g2, gb2, G1, False)
        _back(x, W1, G1, g1, gb1, G1, True)
        for k in range(len(theta)):
            v[k] = momentum * v[k] - lr * g[k]
            theta[k] += v[k]
