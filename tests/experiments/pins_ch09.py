"""Chapter 9's numbers from elsewhere: counts by hand, the inventory, NumPy and PyTorch alone."""

import numpy as np


def depth():
    """The inventory's medians, which are those of other seeds; counts of parameters by hand."""
    known = {"15": 0.0815, "45": 0.063, "8_8": 0.0789, "8_8_8_8": 0.0644, "2_2_2_2": 0.0846}
    found = {"parameters_15": 46, "parameters_45": 136, "parameters_8_8": 97}
    found |= {"parameters_8_8_8_8": 241, "parameters_2_2_2_2": 25}
    for name, J in known.items():
        for end in ("", "_again"):
            found[f"J_{name}{end}"] = (J - 0.015, min(J + 0.015, 0.0847))
    return found | {
        "constant": 0.0846, "n_found": 0, "found": 0, "least": (0.01, 0.06), "runs": 24,
        "all_runs": 5 * 24, "n_steps": 3000, "lr": 0.01, "found_below": 1e-3,
    }  # fmt: skip


def near_the_saw():
    """20, 12 and 0 of the first 20 runs return, says the inventory; the rest in NumPy or PyTorch alone."""
    found = {
        "runs": 20,
        "lr": 0.001,
        "n_far": 0,
        "n_back_1_again": 20,
        "n_back_3_again": (5, 17),
        "n_back_10_again": (0, 3),
    }
    for percent, n_back in ((1, 20), (3, 12), (10, 0)):
        found[f"n_back_{percent}"] = n_back
        found[f"back_{percent}"] = n_back / 20
        again = found[f"n_back_{percent}_again"]
        found[f"back_{percent}_again"] = (
            tuple(n / 20 for n in again) if isinstance(again, tuple) else again / 20
        )
        found[f"start_{percent}"] = float(np.median([noisy_error(percent / 100, seed) for seed in range(20)]))
    found["back_10_both"] = (0, 3 / 40)  # of the first 20 none
    shift = min(root.real for root in np.roots([-2 / 3, 1, 0, -1 / 12]) if root.real > 0)
    for folds in (0, 4, 10):
        found[f"too_far_{folds}"] = shift / 2**folds
    for name, folds, first in (("1", 1, 0), ("4", 4, 0), ("4_again", 4, 1000)):
        found[f"part_{name}"] = float(np.median(parts_by_torch(folds, range(first, first + 20))))
    return found


def tent(x):
    return 1 - abs(2 * x - 1)


def saw(x, folds):
    for _ in range(folds):
        x = tent(x)
    return x


def noisy_error(noise, seed):
    """Five layers, the parameters in the order W1, b1, W2, ..., each times 1 + noise N(0, 1)."""
    rng, shift = np.random.default_rng((1, seed)), np.array([0.0, -0.5])
    h = x = np.linspace(0, 1, 257)[:, None]
    layers = [(np.ones((1, 2)), shift), *[(np.array([[2.0, 2.0], [-4.0, -4.0]]), shift)] * 3]
    for W, b in [*layers, (np.array([[2.0], [-4.0]]), np.zeros(1))]:
        W = W * (1 + noise * rng.standard_normal(W.shape))
        h = h @ W + b * (1 + noise * rng.standard_normal(b.shape))
        h = np.maximum(0, h) if W.shape[1] == 2 else h
    return ((h - saw(x, 4)) ** 2).mean()


def parts_by_torch(folds, seeds):
    import torch

    from dlcourse.experiments.ch09_depth import draw

    x = torch.tensor((np.arange(2**11)[:, None] + 0.5) / 2**11)
    y, found = saw(x, folds), []
    for seed in seeds:
        theta = [
            torch.tensor(p.array, requires_grad=True) for p in draw((1, 8, 8, 8, 8, 1), seed).parameters()
        ]
        slopes = []
        for wanted in (y, y.mean().expand_as(y)):
            h = x
            for k in range(0, len(theta), 2):
                h = (torch.relu(h) if k else h) @ theta[k] + theta[k + 1]
            J = ((h - wanted) ** 2).mean()
            slopes.append(torch.cat([g.ravel() for g in torch.autograd.grad(J, theta)]))
        found.append(float((slopes[0] - slopes[1]).norm() / slopes[1].norm()))
    return found


def regions():
    """By hand and from the inventory; random networks: kinks between floats, and patterns on a grid."""
    found = {
        "seen_10": 8,  # 0.05, 0.15, ...: 0.8, 2.4, 4, 5.6, ... pieces, of which the third lies on a border
        "tent_10": 1024, "tent_10_shallow": 1023, "folds_5": 1024,
        "lines_3": 7, "lines_4": 11, "lines_8": 1 + 8 + 28, "lines_10": 56, "lines_24": 1 + 24 + 276,
        "guaranteed_4_2": 44, "guaranteed_8_3": 9472, "upper_4_2": 121, "binomial": 576,
        "maxout_2_5": 64, "maxout_2_3": 8, "zigzag_counted": 4**4, "zigzag_guaranteed": 3**3 * 4,
        "line_upper": 7**4, "xor_regions": 3, "xor_folded": 2,
        "wrong_100": (1 - 102 / 1024) / 2,
    }  # fmt: skip
    for name in ("4", "8", "8_8", "8_8_8"):
        for end, first in (("", 0), ("_again", 1000)):
            widths = [int(n) for n in name.split("_")]
            seen = [patterns(widths, seed) for seed in range(first, first + 20)]
            for what, of in (("least", min), ("most", max), ("median", np.median)):
                if (what, name) == ("median", "4"):
                    continue  # not shown
                found[f"{what}_{name}{end}"] = (of(seen), 1.15 * of(seen))  # a grid misses small regions
    for n_layers in (1, 4):
        for end, first in (("", 0), ("_again", 1000)):
            counts = [pieces(24, n_layers, seed) for seed in range(first, first + 20)]
            found[f"line_24_{n_layers}{end}"] = float(np.mean(counts))
    return found


def patterns(widths, seed, n=400):
    """How many patterns of active units a grid on [-3, 3]^2 meets, in a network with weights from N(0, 1)."""
    rng, x = np.random.default_rng(seed), 6 * (np.arange(n) + 0.5) / n - 3
    h = np.stack(np.meshgrid(x, x), axis=-1).reshape(-1, 2)
    code = np.zeros(n * n, int)
    for width in widths:
        z = h @ rng.standard_normal((h.shape[1], width)) + rng.standard_normal(width)
        h = np.maximum(0, z)
        for j in range(width):
            code = 2 * code + (z[:, j] > 0)
    return len(np.unique(code))


def pieces(n_units, n_layers, seed, low=-3.0, high=3.0):
    """Layer by layer: between neighboring kinks each z is a line; it has a kink where its signs differ."""
    from dlcourse.experiments.ch09_depth import draw

    model = draw((1, *[n_units // n_layers] * n_layers, 1), seed)
    hidden = [(layer.W.array, layer.b.array) for layer in model.layers[:-1]]
    kinks = [low, high]
    for k in range(n_layers):
        x = np.array(sorted(kinks))
        z = h = x[:, None]
        for W, b in hidden[: k + 1]:
            z = h @ W + b
            h = np.maximum(0, z)
        for i, j in zip(*np.nonzero(z[:-1] * z[1:] < 0), strict=True):
            kinks.append(x[i] + (x[i + 1] - x[i]) * z[i, j] / (z[i, j] - z[i + 1, j]))
    return len(kinks) - 1


def steps():
    """Networks in NumPy alone, trained on other draws: medians lie as far apart as their runs do."""
    found = {"n_parameters": 600, "n_samples": 2000, "n_steps": 3000, "rate_1": 0.01, "rate_3": 0.03}
    found |= {"width_1": 99, "width_2": 21, "width_3": 15, "width_4": 12}
    for lr in (1, 3):
        for n_layers in (1, 2, 3, 4):
            errors = errors_of_steps(n_layers, lr / 100)
            low, high = min(errors), max(errors)
            for end in ("", "_again"):
                found[f"error_{n_layers}_{lr}{end}"] = (low, high)
    return found


def errors_of_steps(n_layers, lr, n_runs=8):
    widths = [4, *[{1: 99, 2: 21, 3: 15, 4: 12}[n_layers]] * n_layers, 1]
    rng = np.random.default_rng(5)
    shapes = list(zip(widths, widths[1:], strict=False))
    theta = [rng.normal(0, (2 / a) ** 0.5, (n_runs, a, b)) for a, b in shapes]
    theta += [np.zeros((n_runs, 1, b)) for _, b in shapes]
    first, second = [np.zeros_like(a) for a in theta], [np.zeros_like(a) for a in theta]
    x = rng.random((n_runs, 2000, 4))
    for k in range(1, 3001):
        rows = rng.integers(2000, size=64)
        gradients = slopes_of_steps(theta, x[:, rows])
        rate = lr * (1 if k <= 2250 else 0.1) * (1 - 0.999**k) ** 0.5 / (1 - 0.9**k)
        for a, g, m, v in zip(theta, gradients, first, second, strict=True):
            m += 0.1 * (g - m)
            v += 0.001 * (g * g - v)
            a -= rate * m / (v**0.5 + 1e-8)
    fresh = rng.random((2000, 4))
    y = made_of_steps(fresh)
    return ((answers(theta, fresh)[0] - y) ** 2).mean(axis=(1, 2)) / y.var()


def made_of_steps(x):
    a, b = tent((x[..., :1] + x[..., 1:2]) / 2), tent((x[..., 2:3] + x[..., 3:]) / 2)
    return tent(tent((a + b) / 2))


def answers(theta, x):
    n, h = len(theta) // 2, [x]
    for W, b in zip(theta[:n], theta[n:], strict=True):
        z = h[-1] @ W + b
        h.append(np.maximum(0, z))
    return z, h


def slopes_of_steps(theta, x):
    n = len(theta) // 2
    z, h = answers(theta, x)
    G = 2 / x.shape[1] * (z - made_of_steps(x))
    W_slopes, b_slopes = [], []
    for k in range(n - 1, -1, -1):
        W_slopes.insert(0, h[k].transpose(0, 2, 1) @ G)
        b_slopes.insert(0, G.sum(axis=1, keepdims=True))
        G = (G @ theta[k].transpose(0, 2, 1)) * (h[k] > 0)
    return W_slopes + b_slopes


def digits_depth():
    """The inventory's means, and what 64-40-10 has."""
    found = {"n_parameters": 65 * 40 + 41 * 10}
    for n, known in ((1, 0.968), (2, 0.966), (3, 0.958), (4, 0.955)):
        found[f"accuracy_{n}"] = (known - 0.002, known + 0.002)
        found[f"accuracy_{n}_again"] = (known - 0.012, known + 0.012)
    return found
