"""Chapter 8's numbers from elsewhere: closed forms, the decks' counts, plain NumPy for what is trained."""

from itertools import combinations, product
from math import cos, erf, pi, sin, sqrt, tanh

import numpy as np

from dlcourse.experiments.ch02_intervals import median_interval


def sigmoid(z):
    return (1 + np.tanh(z / 2)) / 2


def bumps(f, edges, alpha, x):
    """A sum of bumps, one by one."""
    pieces = zip(edges[:-1], edges[1:], strict=True)
    return sum(f((a + b) / 2) * (sigmoid(alpha * (x - a)) - sigmoid(alpha * (x - b))) for a, b in pieces)


def error_of_bumps(f, n, factor=8, more=0):
    x, edges = np.linspace(0, 1, 20_001), np.arange(-more, n + more + 1) / n
    return abs(bumps(f, edges, factor * n, x) - f(x)).max()


def sine(x):
    return np.sin(2 * np.pi * x)


def one_hidden_layer():
    """Heights are tanh's; errors by their closed forms, and those of bumps of other steepness in NumPy."""
    sizes = np.array([5, 10, 20, 50, 100, 200])
    deck = [0.2940, 0.1547, 0.0783, 0.0314, 0.0157, 0.00786]  # the inventory, F028; S103 from 10 on
    chords = [abs(np.interp(x := np.linspace(0, 1, 8001), k := np.arange(n + 1) / n, sine(k)) - sine(x)).max()
              for n in sizes]  # fmt: skip
    knots, x = np.arange(20) / 20, np.linspace(0, 1, 20_001)
    slopes = (sine(knots + 1 / 20) - sine(knots)) * 20
    slip = np.maximum(0, x[:, None] - knots) @ slopes
    within = x[(x >= 1 / 20) & (x <= 19 / 20)]
    inside = abs(bumps(sine, np.arange(21) / 20, 160, within) - sine(within)).max()
    return {
        "close": 0.001, "slip_20": abs(slip - sine(x)).max(),
        "height_10": 0.7615941559557647, "height_50": tanh(5), "below_one_100": 1 - 0.9999999958776927,
        "bumps_20": 0.0783, "bumps_200": 0.00786, "bumps_rate": np.polyfit(np.log(sizes), np.log(deck), 1)[0],
        "relu_20": 0.012160, "relu_rate": np.polyfit(np.log(sizes), np.log(chords), 1)[0],
        # an inner edge has twice the slope of the sine; the chords' bound is max|f''| / (2 K)
        **{f"bumps_slope_{n}": 2 * pi for n in (10, 50, 200)},
        **{f"relu_slope_{n}": 4 * pi**2 / (2 * n) for n in (10, 50, 200)},
        "bump_units_for_close": 1000 * pi, "relu_units_for_close": int(sqrt(500) * pi) + 1,
        **{f"steepness_{factor}": error_of_bumps(sine, 20, factor) for factor in (2, 8, 32)},
        "tangents_4": 1 / 16, "edge_10": tanh(2) / 2, "inside_20": inside,
        "about_20": 5 * 0.0157, "bound_20": 0.012337,
    }  # fmt: skip


def the_theorem():
    """The parabola by alternation, the jump by an integral, the chord by hand, the ends in NumPy."""
    low, high = 0.0, pi / 2 - 1e-9  # tan u = pi + u: where the error of the line is as large as at the end
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if sin(middle) < (pi + middle) * cos(middle) else (low, middle)
    third = (1 / 3) ** 3 + (2 / 3) ** 3  # the jump is a third of a piece behind a knot

    def cosine(x):
        return np.cos(2 * np.pi * x)

    return {
        "squares_least": pi * cos(low), "outside_bumps": 0, "outside_relu": 5 * sin(pi / 10),
        **{f"jump_rms_{n}": sqrt(third / 3 / n) for n in (10, 100)}, "jump_largest_100": 2 / 3,
        "ends_20": 0.5, "ends_80": 0.5,
        **{f"more_bumps_{n}": error_of_bumps(cosine, n, more=1) for n in (20, 80)},
    }  # fmt: skip


def no_free_lunch():
    """Counted in plain Python; the thresholds are those that small whole weights give."""
    patterns = list(product((0, 1), repeat=3))
    weights = product(range(-2, 3), range(-2, 3), range(-2, 3), np.arange(-6.5, 7))
    worlds = {tuple(int(a * p + b * q + c * r > t) for p, q, r in patterns) for a, b, c, t in weights}
    found = {"n_thresholds": 104}
    assert len(worlds) == 104
    for name, answer in ANSWERS.items():
        every = list(product((0, 1), repeat=8))
        unseen = sum(answer(y, patterns[i]) == y[i] for y in every for i in (3, 5, 6, 7))
        seen = sum(answer(y, patterns[i]) == y[i] for y in every for i in (0, 1, 2, 4))
        kind = sum(answer(y, patterns[i]) == y[i] for y in worlds for i in (3, 5, 6, 7))
        found |= {name: unseen / 1024, f"{name}_all": (unseen + seen) / 2048}
        found[f"{name}_thresholds"] = kind / (4 * 104)
    found |= in_a_world_of_lines(worlds, patterns)
    found |= {"n_choices": 70, "units_20": 2**15 / 22, "units_40": 2**35 / 42}
    return found | {f"functions_{n}": count for n, count in enumerate((4, 16, 256, 65536, 4294967296), 1)}


def nearest(y, pattern):
    """Of the seen 000, 001, 010, 100 the first of those with the fewest bits changed."""
    seen = {(0, 0, 0): y[0], (0, 0, 1): y[1], (0, 1, 0): y[2], (1, 0, 0): y[4]}
    return seen[min(seen, key=lambda p: sum(a != b for a, b in zip(p, pattern, strict=True)))]


def line(y, pattern):
    """Four points in general position: the line through them, y = y0 + sum of what each bit adds."""
    adds = (y[4] - y[0], y[2] - y[0], y[1] - y[0])
    return int(y[0] + sum(a * bit for a, bit in zip(adds, pattern, strict=True)) > 0.5)


def in_a_world_of_lines(worlds, patterns):
    """The mean over all choices of four points; of lines through four the least one, by the pseudoinverse."""
    right, y = {name: [] for name in ANSWERS}, np.array(sorted(worlds))
    x = np.array([(*p, 1) for p in patterns])
    for four in combinations(range(8), 4):
        seen, rest = list(four), [i for i in range(8) if i not in four]
        near = [min(four, key=lambda j: (sum(abs(x[i] - x[j])), j)) for i in rest]
        lines = y[:, seen] @ np.linalg.pinv(x[seen]).T @ x[rest].T
        said = {"constant": 1, "majority": y[:, seen].sum(axis=1, keepdims=True) > 2,
                "nearest_neighbor": y[:, near], "linear": lines > 0.5 + 1e-9}  # fmt: skip
        for name, answers in said.items():
            right[name].append((answers == y[:, rest]).mean())
    ahead = sum(a < b - 1e-9 for a, b in zip(right["linear"], right["nearest_neighbor"], strict=True))
    return {"neighbor_ahead": ahead, **{f"{name}_any_four": np.mean(all_) for name, all_ in right.items()}}


ANSWERS = {
    "constant": lambda y, pattern: 1,
    "majority": lambda y, pattern: int(y[0] + y[1] + y[2] + y[4] > 2),
    "nearest_neighbor": nearest,
    "linear": line,
}


def many_inputs():
    """Products of integrals along one side of the cube."""
    a, b = sqrt(pi) / 2 * erf(1), sqrt(pi / 2) / 2 * erf(sqrt(2))
    found = {"n_units": 256, "cells_needed": next(k**8 for k in range(1, 20) if cells(k, 8) < waves(a, b, 8))}
    for d, per_side in ((1, 256), (2, 16), (8, 2)):
        found |= {f"waves_{d}": waves(a, b, d), f"cells_{d}": cells(per_side, d)}
    return found


def waves(a, b, d):
    """The variance of cos(w x) is (1 - exp(-|x|^2))^2 / 2; its mean over the cube, for 256 waves."""
    return sqrt((1 - 2 * a**d + b**d) / 2 / 256)


def cells(per_side, d):
    t, w = np.polynomial.legendre.leggauss(20)
    side = 2 / per_side
    middles = -1 + side / 2 + side * np.arange(per_side)[:, None]
    f, g = np.exp(-((middles + side / 2 * t) ** 2) / 2), np.exp(-(middles**2) / 2) + 0 * t
    ff, fg, gg = ((u * w / 2 / per_side).sum() for u in (f * f, f * g, g * g))
    return sqrt(ff**d - 2 * fg**d + gg**d)


def found_by_training():
    """Chords and least squares by NumPy itself; Adam written out, whose runs part by rounding on the way."""
    found = {"n_runs": 12, "n_steps": 3000, "n_samples": 201}
    fine, x = np.linspace(0, 1, 20_001), np.linspace(0, 1, 201)
    for n in (10, 20, 40):
        knots = np.arange(n + 1) / n
        found[f"calculated_{n}"] = abs(np.interp(fine, knots, sine(knots)) - sine(fine)).max()
        found[f"solved_{n}"] = solved(np.ones(n), -knots[:-1])
        for end, seeds in (("", range(12)), ("_again", range(1000, 1012))):
            drawn = [start(n, seed) for seed in seeds]
            found[f"chance_{n}{end}"] = np.median([solved(W, c) for W, c, _ in drawn])
            outputs, errors, W, c = adam(drawn, 3000)
            found[f"found_{n}{end}"] = median_interval(errors)
            if n == 10:
                poor = int((errors > 1).sum())
                found[f"poor_10{end}"] = (poor - 1, poor + 1)
            if n != 20:
                chord, rms = (((y - sine(x)) ** 2).mean(axis=-1) ** 0.5
                              for y in (np.interp(x, knots, sine(knots)), outputs))  # fmt: skip
                least = [spread(w_r, c_r) for w_r, c_r in zip(W, c, strict=True)]
                found |= {
                    f"times_{n}{end}": median_interval(rms / chord),
                    f"gain_{n}{end}": median_interval(1 - least / rms),
                    f"kinks_{n}{end}": median_interval(((W * c < 0) & (abs(c) < abs(W))).sum(axis=1)),
                }
    return found


def start(n, seed):
    """He's normal weights and normal biases, drawn layer by layer: W, c and w, and the output bias last."""
    rng = np.random.default_rng(seed)
    W, c = rng.standard_normal(n) * sqrt(2), rng.standard_normal(n) * 0.5
    return W, c, (rng.standard_normal(n) * sqrt(2 / n), rng.standard_normal(1)[0] * 0.5)


def solved(W, c):
    """The largest error with the best output layer for hidden weights W (n,) and biases c (n,)."""
    x, fine = np.linspace(0, 1, 201), np.linspace(0, 1, 20_001)
    features = [np.column_stack([np.maximum(0, np.outer(at, W) + c), np.ones(len(at))]) for at in (x, fine)]
    return abs(features[1] @ np.linalg.lstsq(features[0], sine(x), rcond=None)[0] - sine(fine)).max()


def spread(W, c):
    """The least root mean square error for hidden weights W (n,) and biases c (n,): that of the residual."""
    x = np.linspace(0, 1, 201)
    features = np.column_stack([np.maximum(0, np.outer(x, W) + c), np.ones(201)])
    basis, values, _ = np.linalg.svd(features, full_matrices=False)
    basis = basis[:, values > 1e-12 * values[0]]
    return ((sine(x) - basis @ (basis.T @ sine(x))) ** 2).mean() ** 0.5


def adam(drawn, n_steps, lr=0.01):
    """Outputs (n_runs, 201), largest errors and first layers after n_steps, each network by itself."""
    x, fine = np.linspace(0, 1, 201), np.linspace(0, 1, 4001)
    W, c, w = (np.array(a) for a in zip(*((W, c, w) for W, c, (w, _) in drawn), strict=True))
    theta = [W, c, w, np.array([b for *_, (_, b) in drawn])]
    m, v = ([np.zeros_like(p) for p in theta] for _ in range(2))
    for t in range(1, n_steps + 1):
        W, c, w, b = theta
        z = W[:, :, None] * x + c[:, :, None]
        h = np.maximum(0, z)
        G = 2 / len(x) * (np.einsum("ru,rum->rm", w, h) + b[:, None] - sine(x))
        Gz = G[:, None] * w[:, :, None] * (z > 0)
        gradients = [Gz @ x, Gz.sum(axis=2), np.einsum("rum,rm->ru", h, G), G.sum(axis=1)]
        for p, g, m_p, v_p in zip(theta, gradients, m, v, strict=True):
            m_p += 0.1 * (g - m_p)
            v_p += 0.001 * (g * g - v_p)
            p -= lr * (m_p / (1 - 0.9**t)) / (np.sqrt(v_p / (1 - 0.999**t)) + 1e-8)
    W, c, w, b = theta
    outputs = [[w_r @ np.maximum(0, np.outer(W_r, at) + c_r[:, None]) + b_r for W_r, c_r, w_r, b_r in
                zip(W, c, w, b, strict=True)] for at in (x, fine)]  # fmt: skip
    return np.array(outputs[0]), abs(np.array(outputs[1]) - sine(fine)).max(axis=1), W, c
