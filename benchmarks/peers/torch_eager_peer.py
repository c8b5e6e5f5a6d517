"""PyTorch, eager, as a user writes it, with the defaults of its optimizers and of its Hessian."""

import torch

from benchmarks.peers import Task, Unsupported
from benchmarks.threads import limited
from benchmarks.workloads import ADAM, BATCH_NORM

VERSION = torch.__version__
NOTE = "nn.Module, torch.optim and torch.autograd.functional as they come; inference under inference_mode"
ACTIVATIONS = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid}

torch.set_num_threads(limited())


def training(workload, device="cpu", **options):
    model, loss, x, y = build(workload, device)
    optimizer = optimizer_of(workload, model, **options)

    def step():
        optimizer.zero_grad()
        J = loss(model(x), y)
        J.backward()
        optimizer.step()
        return J.detach()

    return Task(step, lambda: exported(model.parameters()), synchronize(device))


def chain(workload):
    def run():
        numbers = (workload.x, workload.w, workload.b)
        x, w, b = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in numbers)
        for _ in range(workload.n_ops // 2):
            x = x * w + b
        return torch.autograd.grad(x, [w, b])

    return Task(run)


def rosenbrock(x):
    head, tail = x[:-1], x[1:]
    return (100 * (tail - head**2) ** 2 + (1 - head) ** 2).sum()


def gradient(workload):
    start = torch.from_numpy(workload.start())

    def run():
        x = start.detach().requires_grad_()
        return torch.autograd.grad(rosenbrock(x), x)

    return Task(run)


def hessian(workload, **options):
    loss, theta = loss_of_vector(workload)
    return Task(lambda: [torch.autograd.functional.hessian(loss, theta, **options)])


def loss_of_vector(workload):
    """The mean squared error as a function of all parameters in one vector, and the vector."""
    parameters, x, y = (
        [torch.from_numpy(a) for a in part] if isinstance(part, list) else torch.from_numpy(part)
        for part in workload.start()
    )
    shapes, sizes = [p.shape for p in parameters], [p.numel() for p in parameters]

    def loss(theta):
        W, b, w, c = (part.view(s) for part, s in zip(theta.split(sizes), shapes, strict=True))
        return torch.nn.functional.mse_loss(torch.tanh(x @ W + b) @ w + c, y)

    return loss, torch.cat([p.reshape(-1) for p in parameters])


def inference(workload):
    parameters, x = workload.start()
    model = network(workload, parameters).eval()
    x = torch.from_numpy(x)

    def run():
        with torch.inference_mode():
            return [model(x)]

    return Task(run)


def build(workload, device="cpu"):
    """model, loss, x, y at the workload's start. Raises Unsupported for a PyTorch without CUDA."""
    if device == "cuda" and not torch.cuda.is_available():
        raise Unsupported("this PyTorch computes on the CPU: install one with CUDA")
    parameters, x, y = workload.start()
    model = network(workload, parameters).to(device)
    loss = torch.nn.CrossEntropyLoss() if workload.loss == "classes" else torch.nn.MSELoss()
    return model, loss, torch.from_numpy(x).to(device), torch.from_numpy(y).to(device)


def network(workload, parameters):
    steps, n_in, activation = [], workload.widths[0], ACTIVATIONS[getattr(workload, "activation", "relu")]
    for n_out in workload.widths[1:]:
        steps += [torch.nn.Linear(n_in, n_out)]
        if getattr(workload, "batch_norm", False):
            steps += [torch.nn.BatchNorm1d(n_out, eps=BATCH_NORM["eps"], momentum=1 - BATCH_NORM["momentum"])]
        steps += [activation()]
        n_in = n_out
    model = torch.nn.Sequential(*steps[: -2 if getattr(workload, "batch_norm", False) else -1])
    with torch.no_grad():
        for parameter, array in zip(model.parameters(), parameters, strict=True):
            parameter.copy_(torch.from_numpy(array.T.copy()))  # nn.Linear holds W transposed
    return model


def optimizer_of(workload, model, **options):
    if workload.optimizer == "sgd":
        return torch.optim.SGD(model.parameters(), lr=workload.lr, momentum=workload.momentum, **options)
    betas = (ADAM["beta1"], ADAM["beta2"])
    return torch.optim.Adam(model.parameters(), lr=workload.lr, betas=betas, eps=ADAM["eps"], **options)


def exported(parameters):
    return [p.detach().cpu().numpy().T for p in parameters]


def synchronize(device):
    return None if device == "cpu" else torch.cuda.synchronize
