"""Chapter 17: bells fitted to the noisy sine, from no penalty to a strong one."""

import math

from dlcourse.experiments.ch17_regularization import NOISE, M
from dlcourse.widgets.ch17_penalty_sweep.solvers import lasso, least_norm, ridge
from dlcourse.widgets.frame.random import generator, normals

FACTORS = (1, 1.5, 2, 3, 5, 7)  # within a power of ten
ALPHAS = [0.0, *(factor * 10**k / 10**4 for k in range(6) for factor in FACTORS), 100.0]
MOST = len(ALPHAS) - 1
X = [k / (M - 1) for k in range(M)]  # the samples, and the middles of the bells
GRID = [k / 499 for k in range(500)]  # where the test error is taken, between the samples


def sine(x):
    """What the samples are drawn from."""
    return 0.5 + 0.4 * math.sin(2 * math.pi * x)


def bells(x, sigma):
    """A column for each bell: its heights at these x."""
    scale = 2 * sigma * sigma
    return [[math.exp(-((one - middle) * (one - middle)) / scale) for one in x] for middle in X]


def samples(seed):
    """The targets at X: the sine with normal noise."""
    noise = normals(generator(seed), M)
    return [sine(x) + NOISE * noise[k] for k, x in enumerate(X)]


def mean(numbers):
    """The mean."""
    return sum(numbers) / len(numbers)


def centered(numbers):
    """The numbers minus their mean."""
    middle = mean(numbers)
    return [v - middle for v in numbers]


def predicted(columns, w, b):
    """The curve with these weights."""
    n = len(columns[0])
    y_hat = [b] * n
    for j, column in enumerate(columns):
        part, last = w[j], n if w[j] != 0 else 0
        for i in range(last):
            y_hat[i] += part * column[i]
    return y_hat


def apart(one, other):
    """The root of the mean squared difference."""
    return math.sqrt(mean([(one[i] - other[i]) * (one[i] - other[i]) for i in range(len(one))]))


def setting(state, kernels):
    """What a sweep depends on."""
    return {name: state[name] for name in ("kind", "sigma", "seed")}


def problem_of(run, seed):
    """The bells at the samples, also centered, and on the grid; the targets."""
    columns, y = bells(X, run["sigma"]), samples(seed)
    inside = {"kind": run["kind"], "columns": columns, "y": y, "truth": [sine(x) for x in GRID]}
    inside |= {"centered": [centered(column) for column in columns], "grid": bells(GRID, run["sigma"])}
    return inside


def fitted(problem, k, start):
    """The fit with the k-th alpha.   start: weights from which the lasso sets out"""
    columns, y, alpha = problem["columns"], problem["y"], ALPHAS[k]
    if k == 0:
        # `least_squares` counts the bias among the weights whose norm is least, as the weight of a 1
        whole = least_norm([[*[column[i] for column in columns], 1.0] for i in range(M)], y)
        w, b = whole[0:M], whole[-1]
    else:
        if problem["kind"] == "L2":
            w = ridge(problem["centered"], centered(y), alpha)
        else:
            w = lasso(problem["centered"], centered(y), alpha, start)
        b = mean(y) - sum([v * mean(columns[j]) for j, v in enumerate(w)])
    curve = predicted(problem["grid"], w, b)
    errors = {"training": apart(predicted(columns, w, b), y), "test": apart(curve, problem["truth"])}
    return {"k": k, "w": w, "b": b, "curve": curve, "problem": problem, **errors}


def first(run):
    """The fit without a penalty."""
    return fitted(problem_of(run, run["seed"]), 0, [])


def following(place, run):
    """The fit with the next larger alpha."""
    # without a penalty no weight is 0: from there the lasso sets out anew
    return fitted(place["problem"], place["k"] + 1, place["w"] if place["k"] > 0 else [0.0] * M)


def is_over(place, run):
    """Whether no larger alpha is left."""
    return place["k"] == MOST
