"""Chapter 7's networks with a wrong mask from elsewhere: PyTorch, networks side by side."""

from functools import cache

import numpy as np
from pins_ch07_digits import about, parts


def wrong_mask():
    found = {}
    for name, wrong in (("right", False), ("wrong", True)):
        for end, seeds in (("", range(10)), ("_again", range(1000, 1010))):
            found[name + end] = about(np.median(accuracies(seeds, wrong)), 0.01 if wrong else 0.005)
    return found


@cache
def accuracies(seeds, wrong):
    """64-10-10, Glorot's start, no biases; the wrong mask as a way back that is not the way there."""
    import torch

    x, y, x_test, y_test = (
        torch.tensor(np.stack(group)) for group in zip(*(parts(seed) for seed in seeds), strict=True)
    )
    rngs = [np.random.default_rng((8, seed)) for seed in seeds]
    a, b = (6 / 74) ** 0.5, (6 / 20) ** 0.5
    drawn = [(rng.uniform(-a, a, (64, 10)), rng.uniform(-b, b, (10, 10))) for rng in rngs]
    W, V = (torch.tensor(np.stack(group), requires_grad=True) for group in zip(*drawn, strict=True))
    run = torch.arange(len(seeds))[:, None]
    for _ in range(20):
        orders = torch.tensor(np.stack([rng.permutation(1000) for rng in rngs]))
        for rows in orders.split(50, dim=1):
            u = x[run, rows] @ W
            h = torch.relu(u)
            if wrong:
                passed = u * ((h @ V) > 0)
                h = h.detach() + (passed - passed.detach())
            z = (h @ V).flatten(0, 1)
            L = torch.nn.functional.cross_entropy(z, y[run, rows].flatten()) * len(seeds)
            gradients = torch.autograd.grad(L, [W, V])
            W, V = ((p - 0.5 * g).detach().requires_grad_() for p, g in zip((W, V), gradients, strict=True))
    return ((torch.relu(x_test @ W) @ V).argmax(2) == y_test).double().mean(1).numpy()
