"""PyTorch, eager, on the CPU."""

import torch

VERSION = torch.__version__


def training(workload):
    weights, x, y = workload.start()
    steps = []
    for n_in, n_out in zip(workload.widths[:-1], workload.widths[1:], strict=True):
        steps += [
            torch.nn.Linear(n_in, n_out),
            {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh}[workload.activation](),
        ]
    model = torch.nn.Sequential(*steps[:-1])
    with torch.no_grad():
        for layer, (W, b) in zip(model[::2], weights, strict=True):
            layer.weight.copy_(torch.from_numpy(W.T.copy()))
            layer.bias.copy_(torch.from_numpy(b))
    optimizer = torch.optim.SGD(model.parameters(), lr=workload.lr, momentum=workload.momentum)
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    loss = torch.nn.CrossEntropyLoss()

    def step():
        optimizer.zero_grad()
        J = loss(model(x), y)
        J.backward()
        optimizer.step()
        return J.detach()

    def final():
        return [p.detach().numpy().T for p in model.parameters()]

    return step, final


def scalar_chain(workload):
    def run():
        x, w, b = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (0.5, 0.9, 0.1))
        for _ in range(workload.n_ops // 2):
            x = x * w + b
        return [g.numpy() for g in torch.autograd.grad(x, [w, b])]

    return run
