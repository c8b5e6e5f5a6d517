"""Chapter 17's second page: numbers by hand, descent step by step, and networks in NumPy alone."""

import math
from itertools import product

import numpy as np

from dlcourse.data import digits

SETS = {"": 0, "_again": 100}  # the first seed


def near(value, by):
    return value - by, value + by


def dropout():
    """Masks written out; the two means of the deck's unit as the inventory has them."""
    rng = np.random.default_rng(0)
    half_z = (rng.standard_normal(10) * rng.standard_normal(10)).sum() / 2
    left = 0.5 - 1 / (2 * math.pi)  # the variance of max(0, x)
    found = {"growth_half": 2, "growth_fifth": 1.25, "ratio": 1, "mean_loss": 2.5}
    found |= {"spread": math.sqrt(left / (1 - 1 / (2 * math.pi))), "g_1": 1, "g_2": 4}
    found |= {"one_mask": 50 / math.pi + 1 - 1 / math.pi, "one_mask_ones": 50}
    found |= {"g_1_other": 0, "g_2_other": 0, "linear": half_z}
    found |= {"arithmetic": 0.17727962562299868, "geometric": 0.12946816212675097}
    found |= {"scaled": 0.1294681621267509}
    for end, first in SETS.items():
        means = np.array([means_of_subnetworks(first + k) for k in range(20)])
        for name, column in (("geometric", 0), ("arithmetic", 1)):
            found[f"off_{name}{end}"] = np.median(abs(means[:, column] - means[:, 2]))
    return found


def means_of_subnetworks(seed):
    """Geometric and arithmetic mean, and one pass, of a 5-5-1 network with masks on inputs and units."""
    rng = np.random.default_rng(seed)
    W, w, x = (rng.standard_normal(shape) for shape in ((5, 5), (5, 1), (1, 5)))
    masks = np.array(list(product([0, 1], repeat=5)))
    h = np.tanh(x * masks / 0.8 @ W)
    z = (h[:, None] * masks * 2) @ w
    some = masks.sum(axis=1)
    p = np.outer(0.8**some * 0.2 ** (5 - some), np.full(32, 1 / 32))[..., None]
    one = np.tanh(x @ W) @ w

    def answer(v):
        return 1 / (1 + np.exp(-v))

    return answer((p * z).sum()), (p * answer(z)).sum(), answer(one[0, 0])


def design(x):
    """A column of ones and thirty bells of width 0.1."""
    bells = np.exp(-((x[..., None] - np.linspace(-1, 1, 30)) ** 2) / (2 * 0.1**2))
    return np.concatenate([np.ones((*x.shape, 1)), bells], axis=-1)


def early_stopping():
    """Step by step for the curves; by powers of a matrix where there are many data sets."""
    close = 1e-6
    found = {"alpha": 20 / 9.7, "at_alpha": 1 - 1 / math.e, "u_shaped": 1}
    for end, first in SETS.items():
        steps, training, validation = descended(first)
        best = steps[validation.argmin(axis=1)]
        found[f"best_step{end}"] = near(np.median(best), 0.5)
        medians = {"best_error": validation.min(axis=1), "end_error": validation[:, -1]}
        for name, values in (medians | {"end_training": training}).items():
            found[f"{name}{end}"] = near(np.median(values), close)
        found[f"n_u{end}"] = 50
    for end, first in (("", 0), ("_again", 400)):
        for m in (10, 200):
            chosen = np.array([chosen_by_powers(seed, m) for seed in range(first, first + 400)])
            on_validation, on_test = chosen.mean(axis=0)
            found[f"promised_{m}{end}"] = near(on_validation, 1e-4)
            found[f"kept_{m}{end}"] = near(on_test, 1e-4)
            found[f"gap_{m}{end}"] = near(on_test - on_validation, 1e-4)
    return found


def descended(first):
    """Plain descent on the data sets of 50 seeds.   -> steps, last training error, validation errors"""
    x, y = np.empty((50, 220)), np.empty((50, 220))
    for k in range(50):
        rng = np.random.default_rng(first + k)
        x[k] = np.concatenate([rng.uniform(-1, 1, 20), rng.uniform(-1, 1, 200)])
        noise = np.concatenate([rng.standard_normal(20), rng.standard_normal(200)])
        y[k] = np.sin(np.pi * x[k]) + 0.3 * noise
    A = design(x)
    here, t = np.ascontiguousarray(A[:, :20]), y[:, :20, None]
    back = 0.1 / 20 * np.ascontiguousarray(here.transpose(0, 2, 1))
    steps = np.unique(np.geomspace(1, 20_000, 400).astype(int))
    w, errors, at = np.zeros((50, 31, 1)), [], set(steps.tolist())
    for step in range(1, 20_001):
        w -= back @ (here @ w - t)
        if step in at:
            errors.append(((A @ w)[..., 0] - y) ** 2)
    errors = np.array(errors)
    return steps, errors[-1, :, :20].mean(axis=1), errors[:, :, 20:].mean(axis=2).T


def chosen_by_powers(seed, m):
    """Validation and test error at the step with the least validation error."""
    rng = np.random.default_rng((57, seed))
    sets = []
    for n in (20, 1000, m):
        x = rng.uniform(-1, 1, n)
        sets.append((design(x), np.sin(np.pi * x) + 0.3 * rng.standard_normal(n)))
    (A, y), *others = sets
    values, V = np.linalg.eigh(A.T @ A)
    steps = np.unique(np.geomspace(1, 20_000, 200).astype(int))
    values = np.maximum(values, 1e-12)
    factors = (1 - (1 - 0.1 / 20 * values) ** steps[:, None]) / values
    w = (factors * (V.T @ (A.T @ y))) @ V.T
    on_test, on_validation = (((w @ B.T - t) ** 2).mean(axis=1) for B, t in others)
    best = on_validation.argmin()
    return on_validation[best], on_test[best]


def images(seed, m):
    """m digits to learn from and 1000 others."""
    x, y = digits()
    order = np.random.default_rng((100, seed)).permutation(len(x))
    return x[order[:m]], y[order[:m]], x[order[-1000:]], y[order[-1000:]]


def learned(x, y, rng, width=64, n_steps=300, keep=1.0, keep_inputs=1.0):
    """A 64-width-10 ReLU network, trained by Adam on batches of 50, with dropout."""
    theta = [glorot(64, width, rng), np.zeros(width), glorot(width, 10, rng), np.zeros(10)]
    m, v = ([np.zeros_like(p) for p in theta] for _ in range(2))
    per_epoch = len(x) // 50
    for t in range(1, n_steps + 1):
        if t % per_epoch == 1:
            order = rng.permutation(len(x)).reshape(per_epoch, 50)
        rows = order[t % per_epoch]
        W, c, w, b = theta
        seen = x[rows] * (rng.random((50, 64)) < keep_inputs) / keep_inputs
        z = seen @ W + c
        mask = (z > 0) * (rng.random(z.shape) < keep) / keep
        h = z * mask
        G = softmaxed(h @ w + b)
        G[np.arange(50), y[rows]] -= 1
        G /= 50
        back = (G @ w.T) * mask
        for k, g in enumerate((seen.T @ back, back.sum(0), h.T @ G, G.sum(0))):
            m[k] += 0.1 * (g - m[k])
            v[k] += 0.001 * (g * g - v[k])
            theta[k] = theta[k] - 0.003 * (m[k] / (1 - 0.9**t)) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
    return theta


def glorot(n_in, n_out, rng):
    a = math.sqrt(6 / (n_in + n_out))
    return rng.uniform(-a, a, (n_in, n_out))


def softmaxed(z):
    p = np.exp(z - z.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True)


def logits(theta, x):
    W, c, w, b = theta
    return np.maximum(x @ W + c, 0) @ w + b


def right(theta, x, y):
    return (logits(theta, x).argmax(axis=1) == y).mean()


def moves(x):
    """The images, and the images moved by one pixel down, up, right and left."""
    padded = np.pad(x.reshape(-1, 8, 8), ((0, 0), (1, 1), (1, 1)))
    places = ((1, 1), (0, 1), (2, 1), (1, 0), (1, 2))
    return [padded[:, i : i + 8, j : j + 8].reshape(len(x), 64) for i, j in places]


def copies():
    """Three seeds of each set by hand, with other batches, and so with slack; the experiment has sixteen."""
    found = {"m": 100, "n": 16}
    for end, first in SETS.items():
        rows = np.array([with_copies(seed) for seed in range(first, first + 3)])
        plain, plain_moved, half, whole, moved, mirror, fives = rows.mean(axis=0)
        found |= {f"plain{end}": near(plain, 0.035), f"plain_moved{end}": near(plain_moved, 0.04)}
        found |= {f"half{end}": near(half, 0.025), f"whole{end}": near(whole, 0.025)}
        found |= {f"whole_moved{end}": near(moved, 0.04), f"mirror{end}": near(mirror, 0.03)}
        found[f"mirror_5{end}"] = near(fives, 0.15)
    return found


def with_copies(seed):
    x, y, x_new, y_new = images(seed, 100)
    moved, classes = np.concatenate(moves(x_new)[1:]), np.tile(y_new, 4)
    mirrored = x.reshape(-1, 8, 8)[:, :, ::-1].reshape(-1, 64)
    half, whole = np.concatenate([(x + one) / 2 for one in moves(x)]), np.concatenate(moves(x))
    sets = {"plain": (x, y), "half": (half, np.tile(y, 5)), "whole": (whole, np.tile(y, 5))}
    sets["mirror"] = (np.concatenate([x, mirrored]), np.tile(y, 2))
    nets = {name: learned(*data, np.random.default_rng(seed)) for name, data in sets.items()}
    on_new = {name: right(net, x_new, y_new) for name, net in nets.items()}
    on_moved = [right(nets[name], moved, classes) for name in ("plain", "whole")]
    fives = [right(nets[name], x_new[y_new == 5], 5) for name in ("plain", "mirror")]
    gains = {name: value - on_new["plain"] for name, value in on_new.items()}
    return [
        on_new["plain"], on_moved[0], gains["half"], gains["whole"],
        on_moved[1] - on_moved[0], gains["mirror"], fives[1] - fives[0],
    ]  # fmt: skip


def ensembles():
    """All seeds by hand, from other starts and with other batches."""
    found = {"n": 8}
    for end, first in SETS.items():
        rows = []
        for seed in range(first, first + 8):
            x, y, x_new, y_new = images(seed, 100)
            nets = [learned(x, y, np.random.default_rng((seed, 9, k)), n_steps=200) for k in range(5)]
            p = np.array([softmaxed(logits(net, x_new)) for net in nets])
            alone = (p.argmax(axis=2) == y_new).mean()
            gain = (p.mean(axis=0).argmax(axis=1) == y_new).mean() - alone
            errors = [((q - np.eye(10)[y_new]) ** 2).sum(-1).mean() for q in (p, p.mean(axis=0))]
            rows.append([alone, gain, errors[0], errors[0] - errors[1]])
        names = ("alone", "gain", "error_alone", "variance")
        by = (0.01, 0.004, 0.01, 0.0015)
        for name, value, slack in zip(names, np.mean(rows, axis=0), by, strict=True):
            found[f"{name}{end}"] = near(value, slack)
    return found


def dropped_digits():
    """Three seeds of each set by hand, with other batches and masks, and so with slack."""
    found = {"m": 300, "n": 6, "wrong": 0.3}
    for name, wrong, of_all, of_gain in (("", 0, 0.02, 0.015), ("noisy_", 0.3, 0.04, 0.03)):
        both = []
        for end, first in SETS.items():
            both.append(np.mean([dropped(seed, wrong) for seed in range(first, first + 3)], axis=0))
            found[f"{name}none{end}"] = near(both[-1][0], of_all)
            for column, place in ((1, "inputs"), (2, "hidden")):
                found[f"{name}{place}{end}"] = near(both[-1][column], of_gain)
        for column, place in ((1, "inputs"), (2, "hidden")):
            found[f"{name}{place}_both"] = near(np.mean(both, axis=0)[column], of_gain)
    return found


def dropped(seed, wrong):
    """The accuracy without dropout, the gain with dropout on the inputs, and with dropout on the units."""
    (x, y, x_new, y_new), rng = images(seed, 300), np.random.default_rng((17, seed))
    y = np.where(rng.random(300) < wrong, rng.integers(10, size=300), y)
    ways = ({}, {"keep_inputs": 0.8}, {"keep": 0.5})
    none, *others = (right(learned(x, y, np.random.default_rng(seed), 128, **w), x_new, y_new) for w in ways)
    return [none, *(one - none for one in others)]
