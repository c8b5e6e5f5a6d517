"""Chapter 15's numbers from elsewhere: by hand, closed forms, NumPy alone with another sigmoid and seeds."""

import math

import numpy as np


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
            found |= {f"h_{k}": h, f"factor_{k}": 0.5 * slope_of(h)}
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
    for end in ("", "_again"):
        found |= {f"rms_1{end}": (0.98, 1.02), f"largest_1{end}": (1.85, 2.1), f"middle_1{end}": (0.77, 0.84)}
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
    lanes = {"never": np.inf, "005": 0.05, "03": 0.3, "1": 1.0, "3": 3.0, "5": 5.0, "10": 10.0, "value": 1.0}
    rng, found = np.random.default_rng(2), {"n_starts": 200, "steepest": 3.6e16, "median": 0.0163}
    theta = np.tile(np.array([[5.5], [-2.7]]) + rng.uniform(-0.02, 0.02, (2, 200)), len(lanes))
    longest = np.repeat([*lanes.values()], 200)
    by_value = np.repeat([name == "value" for name in lanes], 200)
    for _ in range(500):
        g = gradients_of_unit(*theta)[1]
        scale = np.minimum(1, longest / np.maximum(np.sqrt((g**2).sum(axis=0)), 1e-300))
        theta = theta - 0.1 * np.where(by_value, np.clip(g, -longest, longest), g * scale)
    for name, E in zip(lanes, gradients_of_unit(*theta)[0].reshape(-1, 200), strict=True):
        for what, there in (("arrive", E < 1e-3), ("far", E > 0.05)):
            share = float(there.mean())
            for end in ("", "_again"):
                found[f"{what}_{name}{end}"] = (share - 0.17, share + 0.17)
    for end in ("", "_again"):  # the inventory: 81.5 % thrown, all arrive when clipped
        found |= {f"arrive_1{end}": (0.99, 1), f"far_1{end}": (0, 0.01), f"far_never{end}": (0.7, 0.92)}
    w, b = np.meshgrid(np.linspace(1, 9, 301), np.linspace(-6, 0, 301))
    found["above_1"] = float((np.sqrt((gradients_of_unit(w, b)[1] ** 2).sum(axis=0)) > 1).mean())
    h, product = 0.6, 1.0
    for _ in range(50):
        h = logistic(8 * h - 4)
        product *= 8 * slope_of(h)
    return found | {"off_the_edge": product}
