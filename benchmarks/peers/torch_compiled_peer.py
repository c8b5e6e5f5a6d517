"""PyTorch, compiled: loss, gradients and update as one function, which was faster than compiling the model
and the optimizer each by itself. It needs a C++ compiler, on a GPU Triton."""

import shutil

import torch

from benchmarks.peers import Task, Unsupported
from benchmarks.peers import torch_eager_peer as eager
from benchmarks.workloads import ADAM, BATCH_NORM

VERSION = torch.__version__
NOTE = "torch.compile of the whole step, loss to update; on a GPU mode reduce-overhead (CUDA graphs)"
LACKS = {"chain": "compiles functions; a graph of single numbers is for engines that record"}
ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}


def training(workload, device="cpu"):
    _need_compiler(device)
    start = eager.build(workload, device)
    parameters = [p.detach().clone() for p in start[0].parameters()]
    slots = [[torch.zeros_like(p) for p in parameters] for _ in range(2)]
    buffers = [p.clone() for W, b, *_ in workload.layers(parameters)[:-1] for p in (0 * b, 0 * b + 1)]
    t, (loss, x, y) = torch.zeros((), device=device), start[1:]
    if device != "cpu":  # they stay where they are, as CUDA graphs require
        for a in (*parameters, *slots[0], *slots[1], *buffers, t, x, y):
            torch._dynamo.mark_static_address(a)

    def cost(parameters):
        h, statistics, layers = x, [], workload.layers(parameters)
        for i, (W, b, *norm) in enumerate(layers):
            h = torch.nn.functional.linear(h, W, b)
            if norm:
                h, moments = _batch_norm(h, *norm)
                statistics += moments
            if i < len(layers) - 1:
                h = ACTIVATIONS[workload.activation](h)
        return loss(h, y), statistics

    def step():
        gradients, (J, statistics) = torch.func.grad_and_value(cost, has_aux=True)(parameters)
        for buffer, moment in zip(buffers if statistics else [], statistics, strict=True):
            buffer.mul_(BATCH_NORM["momentum"]).add_(moment, alpha=1 - BATCH_NORM["momentum"])
        t.add_(1)
        _update(workload, parameters, gradients, slots, t)
        return J

    compiled = torch.compile(step, mode=None if device == "cpu" else "reduce-overhead")

    def run():
        with torch.no_grad():
            return compiled()

    return Task(run, lambda: eager.exported(parameters), eager.synchronize(device))


def gradient(workload):
    _need_compiler()
    x = torch.from_numpy(workload.start())
    compiled = torch.compile(torch.func.grad(eager.rosenbrock))
    return Task(lambda: [compiled(x)])


def hessian(workload):
    _need_compiler()
    loss, theta = eager.loss_of_vector(workload)
    compiled = torch.compile(torch.func.hessian(loss))
    return Task(lambda: [compiled(theta)])


def inference(workload):
    _need_compiler()
    parameters, x = workload.start()
    model, x = torch.compile(eager.network(workload, parameters).eval()), torch.from_numpy(x)

    def run():
        with torch.inference_mode():
            return [model(x)]

    return Task(run)


def _need_compiler(device="cpu"):
    if device == "cpu" and not any(shutil.which(name) for name in ("g++", "clang++", "c++")):
        raise Unsupported("torch.compile needs a C++ compiler, got none on the path")


def _batch_norm(z, gamma, beta):
    """The normalized batch, and its mean and unbiased variance for the running averages."""
    variance, mean = torch.var_mean(z, dim=0, correction=0)
    h = (z - mean) * torch.rsqrt(variance + BATCH_NORM["eps"]) * gamma + beta
    return h, [mean.detach(), variance.detach() * (len(z) / (len(z) - 1))]


def _update(workload, parameters, gradients, slots, t):
    lr, beta1, beta2 = workload.lr, ADAM["beta1"], ADAM["beta2"]
    for theta, g, s, r in zip(parameters, gradients, *slots, strict=True):
        if workload.optimizer == "adam":
            s.mul_(beta1).add_(g, alpha=1 - beta1)
            r.mul_(beta2).addcmul_(g, g, value=1 - beta2)
            root = (r / (1 - beta2**t)).sqrt() + ADAM["eps"]
            theta.sub_(lr / (1 - beta1**t) * s / root)
        elif workload.momentum:
            s.mul_(workload.momentum).sub_(g, alpha=lr)
            theta.add_(s)
        else:
            theta.sub_(g, alpha=lr)
