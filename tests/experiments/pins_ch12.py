"""Chapter 12's numbers from elsewhere: the inventory, closed forms, NumPy alone with gradients by hand."""

import math

import numpy as np


def adagrad(g, state, lr, root=True, rho=None):
    keep, take = (1, 1) if rho is None else (rho, 1 - rho)
    r = state["r"] = keep * state.get("r", 0) + take * g * g
    return lr * g / (1e-8 + (np.sqrt(r) if root else r))


def momentum(g, state, lr):
    v = state["v"] = 0.9 * state.get("v", 0) - lr * g
    return -v


def adam(g, state, lr, eps=1e-8):
    t = state["t"] = state.get("t", 0) + 1
    s = state["s"] = 0.9 * state.get("s", 0) + 0.1 * g
    r = state["r"] = 0.999 * state.get("r", 0) + 0.001 * g * g
    return lr * (s / (1 - 0.9**t)) / (eps + np.sqrt(r / (1 - 0.999**t)))


def adamax(g, state, lr):
    t = state["t"] = state.get("t", 0) + 1
    s = state["s"] = 0.9 * state.get("s", 0) + 0.1 * g
    u = state["u"] = np.maximum(0.999 * state.get("u", 0), abs(g))
    return lr * s / (1 - 0.9**t) / (1e-8 + u)


def adadelta(g, state, lr):
    r = state["r"] = 0.95 * state.get("r", 0) + 0.05 * g * g
    move = np.sqrt(state.get("d", 0) + 1e-6) / np.sqrt(r + 1e-6) * g
    state["d"] = 0.95 * state.get("d", 0) + 0.05 * move * move
    return lr * move


def on_bowl(rule, n_steps=30, unit=1.0, **options):
    """Points of a rule on x^2 / 20 + y^2 from (-7, 2).   -> (n_steps + 1, 2)"""
    path, state = [np.array([-7.0, 2.0])], {}
    for _ in range(n_steps):
        path.append(path[-1] - rule(unit * path[-1] * [0.1, 2.0], state, **options))
    return np.array(path)


def cost(point):
    return float(point[0] ** 2 / 20 + point[1] ** 2)


def nesterov(n_steps=30):
    path, v = [np.array([-7.0, 2.0])], np.zeros(2)
    for _ in range(n_steps):
        v = 0.9 * v - 0.1 * (path[-1] + 0.9 * v) * [0.1, 2.0]
        path.append(path[-1] + v)
    return np.array(path)


def adaptive():
    paths = {
        "sgd": on_bowl(lambda g, state: 0.95 * g), "momentum": on_bowl(momentum, lr=0.1),
        "nesterov": nesterov(), "adagrad": on_bowl(adagrad, lr=1.5), "adam": on_bowl(adam, lr=0.3),
        "rmsprop": on_bowl(adagrad, lr=0.3, rho=0.9), "adadelta": on_bowl(adadelta, lr=1.0),
        "adamax": on_bowl(adamax, lr=0.3),
    }  # fmt: skip
    found = {
        "cost_sgd": 0.013327, "cost_momentum": 0.04794, "cost_nesterov": 0.0188278,
        "cost_adagrad": 7.2195e-04, "cost_rmsprop": 1.184e-03, "cost_adam": 0.10221,
        "cost_adadelta": 5.8184, "cost_adamax": 0.07297,
        "sgd_factor": 0.905, "sgd_to_a_hundredth": math.ceil(math.log(100) / -math.log(0.905)),
    }  # fmt: skip
    for name, path in paths.items():
        found |= {f"first_x_{name}": path[1, 0], f"first_y_{name}": path[1, 1]}
    # by hand: second gradients (-0.67, 3.4)
    for axis, start, one, two in (("x", -6.7, -0.7, -0.67), ("y", 1.7, 4.0, 3.4)):
        s_hat, r_hat = (0.09 * one + 0.1 * two) / 0.19, (0.000999 * one**2 + 0.001 * two**2) / 0.001999
        found[f"second_{axis}_adam"] = start - 0.3 * s_hat / math.sqrt(r_hat)
    for unit, inventory in ((1, 0.2), (10, 5.3), (100, 6.3)):
        found[f"adagrad_root_{unit}"] = 7.2e-4
        found[f"adagrad_rootless_{unit}"] = inventory
        for end, root in (("root", True), ("rootless", False)):
            path = on_bowl(adagrad, unit=unit, lr=0.3, rho=0.9, root=root)
            found[f"rmsprop_{end}_{unit}"] = cost(path[-1])
    found["rmsprop_better"] = cost(on_bowl(adagrad, lr=0.46, rho=0.9)[-1])
    found["adam_lucky"] = cost(on_bowl(adam, lr=0.73)[-1])
    s_hat, root = (0.09 * 4 + 0.1 * 3.4) / 0.19, math.sqrt((0.000999 * 16 + 0.001 * 11.56) / 0.001999)
    found |= {"r_x": 0.49 + 0.3025, "ratio_x": -0.55 / math.sqrt(0.7925), "ratio_y": 1 / math.sqrt(17)}
    found |= {"adam_s_hat": s_hat, "adam_root": root, "adam_ratio": s_hat / root}
    found |= {"adamax_u": 0.999 * 4, "adamax_ratio": s_hat / (0.999 * 4)}
    return found | {f"adam_eps_{eps}": cost(on_bowl(adam, lr=0.3, eps=eps)[-1]) for eps in (1, 100)}


def step_sizes():
    uncorrected = [(1 - 0.9**t) / math.sqrt(1 - 0.999**t) for t in range(1, 201)]
    rho_50 = 0.9**50
    return {
        "adam": 1, "adagrad_100": 1 / 10, "rmsprop": 1 / math.sqrt(0.1),
        "rmsprop_at_03": 0.3 / math.sqrt(0.1), "adadelta": math.sqrt(1e-6 / (0.05 + 1e-6 / 16)),
        "neither": 0.1 / math.sqrt(0.001), "only_s": 1 / math.sqrt(0.001), "only_r": 0.1,
        "t_from_2": 0.1 / 0.19 / math.sqrt(0.001 / 0.001999),
        "longest": max(uncorrected), "longest_at": 1 + uncorrected.index(max(uncorrected)),
        "small_outside": 1e-5 / (1e-5 * math.sqrt(0.1) + 1e-8),
        "small_inside": 1e-5 / math.sqrt(1e-11 + 1e-8),
        "adam_1e8": 1 / 2, "adam_1e10": 1 / 101, "adagrad_fallen": 0.1 / math.sqrt(50 + 0.5),
        "rmsprop_fallen": 0.1 / math.sqrt(0.01 * (1 - rho_50) + (1 - 0.9**50) * rho_50),
    }  # fmt: skip
