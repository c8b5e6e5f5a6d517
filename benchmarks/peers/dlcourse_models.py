"""Our model, optimizer and loss for a workload, as both of our gears take them."""

import numpy as np

from benchmarks.peers import Task
from benchmarks.workloads import ADAM, BATCH_NORM
from dlcourse import MLP, SGD, Adam, Linear, Sequential, ops, use_dtype
from dlcourse.backend import cuda_module, to_device, to_numpy
from dlcourse.layers import BatchNorm
from dlcourse.losses import mean_squared_error, softmax_cross_entropy


def build(workload, device="cpu"):
    """model, optimizer (None but for training), x, y, at the workload's start and of its dtype."""
    parameters, x, *y = workload.start()
    with use_dtype(workload.dtype):
        model = _network(workload)
    for parameter, array in zip(model.parameters(), parameters, strict=True):
        parameter.array[...] = array
    if device != "cpu":
        model.to(device)
        x, y = to_device(x, device), [to_device(a, device) for a in y]
    optimizer = None
    if workload.kind == "training":
        optimizer = (
            Adam(model.parameters(), **(ADAM | {"lr": workload.lr}))
            if workload.optimizer == "adam"
            else SGD(model.parameters(), lr=workload.lr, momentum=workload.momentum)
        )
    return model, optimizer, x, y[0] if y else None


def loss_of(workload):
    """The library's loss for the workload."""
    return softmax_cross_entropy if getattr(workload, "loss", "squares") == "classes" else mean_squared_error


def _network(workload):
    rng = np.random.default_rng(0)  # its weights are overwritten
    activation = getattr(
        ops, getattr(workload, "activation", "tanh" if workload.kind == "hessian" else "relu")
    )
    if not getattr(workload, "batch_norm", False):
        return MLP(workload.widths, activation=activation, rng=rng)
    *hidden, n_out = workload.widths[1:]
    steps, n_in = [], workload.widths[0]
    for n_units in hidden:
        steps += [Linear(n_in, n_units, rng=rng), BatchNorm(n_units, **BATCH_NORM), activation]
        n_in = n_units
    return Sequential(*steps, Linear(n_in, n_out, rng=rng))


def task(step, model, device) -> Task:
    """The step as a task, with the model's weights brought to the CPU."""
    sync = None if device == "cpu" else lambda: cuda_module().cuda.get_current_stream().synchronize()
    return Task(step, lambda: [to_numpy(parameter.array) for parameter in model.parameters()], sync)
