"""Chapter 6's numbers from elsewhere: closed forms, counts by hand, and loops without the library."""

import numpy as np


def cost_of_derivatives():
    """Closed forms and the inventory. XOR: affine, relu, affine, loss with 2, 1, 3, 1 inputs that vary."""
    stored = {f"stored_{n}": n - 1 for n in (10, 20)}
    again = {f"again_{n}": n * (n - 1) // 2 for n in (10, 20)}
    return stored | again | {
        "rungs": 50, "paths": 1_125_899_906_842_624, "edges": 200, "days": 2**50 / (24 * 3600 * 10**9),
        "jacobian": 64 * 128 * 784 * 128, "jacobian_bytes": 64 * 128 * 784 * 128 * 8 / 10**9,
        "product": 784 * 128, "xor_gradients": 4 + 2 + 2 + 1, "xor_edges": 2 + 1 + 3 + 1,
    }  # fmt: skip


def traps():
    """By hand. J = (2 w - 5)^2 + w^2 / 2 at w = 3; what is overwritten leaves one of the two w in w w."""
    return {"decay": 2 * (3 * 2 - 5) * 2 + 2 * 0.5 * 3, "overwritten": 0.5 * 3}


def forward_only():
    """Of 100 values every tenth stays; while a segment is used, the nine after it are there, too."""
    return {"chain": 100, "kept_1": 100, "kept_10": 10 + 9, "again_10": 10 * 9}


def orders():
    """Random graphs of floats, and a network in numpy, its gradient with and without what comes too late."""
    found = {}
    for end, seeds in (("", range(1000)), ("_again", range(1000, 2000))):
        found[f"breadth{end}"] = np.mean([differs(seed, deep=False) for seed in seeds])
        found[f"depth{end}"] = np.mean([differs(seed, deep=True) for seed in seeds])
    for end, seeds in (("", range(100)), ("_again", range(100, 200))):
        found[f"off{end}"] = np.mean([off(seed) for seed in seeds])
        found[f"solved{end}"] = np.mean([learned(seed, complete=False) for seed in seeds])
    found["solved_right"] = np.mean([learned(seed, complete=True) for seed in range(100)])
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


def weights(seed):
    rng = np.random.default_rng(seed)
    return [rng.standard_normal(shape) / np.sqrt(shape[0]) for shape in ((3, 4), (4, 4), (4, 1))]


def slopes(W1, W2, w, complete):
    """The gradients by hand; not complete: without what reaches the first layer through the second."""
    h = np.tanh(X @ W1)
    F = np.tanh(h @ W2)
    df = 2 / 4 * ((h + F) @ w - Y)
    dF = (df @ w.T) * (1 - F**2)
    dh = df @ w.T + (dF @ W2.T if complete else 0)
    return X.T @ (dh * (1 - h**2)), h.T @ dF, (h + F).T @ df


def off(seed):
    right, wrong = (slopes(*weights(seed), complete)[0] for complete in (True, False))
    return np.linalg.norm(wrong - right) / np.linalg.norm(right)


def learned(seed, complete):
    W = weights(seed)
    for _ in range(1000):
        W = [a - 0.2 * g for a, g in zip(W, slopes(*W, complete), strict=True)]
    h = np.tanh(X @ W[0])
    return np.mean(((h + np.tanh(h @ W[1])) @ W[2] - Y) ** 2) < 0.01
