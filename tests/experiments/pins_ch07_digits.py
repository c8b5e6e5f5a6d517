"""Chapter 7's numbers on the digits from elsewhere: networks side by side in plain numpy, one in PyTorch."""

from functools import cache

import numpy as np
from xor_by_hand import by_hand

from dlcourse.data import digits


def parts(seed):
    x, y = digits()
    order = np.random.default_rng((2, seed)).permutation(1797)
    return x[order[:1000]], y[order[:1000]], x[order[1000:]], y[order[1000:]]


def starts(seed):
    """Glorot's start of 64-32-10: uniform, biases 0."""
    rng = np.random.default_rng((3, seed))
    a, b = (6 / 96) ** 0.5, (6 / 42) ** 0.5
    return [rng.uniform(-a, a, (64, 32)), np.zeros((1, 32)), rng.uniform(-b, b, (32, 10)), np.zeros((1, 10))]


def slopes(x, y, W, b, V, c, wrong=""):
    """The gradients of the mean cross-entropy of networks side by side, and the losses.   x (runs, m, 64)"""
    m, h = x.shape[1], np.maximum(0, x @ W + b)
    z = h @ V + c
    z = z - z.max(axis=2, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=2, keepdims=True))
    p, right = np.exp(log_p), np.take_along_axis(log_p, y[:, :, None], axis=2)
    G = (p - (y[:, :, None] == np.arange(10))) / m
    G = G / m if wrong == "mean_twice" else G
    D = (G @ V.transpose(0, 2, 1)) * ((h > 0) | (wrong == "no_mask"))
    D = 0 * D if wrong == "nothing_below" else D
    found = [
        x.transpose(0, 2, 1) @ D,
        D.sum(1, keepdims=True),
        h.transpose(0, 2, 1) @ G,
        G.sum(1, keepdims=True),
    ]
    return found, -right.mean(axis=(1, 2))


@cache
def trained(seeds, alpha=0.0, size=50, lr=0.5, n_epochs=20, wrong=None):
    """Networks side by side: theta, accuracies by epoch and run, loss and omega at the end, the starts."""
    data = [parts(seed) for seed in seeds]
    x, y, x_test, y_test = (np.stack(group) for group in zip(*data, strict=True))
    first = [np.stack(group) for group in zip(*map(starts, seeds), strict=True)]
    theta, accuracies = list(first), []
    rngs = [np.random.default_rng((4, seed) if wrong is None else seed) for seed in seeds]
    run, losses = np.arange(len(seeds))[:, None], []
    for _ in range(n_epochs):
        orders = np.stack([rng.permutation(1000) for rng in rngs])
        for begin in range(0, 1000, size):
            rows = orders[:, begin : begin + size]
            gradients, loss = slopes(x[run, rows], y[run, rows], *theta, wrong)
            losses.append(loss)
            decay = [alpha * theta[0] * (wrong != "nothing_below"), 0, alpha * theta[2], 0]
            theta = [a - lr * (g + d) for a, g, d in zip(theta, gradients, decay, strict=True)]
        accuracies.append((answers(x_test, *theta) == y_test).mean(axis=1))
    return {
        "theta": theta, "first": first, "accuracy": np.array(accuracies),
        "training": (answers(x, *theta) == y).mean(axis=1), "loss": slopes(x, y, *theta)[1],
        "before": np.mean(losses[-1000 // size :], axis=0), "test_loss": slopes(x_test, y_test, *theta)[1],
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
    first = trained((0,), n_epochs=1)
    return found | {
        "first_loss": first["before"][0], "first_test_loss": first["test_loss"][0],
        "training": np.median(plain["training"]), "n_blank": sum(parts(0)[0].max(axis=0) == 0),
        "blank_moved": 0, "blank_kept": (1 - 0.5 * 0.01) ** 400,
        "neighbors_start": about(np.median([beside(W) for W in plain["first"][0]]), 0.005),
        "neighbors_end": about(np.median([beside(W) for W in plain["theta"][0]]), 0.005),
        "start_left_strong": about(np.median(left), 0.01), "n_steps": 400, "lr": 0.5,
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


def minibatches():
    """Plain numpy from the same starts; the spread of single gradients; XOR's cases one by one."""
    found = {
        "n_epochs": 5, "lr": 0.1, "lr_of_sum": 0.01, "mean_of_epoch": (0, 1e-14), "visits": 20_000,
        "xor_lr": 0.1, "shuffled_apart": (0.05, 0.15),
    }  # fmt: skip
    for size in (10, 50, 200):
        error = spread() * (1 / size * (1000 - size) / 999) ** 0.5
        found[f"error_{size}"] = about(error, 0.05 * error)
    for size in (1, 5, 25, 125, 1000):
        found[f"steps_{size}"] = 5000 // size
        for name, lr in (("mean", 0.1), ("sum", 0.01 * size)):
            found |= of_both_sets(f"{name}_{size}", size, lr)
    for size, lr in ((1, 0.03), (5, 0.1), (25, 0.3), (125, 1), (1000, 1)):
        found |= {f"rate_{size}": lr} | of_both_sets(f"best_{size}", size, lr)
    for size in (1, 2, 4):
        for end, seeds in (("", range(400)), ("_again", range(400, 800))):
            J = xor_by_cases(size, seeds)
            found[f"xor_{size}{end}"] = about(np.mean(J < 0.01), 0.01)
            if size == 1:
                found[f"xor_failed{end}"] = about(np.sum(J >= 0.01), 4)
            if size != 2:
                found[f"xor_flat_{size}{end}"] = about(np.sum(J > 0.2), 4)
    return found


def of_both_sets(name, size, lr):
    """Median accuracies over the two sets of seeds, whose networks are trained beside each other."""
    last = trained((*range(10), *range(1000, 1010)), size=size, lr=lr, n_epochs=5)["accuracy"][-1]
    return {
        name: about(np.median(last[:10]), 0.02),
        f"{name}_again": about(np.median(last[10:]), 0.02),
    }


def spread():
    """The standard deviation of single gradients at the start of seed 0, over the length of their mean."""
    x, y, _, _ = parts(0)
    theta = [np.repeat(a[None], 1000, axis=0) for a in starts(0)]
    single, _ = slopes(x[:, None], y[:, None], *theta)
    single = np.concatenate([g.reshape(1000, -1) for g in single], axis=1)
    mean = single.mean(axis=0)
    return (((single - mean) ** 2).sum(axis=1).mean()) ** 0.5 / np.linalg.norm(mean)


def xor_by_cases(size, seeds):
    """The losses of 2-2-1 with tanh, gradients by hand."""
    x, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([[0], [1], [1], [0.0]])
    W, w = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        W.append(rng.uniform(-((6 / 4) ** 0.5), (6 / 4) ** 0.5, (2, 2)))
        w.append(rng.uniform(-(2**0.5), 2**0.5, (2, 1)))
    W, w, rng = np.stack(W, axis=-1), np.stack(w, axis=-1)[:, 0], np.random.default_rng((6, seeds.start))
    theta = [W, np.zeros_like(w), w, np.zeros(len(seeds))]
    for _ in range(5000):
        for rows in rng.permutation(4).reshape(-1, size):
            _, gradients = by_hand(theta, "tanh", x[rows], y[rows])
            for p, g in zip(theta, gradients, strict=True):
                p -= 0.1 * g
    return (by_hand(theta, "tanh", x, y)[0] ** 2).mean(axis=0)


def milestone():
    """The same networks, their orders drawn from the seeds themselves; wrong gradients by hand."""
    found, right = {"low": 0.935, "high": 0.985}, []
    for wrong in ("", "no_mask", "nothing_below", "mean_twice"):
        for end, seeds in (("", range(10)), ("_again", range(1000, 1010))):
            accuracy = trained(tuple(seeds), 1e-4, wrong=wrong)["accuracy"][-1]
            found[(wrong or "accuracy") + end] = about(np.median(accuracy), 0.005)
            right += [] if wrong else list(accuracy)
    return found | {"least": min(right), "most": max(right)}
