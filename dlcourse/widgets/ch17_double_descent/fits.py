"""Chapter 17: fits of n noisy samples by ever more weights: of least norm, and with a penalty.

Data and fits are those of `dlcourse.experiments.ch17_double_descent`, but for fewer new points. The cost is
half the sum of squares plus alpha/2 |w|^2; for alpha = 0, of all fits with the least squares the shortest.
"""

import math

from dlcourse.experiments.ch17_double_descent import N_INPUTS
from dlcourse.widgets.frame.random import generator, normals

N_NEW = 100  # new points, for the test error
COUNTS = [*range(1, 41), 45, 50, 60, 70, 85, 100, 120, 150, 200, 250, 300, 400, 500]  # of weights
MOST = len(COUNTS) - 1  # steps from one weight to all of them
MIDDLE, TOP, FINE = 12, 20, 4  # steps of the penalty: to alpha = 1; to the largest; that are a power of ten
STREAM = 17  # the chapter's, with seed and number
ROUNDING = 1e-15  # a pivot is never a smaller part of its entry


def dot(a, b):
    """The sum of products, over the entries of a."""
    total, n = 0.0, len(a)
    for k in range(n):
        total = total + a[k] * b[k]
    return total


def normal_rows(seed, k, rows, length):
    """Normal numbers from stream k of a seed, in rows."""
    numbers = normals(generator([STREAM, seed, k]), rows * length)
    return [numbers[length * i : length * i + length] for i in range(rows)]


def features(x, V):
    """1 for the bias, then relu of each unit with weights V."""
    size = math.sqrt(N_INPUTS)
    return [1.0, *[max(0.0, (dot(x, v) + v[N_INPUTS]) / size) for v in V]]


def data_of(seed, n, noise):
    """The samples of a seed.   rows: all features of each; columns: of those that are not 0 for all samples,
    a pair of its place and its values; y: noisy targets; new: features of new points; t_new: their targets"""
    (u,), x, e = (
        normal_rows(seed, 0, 1, N_INPUTS),
        normal_rows(seed, 1, n, N_INPUTS),
        normal_rows(seed, 2, n, 1),
    )
    x_new, V = normal_rows(seed, 3, N_NEW, N_INPUTS), normal_rows(seed, 4, COUNTS[-1] - 1, N_INPUTS + 1)
    length = math.sqrt(dot(u, u))
    rows = [features(one, V) for one in x]
    columns = [[j, [row[j] for row in rows]] for j in range(COUNTS[-1])]
    found = {"rows": rows, "columns": [one for one in columns if max(one[1]) > 0]}
    found["y"] = [math.tanh(dot(u, x[i]) / length) + noise * e[i][0] for i in range(n)]
    found["new"] = [features(one, V) for one in x_new]
    found["t_new"] = [math.tanh(dot(u, one) / length) for one in x_new]
    return found


def cholesky(A, alpha):
    """L with A + alpha I = L L^T, its rows up to the diagonal."""
    L = []
    for i in range(len(A)):
        row, entry = [], A[i][i] + alpha
        for j in range(i):
            row.append((A[i][j] - dot(row, L[j])) / L[j][j])
        row.append(math.sqrt(max(entry - dot(row, row), ROUNDING * entry)))
        L.append(row)
    return L


def solved(L, b):
    """x with L L^T x = b: down the rows of L, then up its columns."""
    x, n = [], len(L)
    for i in range(n):
        x.append((b[i] - dot(x, L[i])) / L[i][i])
    for up in range(n):
        i = n - 1 - up
        x[i] = x[i] / L[i][i]
        for j in range(i):
            x[j] = x[j] - L[i][j] * x[i]
    return x


def weights(data, p, products, alpha):
    """The first p weights.   products: A A^T, for the features A (n, p) of these weights

    From (A^T A + alpha I) w = A^T y while they are fewer than the samples, else as w = A^T a from (A A^T +
    alpha I) a = y. The second round takes back what rounding has done in the first.
    """
    rows, y, columns = data["rows"], data["y"], [one for one in data["columns"] if one[0] < p]
    few, n = len(columns) < len(y), len(y)
    L = cholesky([[dot(a[1], b[1]) for b in columns] for a in columns] if few else products, alpha)
    w, dual = [0.0] * p, [0.0] * n
    for _ in range(2):
        rest = [y[i] - dot(w, rows[i]) for i in range(n)]
        if few:
            step = solved(L, [dot(rest, values) - alpha * w[j] for j, values in columns])
            for k in range(len(columns)):
                w[columns[k][0]] = w[columns[k][0]] + step[k]
        else:
            step = solved(L, [rest[i] - alpha * dual[i] for i in range(n)])
            dual = [dual[i] + step[i] for i in range(n)]
            for j, values in columns:
                w[j] = dot(dual, values)
    return w


def mean_square(w, rows, y):
    """The mean squared error of the weights."""
    total, n = 0.0, len(y)
    for i in range(n):
        off = dot(w, rows[i]) - y[i]
        total = total + off * off
    return total / n


def fit_of(data, p, products, alpha):
    """Training error, test error, and the norm of the weights."""
    w = weights(data, p, products, alpha)
    training, test = mean_square(w, data["rows"], data["y"]), mean_square(w, data["new"], data["t_new"])
    return {"training": training, "test": test, "norm": math.sqrt(dot(w, w))}


def place_of(k, data, products, run):
    """Step k: the fits of COUNTS[k] weights, without the penalty and, where there is one, with it."""
    fits = {"least": fit_of(data, COUNTS[k], products, 0.0)}
    if run["alpha"] > 0:
        fits["penalty"] = fit_of(data, COUNTS[k], products, run["alpha"])
    return {"k": k, "data": data, "products": products, "fits": fits}


def added(products, rows, low, high):
    """The products with those of further features."""
    parts, n = [row[low:high] for row in rows], len(rows)
    return [[products[i][j] + dot(parts[i], parts[j]) for j in range(n)] for i in range(n)]


def alpha_of(penalty):
    """The alpha of a step of the penalty; step 0 is none."""
    return 10 ** ((penalty - MIDDLE) / FINE) if penalty > 0 else 0.0


def setting(state, kernels):
    """What the fits depend on."""
    run = {"seed": state["seed"], "n": int(state["n"]), "noise": state["noise"]}
    return {**run, "alpha": alpha_of(state["penalty"])}


def first(run):
    """One weight, the bias."""
    data, n = data_of(run["seed"], run["n"], run["noise"]), run["n"]
    return place_of(0, data, [[1.0] * n for _ in range(n)], run)


def following(place, run):
    """The next number of weights."""
    k, data = place["k"] + 1, place["data"]
    return place_of(k, data, added(place["products"], data["rows"], COUNTS[k - 1], COUNTS[k]), run)


def is_over(place, run):
    """Whether all weights are there."""
    return place["k"] == MOST


def final(number, state, kernels, run):
    """The test errors of the data set of seed `number`, for all COUNTS.   -> name of the fits -> errors"""
    mine = {**run, "seed": number}
    place = first(mine)
    found = {name: [fit["test"]] for name, fit in place["fits"].items()}
    while not is_over(place, mine):
        place = following(place, mine)
        for name, fit in place["fits"].items():
            found[name].append(fit["test"])
    return found


def bar_of(found):
    """The step at which the test error without a penalty is largest."""
    return found["least"].index(max(found["least"]))
