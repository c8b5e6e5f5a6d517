"""Ours, replayed: recorded once and run again into the same arrays."""

import numpy as np

import dlcourse
from benchmarks.peers import Task
from benchmarks.peers.dlcourse_models import build, loss_of, task
from dlcourse import Tensor, autodiff, grad
from dlcourse.replay import compile_function, compile_prediction, compile_step

VERSION = dlcourse.__version__
NOTE = "recorded once, then replayed by compile_step, compile_function and compile_prediction"


def training(workload, device="cpu"):
    model, optimizer, x, y = build(workload, device)
    step = compile_step(model, loss_of(workload), optimizer)
    return task(lambda: step(x, y), model, device)


def chain(workload):
    start = np.array([workload.x, workload.w, workload.b])

    def slopes(numbers):
        x, w, b = map(Tensor, numbers)
        parameters = [w, b]
        for _ in range(workload.n_ops // 2):
            x = x * w + b
        return grad(x, parameters)

    replay = compile_function(slopes)
    return Task(lambda: replay(start))


def gradient(workload):
    start = workload.start()

    def slope(x):
        x = Tensor(x)
        head, tail = x[:-1], x[1:]
        return grad((100 * (tail - head**2) ** 2 + (1 - head) ** 2).sum(), x)

    replay = compile_function(slope)
    return Task(lambda: [replay(start)])


def hessian(workload):
    model, _, x, y = build(workload)
    loss = loss_of(workload)
    replay = compile_function(lambda x, y: autodiff.hessian(loss(model(x), y), model.parameters()), model)
    return Task(lambda: [replay(x, y)])


def inference(workload):
    model, _, x, _ = build(workload)
    answer = compile_prediction(model)
    return Task(lambda: [answer(x)])
