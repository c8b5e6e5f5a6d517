"""HIPS autograd, with the update by hand on one vector."""

from importlib.metadata import version

import autograd
import autograd.numpy as anp
import numpy as np
from autograd.scipy.special import expit, logsumexp
from autograd.tracer import getval

from benchmarks.peers import Task
from benchmarks.peers.flat import RunningMoments, gather, updater
from benchmarks.workloads import BATCH_NORM

VERSION = version("autograd")
NOTE = "update by hand in numpy, on one vector"
LACKS = {"inference": "outside of grad it is plain numpy"}
ACTIVATIONS = {"relu": lambda z: anp.maximum(z, 0), "tanh": anp.tanh, "sigmoid": expit}


def training(workload):
    parameters, x, y = workload.start()
    theta, thetas = gather(parameters)
    update, rows = updater(workload, theta), np.arange(len(x))
    running, eps = RunningMoments(workload), np.float32(BATCH_NORM["eps"])
    activation = ACTIVATIONS[workload.activation]

    def cost(parameters):
        h = x
        for i, (W, b, *norm) in enumerate(workload.layers(parameters)):
            h = anp.dot(activation(h) if i else h, W) + b
            if norm:
                running.add(getval(h), i)
                centered = h - anp.mean(h, axis=0)
                h = centered / anp.sqrt(anp.mean(centered**2, axis=0) + eps) * norm[0] + norm[1]
        if workload.loss == "squares":
            return anp.sum((h - y) ** 2) / len(x)
        return anp.mean(logsumexp(h, axis=1) - h[rows, y])

    slope = autograd.value_and_grad(cost)

    def step():
        J, gradients = slope(thetas)
        update(np.concatenate([g.ravel() for g in gradients]))
        return J

    return Task(step, lambda: thetas)


def chain(workload):
    def power(pair):
        w, b = pair
        x = workload.x
        for _ in range(workload.n_ops // 2):
            x = x * w + b
        return x

    slope = autograd.grad(power)
    return Task(lambda: slope((workload.w, workload.b)))


def gradient(workload):
    def rosenbrock(x):
        head, tail = x[:-1], x[1:]
        return anp.sum(100 * (tail - head**2) ** 2 + (1 - head) ** 2)

    x, slope = workload.start(), autograd.grad(rosenbrock)
    return Task(lambda: [slope(x)])


def hessian(workload):
    parameters, x, y = workload.start()
    shapes, stops = [p.shape for p in parameters], np.cumsum([p.size for p in parameters])

    def loss(theta):
        spans = zip((0, *stops), stops, shapes, strict=False)
        W, b, w, c = (anp.reshape(theta[i:j], s) for i, j, s in spans)
        return anp.mean((anp.dot(anp.tanh(anp.dot(x, W) + b), w) + c - y) ** 2)

    theta, matrix = np.concatenate([p.ravel() for p in parameters]), autograd.hessian(loss)
    return Task(lambda: [matrix(theta)])
