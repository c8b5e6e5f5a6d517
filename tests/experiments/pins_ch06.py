"""Chapter 6's numbers from elsewhere: closed forms, counts by hand, and loops without the library."""

import numpy as np


def cost_of_derivatives():
    """Closed forms and the inventory. XOR: affine, relu, affine, loss with 2, 1, 3, 1 inputs that vary."""
    stored = {f"stored_{n}": n - 1 for n in (10, 20)}
    again = {f"again_{n}": n * (n - 1) // 2 for n in (10, 20)}
    return stored | again | {
        "rungs": 50, "paths": 1_125_899_906_842_624, "edges": 200, "days": 2**50 / (24 * 3600 * 10**9),
        "jacobian": 64 * 128 * 784 * 128, "jacobian_bytes": 64 * 128 * 784 * 128 * 8 / 10**9,
        "product": 784 * 128, "lenet_passes": 123_412, "week": 10_435_500,
        "xor_gradients": 4 + 2 + 2 + 1, "xor_edges": 2 + 1 + 3 + 1,
    }  # fmt: skip


def traps():
    """By hand. J = (2 w - 5)^2 + w^2 / 2 at w = 3; what is overwritten leaves one of the two w in w w."""
    return {"decay": 2 * (3 * 2 - 5) * 2 + 2 * 0.5 * 3, "overwritten": 0.5 * 3}


def forward_only():
    """One pass to begin with; then one a point on the way, its start again; 2 n + 1 a step; one a trial."""
    found = {}
    for n in (5, 40):
        n_steps = [steps_by_torch(n, seed) for seed in range(100)]
        found[f"sweep_{n}"] = np.mean(n_steps) + 2
        found[f"small_{n}"] = 1 + (2 * n + 1) * np.mean(n_steps)
        found[f"search_{n}"] = np.mean([trials_in_numpy(n, seed) for seed in range(100)]) + 1
    again = np.mean([trials_in_numpy(40, seed) for seed in range(100, 200)]) + 1
    fast, fast_again = (
        np.mean([steps_by_torch(40, seed, 0.7) for seed in seeds]) for seeds in (range(100), range(100, 200))
    )
    found |= {"sweep_fast": fast + 2, "small_fast": 1 + 81 * fast, "small_fast_again": 1 + 81 * fast_again}
    # of 100 values every tenth stays; while a segment is used, the nine after it are there, too
    kept = {"chain": 100, "kept_1": 100, "kept_10": 10 + 9, "again_10": 10 * 9}
    return found | kept | {"search_again": again, "lr": 0.3, "fast": 0.7}


def task(n, seed):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((10 * n, n))
    return rng, x, np.tanh(x @ (rng.standard_normal(n) / np.sqrt(n)))


def steps_by_torch(n, seed, lr=0.3):
    """Steps of descent until the error is a hundredth; the last gradient is not needed."""
    import torch

    _, x, y = task(n, seed)
    x, y = torch.tensor(x), torch.tensor(y)
    w = torch.zeros(n, dtype=torch.float64, requires_grad=True)
    first, steps = None, 0
    while True:
        J = ((torch.tanh(x @ w) - y) ** 2).mean()
        first = J.item() if first is None else first
        if J.item() <= 0.01 * first:
            return steps
        (g,) = torch.autograd.grad(J, [w])
        w = (w - lr * g).detach().requires_grad_()
        steps += 1


def trials_in_numpy(n, seed):
    rng, x, y = task(n, seed)
    w, trials = np.zeros(n), 0
    best = first = np.mean((np.tanh(x @ w) - y) ** 2)
    while best > 0.01 * first:
        i = rng.integers(n)
        step = 0.1 * rng.standard_normal()
        w[i] += step
        error = np.mean((np.tanh(x @ w) - y) ** 2)
        trials += 1
        if error < best:
            best = error
        else:
            w[i] -= step
    return trials


def orders():
    """Random graphs of floats, and a network in numpy, its gradient with and without what comes too late."""
    found = {}
    for end, seeds in (("", range(1000)), ("_again", range(1000, 2000))):
        found[f"breadth{end}"] = np.mean([differs(seed, deep=False) for seed in seeds])
        found[f"depth{end}"] = np.mean([differs(seed, deep=True) for seed in seeds])
    for end, seeds in (("", range(100)), ("_again", range(100, 200))):
        found[f"off{end}"] = np.mean(off(seeds))
        found[f"solved{end}"] = np.mean(learned(seeds, complete=False))
    found["solved_right"] = np.mean(learned(range(100), complete=True))
    return found | {"n_ops": 6, "visits": 4 * (2**10 - 1)}


def differs(seed, deep):
    """Whether a sweep in preorder, depth or breadth first, has a wrong derivative of one of three leaves."""
    rng = np.random.default_rng(seed)
    values, made = list(rng.standard_normal(3)), {}
    for i in range(3, 9):
        pair = (i - 1, int(rng.integers(i - 1)))
        pair = pair if rng.integers(2) else pair[::-1]
        made[i] = (pair, "*" if rng.integers(2) else "+")
        a, b = (values[k] for k in pair)
        values.append(a * b if made[i][1] == "*" else a + b)

    def swept(visits):
        share = [0.0] * 8 + [1.0]
        for i in visits:
            (j, k), op = made[i]
            G = share[i]
            share[j] += G * (values[k] if op == "*" else 1)
            share[k] += G * (values[j] if op == "*" else 1)
        return share[:3]

    seen, open_nodes = [], [8]
    while open_nodes:
        i = open_nodes.pop(-1 if deep else 0)
        if i > 2 and i not in seen:
            seen.append(i)
            open_nodes += made[i][0][::-1] if deep else made[i][0]
    right = swept(sorted(made, reverse=True))
    return not np.allclose(swept(seen), right, rtol=1e-9, atol=1e-12)


X, Y = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1.0]]), np.array([[0], [1], [1], [0.0]])


def weights(seeds):
    """Of the networks of all seeds, which stand in axis 0."""
    rngs = [np.random.default_rng(seed) for seed in seeds]
    drawn = [[r.standard_normal(s) / np.sqrt(s[0]) for s in ((3, 4), (4, 4), (4, 1))] for r in rngs]
    return [np.array(layer) for layer in zip(*drawn, strict=True)]


def turned(a):
    return a.swapaxes(-1, -2)


def slopes(W1, W2, w, complete):
    """The gradients by hand; not complete: without what reaches the first layer through the second."""
    h = np.tanh(X @ W1)
    F = np.tanh(h @ W2)
    df = 2 / 4 * ((h + F) @ w - Y)
    dF = (df @ turned(w)) * (1 - F**2)
    dh = df @ turned(w) + (dF @ turned(W2) if complete else 0)
    return X.T @ (dh * (1 - h**2)), turned(h) @ dF, turned(h + F) @ df


def off(seeds):
    right, wrong = (slopes(*weights(seeds), complete)[0] for complete in (True, False))
    return [np.linalg.norm(b - a) / np.linalg.norm(a) for a, b in zip(right, wrong, strict=True)]


def learned(seeds, complete):
    W = weights(seeds)
    for _ in range(1000):
        W = [a - 0.2 * g for a, g in zip(W, slopes(*W, complete), strict=True)]
    h = np.tanh(X @ W[0])
    return (((h + np.tanh(h @ W[1])) @ W[2] - Y) ** 2).mean(axis=(1, 2)) < 0.01


def six_routes():
    """By hand. A case has 14 edges into the hidden units and 14 from there, of which r r takes two.

    The first case is added to a constant. In arrays: x W, + c, tanh, w, + b, - y, square, sum, / 4. Forward
    mode has six more, for the slices of one vector of nine. With a wrong slope of tanh they agree as well.
    """
    theta = np.random.default_rng(0).standard_normal(9)
    h = np.tanh(X[:, :2] @ theta[:4].reshape(2, 2) + theta[4:6])
    dh = 2 / 4 * (h @ theta[6:8, None] + theta[8] - Y) @ theta[None, 6:8]
    first = X[:, 0] @ (dh * (1 - h**2))[:, 0]
    return {
        "first": first, "wrong_first": 1.5 * first, "wrong_apart": (0, 1e-15), "small_off": (0, 2e-10),
        "apart": (0, 1e-15), "n_paths": 9 * 4 * 2, "scalar_edges": 4 * (14 + 14) - 1,
        "sweep_edges": 1 + 2 + 1 + 2 + 2 + 1 + 1 + 1 + 1, "forward_edges": 9 * (12 + 6),
        # a 1, times 1/4, spread, 2 r times it; to w and to h a transpose and a product, to b and to c a sum
        # of rows, which is a product and a reshape; 1 - h h times what arrives; to W a product
        "cost_nodes": 4 + 9, "gradient_nodes": 1 + 1 + 1 + 2 + 2 * 2 + 2 * 2 + 3 + 1,
    }  # fmt: skip


def a_throw():
    """The ball in floats: small steps in the angle, with as many steps of time as there are at 30 degrees."""
    h = 1e-6
    whole, n = flown(30.0)
    slopes = {}
    for landing in (True, False):
        ends = [flown(30 + side * np.degrees(h), landing, n)[0] for side in (1, -1)]
        slopes[landing] = (ends[0] - ends[1]) / (2 * h)
    stopped = flown(30.0, False)[0]
    angles = np.linspace(41, 42, 1001)
    return {
        "degrees": 30, "speed": 20, "short": 1 - stopped / whole,
        "slope": slopes[True], "stopped_slope": slopes[False],
        "best": angles[np.argmax([flown(a)[0] for a in angles])],
    }  # fmt: skip


def flown(degrees, landing=True, n_steps=None):
    """The distance and the number of whole steps of 0.05 s.   n_steps: not asked where it lands, but given"""
    v = 20.0 * np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    place, n = np.zeros(2), 0
    while True:
        a = -0.02 * np.linalg.norm(v) * v - np.array([0, 9.81])
        after = place + v * 0.05 + a * 0.05**2 / 2
        if n == n_steps or (n_steps is None and after[1] < 0):
            t = max(np.roots([a[1] / 2, v[1], place[1]]).real) if landing else 0.0
            return place[0] + v[0] * t + a[0] * t**2 / 2, n
        place, v, n = after, v + a * 0.05, n + 1


def own_engine():
    """PyTorch, from the same start. A case: 18 results, 6 constants; nine parameters; the 0 of the sum."""
    losses, found = [J for (J,) in losses_by_torch([0], 200)], {}
    for end, first in (("", 0), ("_again", 1000)):
        n = sum(J < 0.01 for J in losses_by_torch(range(first, first + 10), 2000)[-1])
        found |= {f"n_learned{end}": n, f"learned{end}": n / 10}
    return found | {
        "J_start": losses[0], "J_end": losses[-1], "apart": (0, 1e-13), "n_steps": 200, "lr": 0.2,
        "nodes": 4 * (18 + 6) + 9 + 1,
    }  # fmt: skip


def losses_by_torch(seeds, n_steps):
    """Networks side by side.   -> a row of losses for each step"""
    import torch

    first = np.array([np.random.default_rng(seed).standard_normal(9) for seed in seeds])
    theta = torch.tensor(first, requires_grad=True)
    x, y = torch.tensor(X[:, :2]), torch.tensor(Y)
    losses = []
    for _ in range(n_steps + 1):
        h = torch.tanh(x @ theta[:, :4].reshape(-1, 2, 2) + theta[:, None, 4:6])
        J = ((h @ theta[:, 6:8, None] + theta[:, None, 8:] - y) ** 2).mean(dim=(1, 2))
        losses.append(J.tolist())
        (g,) = torch.autograd.grad(J.sum(), [theta])
        theta = (theta - 0.2 * g).detach().requires_grad_()
    return losses
