"""Ours, recorded: the default gear, as a user writes it."""

import dlcourse
from benchmarks.peers import Task
from benchmarks.peers.dlcourse_models import build, loss_of, task
from dlcourse import Tensor, autodiff, grad, no_grad

VERSION = dlcourse.__version__
NOTE = "every step recorded anew"


def training(workload, device="cpu"):
    model, optimizer, x, y = build(workload, device)
    loss, parameters = loss_of(workload), model.parameters()

    def step():
        J = loss(model(x), y)
        optimizer.step(grad(J, parameters))
        return J

    return task(step, model, device)


def chain(workload):
    def run():
        x, w, b = Tensor(workload.x), Tensor(workload.w), Tensor(workload.b)
        for _ in range(workload.n_ops // 2):
            x = x * w + b
        return grad(x, [w, b])

    return Task(run)


def gradient(workload):
    start = workload.start()

    def run():
        x = Tensor(start)
        head, tail = x[:-1], x[1:]
        J = (100 * (tail - head**2) ** 2 + (1 - head) ** 2).sum()
        return [grad(J, x)]

    return Task(run)


def hessian(workload):
    model, _, x, y = build(workload)
    loss, parameters = loss_of(workload), model.parameters()
    return Task(lambda: [autodiff.hessian(loss(model(x), y), parameters)])


def inference(workload):
    model, _, x, _ = build(workload)
    model.eval()

    def run():
        with no_grad():
            return [model(x).array]

    return Task(run)
