"""Chapter 16's milestone in PyTorch: all runs beside each other, gradients by its autograd."""

import numpy as np
import torch

from dlcourse.data import digits

WIDTHS, SEEDS, FRESH = (64, 20, 20, 20, 20, 10), range(10), range(1000, 1010)


def own_layer():
    """Medians of ten runs, as near as a part of the runs' own spread: rounding turns single runs."""
    found, right = {"low": 0.85, "high": 0.98, "n_epochs": 10}, []
    for end, seeds in (("", SEEDS), ("_again", FRESH)):
        runs = {name: trained(seeds, name) for name in ("right", "bare", "direct", "no_mean")}
        shown = {"accuracy": runs["right"]["running"]} | {"bare": runs["bare"]["running"]}
        shown |= {way: runs["right"][way] for way in ("never", "batch", "sorted", "alone")}
        for name in ("direct", "no_mean"):
            shown |= {name: runs[name]["running"], f"{name}_batch": runs[name]["batch"]}
        for name, accuracy in shown.items():
            apart = 0.005 + np.ptp(accuracy) / 10
            found[name + end] = (np.median(accuracy) - apart, np.median(accuracy) + apart)
        right += list(runs["right"]["running"])
        for name, statistics in (("bare", fixed), ("normal", lambda k, z: moments(z))):
            for quantity, value in at_start(seeds, statistics).items():
                found[f"{name}_{quantity}{end}"] = (0.999 * value, 1.001 * value)
    return found | {"least": min(right), "most": max(right)}


def fixed(k, z):
    return torch.zeros(()).double(), torch.ones(()).double()


def at_start(seeds, statistics):
    """Medians of what the first step meets, over all training digits."""
    x, y, *_ = (torch.tensor(np.stack(part)) for part in zip(*map(parts, seeds), strict=True))
    theta, seen = starts(seeds), []
    out = logits(x, theta, statistics, seen)
    torch.nn.functional.cross_entropy(out.transpose(1, 2), y, reduction="none").mean(dim=1).sum().backward()
    z = seen[-1]
    mean, variance = statistics(3, z)
    h = torch.sigmoid((z - mean) / (variance + 1e-5) ** 0.5)
    return {
        "slope": np.median((h - h**2).mean((1, 2))),
        "first": np.median(seen[0].std(1, correction=0).mean(1)),
        "last": np.median(z.std(1, correction=0).mean(1)),
        "gradient": np.median((theta[0].grad ** 2).mean((1, 2)).sqrt()),
    }


def parts(seed):
    x, classes = digits()
    order = np.random.default_rng((2, seed)).permutation(len(x))
    return x[order[:1000]], classes[order[:1000]], x[order[1000:]], classes[order[1000:]]


def starts(seeds):
    """All W, b, all gamma, all beta: each with the seeds first."""
    W = [[] for _ in WIDTHS[1:]]
    for seed in seeds:
        rng = np.random.default_rng((3, seed))
        for k, (n, p) in enumerate(zip(WIDTHS, WIDTHS[1:], strict=False)):
            a = (6 / (n + p)) ** 0.5
            W[k].append(rng.uniform(-a, a, (n, p)))
    rest = [np.zeros((len(seeds), 1, 10)), *[np.ones((len(seeds), 1, 20))] * 4]
    rest += [np.zeros((len(seeds), 1, 20))] * 4
    return [torch.tensor(a).requires_grad_() for a in [*map(np.stack, W), *rest]]


def moments(z):
    mean = z.mean(1, keepdim=True)
    return mean, ((z - mean) ** 2).mean(1, keepdim=True)


def logits(x, theta, statistics, seen=None):
    """statistics: layer, z -> mean and variance. seen: takes each z."""
    h = x
    for k in range(4):
        z = h @ theta[k]
        mean, variance = statistics(k, z)
        h = torch.sigmoid(theta[6 + k] * (z - mean) / (variance + 1e-5) ** 0.5 + theta[10 + k])
        if seen is not None:
            seen.append(z.detach())
    return h @ theta[4] + theta[5]


def detached(k, z):
    return tuple(a.detach() for a in moments(z))


def mean_detached(k, z):
    mean = z.mean(1, keepdim=True).detach()
    return mean, ((z - mean) ** 2).mean(1, keepdim=True)


def trained(seeds, kind):
    """Accuracies after ten epochs: an array over the seeds for each way to read the other digits."""
    x, y, x_new, y_new = (torch.tensor(np.stack(part)) for part in zip(*map(parts, seeds), strict=True))
    theta, rngs = starts(seeds), [np.random.default_rng(seed) for seed in seeds]
    fresh = [(torch.zeros(()).double(), torch.ones(()).double())] * 4
    running = list(fresh)
    ways = {"right": lambda k, z: moments(z), "bare": lambda k, z: fresh[k], "direct": detached}
    here = (ways | {"no_mean": mean_detached})[kind]
    for _ in range(10):
        order = np.stack([rng.permutation(1000) for rng in rngs])
        for begin in range(0, 1000, 50):
            rows = (np.arange(len(rngs))[:, None], order[:, begin : begin + 50])
            seen = []
            out = logits(x[rows], theta, here, seen)
            J = torch.nn.functional.cross_entropy(out.transpose(1, 2), y[rows], reduction="none")
            J.mean(dim=1).sum().backward()
            with torch.no_grad():
                for p in theta:
                    if p.grad is not None:
                        p -= 0.5 * p.grad
                    p.grad = None
            for k, z in enumerate(seen):
                mean, variance = moments(z)
                kept, new = running[k], (mean, variance * 50 / 49)
                running[k] = tuple(0.9 * a + 0.1 * b for a, b in zip(kept, new, strict=True))
    return read(x_new, y_new, theta, fresh if kind == "bare" else running, fresh)


@torch.no_grad()
def read(x, y, theta, running, fresh):
    def right(statistics, x=x, y=y):
        return (logits(x, theta, statistics).argmax(2) == y).double().mean(1).numpy()

    def batch(k, z):
        return moments(z)

    one = (np.arange(len(x))[:, None], np.argsort(y.numpy(), axis=1, kind="stable"))
    cuts = [(one[0], cut) for cut in np.array_split(one[1], len(x[0]) // 50, axis=1)]
    by_class = [right(batch, x[cut], y[cut]) * cut[1].shape[1] for cut in cuts]
    few = (one[0], one[1][:, ::8])
    # of a single digit, z - mean is 0: beta alone is left
    return {
        "running": right(lambda k, z: running[k]), "never": right(lambda k, z: fresh[k]),
        "batch": right(batch), "sorted": sum(by_class) / len(x[0]),
        "alone": right(lambda k, z: (z, torch.ones_like(z)), x[few], y[few]),
    }  # fmt: skip
