"""Chapter 7's numbers from elsewhere: by hand in floats, and in PyTorch. Digits: pins_ch07_digits.py."""

from math import exp, log

import numpy as np


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
