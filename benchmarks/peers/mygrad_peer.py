"""MyGrad, with the update by hand on one vector."""

import mygrad as mg
import numpy as np
from mygrad.nnet.activations import relu, sigmoid
from mygrad.nnet.layers import batchnorm
from mygrad.nnet.losses import softmax_crossentropy

from benchmarks.peers import Task
from benchmarks.peers.flat import RunningMoments, gather, updater
from benchmarks.workloads import BATCH_NORM

VERSION = mg.__version__
NOTE = "update by hand in numpy, on one vector; memory guard off"
LACKS = {"hessian": "has no second derivatives"}
ACTIVATIONS = {"relu": relu, "tanh": mg.tanh, "sigmoid": sigmoid}

mg.turn_memory_guarding_off()  # its own advice for speed


def training(workload):
    parameters, x, y = workload.start()
    theta, thetas = gather(parameters)
    running = RunningMoments(workload)
    update, activation = updater(workload, theta), ACTIVATIONS[workload.activation]

    def step():
        tensors = [mg.tensor(a, copy=False) for a in thetas]
        h = x
        for i, (W, b, *norm) in enumerate(workload.layers(tensors)):
            h = mg.matmul(activation(h) if i else h, W) + b
            if norm:
                running.add(h.data, i)
                h = batchnorm(h, gamma=norm[0], beta=norm[1], eps=BATCH_NORM["eps"])
        J = mg.sum((h - y) ** 2) / len(x) if workload.loss == "squares" else softmax_crossentropy(h, y)
        J.backward()
        update(np.concatenate([tensor.grad.ravel() for tensor in tensors]))
        return J.item()

    return Task(step, lambda: thetas)


def chain(workload):
    def run():
        x, w, b = mg.tensor(workload.x), mg.tensor(workload.w), mg.tensor(workload.b)
        for _ in range(workload.n_ops // 2):
            x = x * w + b
        x.backward()
        return [w.grad, b.grad]

    return Task(run)


def gradient(workload):
    start = workload.start()

    def run():
        x = mg.tensor(start, copy=False)
        head, tail = x[:-1], x[1:]
        mg.sum(100 * (tail - head**2) ** 2 + (1 - head) ** 2).backward()
        return [x.grad]

    return Task(run)


def inference(workload):
    parameters, x = workload.start()

    def run():
        with mg.no_autodiff:
            h = x
            for i in range(0, len(parameters), 2):
                h = mg.matmul(relu(h) if i else h, parameters[i]) + parameters[i + 1]
            return [h]

    return Task(run)
