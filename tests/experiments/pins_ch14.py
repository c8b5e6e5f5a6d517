"""Chapter 14's numbers from elsewhere: the inventory, closed forms, scipy, gradients by hand."""

import math

import numpy as np
from scipy import integrate, linalg, stats

from dlcourse.initializers import glorot_uniform

FIRST, AGAIN = ("", range(200)), ("_again", range(1000, 1200))


def kappa_of(mean, variance):
    """From sum and product of the eigenvalues of [[1, mean], [mean, mean^2 + variance]]."""
    total = 1 + mean**2 + variance
    return ((total + math.sqrt(total**2 - 4 * variance)) / 2) ** 2 / variance


def scaling():
    found = {"kappa_101": 1.5, "kappa_123": kappa_of(2, 2 / 3), "uniform_both": 3, "correlated": 9}
    found["uniform_unit"] = (4 + 13**0.5) / (4 - 13**0.5)
    found |= {"typo": 29 / 8009, "correlated_angle": 180 / math.pi * math.atan(0.8)}
    found["correlated_largest"] = 180 / math.pi * math.asin(8 / 10)  # (kappa - 1) / (kappa + 1)
    spread = (30**2 - 1) / 12
    units = {"raw": (2004.5, 1), "since": (14.5, 1), "unit": (0.5, 29), "both": (0, 14.5), "centered": (0, 1)}
    for name, (mean, unit) in units.items():
        kappa = found[f"kappa_{name}"] = kappa_of(mean, spread / unit**2)
        factor = (kappa - 1) / (kappa + 1)
        small = math.log(100) / 2 * kappa  # where the factor is 1 but for a few digits
        found[f"steps_{name}"] = small if kappa > 1e6 else math.ceil(math.log(0.01) / math.log(factor))
    found |= {"kappa_standard": 1, "steps_standard": 1}
    for end, seeds in (FIRST, AGAIN):
        by = {"raw": [], "unit": []}
        for seed in seeds:
            rng = np.random.default_rng(seed)
            x, d = rng.uniform(-10, 10, 30), rng.standard_normal(2)
            for name, z in (("raw", x), ("unit", (x - x.min()) / np.ptp(x))):
                H = np.array([[1, z.mean()], [z.mean(), (z * z).mean()]])
                cosine = d @ H @ d / np.linalg.norm(d) / np.linalg.norm(H @ d)
                by[name].append((kappa_of(z.mean(), z.var()), math.degrees(math.acos(cosine))))
        for name, values in by.items():
            middle = np.median(values, axis=0)
            found |= {f"condition_{name}_median{end}": middle[0], f"angle_{name}_median{end}": middle[1]}
        low, high = np.quantile([kappa for kappa, _ in by["raw"]], [0.025, 0.975])
        found |= {f"condition_raw_low{end}": low, f"condition_raw_high{end}": high}
        found[f"angle_standard{end}"] = (0, 1.5e-6)
    return found


def whitening():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((500, 5)) @ rng.standard_normal((5, 5))
    x = x - x.mean(axis=0)
    C = x.T @ x / 499
    W = linalg.fractional_matrix_power(C, -0.5)
    variances, U = np.linalg.eigh(C)
    axes = U[:, ::-1] * np.sign(U[abs(U).argmax(axis=0), range(5)])[::-1]
    by_axes = x @ axes / np.sqrt(variances[::-1])
    half = linalg.fractional_matrix_power(np.array([[1, 0.6], [0.6, 1]]), -0.5)
    return {
        "large": 1.6**-0.5, "small": 0.4**-0.5, "diagonal": half[0, 0], "off_diagonal": half[0, 1], "n": 500,
        "too_small": 1 / 499**2, "hand_zca": 4 - 2 * (1.6**0.5 + 0.4**0.5),
        "hand_pca": 2 + 2 - 2 * (1.6**0.5 + 0.4**0.5) / 2**0.5,
        "zca": ((x @ W - x) ** 2).sum(axis=1).mean(), "pca": ((by_axes - x) ** 2).sum(axis=1).mean(),
    }  # fmt: skip


def moment(f, variance):
    """E f(z)^2 for a normal z, by scipy."""
    integrand = lambda u: f(u * variance**0.5) ** 2 * stats.norm.pdf(u)  # noqa: E731
    return integrate.quad(integrand, -12, 0)[0] + integrate.quad(integrand, 0, 12)[0]


def again(f, n_layers, q=1.0):
    for _ in range(n_layers):
        q = moment(f, q)
    return q


def initialization():
    lecun = lambda z: 1.7159 * math.tanh(2 * z / 3)  # noqa: E731
    settled, tanh_50 = again(lecun, 60), again(math.tanh, 50)
    return {
        "at_1": 0.9999972559224789, "factor": 1.7159047085755388, "first": 0.7504302763,
        "second": again(lecun, 2), "settled": settled, "settled_sd": 0.618, "tanh_50": tanh_50,
        "tanh_50_sd": tanh_50**0.5,  "bent": 0.1 - math.tanh(0.1),
        "cube": 0.001 / 3, "relu_variance": (math.pi - 1) / (2 * math.pi),
        "relu_wrong": ((math.pi - 1) / math.pi) ** 5, "relu_50": 2**-50,
        "glorot_limit": 0.08238525545716346, "glorot_std": 0.04756514941544941,
        "he_std": 0.050507627227610534, "he_limit": 0.08748177652797065, "conv_std": 0.05892556509887896,
        "forward": 1, "backward": 4, "measured_forward": 1, "measured_backward": 4,
    }  # fmt: skip


def by_hand(W, w, x, y, c=0.0, b=0.0):
    """dJ/dW, dJ/dw, dJ/dc, dJ/db of x W + c -> tanh -> h w + b, mean squared error."""
    h = np.tanh(x @ W + c)
    G = 2 * (h @ w + b - y) / len(x)
    D = G @ w.T * (1 - h * h)
    return x.T @ D, h.T @ G, D.sum(axis=0), G.sum()


def second_over_first(*network):
    """Singular values of dJ/dW."""
    values = np.linalg.svd(by_hand(*network)[0], compute_uv=False)
    return values[1] / values[0]


def equal_units():
    rng, noise = np.random.default_rng(0), np.random.default_rng((0, 14))
    x, y = rng.standard_normal((20, 3)), rng.standard_normal((20, 1))
    W, w = np.full((3, 4), 0.3), np.full((4, 1), 0.3)
    hidden = second_over_first(W + 0.1 * noise.standard_normal((3, 4)), w, x, y)
    noisy = w + 0.1 * np.random.default_rng((0, 14)).standard_normal((4, 1))
    dW, dw, dc, db = by_hand(W, noisy, x, y)
    later = second_over_first(W - 0.1 * dW, noisy - 0.1 * dw, x, y, -0.1 * dc, -0.1 * db)
    rng = np.random.default_rng(0)
    W, w = glorot_uniform((3, 4), rng), glorot_uniform((4, 1), rng)
    x, y = rng.standard_normal((20, 3)), rng.standard_normal((20, 1))
    return {
        "apart": 0, "output_noise": (0, 1e-12), "one_step_later": later,
        "hidden_noise": hidden, "drawn": second_over_first(W, w, x, y)
    }  # fmt: skip
