"""Ours, as a user would write it."""

import numpy as np

import dlcourse
from dlcourse import MLP, SGD, Tensor, grad, ops, use_dtype
from dlcourse.losses import softmax_cross_entropy

VERSION = dlcourse.__version__


def training(workload):
    weights, x, y = workload.start()
    pairs = iter(weights)
    with use_dtype("float32"):
        model = MLP(
            workload.widths, activation=getattr(ops, workload.activation), rng=np.random.default_rng(0)
        )
        for layer in model.layers:
            layer.W.array[...], layer.b.array[...] = next(pairs)
    parameters = model.parameters()
    optimizer = SGD(parameters, lr=workload.lr, momentum=workload.momentum)

    def step():
        J = softmax_cross_entropy(model(x), y)
        optimizer.step(grad(J, parameters))
        return J

    return step, lambda: [parameter.array for parameter in parameters]


def scalar_chain(workload):
    def run():
        x, w, b = Tensor(0.5), Tensor(0.9), Tensor(0.1)
        for _ in range(workload.n_ops // 2):
            x = x * w + b
        return grad(x, [w, b])

    return run
