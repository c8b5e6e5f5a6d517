"""Chapter 11's numbers from elsewhere: the inventory, by hand, closed forms, roots, NumPy alone."""

import math

import numpy as np


def _about(value, by=1e-9):
    by *= max(1.0, abs(value))
    return float(value) - by, float(value) + by


def bowl():
    """Slopes (x / 10, 2 y) by hand; steps to a thousandth by powers of each axis' matrix."""
    found = {
        "limit": 1, "best_lr": 0.95238, "best_factor": 0.90476, "ball_lr": 1.33581,
        "ball_momentum": 0.402605, "ball_factor": 0.634512, "ball_measured": 0.634512,
        "J0": 49 / 20 + 4, "J1": 6.335**2 / 20 + 1.8**2,
    }  # fmt: skip
    for name, lr, momentum, ahead in (
        ("plain", 0.95, 0, 0),
        ("momentum", 0.1, 0.9, 0),
        ("nesterov", 0.1, 0.9, 1),
    ):
        at, v = np.array([-7.0, 2.0]), np.zeros(2)
        for t in range(1, 31):
            v = momentum * v - lr * (at + ahead * momentum * v) * [0.1, 2]
            at = at + v
            if t < 3 and (name, t) not in (("plain", 1), ("plain", 2), ("nesterov", 1)):
                found |= {f"{name}_x{t}": at[0], f"{name}_y{t}": at[1]}
        found |= {} if ahead else {f"{name}_J30": at[0] ** 2 / 20 + at[1] ** 2}
    for condition in (20, 100, 1000):
        root, wide = math.sqrt(condition), math.sqrt(3 * condition + 1)
        best = {
            "plain": (2 / (1 + 1 / condition), 0.0, 0),
            "heavy_ball": (4 / (1 + 1 / root) ** 2, ((root - 1) / (root + 1)) ** 2, 0),
            "nesterov": (4 / (3 + 1 / condition), (wide - 2) / (wide + 2), 1),
        }
        for method, (lr, a, ahead) in best.items():
            found[f"{method}_{condition}"] = _arrives(condition, lr, a, ahead)
    return found


def _arrives(condition, lr, a, ahead, most=4000):
    """On an axis with c = lr times curvature the pair (theta_t, theta_t-1) is multiplied by one matrix."""
    distance = np.zeros(most + 1)
    for curvature in (1 / condition, 1.0):
        c = lr * curvature
        M = np.array([[(1 + a) * (1 - c), -a * (1 - c)] if ahead else [1 + a - c, -a], [1, 0]])
        pair = np.ones(2)
        for t in range(most + 1):
            distance[t] += pair[0] ** 2
            pair = M @ pair
    return int(np.flatnonzero(distance >= 1e-6 * distance[0])[-1]) + 1


def one_dimension():
    def slope(w):
        return w * math.exp(-w * w / 2) + 2 * (w - 3) * math.exp(-2 * (w - 3) ** 2)

    found = {"bounce": math.sqrt(2 * math.log(1.5))}
    for name, w, lr in (
        ("too_small", -1.5, 0.01), ("good", -1.5, 0.8), ("too_large", -1.5, 3.0), ("flat", -4.5, 0.8),
        ("trapped", 2.6, 0.8),
    ):  # fmt: skip
        for _ in range(30):
            w -= lr * slope(w)
        found[name] = _about(w)
    return found


def momentum_filter():
    found = {"ratio": 19, "noise": 1 / math.sqrt(1 - 0.81), "stays_8": 5}
    for key, a in (("5", 0.5), ("9", 0.9), ("99", 0.99)):
        found |= {f"stays_{key}": 1 / (1 - a), f"turns_{key}": 1 / (1 + a)}
    return found


def old_velocity():
    """Where the largest root of each method's quadratic leaves the unit circle, by bisection."""
    quadratics = {
        "heavy": lambda a, c: [1, -(1 + a - c), a],
        "old": lambda a, c: [1, -(1 + a), a + c],
        "ahead": lambda a, c: [1, -(1 + a) * (1 - c), a * (1 - c)],
    }
    found = {"worst": 0.005 * 202, "edge": math.sqrt(39), "share": 1 - math.sqrt(39) / 10}
    for method, a in (("heavy", 0.6), ("old", 0.6), ("heavy", 0.8), ("ahead", 0.8)):
        low, high = 0.001, 4.0
        while high - low > 1e-9:
            c = (low + high) / 2
            low, high = (c, high) if abs(np.roots(quadratics[method](a, c))).max() < 1 else (low, c)
        found[f"{method}_{round(10 * a)}"] = low
    heavy = {"heavy_at_1": 0.5, "heavy_at_2": -0.05, "heavy_at_3": -0.355}
    found |= heavy | {"old_at_1": 1, "old_at_2": 0.5, "old_at_3": -0.3}
    for method, pair in (("heavy", (0.5, 1)), ("old", (1, 1))):  # theta_t and the one before
        _, a, b = quadratics[method](0.6, 0.5)
        power = np.linalg.matrix_power(np.array([[-a, -b], [1, 0]]), 59)
        found[f"{method}_at_60"] = _about((power @ pair)[0])
    return found


def shrinking_rates():
    found = {"left": (0, 1e-12)}
    rates = {"constant": lambda t: 0.1, "root": lambda t: t**-0.5, "inverse": lambda t: 1 / t}
    for name, rate in (rates | {"squared": lambda t: (t + 1) ** -2}).items():
        mean, variance = 8.0, 0.0
        for t in range(1, 1001):
            mean, variance = (1 - rate(t)) * mean, (1 - rate(t)) ** 2 * variance + rate(t) ** 2
        found |= dict.fromkeys((name, f"{name}_again"), math.sqrt(mean**2 + variance))
    return found


def xor_wiggles():
    """Chapter 2's run with slopes by hand; curvatures from differences of those slopes."""
    found = {"factor": 0.9}
    theta, rolls = _xor_run(0.9)
    plain = _xor_run(0.0)[1]
    found |= {"steps": int((rolls < 1e-3).argmax()), "plain_steps": int((plain < 1e-3).argmax())}
    found |= {"peaks_100": _peaks(rolls[:100]), "plain_peaks": _peaks(plain[:100])}
    found["measured_period"] = 300 / _peaks(rolls[100:])
    shifts = 1e-6 * np.eye(9)
    H = np.array([_xor_slopes(theta + s)[1] - _xor_slopes(theta - s)[1] for s in shifts]) / 2e-6
    curvatures = np.linalg.eigvalsh((H + H.T) / 2)[::-1][:3]
    for i, c in enumerate(curvatures):
        found[f"curvature_{i + 1}"] = c
        angle = np.angle(np.roots([1, -(1.9 - 0.1 * c), 0.9])[0])
        found[f"period_{i + 1}"] = math.pi / abs(angle)
    line = np.polyfit(np.arange(100, 400), np.log(plain[100:]), 1)
    return found | {"plain_factor": math.exp(line[0])}


def _xor_run(momentum):
    rng = np.random.default_rng(9)
    W, w = (rng.uniform(-1, 1, shape) * (6 / sum(shape)) ** 0.5 for shape in ((2, 2), (2, 1)))
    theta, v, losses = np.concatenate([W.ravel(), [0, 0], w.ravel(), [0]]), np.zeros(9), []
    for _ in range(400):
        J, g = _xor_slopes(theta)
        losses.append(J)
        v = momentum * v - 0.1 * g
        theta = theta + v
    return theta, np.array(losses)


def _xor_slopes(theta):
    x, y = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0.0, 1, 1, 0])
    z = x @ theta[:4].reshape(2, 2) + theta[4:6]
    h = np.maximum(z, 0)
    e = h @ theta[6:8] + theta[8] - y
    dz = (e / 2)[:, None] * theta[6:8] * (z > 0)
    return (e @ e) / 4, np.concatenate([(x.T @ dz).ravel(), dz.sum(0), h.T @ e / 2, [e.sum() / 2]])


def _peaks(losses):
    rises = np.diff(losses) > 0
    return int((rises[:-1] & ~rises[1:]).sum())
