"""Chapter 2: XOR. The hidden tests of its assignment: other numbers, other shapes, known slips."""

import numpy as np

from dlcourse.checks import CheckFailed, away_from_kinks, check_dressed, result_of, rng_for, slopes
from dlcourse.data import xor
from dlcourse.experiments.intervals import wilson
from dlcourse.experiments.xor_training import train_stack


def check_linear_and_logistic_fit(linear_and_logistic_fit):
    """Four corners with random targets, and five random points."""

    def judge(x, y):
        ones = np.hstack([x, np.ones((len(x), 1))])
        line, logistic = np.linalg.pinv(ones) @ y, best_logistic(ones, y)
        through_zero = np.linalg.pinv(x) @ y
        told = "{} fits XOR and nothing else: work it out from x and y."
        return {
            "expected": {"w": line[:2], "b": line[2], "v": logistic[:2], "a": logistic[2]},
            "slips": {
                "w": [
                    (
                        through_zero,
                        "w belongs to a plane through the origin: give x a column of ones for the bias.",
                    ),
                    (np.zeros((2, 1)), told.format("w")),
                ],
                "v": [(np.zeros((2, 1)), told.format("v"))],
            },
        }

    rng = rng_for("linear_and_logistic_fit")
    corners = xor()[0]
    for x in (corners, corners, np.vstack([corners, rng.uniform(0, 1, (1, 2))])):
        inputs = {"x": x, "y": rng.uniform(0.2, 0.8, (len(x), 1))}
        check_dressed(
            linear_and_logistic_fit, inputs, judge, reread="Why no line fits, in chapter 2", rtol32=1e-3
        )


def best_logistic(ones, y):
    """The minimum of the mean cross-entropy, by Newton's method."""
    theta = np.zeros((ones.shape[1], 1))
    for _ in range(30):
        p = 1 / (1 + np.exp(-ones @ theta))
        theta -= np.linalg.solve(ones.T @ (p * (1 - p) * ones), ones.T @ (p - y))
    return theta


def random_network(rng, m, n_in, n):
    return {
        "x": rng.normal(size=(m, n_in)),
        "W": rng.normal(size=(n_in, n)),
        "c": rng.normal(size=n),
        "w": rng.normal(size=(n, 1)),
        "b": rng.normal(size=1),
    }


def pre_activations(x, W, c, **others):
    return x @ W + c


def check_forward(forward):
    """Batches of 1, 4 and 7 with the chapter's sizes, then a wider network."""

    def judge(x, W, c, w, b):
        z = x @ W + c
        h = np.maximum(0, z)
        f = h @ w + b
        slips = {"f": [(np.maximum(0, f), "f is cut off at 0: the output unit has no ReLU.")]}
        if W.shape[0] == W.shape[1]:
            slips["xW"] = [(x @ W.T, "xW is x times the transpose of W: use W as it is.")]
            slips["z"] = [((x + c) @ W, "z has c added before the product with W.")]
        return {"expected": {"xW": x @ W, "z": z, "h": h, "f": f}, "slips": slips}

    rng = rng_for("forward")
    for m, n_in, n in ((1, 2, 2), (4, 2, 2), (7, 2, 2), (5, 3, 7)):
        inputs = away_from_kinks(lambda sizes=(m, n_in, n): random_network(rng, *sizes), pre_activations)
        check_dressed(forward, inputs, judge, reread="The batch walk, in chapter 2")


def check_another_solution(another_solution):
    """Exact on the four points, and not the chapter's solution traded or rescaled."""
    reread, (x, y) = "Other solutions, in chapter 2", xor()
    found = result_of(another_solution, {}, reread=reread, quiet=True)
    try:
        W, c, w, b = (np.asarray(part, dtype=float) for part in found)
    except (TypeError, ValueError):
        raise CheckFailed("another_solution should return four arrays: W, c, w, b.") from None
    shapes = [part.shape for part in (W, c, w, b)]
    if shapes != [(2, 2), (2,), (2, 1), (1,)]:
        raise CheckFailed(f"The shapes of W, c, w, b are {shapes}: see the docstring of another_solution.")
    if not np.allclose(np.maximum(0, x @ W + c) @ w + b, y, rtol=0, atol=1e-12):
        raise CheckFailed("another_solution does not fit XOR exactly: run the test cell above.")
    chapter = units(np.ones((2, 2)), np.array([0, -1]), np.array([[1], [-2]]))
    if np.allclose(units(W, c, w), chapter, atol=1e-9):
        raise CheckFailed(
            "another_solution is the chapter's solution in other clothes: units traded or rescaled.",
            f"Let the units be on elsewhere. Reread {reread}.",
        )


def units(W, c, w):
    """Each unit's |w| W, |w| c and sign of w, sorted: the same for units rescaled or traded."""
    rows = np.column_stack([(W * np.abs(w.T)).T, c * np.abs(w[:, 0]), np.sign(w[:, 0])])
    return rows[np.lexsort(np.round(rows, 9).T)]


def check_collapse(collapse):
    """Three pairs of layers, no two sizes alike, and one where all are alike."""

    def judge(W1, b1, W2, b2):
        context = {"what the second layer makes of b1": b1 @ W2}
        slips = {}
        if W1.shape == W2.shape:
            slips["W"] = [
                (W2 @ W1, "W is W2 times W1: with examples in rows, the first layer's weights come first.")
            ]
        if b1.shape == b2.shape:
            slips["b"] = [(b1 + b2, "b is b1 + b2: but b1 goes through the second layer, too.")]
        return {"expected": {"W": W1 @ W2, "b": b1 @ W2 + b2}, "context": context, "slips": slips}

    rng = rng_for("collapse")
    for n_in, n_hidden, n_out in ((5, 4, 3), (2, 7, 1), (3, 3, 3)):
        inputs = {
            "W1": rng.normal(size=(n_in, n_hidden)),
            "b1": rng.normal(size=n_hidden),
            "W2": rng.normal(size=(n_hidden, n_out)),
            "b2": rng.normal(size=n_out),
        }
        check_dressed(collapse, inputs, judge, reread="Why not just stack linear layers, in chapter 2")


def cost(x, y, W, c, w, b, G):
    return G * np.mean((np.maximum(0, x @ W + c) @ w + b - y) ** 2)


def check_xor_gradients(xor_gradients):
    """Numbers of examples other than 4, of units other than 2, with every z at least 1e-3 away from 0."""

    def judge(x, y, W, c, w, b, G):
        m, n = len(x), W.shape[1]
        inputs = {"x": x, "y": y, "W": W, "c": c, "w": w, "b": b, "G": G}
        expected = slopes(cost, inputs, "W c w b")
        h = np.maximum(0, x @ W + c)
        df = 2 * G * (h @ w + b - y) / m
        open_gates = (
            "{} lets slopes pass through units that are off: the mask is z > 0, and h >= 0 always holds."
        )
        fixed = f"is divided by 4 whatever the number of examples; here m is {m}."
        slips = {name: [(value * m / 4, f"{name} {fixed}")] for name, value in expected.items()}
        slips["dW"].insert(0, (x.T @ (df @ w.T), open_gates.format("dW")))
        slips["dc"].insert(0, ((df @ w.T).sum(axis=0), open_gates.format("dc")))
        counts = {"the number of examples m": m, "the number of hidden units n": n}
        return {"expected": expected, "context": counts, "slips": slips}

    rng = rng_for("xor_gradients")

    def draw(m, n):
        scale = {"G": float(rng.uniform(1.2, 1.9)), "y": rng.normal(size=(m, 1))}
        network = random_network(rng, m, 2, n) | scale
        return {name: network[name] for name in ("x", "y", "W", "c", "w", "b", "G")}

    for m, n in ((5, 3), (3, 7), (7, 2), (1, 5)):
        inputs = away_from_kinks(lambda m=m, n=n: draw(m, n), pre_activations)
        check_dressed(xor_gradients, inputs, judge, reread="Training it, in chapter 2")


def runs(n_units, unit, seeds):
    """The library's runs from the starts that the exercise describes."""
    a, d = (6 / (2 + n_units)) ** 0.5, (6 / (n_units + 1)) ** 0.5
    starts = []
    for rng in map(np.random.default_rng, seeds):
        starts.append((rng.uniform(-a, a, (2, n_units)), rng.uniform(-d, d, (n_units, 1))))
    W, w = (np.stack(arrays) for arrays in zip(*starts, strict=True))
    return train_stack([W, np.zeros((len(W), 1, n_units)), w, np.zeros((len(W), 1, 1))], unit)


def check_success_rate(success_rate):
    """Two ReLU units and 200 seeds: the share must lie in Wilson's interval of the reference."""
    reread, n_seeds = "How often training succeeds, in chapter 2", 200
    seeds = rng_for("success_rate").choice(10_000, n_seeds, replace=False).tolist()
    inputs = {"n_units": 2, "unit": "ReLU", "seeds": seeds}
    rate = result_of(success_rate, inputs, reread=reread, time_limit=20, quiet=True)
    told = f"success_rate with 2 ReLU units and {n_seeds} seeds gives {rate!r:.40}."
    if not isinstance(rate, (float, np.floating)):
        raise CheckFailed(told, "It should be a number from 0 to 1.")
    solved = int(np.sum(runs(**inputs).J < 0.01))
    low, high = wilson(solved, n_seeds, confidence=0.9999)
    if not low <= rate <= high:
        cause = "What do you count as success? A run counts when its own J is below 0.01."
        if rate in (0, 1):
            cause = "Some runs succeed, some do not. Does every seed get its own start, is every run counted?"
        raise CheckFailed(told, cause, f"Reread {reread}.")
