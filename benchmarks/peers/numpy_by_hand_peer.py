"""The backward pass written out by hand, every result into an array made once: what plain numpy can do.

It is also the reference that all peers are compared with, then in float64.
"""

import numpy as np

from benchmarks.peers import Task
from benchmarks.peers.flat import gather, updater
from benchmarks.workloads import BATCH_NORM

VERSION = np.__version__
LACKS = {"chain": "no arrays in it", "hessian": "not written by hand"}
NOTE = "hand-written backward pass, preallocated arrays, one parameter vector"


def training(workload, dtype=np.float32):
    parameters, x, y = workload.start()
    theta, thetas = gather([p.astype(dtype) for p in parameters])
    g, gradients = gather([np.zeros_like(p) for p in thetas])
    x, y = x.astype(dtype), y if workload.loss == "classes" else y.astype(dtype)
    layers, slopes = workload.layers(thetas), workload.layers(gradients)
    forward, backward = ACTIVATIONS[workload.activation]
    z = [np.empty((len(x), layer[0].shape[1]), dtype) for layer in layers]
    G = [np.empty_like(a) for a in z]
    spare = [np.empty_like(a) for a in z]
    norms = [_BatchNorm(*layer[2:], *slope[2:], len(x)) for layer, slope in zip(layers, slopes, strict=True)
             if len(layer) == 4]  # fmt: skip
    inputs, last = [x, *z[:-1]], len(layers) - 1  # activations overwrite z
    loss = (
        _softmax_cross_entropy(z[-1], y, G[-1]) if workload.loss == "classes" else _squares(z[-1], y, G[-1])
    )
    update = updater(workload, theta)

    def step():
        for i, (W, b, *_) in enumerate(layers):
            np.matmul(inputs[i], W, out=z[i])
            np.add(z[i], b, out=z[i])
            if i < last:
                if norms:
                    norms[i].forward(z[i], spare[i])
                forward(z[i])
        J = loss()
        for i in range(last, -1, -1):
            np.matmul(inputs[i].T, G[i], out=slopes[i][0])
            np.add.reduce(G[i], axis=0, out=slopes[i][1])
            if i:
                np.matmul(G[i], layers[i][0].T, out=G[i - 1])
                backward(z[i - 1], G[i - 1], spare[i - 1])
                if norms:
                    norms[i - 1].backward(G[i - 1], spare[i - 1])
        update(g)
        return J

    return Task(step, lambda: thetas)


def gradient(workload):
    x = workload.start()
    bend, g = np.empty(len(x) - 1), np.empty_like(x)

    def run():
        np.multiply(x[:-1], x[:-1], out=bend)
        np.subtract(x[1:], bend, out=bend)
        np.multiply(bend, 200, out=bend)
        g[-1] = 0
        np.multiply(x[:-1], bend, out=g[:-1])
        g[:-1] *= -2
        g[:-1] -= 2
        g[:-1] += 2 * x[:-1]
        g[1:] += bend
        return [g]

    return Task(run)


def inference(workload, dtype=np.float32):
    parameters, x = workload.start()
    parameters = [p.astype(dtype) for p in parameters]
    layers = list(zip(parameters[::2], parameters[1::2], strict=True))
    x = x.astype(dtype)
    z = [np.empty((len(x), len(b)), dtype) for _, b in layers]

    def run():
        h = x
        for i, (W, b) in enumerate(layers):
            if i:
                np.maximum(h, 0, out=h)
            h = np.matmul(h, W, out=z[i])
            np.add(h, b, out=h)
        return [h]

    return Task(run)


ZERO, ONE = np.zeros((), np.float32), np.ones((), np.float32)  # quicker than Python numbers


def _relu(z):
    np.maximum(z, ZERO, out=z)


def _relu_back(h, G, spare):
    np.greater(h, ZERO, out=spare)
    np.multiply(G, spare, out=G)


def _tanh(z):
    np.tanh(z, out=z)


def _tanh_back(h, G, spare):
    np.multiply(h, h, out=spare)
    np.subtract(ONE, spare, out=spare)
    np.multiply(G, spare, out=G)


def _sigmoid(z):
    np.negative(z, out=z)
    np.exp(z, out=z)
    np.add(z, ONE, out=z)
    np.reciprocal(z, out=z)


def _sigmoid_back(h, G, spare):
    np.subtract(ONE, h, out=spare)
    np.multiply(spare, h, out=spare)
    np.multiply(G, spare, out=G)


ACTIVATIONS = {"relu": (_relu, _relu_back), "tanh": (_tanh, _tanh_back), "sigmoid": (_sigmoid, _sigmoid_back)}


def _softmax_cross_entropy(z, y, G):
    m, rows = len(z), np.arange(len(z))
    edge = np.empty((m, 1), z.dtype)

    def loss():
        np.maximum.reduce(z, axis=1, out=edge, keepdims=True)
        np.subtract(z, edge, out=z)
        right = z[rows, y].sum()
        np.exp(z, out=G)
        np.add.reduce(G, axis=1, out=edge, keepdims=True)
        J = (np.log(edge).sum() - right) / m
        np.multiply(edge, m, out=edge)
        np.divide(G, edge, out=G)
        G[rows, y] -= 1 / m
        return J

    return loss


def _squares(z, y, G):
    def loss():
        np.subtract(z, y, out=G)
        J = np.vdot(G, G) / len(z)
        np.multiply(G, 2 / len(z), out=G)
        return J

    return loss


class _BatchNorm:
    """gamma x_hat + beta over the batch, in place, and its gradients."""

    def __init__(self, gamma, beta, g_gamma, g_beta, m):
        self.gamma, self.beta, self.g_gamma, self.g_beta, self.m = gamma, beta, g_gamma, g_beta, m
        self.x_hat = np.empty((m, len(gamma)), gamma.dtype)
        self.running_mean, self.running_variance = np.zeros_like(gamma), np.ones_like(gamma)

    def forward(self, z, spare):
        m, keep = self.m, BATCH_NORM["momentum"]
        mean = np.add.reduce(z, axis=0) / m
        np.subtract(z, mean, out=self.x_hat)
        np.multiply(self.x_hat, self.x_hat, out=spare)
        squares = np.add.reduce(spare, axis=0)
        for running, batch in ((self.running_mean, mean), (self.running_variance, squares / (m - 1))):
            running *= keep
            running += (1 - keep) * batch
        self.inv_std = 1 / np.sqrt(squares / m + BATCH_NORM["eps"])
        np.multiply(self.x_hat, self.inv_std, out=self.x_hat)
        np.multiply(self.x_hat, self.gamma, out=z)
        np.add(z, self.beta, out=z)

    def backward(self, G, spare):
        m = self.m
        np.add.reduce(G, axis=0, out=self.g_beta)
        np.multiply(G, self.x_hat, out=spare)
        np.add.reduce(spare, axis=0, out=self.g_gamma)
        np.multiply(self.x_hat, self.g_gamma / m, out=spare)
        np.subtract(G, spare, out=G)
        np.subtract(G, self.g_beta / m, out=G)
        np.multiply(G, self.inv_std * self.gamma, out=G)
