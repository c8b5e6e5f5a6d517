"""Chapter 7's numbers from elsewhere: by hand in floats, networks in plain numpy and in PyTorch."""

from functools import cache
from math import exp, log

import numpy as np

from dlcourse.data import digits


def there_and_back():
    """By hand: logits of two classes, sample by sample; the first column of H is 0, 1, 1, 1, 3."""
    logits, y = [(-1, 0), (-1, 1), (0, 1), (2, 0), (4, 2)], [0, 1, 0, 0, 1]
    p0 = [exp(a) / (exp(a) + exp(b)) for a, b in logits]
    losses = [-log(p if k == 0 else 1 - p) for p, k in zip(p0, y, strict=True)]
    G = [(p - (k == 0)) / 5 for p, k in zip(p0, y, strict=True)]
    data = sum(h * g for h, g in zip((0, 1, 1, 1, 3), G, strict=True))
    return {
        "lam": 0.01, "J_MLE": sum(losses) / 5, "penalty": 0.28, "J": sum(losses) / 5 + 0.28,
        "last_loss": losses[4], "p_last": p0[4], "G_last": p0[4] / 5, "data_11": data,
        "dW2_11": data + 2 * 0.01 * 1, "dW1_blank": 2 * 0.01 * -2, "by_steps": (0, 1e-9),
    }  # fmt: skip


def whole_net():
    """Who sees what, by hand; the inventory's slopes; training with wrong gradients in PyTorch."""
    s = 1 / (1 + exp(-4))
    t = 1 / (1 + exp(-s))
    losses = {wrong: loss_with(wrong) for wrong in ("", "slope", "lost", "twice", "biases", "rows", "1/m")}
    return {
        "pass_whole": 0,
        "pass_one": 4,  # slope, biases, rows, 1/m: none of them touches a weight of the last layer
        "pass_unpenalized": 3,  # lost, twice, biases
        "pass_start": 1,  # biases: nothing is penalized where they are 0
        "pass_loose": 3,  # lost, twice, biases: they change a number by alpha times a weight
        "error": (0, 1e-9), "n_parameters": 5 * 7 + 8 * 5 + 6 * 3, "wrong": 6,
        "slope_at_z": s * (1 - s), "slope_at_h": t * (1 - t), "slopes_apart": t * (1 - t) / (s * (1 - s)),
        "learned": 0.1, "loss_right": losses[""], "loss_slope": losses["slope"],
        "loss_right_again": loss_with("", 5), "loss_slope_again": loss_with("slope", 5),
        "learning": sum(losses[wrong] < 0.1 for wrong in losses if wrong),
    }  # fmt: skip


def loss_with(wrong, seed=0):
    """The loss after 1,000 steps by a gradient that PyTorch takes of a cost with the slip in it."""
    import torch

    rng = np.random.default_rng(seed)
    x, y = (torch.tensor(rng.standard_normal((11, n))) for n in (4, 3))
    W = [rng.standard_normal((n, k)) / n**0.5 for n, k in ((4, 7), (7, 5), (5, 3))]
    theta = [torch.tensor(a, requires_grad=True) for a in [*W, *(rng.standard_normal(n) for n in (7, 5, 3))]]
    alpha = 0.001 * {"lost": 0, "twice": 2}.get(wrong, 1)
    for step in range(1001):
        h = x
        for k in range(3):
            b = theta[3 + k]
            if wrong == "rows":  # the same value, a gradient a row's share as large
                b = b.detach() + (b - b.detach()) / 11
            z = h @ theta[k] + b
            if wrong == "1/m" and k == 0:  # what has passed the second layer's weights is too small
                z = z.detach() + (z - z.detach()) / 11
            h = torch.tanh(z)
            if wrong == "slope":
                h = h.detach() + (z - z.detach()) * (1 - torch.tanh(h.detach()) ** 2)
        L = ((z - y) ** 2).sum() / 11
        if step == 1000:
            return L.item()
        penalized = theta if wrong == "biases" else theta[:3]
        gradients = torch.autograd.grad(L + alpha / 2 * sum((a**2).sum() for a in penalized), theta)
        theta = [(a - 0.05 * g).detach().requires_grad_() for a, g in zip(theta, gradients, strict=True)]


def parts(seed):
    x, y = digits()
    order = np.random.default_rng((2, seed)).permutation(1797)
    return x[order[:1000]], y[order[:1000]], x[order[1000:]], y[order[1000:]]


def starts(seed):
    """Glorot's start of 64-32-10: uniform, biases 0."""
    rng = np.random.default_rng((3, seed))
    a, b = (6 / 96) ** 0.5, (6 / 42) ** 0.5
    return [rng.uniform(-a, a, (64, 32)), np.zeros((1, 32)), rng.uniform(-b, b, (32, 10)), np.zeros((1, 10))]


def slopes(x, y, W, b, V, c):
    """The gradients of the mean cross-entropy of networks side by side, and the losses.   x (runs, m, 64)"""
    m, h = x.shape[1], np.maximum(0, x @ W + b)
    z = h @ V + c
    z = z - z.max(axis=2, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=2, keepdims=True)
    right = np.take_along_axis(p, y[:, :, None], axis=2)
    G = (p - (y[:, :, None] == np.arange(10))) / m
    D = (G @ V.transpose(0, 2, 1)) * (h > 0)
    found = [
        x.transpose(0, 2, 1) @ D,
        D.sum(1, keepdims=True),
        h.transpose(0, 2, 1) @ G,
        G.sum(1, keepdims=True),
    ]
    return found, -np.log(right).mean(axis=(1, 2))


@cache
def trained(seeds, alpha=0.0, size=50, lr=0.5, n_epochs=20):
    """Networks side by side: theta, accuracies by epoch and run, loss and omega at the end, the starts."""
    data = [parts(seed) for seed in seeds]
    x, y, x_test, y_test = (np.stack(group) for group in zip(*data, strict=True))
    first = [np.stack(group) for group in zip(*map(starts, seeds), strict=True)]
    theta, rngs, accuracies = list(first), [np.random.default_rng((4, seed)) for seed in seeds], []
    run = np.arange(len(seeds))[:, None]
    for _ in range(n_epochs):
        orders = np.stack([rng.permutation(1000) for rng in rngs])
        for begin in range(0, 1000, size):
            rows = orders[:, begin : begin + size]
            gradients, _ = slopes(x[run, rows], y[run, rows], *theta)
            decay = [alpha * theta[0], 0, alpha * theta[2], 0]
            theta = [a - lr * (g + d) for a, g, d in zip(theta, gradients, decay, strict=True)]
        accuracies.append((answers(x_test, *theta) == y_test).mean(axis=1))
    return {
        "theta": theta, "first": first, "accuracy": np.array(accuracies),
        "training": (answers(x, *theta) == y).mean(axis=1), "loss": slopes(x, y, *theta)[1],
        "omega": ((theta[0] ** 2).sum(axis=(1, 2)) + (theta[2] ** 2).sum(axis=(1, 2))) / 2,
    }  # fmt: skip


def answers(x, W, b, V, c):
    return (np.maximum(0, x @ W + b) @ V + c).argmax(axis=2)


FIRST, FRESH = tuple(range(20)), tuple(range(1000, 1020))


def about(value, apart):
    """Rounding may turn a run onto another way: as near as a part of the runs' own spread."""
    return value - apart, value + apart


def digits_mlp():
    """Networks in plain numpy, from the same starts, on the same minibatches; seed 0 in PyTorch."""
    found = {}
    for end, seeds in (("", FIRST), ("_again", FRESH)):
        runs = trained(seeds)
        left = [alike(a, b) for a, b in zip(runs["first"][0], runs["theta"][0], strict=True)]
        found["accuracy" + end] = about(np.median(runs["accuracy"][-1]), 0.002)
        found["first_epoch" + end] = about(np.median(runs["accuracy"][0]), 0.002)
        found["start_left" + end] = about(np.median(left), 0.005)
    plain, strong = trained(FIRST), trained(FIRST, 0.01)
    left = [alike(a, b) for a, b in zip(strong["first"][0], strong["theta"][0], strict=True)]
    return found | {
        "training": np.median(plain["training"]), "n_blank": sum(parts(0)[0].max(axis=0) == 0),
        "blank_moved": 0, "blank_kept": (1 - 0.5 * 0.01) ** 400,
        "neighbors_start": about(np.median([beside(W) for W in plain["first"][0]]), 0.005),
        "neighbors_end": about(np.median([beside(W) for W in plain["theta"][0]]), 0.005),
        "start_left_strong": about(np.median(left), 0.01), "n_steps": 400, "lr": 0.5, "strong": 0.01,
        "loss_of_seed_0": loss_by_torch(), "torch_apart": 1e-9,
    }  # fmt: skip


def alike(a, b):
    a, b = a.ravel() - a.mean(), b.ravel() - b.mean()
    return a @ b / (a @ a * (b @ b)) ** 0.5


def beside(W):
    """Of each pixel and its neighbor to the right."""
    grid = W.reshape(8, 8, 32)
    return alike(grid[:, 1:], grid[:, :-1])


def loss_by_torch():
    """The mean over the last epoch of the loss before each step."""
    import torch

    x, y, _, _ = parts(0)
    x, y = torch.tensor(x), torch.tensor(y)
    first = starts(0)
    net = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10)).double()
    with torch.no_grad():
        for p, a in zip(net.parameters(), (first[0].T, first[1][0], first[2].T, first[3][0]), strict=True):
            p.copy_(torch.tensor(a))
    optimizer, rng = torch.optim.SGD(net.parameters(), lr=0.5), np.random.default_rng((4, 0))
    for _ in range(20):
        order, losses = rng.permutation(1000), []
        for begin in range(0, 1000, 50):
            rows = order[begin : begin + 50]
            optimizer.zero_grad()
            J = torch.nn.functional.cross_entropy(net(x[rows]), y[rows])
            J.backward()
            optimizer.step()
            losses.append(J.item())
    return np.mean(losses)


def missing_path():
    """The first minibatch in plain numpy; J after training, the penalty in every step or in none."""
    x, y, _, _ = parts(0)
    theta = [a[None] for a in starts(0)]
    data, W = slopes(x[None, :50], y[None, :50], *theta)[0][0], theta[0]
    error = {alpha: np.linalg.norm(alpha * W) / np.linalg.norm(data + alpha * W) for alpha in (1e-4, 1e-2)}
    found = {
        "alpha": 0.01,
        "alpha_small": 1e-4,
        "error_small": error[1e-4],
        "error_strong": error[1e-2],
        "error_blank": 1,
    }
    for name, alpha in (("lost", 0.0), ("kept", 0.01)):
        for end, seeds in (("", FIRST), ("_again", FRESH)):
            runs = trained(seeds, alpha)
            found[f"J_{name}{end}"] = about(np.median(runs["loss"] + 0.01 * runs["omega"]), 0.005)
            found[f"accuracy_{name}{end}"] = about(np.median(runs["accuracy"][-1]), 0.002)
    return found
