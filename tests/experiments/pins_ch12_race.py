"""Chapter 12: its races in NumPy alone: gradients by hand, optimizers as formulas, all rates at once."""

import math

import numpy as np
from pins_ch12 import adadelta, adagrad, adam, adamax, momentum
from xor_by_hand import by_hand, joined, split

from dlcourse.experiments.ch02_xor_training import draw_starts
from dlcourse.experiments.ch12_side_by_side import SURFACES, problem_of

RULES = {
    "SGD": lambda g, state, lr: lr * g,
    "Momentum": momentum,
    "Nesterov": momentum,
    "AdaGrad": adagrad,
    "RMSprop": lambda g, state, lr: adagrad(g, state, lr, rho=0.9),
    "Adadelta": adadelta,
    "Adam": adam,
    "Adamax": adamax,
}
RATES = tuple(float(f"{10 ** (k / 2):.2g}") for k in range(-8, 5))


def follow(name, theta, gradient, lr, n_steps):
    """theta (n_runs, n) after each step.   gradient: theta, t -> (n_runs, n); lr: t -> (n_runs, 1)"""
    theta, state = theta.copy(), {}
    with np.errstate(all="ignore"):  # runs that are lost overflow
        for t in range(n_steps):
            ahead = 0.9 * state["v"] if name == "Nesterov" and state else 0.0
            theta = theta - RULES[name](gradient(theta + ahead, t), state, lr(t))
            yield theta


SLOPES = {
    "quadratic": lambda x, y: (x, y),
    "noise": lambda x, y: (x, y),
    "ill-conditioned": lambda x, y: (x, 1000 * y),
    "saddle": lambda x, y: (2 * x, -2 * y + 2 * y**3),
    "cliff": lambda x, y: (wall(x) + x / 10, y / 10),
}


def wall(x):
    p = 1 / (1 + np.exp(-40 * (x - 1)))
    return 400 * p * (1 - p)


def surface(name, method, seeds, rates):
    """Scores (n_rates, n_seeds) of a method on a surface."""
    problem = SURFACES[name]
    draws = [np.random.default_rng((seed, 12)) for seed in seeds]
    factors = np.exp(problem.spread * np.array([draw.standard_normal(2) for draw in draws]))
    noise = problem.noise * np.array([draw.standard_normal((100, 2)) for draw in draws])
    start = np.tile(np.array(problem.start) * factors, (len(rates), 1))
    lr = np.repeat(rates, len(draws))[:, None]

    def cost(p):
        return problem.f(p.T) - problem.floor

    def gradient(p, t):
        return np.stack(SLOPES[name](*p.T), axis=1) + np.tile(noise[:, t], (len(rates), 1))

    costs = [cost(p) for p in follow(method, start, gradient, lambda t: lr, 100)]
    with np.errstate(all="ignore"):
        left = np.mean(costs[90:], axis=0) / cost(start)
        lost = ~(np.max(costs, axis=0) < 1e6)  # NaN is lost as well
    return score(np.where(lost, 10, left)).reshape(len(rates), -1)


def score(left):
    return np.log10(np.clip(left, 1e-12, 10))


def digits(method, seeds, rates, n_steps=120):
    """Test losses over the starting ones, (n_rates, n_seeds).   rates: functions t -> lr"""
    runs, k = problem_of("digits", seeds), len(seeds)
    sizes = np.cumsum([640, 10, 100])
    start = np.concatenate([p.array.reshape(k, -1) for p in runs.parameters], axis=1)
    (x, y), (x_new, y_new) = (runs.x, runs.y), runs.new

    def parts(theta):
        W, c, w, b = np.split(theta, sizes, axis=1)
        return W.reshape(-1, 64, 10), c[:, None], w.reshape(-1, 10, 10), b[:, None]

    def forward(theta, x):
        W, c, w, b = parts(theta)
        h = np.tanh(x @ W + c)
        z = h @ w + b
        z -= z.max(axis=2, keepdims=True)
        return h, z - np.log(np.exp(z).sum(axis=2, keepdims=True))

    def gradient(theta, t):
        rows = np.tile(runs.order[:, t], (len(rates), 1))
        a, (h, log_p) = x[rows], forward(theta, x[rows])
        G = (np.exp(log_p) - np.eye(10)[y[rows]]) / rows.shape[1]
        D = (G @ parts(theta)[2].transpose(0, 2, 1)) * (1 - h * h)
        flat = (a.transpose(0, 2, 1) @ D, D.sum(axis=1), h.transpose(0, 2, 1) @ G, G.sum(axis=1))
        return np.concatenate([part.reshape(len(theta), -1) for part in flat], axis=1)

    def loss(theta):
        return -forward(theta, x_new)[1][:, np.arange(len(y_new)), y_new].mean(axis=1)

    lr = lambda t: np.repeat([rate(t) for rate in rates], k)[:, None]  # noqa: E731
    theta = np.tile(start, (len(rates), 1))
    for now in follow(method, theta, gradient, lr, n_steps):
        last = now
    return loss(last).reshape(len(rates), k), loss(start)


def scores(problem, method, seeds, rates):
    if problem != "digits":
        return surface(problem, method, seeds, rates)
    losses, begin = digits(method, seeds, [lambda t, lr=lr: lr for lr in rates])
    return score(losses / begin)


def race():
    found, rates, results = {"n_rates": 13, "n_tuning": 8, "n_runs": 24}, {}, {}
    sets = {"": range(1000, 1024), "_again": range(2000, 2024)}
    for problem in (*SLOPES, "digits"):
        name = {"ill-conditioned": "valley"}.get(problem, problem)
        for method in RULES:
            best = int(scores(problem, method, range(8), RATES).mean(axis=1).argmin())
            rates.setdefault(method, []).append(RATES[best])
            for end, seeds in sets.items():
                results[problem, method, end] = scores(problem, method, seeds, RATES[best : best + 1])[0]
            found[f"{name}_{method.lower()}"] = results[problem, method, ""].mean()
    for end in sets:
        table = np.array([results["digits", method, end] for method in RULES])
        for i, method in enumerate(RULES):
            found[f"first_{method.lower()}{end}"] = (table.argmin(axis=0) == i).mean()
            gap = (results["digits", "Adam", end] - results["digits", method, end]).mean()
            found |= {f"gap_{method.lower()}{end}": gap} if method != "Adam" else {}
    return found | {f"spread_{method.lower()}": max(lrs) / min(lrs) for method, lrs in rates.items()}


def xor_solved(method, seeds, rates, n_steps=1000):
    """Which runs of two ReLU units solve XOR, (n_rates, n_seeds)."""
    starts = [np.asarray(part).reshape(len(seeds), -1) for part in draw_starts(2, seeds)]
    theta = np.tile(np.concatenate(starts, axis=1), (len(rates), 1))
    lr, lost = np.repeat(rates, len(seeds))[:, None], np.zeros(len(theta), bool)

    def gradient(p, t):
        nonlocal lost
        error, gradients = by_hand(split(p), "ReLU")
        lost = lost | ~((error**2).mean(axis=0) < 1e6)
        return joined(gradients)

    for p in follow(method, theta, gradient, lambda t: lr, n_steps):
        last = p
    with np.errstate(all="ignore"):
        good = (by_hand(split(last), "ReLU")[0] ** 2).mean(axis=0) < 0.01
    return (good & ~lost).reshape(len(rates), -1)


def xor_race():
    found, by = {"n_rates": 9, "n_tuning": 100, "n_runs": 400, "n_steps": 1000}, {}
    for method in RULES:
        counts = xor_solved(method, range(3000, 3100), RATES[2:11]).sum(axis=1)
        lr = RATES[2 + int(counts.argmax())]
        found[f"rate_{method.lower()}"] = lr
        for end, seeds in (("", range(400, 800)), ("_again", range(800, 1200))):
            by[method, end] = xor_solved(method, seeds, [lr])[0]
            found[f"{method.lower()}{end}"] = by[method, end].mean()
    for end in ("", "_again"):
        found[f"only_adam{end}"] = int((by["Adam", end] & ~by["SGD", end]).sum())
        found[f"only_sgd{end}"] = int((by["SGD", end] & ~by["Adam", end]).sum())
    return found


def decay():
    scales, within, beside, one, two = np.array([0.1, 10.0]), np.ones(2), np.ones(2), {}, {}
    for t in range(1000):
        g = scales * (-1) ** t
        within = within - adam(g + 0.1 * within, one, 0.01)
        beside = 0.999 * beside - adam(g, two, 0.01)
    found = {"kept": math.exp(-1), "adam_small": within[0], "adam_large": within[1], "adamw_small": beside[0]}
    for name, strength in (("weak", 0.001), ("strong", 10.0)):
        p, state = np.ones(1), {}
        for _ in range(50):
            p = p - adam(strength * p, state, 0.01)
        found[f"alone_{name}"] = p.item()
    return found


def schedules_at_work():
    """The recursion q <- (1 - lr)^2 q + lr^2 for the noise; Adam on the digits, in NumPy."""
    cosine = lambda lr, n: lambda t: lr * (1 + math.cos(math.pi * t / n)) / 2  # noqa: E731
    rates = {"constant_5": lambda t: 0.5, "constant_1": lambda t: 0.1, "inverse": lambda t: 1 / (t + 1)}
    rates["cosine"] = cosine(0.5, 1000)
    found = {"half_way": 0.0505, "floor_5": 1 / 6, "floor_1": 1 / 38}
    for name, rate in rates.items():
        q = 100.0
        for t in range(1000):
            q = (1 - rate(t)) ** 2 * q + rate(t) ** 2
        found[f"left_{name}"] = q / 2
    kinds = {"constant": lambda lr: lambda t: lr, "cosine": lambda lr: cosine(lr, 120)}
    warm = lambda of: lambda lr: lambda t: min(1, (t + 1) / 20) * of(lr)(t)  # noqa: E731
    kinds |= {"warmup": warm(kinds["constant"]), "both": warm(kinds["cosine"])}
    tried, losses = (0.0032, 0.01, 0.032, 0.1, 0.32, 1.0), {}
    for name, kind in kinds.items():
        means = digits("Adam", range(8), [kind(lr) for lr in tried])[0].mean(axis=1)
        best = tried[int(means.argmin())]
        for end, seeds in (("", range(1000, 1024)), ("_again", range(2000, 2024))):
            for of, lr in (("best", best), ("large", 0.32)):
                losses[of, name, end] = digits("Adam", seeds, [kind(lr)])[0][0]
        found |= {"tuned_constant": best} if name == "constant" else {}
    for (of, name, end), values in losses.items():
        if (of, name) != ("large", "cosine"):
            found |= {} if end else {f"{of}_{name}": values.mean()}
            if name != "constant":
                found[f"{of}_gap_{name}{end}"] = (values - losses[of, "constant", end]).mean()
    return found | {"warm": 20, "n_digits": 24, "n_runs": 2000, "n_steps": 1000}
