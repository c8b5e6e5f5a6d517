"""Chapter 2: XOR. The hidden tests of its assignment: other numbers, other shapes, known slips."""

import numpy as np

from dlcourse import checks
from dlcourse.checks import (
    CheckFailed,
    arrays_of,
    away_from_kinks,
    check_variants,
    expect,
    result_of,
    rng_for,
    slopes,
)
from dlcourse.data import xor
from dlcourse.experiments.ch02_xor_training import train_stack


def check_linear_and_logistic_fit(linear_and_logistic_fit):
    """Four corners with random targets, five random points; then targets that a line separates."""

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
        check_variants(
            linear_and_logistic_fit, inputs, judge, reread="Why no line fits, in chapter 2", rtol32=1e-3
        )
    for m in (5, 7):
        x = np.vstack([corners, rng.uniform(0.3, 1, (m - 4, 2))]) * rng.uniform(0.8, 1.6, (m, 2))
        inputs = {"x": x, "y": (np.arange(m) >= 3).astype(float)[:, None]}
        check_variants(
            linear_and_logistic_fit,
            inputs,
            judge_halfway,
            reread="Why no line fits, in chapter 2",
            rtol32=1e-2,
        )


def judge_halfway(x, y):
    """A line separates the targets, so v grows for ever: 3000 steps end on the way, and each step counts."""
    line, (v, a) = np.linalg.pinv(np.hstack([x, np.ones((len(x), 1))])) @ y, descend(x, y)
    others = (
        (descend(x, y, mean_v=False, mean_a=False), "goes with the summed gradient: divide by m."),
        (descend(x, y, mean_v=False), "comes from a gradient by v that is not divided by m."),
        (descend(x, y, mean_a=False), "comes from a gradient by a that is a sum, not a mean."),
        (
            descend(x, y, late="a"),
            "comes from updating a with the new v: both gradients belong to the same p.",
        ),
        (
            descend(x, y, late="v"),
            "comes from updating v with the new a: both gradients belong to the same p.",
        ),
        (descend(x, y, n_steps=2999), "is what 2999 steps give: take 3000."),
        (descend(x, y, n_steps=3001), "is what 3001 steps give: take 3000."),
    )
    return {
        "expected": {"w": line[:2], "b": line[2], "v": v, "a": a},
        "slips": {
            name: [(other[i], f"{name} {told}") for other, told in others] for i, name in enumerate("va")
        },
        "hint": "Here 3000 steps do not reach the minimum, so each one counts: size 1, from 0, by the mean.",
    }


def descend(x, y, n_steps=3000, mean_v=True, mean_a=True, late=""):
    """v, a after gradient descent of size 1.

    late: the parameter whose gradient is worked out after the other's step.
    """
    v, a, m = np.zeros((x.shape[1], 1)), np.zeros(1), len(x)

    def off():
        return 1 / (1 + np.exp(-(x @ v + a))) - y

    with np.errstate(over="ignore"):
        for _ in range(n_steps):
            before = off()
            if late == "v":
                a = a - before.sum(axis=0) / (m if mean_a else 1)
                before = off()
            v = v - x.T @ before / (m if mean_v else 1)
            if late == "a":
                before = off()
            if late != "v":
                a = a - before.sum(axis=0) / (m if mean_a else 1)
    return v, a


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
        check_variants(forward, inputs, judge, reread="The batch walk, in chapter 2")


def check_another_solution(another_solution):
    """Exact on the four points, and not the chapter's solution traded or rescaled."""
    reread, (x, y) = "Other solutions, in chapter 2", xor()
    found = result_of(another_solution, {}, reread=reread, quiet=True)
    sizes = {"W": (2, 2), "c": (2,), "w": (2, 1), "b": (1,)}
    W, c, w, b = arrays_of(found, sizes, "another_solution", reread=reread)
    fits = np.allclose(np.maximum(0, x @ W + c) @ w + b, y, rtol=0, atol=1e-12)
    expect(fits, "another_solution does not fit XOR exactly: run the test cell above.")
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
        check_variants(collapse, inputs, judge, reread="Why not just stack linear layers, in chapter 2")


def cost(x, y, W, c, w, b, G):
    return G * np.mean((np.maximum(0, x @ W + c) @ w + b - y) ** 2)


OPEN_GATES = "{} lets slopes pass through units that are off: the mask is z > 0, and h >= 0 always holds."


def check_xor_gradients(xor_gradients):
    """Numbers of examples other than 4, of units other than 2, with every z at least 1e-3 away from 0.

    Then whole numbers, with some z at 0 exactly.
    """

    def judge(x, y, W, c, w, b, G):
        m, n = len(x), W.shape[1]
        inputs = {"x": x, "y": y, "W": W, "c": c, "w": w, "b": b, "G": G}
        expected = slopes(cost, inputs, "W c w b")
        h = np.maximum(0, x @ W + c)
        df = 2 * G * (h @ w + b - y) / m
        fixed = f"is divided by 4 whatever the number of examples; here m is {m}."
        slips = {name: [(value * m / 4, f"{name} {fixed}")] for name, value in expected.items()}
        slips["dW"].insert(0, (x.T @ (df @ w.T), OPEN_GATES.format("dW")))
        slips["dc"].insert(0, ((df @ w.T).sum(axis=0), OPEN_GATES.format("dc")))
        for wrong, told in (
            (2 * G * (h @ w - y) / m, "is what comes out when b is forgotten in f = h w + b."),
            (
                2 * G * (h @ w + b - y) // m,
                "comes from a whole division: `//` drops the decimals, `/` keeps them.",
            ),
        ):
            dz = wrong @ w.T * (h > 0)
            parts = {"dW": x.T @ dz, "dc": dz.sum(axis=0), "dw": h.T @ wrong, "db": wrong.sum(axis=0)}
            for name, value in parts.items():
                slips[name].append((value, f"{name} {told}"))
        counts = {"the number of examples m": m, "the number of hidden units n": n}
        return {"expected": expected, "context": counts, "slips": slips}

    rng = rng_for("xor_gradients")

    def draw(m, n):
        scale = {"G": float(rng.uniform(1.2, 1.9)), "y": rng.normal(size=(m, 1))}
        network = random_network(rng, m, 2, n) | scale
        return {name: network[name] for name in ("x", "y", "W", "c", "w", "b", "G")}

    for m, n in ((5, 3), (3, 7), (7, 2), (1, 5)):
        inputs = away_from_kinks(lambda m=m, n=n: draw(m, n), pre_activations)
        check_variants(xor_gradients, inputs, judge, reread="Training it, in chapter 2")
    inputs = AT_KINKS | {"G": float(rng.integers(2, 5))}
    check_variants(xor_gradients, inputs, judge_at_kinks, reread="Training it, in chapter 2")


AT_KINKS = {  # z is 0 at six of its fifteen places, and nowhere is f equal to y
    "x": np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [2.0, -1.0]]),
    "y": np.array([[3.0], [-1.0], [2.0], [-4.0], [5.0]]),
    "W": np.array([[1.0, -1.0, 2.0], [1.0, 1.0, -1.0]]),
    "c": np.array([-1.0, 0.0, 0.0]),
    "w": np.array([[2.0], [-3.0], [1.0]]),
    "b": np.array([1.0]),
}


def judge_at_kinks(x, y, W, c, w, b, G):
    """The derivative of max(0, z) at 0 is taken as 0: a choice, which no measured slope can tell."""
    z = x @ W + c
    h = np.maximum(0, z)
    df = 2 * G * (h @ w + b - y) / len(x)

    def behind(mask):
        dz = df @ w.T * mask
        return {"dW": x.T @ dz, "dc": dz.sum(axis=0)}

    told = (
        "{} lets slopes through where z is exactly 0: there the derivative of max(0, z) is taken as 0 "
        "(mask z > 0)."
    )
    slips = {name: [] for name in ("dW", "dc")}
    for at_zero in (1.0, 0.5):
        for name, value in behind(np.heaviside(z, at_zero)).items():
            slips[name].append((value, told.format(name)))
    return {"expected": behind(z > 0) | {"dw": h.T @ df, "db": df.sum(axis=0)}, "slips": slips}


def starts(n_units, seeds, order="W w"):
    """The starts that the exercise describes; or with w drawn first, or from a second, equal generator."""
    a, d = (6 / (2 + n_units)) ** 0.5, (6 / (n_units + 1)) ** 0.5
    drawn = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        w = rng.uniform(-d, d, (n_units, 1)) if order == "w W" else None
        W = rng.uniform(-a, a, (2, n_units))
        if order != "w W":
            again = np.random.default_rng(seed) if order == "W, again w" else rng
            w = again.uniform(-d, d, (n_units, 1))
        drawn.append((W, w))
    W, w = (np.stack(arrays) for arrays in zip(*drawn, strict=True))
    return [W, np.zeros((len(W), 1, n_units)), w, np.zeros((len(W), 1, 1))]


SLIPS_OF_DRAWING = {
    "w W": "As many succeed when w is drawn before W: draw W first.",
    "W, again w": "As many succeed when w is drawn from a new generator: go on with the one that drew W.",
}


def solved(n_units, unit, seeds):
    """Which of the library's runs succeed: from the right starts, and from those of each slip."""
    orders = ["W w", *SLIPS_OF_DRAWING]
    stacked = zip(*(starts(n_units, seeds, order) for order in orders), strict=True)
    below = train_stack([np.concatenate(arrays) for arrays in stacked], unit).J < 0.01
    return dict(zip(orders, below.reshape(len(orders), -1), strict=True))


def telling_seeds(rng, n_units, unit):
    """Seeds for which each slip of drawing gives another count, and what comes of them.

    Those are left out for which a slip succeeds where the right start does not.
    """
    seeds = rng.choice(10_000, 60, replace=False)
    found = solved(n_units, unit, seeds)
    right, *slips = found.values()
    kept = right | ~np.any(slips, axis=0)
    return seeds[kept].tolist(), {order: int(below[kept].sum()) for order, below in found.items()}


def check_success_rate(success_rate):
    """ReLU at two widths and tanh, each with seeds of its own: the count must be right, up to one run."""
    reread, rng = "How often training succeeds, in chapter 2", rng_for("success_rate")
    for n_units, unit in ((3, "ReLU"), (5, "ReLU"), (2, "tanh")):
        seeds, counts = telling_seeds(rng, n_units, unit)
        slips = [
            (counts[order], told)
            for order, told in SLIPS_OF_DRAWING.items()
            if counts[order] != counts["W w"]
        ]
        if unit == "tanh":
            as_relu = int((train_stack(starts(n_units, seeds), "ReLU").J < 0.01).sum())
            slips.append((as_relu, "As many succeed with ReLU: pass on the unit that is asked for."))
        rate = result_of(
            success_rate,
            {"n_units": n_units, "unit": unit, "seeds": seeds},
            reread=reread,
            time_limit=20,
            slow="Train all seeds in one call of train_stack: a call for each seed takes too long.",
            quiet=True,
        )
        checks.check_success_rate(
            rate,
            counts["W w"],
            len(seeds),
            who="success_rate",
            slips=slips,
            hint="What do you count as success? A run counts when its own J is below 0.01. Are the starts "
            "those of the docstring, drawn from a generator of their own for each seed?",
            reread=reread,
            called=f"Called: success_rate({n_units}, {unit!r}, seeds) with {len(seeds)} seeds",
        )
