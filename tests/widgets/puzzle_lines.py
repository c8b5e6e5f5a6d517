"""Lines as students type them: slips that no puzzle lists, with words of what is said; right."""

SLIPS = {
    "half_squares": {
        "y - y_hat": "sign is wrong",
        "(y_hat - y) / m": "1/m times",
        "(y_hat - y) / 2": "1/2 times",
        "y_hat": "A term is missing, one made of y",
        "y_hat + y": "A sign is wrong: that of y.",
        "(y_hat - y).T": "transposed",
        "abs(y_hat - y)": "shape is right, the numbers are not",
        "(y_hat - y).sum(axis=0)": "yours is (k,), y_hat is (m, k)",
    },
    "mean_squares": {
        "2 * (y - y_hat) / m": "sign is wrong",
        "2 * (y_hat - y) * m": "m * m times",
        "2 * (y_hat - y) / k": "m / k times",
        "2 * (y_hat - y) / 3": "1.6667 times",
        "2 * (y_hat - y) / 5": "not with other sizes",
        "(y_hat - y)": "m",
        "2 * y_hat / m": "A term is missing, one made of y",
    },
    "median": {
        "sign(y - c).sum()": "sign is wrong",
        "c - y": "so is its gradient",
        "sign(c).sum()": "One sign in all",
        "sign(c - y).sum() / 2": "1/2 times",
        "sign(c - y).sum(keepdims=True)": "An axis too many: yours is (1,), c is one number",
        "sign(sum(c - y))": "One sign in all",
    },
    "huber": {
        "-clip(r, -1, 1)": "sign is wrong",
        "clip(r, -1, 1) / m": "1/m times",
        "clip(y_hat, -1, 1)": "numbers are not",
        "clip(r, -2, 2)": "numbers are not",
    },
    "hinge": {
        "-t * (t * z < 2) / m": "beyond the margin",
        "-t * (t * z < 1.5) / m": "beyond the margin",
        "-t * (z < 2) / m": "lies at -1",
        "-t * (t * z < 1) / 5": "not with other sizes",
        "-t * (t * z < 1).mean()": "numbers are not",
        "-z * (t * z < 1) / m": "numbers are not",
    },
    "sigmoid": {
        "(p - y).mean()": "so is its gradient",
        "2 * (p - y) / m": "2 times",
        "p / m": "A term is missing, one made of y",
        "(p + y) / m": "A sign is wrong: that of y.",
    },
    "softmax": {
        "(p + y) / m": "A sign is wrong",
        "(p - y) / 5": "not with other sizes",
        "(p - y).T / m": "transposed",
        "(y - p)": "-m times",
    },
    "smoothing": {
        "((1 - e) * y + e / k - p) / m": "sign is wrong",
        "(p - (1 + e) * y - e / k) / m": "A sign is wrong: that of e.",
        "(p - y - e / k) / m": "A factor is missing, one made of e",
        "(p - e / k) / m": "A term is missing, one made of e and y",
    },
    "spread": {
        "(y - mu) ** 2 * exp(-2 * s) - 1": "sign is wrong",
        "1 - (y - mu) * exp(-2 * s)": "A power is missing: that of the part made of y and mu",
        "1 - (y - mu) ** 2": "A factor is missing, one made of s",
        "1": "shape",
        "1 - (y - mu) ** 2 * exp(2 * s)": "A sign is wrong: that of the part made of a number",
    },
    "mixture": {
        "m * (p - r).sum(axis=0)": "m times",
        "m * p - r.sum(axis=1)": "do not fit",
        "p.sum() - r.sum(axis=0)": "numbers are not",
        "m * p + r.sum(axis=0)": "A sign is wrong: that of r.sum(axis=0).",
    },
    "weights": {
        "G @ x": "k columns meet m rows",
        "x.T * G": "do not fit, entry by entry",
        "-x.T @ G": "sign is wrong",
        "2 * x.T @ G": "2 times",
        "x.T": "so is its gradient",
        "x.T @ G + b": "A term too many: without b",
        "x.T @ G / 5": "A divisor too many: without 5",
        "W": "numbers are not",
        "G": "yours is (m, k), W is (n, k)",
    },
    "bias": {
        "-G.sum(axis=0)": "sign is wrong",
        "2 * G.sum(0)": "2 times",
        "G.sum(axis=0)[None, :]": "Leave out keepdims or None",
        "G.max(axis=0)": "numbers are not",
        "G * b": "yours is (m, k), b is (k,)",
        "G.sum(axis=2)": "has no axis 2",
    },
    "relu": {
        "-G * (z > 0)": "sign is wrong",
        "G * (z > 1)": "numbers are not",
        "G @ (z > 0)": "k columns meet m rows",
        "(G * (z > 0)).sum(axis=0)": "yours is (k,), z is (m, k)",
    },
    "tanh": {
        "G * (h ** 2 - 1)": "sign is wrong",
        "G": "A factor is missing, one made of h",
        "G * 1 - h ** 2": "Brackets are missing: first the sum or difference of a number and h",
        "G * h * h - G": "sign is wrong",
        "G * h ** 2": "A term is missing, one made of a number",
        "G / (1 - h ** 2)": "numbers are not",
        "G * (1 - h ** 2) / m": "1/m times",
    },
    "scale": {
        "-(G * z).sum(axis=0)": "sign is wrong",
        "(G * z).sum(axis=0, keepdims=True)": "An axis too many: yours is (1, k), s is (k,)",
        "z.sum(axis=0)": "A factor is missing, one made of G",
        "G @ z": "k columns meet m rows",
        "2 * (G * z).sum(0)": "2 times",
    },
    "penalty": {
        "x.T @ G / m + alpha * W": "A divisor too many: without m",
        "x.T @ G + W": "A factor is missing, one made of alpha",
        "x @ G + alpha * W": "n columns meet m rows",
        "-x.T @ G - alpha * W": "sign is wrong",
    },
    "quadratic": {
        "W.T @ x - W @ x": "A sign is wrong: that of W @ x.",
        "(W - W.T) @ x": "A sign is wrong: that of W.T.",
        "W * x + W.T * x": "you need @ in the place of *",
        "x @ W + x": "numbers are not",
        "W @ W.T": "yours is (n, n), x is (n,)",
        "-(W + W.T) @ x": "sign is wrong",
    },
    "residual": {
        "G - (G * (1 - a ** 2)) @ W.T": "A sign is wrong",
        "G + (G * (1 - a)) @ W.T": "A power is missing: that of the part made of a",
        "G + (1 - a ** 2) @ W.T": "A factor is missing, one made of G",
        "G + W.T @ (G * (1 - a ** 2))": "columns meet",
    },
    "softmax_back": {
        "-p * (G - (G * p).sum(axis=1, keepdims=True))": "sign is wrong",
        "p * (G + (G * p).sum(axis=1, keepdims=True))": "A sign is wrong",
        "p * (G - (G * p).sum(axis=1))": "do not fit",
        "p * (1 - p)": "numbers are not",
    },
    "shared": {
        "h.T @ G - x.T @ ((G @ W.T) * (1 - h ** 2))": "A sign is wrong",
        "h @ G": "columns meet",
        "h.T @ G + x.T @ ((G @ W.T) * (1 + h ** 2))": "A sign is wrong: that of h ** 2.",
        "h.T @ G + x.T @ ((G @ W.T) * (1 - h))": "A power is missing: that of the part made of h",
    },
}
RIGHT = {
    "half_squares": [
        "-(y - y_hat)", "-y + y_hat", "2 * (y_hat - y) / 2", "(y_hat-y)*1.", "y_hat - 1 * y",
    ],
    "mean_squares": [
        "(y_hat - y) * 2 / m", "(y_hat - y) / (m / 2)", "2 / len(y) * (y_hat - y)",
        "2 * (y_hat - y) / y.shape[0]",
    ],
    "median": [
        "(y < c).sum() - (y > c).sum()", "sum(sign(c - y))", "-np.sign(y - c).sum()",
        "m * sign(c - y).mean()",
    ],
    "huber": [
        "where(abs(r) <= 1, r, sign(r))", "maximum(-1, minimum(1, r))", "np.clip(y_hat - y, -1, 1)",
        "r / maximum(1, abs(r))",
    ],
    "hinge": [
        "-t / m * (t * z < 1)", "where(t * z < 1, -t, 0) / m", "-t * (1 - t * z > 0) / len(z)",
    ],
    "sigmoid": [
        "(sigmoid(z) - y) / m", "p / m - y / m", "(1 / (1 + exp(-z)) - y) / len(y)",
    ],
    "softmax": [
        "(softmax(z) - y) / m", "(softmax(z, axis=1) - y) / len(y)",
        "(exp(z) / exp(z).sum(axis=1, keepdims=True) - y) / m",
    ],
    "smoothing": [
        "(p - ((1 - e) * y + e / k)) / m", "(p - y) / m + e * (y - 1 / k) / m",
    ],
    "spread": [
        "1 - ((y - mu) / exp(s)) ** 2", "1 - (mu - y) ** 2 / exp(2 * s)",
        "1 - square(y - mu) * exp(-s) ** 2",
    ],
    "mixture": [
        "(p - r).sum(axis=0)", "m * softmax(z) - r.sum(0)", "sum(p - r, axis=0)",
    ],
    "weights": [
        "x.T @ (G)", "(G.T @ x).T", "x.T.dot(G)", "np.ones_like(x).T * 0 @ G + x.T @ G",
    ],
    "bias": [
        "G.sum(0)", "np.sum(G, axis=0)", "G.mean(axis=0) * m", "sum(G, 0)",
    ],
    "relu": [
        "where(z > 0, G, 0)", "(z > 0) * G", "G * (h > 0)", "G * sign(h)", "G * (z >= 0)",
    ],
    "tanh": [
        "G - G * h ** 2", "G * (1 - h) * (1 + h)", "G * (1 - tanh(z) ** 2)", "(1 - h * h) * G",
        "G * (1 - np.square(h))",
    ],
    "scale": [
        "sum(G * z, axis=0)", "(z * G).sum(0)", "(G * h / s).sum(axis=0)",
    ],
    "penalty": [
        "alpha * W + x.T @ G", "x.T @ G + W * alpha", "x.T @ G + 2 * (alpha / 2) * W",
    ],
    "quadratic": [
        "W @ x + x @ W", "W @ x + W.T @ x", "x @ (W + W.T)",
    ],
    "residual": [
        "(G * (1 - a ** 2)) @ W.T + G", "G + (G - G * a * a) @ W.T", "G + (G * (1 - (h - x) ** 2)) @ W.T",
    ],
    "softmax_back": [
        "p * G - p * (p * G).sum(axis=1, keepdims=True)", "p * (G - sum(G * p, axis=1)[:, None])",
        "p * (G - np.sum(G * p, axis=1)[:, np.newaxis])", "p\u00a0*\t(G - (p * G).sum(1, keepdims=True))",
        "G * p - p * (G * p).sum(-1, keepdims=True)",
    ],
    "shared": [
        "x.T @ (G @ W.T * (1 - h ** 2)) + h.T @ G", "h.T @ G + (((G @ W.T) * (1 - h ** 2)).T @ x).T",
    ],
}  # fmt: skip
