"""Chapter 15's numbers from elsewhere: by hand, closed forms, NumPy alone with another sigmoid and seeds."""

import itertools
import math

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.ops import sigmoid, tanh
from dlcourse.tensor import Tensor


def slope_of(h):
    return h * (1 - h)


def logistic(z):
    return 0.5 + 0.5 * np.tanh(z / 2)  # not the library's form: other bits


def vanishing():
    found, h, ends = {}, 0.5, []
    product = 0.49
    for k in range(1, 51):
        h = logistic(0.5 * h)
        product *= 0.5 * slope_of(h)
        if k <= 5:
            found[f"factor_{k}"] = 0.5 * slope_of(h)
        found.setdefault("h_1", h)
        if k in (3, 5, 10, 50):
            found[f"chain_{k}"] = product
        ends.append(product)
    found |= {"steps": 70_000, "steps_here": 0.7 / ends[4], "bound_5": 2.0**-10, "quarter_50": 2.0**-100}
    for name, factor in (("below", 0.9), ("near", 0.99), ("above", 1.01)):
        found[name] = math.exp(50 * math.log(factor))
    high, low = logistic(0.25), logistic(-0.1)
    for _ in range(4):
        high, low = logistic(high / 2), logistic(low / 2)
    found["moves"] = high - low
    # at h = 1/2 the slope is 1/4: the factor is w / 4; without a bias the state moves to its fixed point
    h, product = 0.5, 1.0
    for _ in range(50):
        h = logistic(h)
        product *= slope_of(h)
    found |= {"rest": h, "rest_slope": slope_of(h)}
    return found | {"unit_1": product, "unit_4": 1, "unit_5": 1.25**50, "unit_8": 2.0**50}


def jacobians():
    """Singular values from eigenvalues of J J^T, signals backwards by hand, both for other seeds."""
    found = {f"silent_{n}": 1 - (1 - 0.5**n) ** 50 for n in (3, 5, 10)}
    expected = found["silent_5"]
    reach = 4 * math.sqrt(expected * (1 - expected) / 2000)
    found |= {f"silent_measured{end}": (expected - reach, expected + reach) for end in ("", "_again")}
    # of W with entries N(0, 1/n): rms 1, largest near 2; the median of a quarter circle, 0.8079
    found |= {"rms_1": (0.98, 1.02), "largest_1": (1.85, 2.1), "middle_1": (0.77, 0.84)}
    for end in ("", "_again"):
        found |= {f"rms_50{end}": (0.4, 2), f"largest_50{end}": (3, 16), f"middle_50{end}": (3e-9, 3e-7)}
        for name, ratio, by in (("sigmoid", -30.8, 0.4), ("tanh", 17.3, 3), ("relu", -0.1, 0.7)):
            found[f"signal_{name}{end}"] = (ratio - by, ratio + by)
            found[f"weights_{name}{end}"] = (ratio - by - 0.4, ratio + by + 0.6)
        found |= {f"signal_relu_wide{end}": (40.8, 42.2), f"weights_relu_wide{end}": (-0.6, 0.7)}
    return found


def gradients_of_unit(w, b, h0=0.5):
    hs = [np.full_like(w, h0)]
    for _ in range(50):
        hs.append(logistic(w * hs[-1] + b))
    G, g_w, g_b = 2 * (hs[-1] - 0.7), 0, 0
    for before, h in zip(hs[-2::-1], hs[:0:-1], strict=True):
        dz = G * slope_of(h)
        g_w, g_b, G = g_w + dz * before, g_b + dz, dz * w
    return (hs[-1] - 0.7) ** 2, np.array([g_w, g_b])


def cliff():
    """The runs of a third set of starts; shares within what 200 runs and another rounding can do."""
    lanes = {"never": np.inf, "005": 0.05, "1": 1.0, "3": 3.0, "10": 10.0, "value": 1.0}
    rng, found = np.random.default_rng(2), {"n_starts": 200, "steepest": 3.6e16, "median": 0.0163}
    theta = np.tile(np.array([[5.5], [-2.7]]) + rng.uniform(-0.02, 0.02, (2, 200)), len(lanes))
    longest = np.repeat([*lanes.values()], 200)
    by_value = np.repeat([name == "value" for name in lanes], 200)
    for _ in range(500):
        g = gradients_of_unit(*theta)[1]
        scale = np.minimum(1, longest / np.maximum(np.sqrt((g**2).sum(axis=0)), 1e-300))
        theta = theta - 0.1 * np.where(by_value, np.clip(g, -longest, longest), g * scale)
    for name, E in zip(lanes, gradients_of_unit(*theta)[0].reshape(-1, 200), strict=True):
        share = float((E < 1e-3).mean())
        found |= {f"arrive_{name}{end}": (share - 0.17, share + 0.17) for end in ("", "_again")}
    for end in ("", "_again"):  # the inventory: 81.5 % thrown, all arrive when clipped
        found |= {f"arrive_1{end}": (0.99, 1), f"far_never{end}": (0.7, 0.92)}
    w, b = np.meshgrid(np.linspace(1, 9, 301), np.linspace(-6, 0, 301))
    found["above_1"] = float((np.sqrt((gradients_of_unit(w, b)[1] ** 2).sum(axis=0)) > 1).mean())
    h, product = 0.6, 1.0
    for _ in range(50):
        h = logistic(8 * h - 4)
        product *= 8 * slope_of(h)
    return found | {"off_the_edge": product}


def shortcuts():
    """Blocks of the engine, five nets of other seeds; the medians of singular values by bounds."""
    found = {"identity": 1, "carousel": 1, "smallest_sum": (1e-4, 0.02), "smallest_root": (0.3, 0.5)}
    for arm, s in (("plain", None), ("sum", 1.0), ("root", 50**-0.5)):
        forward, back = np.median([through_blocks(s, seed) for seed in range(500, 505)], axis=0)
        for end in ("", "_again"):
            found |= {f"forward_{arm}{end}": (forward / 1.4, 1.4 * forward)}
            found |= {f"back_{arm}{end}": (back / 1.6, 1.6 * back)}
    for end in ("", "_again"):
        found |= {f"middle_sum{end}": (1.05, 1.35), f"middle_root{end}": (0.97, 1.04)}
        found[f"middle_plain{end}"] = (3e-10, 2e-8)
    return found


def through_blocks(s, seed):
    rng = np.random.default_rng(seed)
    first, G = rng.standard_normal((2, 32, 100))
    h = x = Tensor(first)
    for _ in range(50):
        t = tanh(h @ (rng.standard_normal((100, 100)) / 10))
        h = t if s is None else h + s * t
    g = grad((h * G).sum(), x)
    return [np.sqrt((a**2).sum() / (b**2).sum()) for a, b in ((h.array, first), (g, G))]


def cell_state():
    """Powers of forget gates by logarithms, slopes by the engine; measured ones by nets of other seeds."""
    from dlcourse.experiments.ch15_cell_state import course

    found = {"bias_50": math.log(49), "bias_1000": math.log(999)}
    for bias in (0, 1, 3, 5):
        f = logistic(bias)
        found |= {f"gate_{bias}": f, f"kept_{bias}": math.exp(50 * math.log(f))}
        other = float(course("lstm", float(bias), range(50, 70))[0])
        found |= {f"lstm_{bias}{end}": (other / 4, 4 * other) for end in ("", "_again")}
    other = float(course("rnn", 0.0, range(50, 70))[0])
    found |= {f"rnn{end}": (other / 4, 4 * other) for end in ("", "_again")}
    z = x, c, z_f, z_i, z_g = [Tensor(v) for v in ([3.0, 1.0], 2.0, 1.0, 0.0, -1.0)]
    slopes = grad(sigmoid((x * np.array([2.0, -1.0])).sum()), x)
    new = sigmoid(z_f) * c + sigmoid(z_i) * tanh(z_g)
    by_hand = dict(zip(("hand_f", "hand_i", "hand_g"), map(float, grad(new, z[2:])), strict=True))
    return found | by_hand | {"slope_first": float(slopes[0]), "slope_second": float(slopes[1])}


def deep_xor():
    """Descent by hand on 20 other starts for ten layers; else what 120 such starts of each kind gave."""
    found = {"n_runs": 50, "n_steps": 1000, "lost": (35, 50), "lost_again": (35, 50)}
    shares = {"plain_5": (0.98, 0.1), "plain_20": (0, 0.06), "sum_5": (0.6, 0.25), "sum_20": (0, 0.06)}
    shares |= {"root_5": (1, 0.06), "root_20": (0.99, 0.08)}
    for arm, s in (("plain", None), ("sum", 1.0), ("root", 10**-0.5)):
        shares[f"{arm}_10"] = float((descended(10, s, 20) < 0.01).mean()), 0.35 if arm == "plain" else 0.2
    for name, (share, by) in shares.items():
        found |= {f"{name}{end}": (share - by, share + by) for end in ("", "_again")}
    return found


def descended(depth, s, n, width=4):
    """Final errors of n networks, the runs in the last axis, with gradients by hand."""
    rng, skip = np.random.default_rng(77), s is not None
    x, y = np.array([[0.0, 0, 1, 1], [0, 1, 0, 1]])[:, :, None], np.array([0.0, 1, 1, 0])[None, :, None]
    sizes = [2, *[width] * depth, 1]
    W = [rng.uniform(-1, 1, (a, b, 1, n)) * (6 / (a + b)) ** 0.5 for a, b in itertools.pairwise(sizes)]
    theta = W + [np.zeros((b, 1, n)) for b in sizes[1:]]
    v = [np.zeros_like(p) for p in theta]
    with np.errstate(all="ignore"):  # sums explode
        for _ in range(1000):
            W, b, hs, ts = theta[: depth + 1], theta[depth + 1 :], [x], []
            for k in range(depth):
                ts.append(np.tanh((hs[-1][:, None] * W[k]).sum(axis=0) + b[k]))
                hs.append(hs[-1] + s * ts[-1] if skip and k else ts[-1])
            D = ((hs[-1][:, None] * W[-1]).sum(axis=0) + b[-1] - y) / 2
            J, g, G = 4 * (D**2).mean(axis=(0, 1)), [None] * (2 * depth + 2), 0
            for k in range(depth, -1, -1):
                if k < depth:
                    D = G * (1 - ts[k] ** 2) * (s if skip and k else 1)
                g[k] = (hs[k][:, None] * D).sum(axis=2, keepdims=True)
                g[depth + 1 + k] = D.sum(axis=1, keepdims=True)
                G = (W[k] * D).sum(axis=1) + (G if skip and 0 < k < depth else 0)
            for p, q, slope in zip(theta, v, g, strict=True):
                q *= 0.9
                q -= 0.1 * slope
                p += q
    return np.nan_to_num(J, nan=np.inf)
