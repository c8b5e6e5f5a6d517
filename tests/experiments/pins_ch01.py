"""Chapter 1's numbers from elsewhere: whole numbers, closed forms, scipy, scikit-learn, other seeds."""

from itertools import product

import numpy as np
import pytest
from scipy.optimize import minimize

from dlcourse.experiments import ch01_cards, ch01_centers, ch01_features, ch01_linear_models
from dlcourse.experiments.ch02_intervals import wilson

TABLES = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "nand": (1, 1, 1, 0), "xor": (0, 1, 1, 0)}
POINTS = ((0, 0), (0, 1), (1, 0), (1, 1))


def in_whole_numbers(points, targets, n_epochs=1000):
    """The rule without numpy: epochs up to one without a mistake, corrections, weights after each."""
    w, updates, ends = [0] * (len(points[0]) + 1), 0, []
    for epoch in range(1, n_epochs + 1):
        before = updates
        for point, target in zip(points, targets, strict=True):
            point = (*point, 1)
            answer = int(sum(a * b for a, b in zip(w, point, strict=True)) > 0)
            if answer != target:
                w = [a + (target - answer) * b for a, b in zip(w, point, strict=True)]
                updates += 1
        ends.append(tuple(w))
        if updates == before:
            return epoch, updates, ends
    return n_epochs, updates, ends


def of_small_whole_weights(n):
    """The number of functions of n bits that some unit with weights from -3 to 3 computes."""
    x = np.array(list(product((0, 1), repeat=n)))
    w = np.array(list(product(range(-3, 4), repeat=n)))
    biases = np.arange(-3 * n, 3 * n + 2) - 0.5  # halves: no z is 0
    answers = (w @ x.T)[:, None, :] + biases[:, None] > 0
    return len(np.unique(answers.reshape(-1, 2**n) @ 2 ** np.arange(2**n)))


def perceptron():
    found = {"margin": 0.2, "random_runs": 100, "random_largest": (1, 3), "cycle_right": 2}
    # squared lengths of the separators (2, 2, -3), (2, 2, -1), (-2, -2, 3)
    for key, squares in (("and", 17), ("or", 9), ("nand", 17)):
        found[f"{key}_epochs"], found[f"{key}_updates"], _ = in_whole_numbers(POINTS, TABLES[key])
        found[f"{key}_most"] = 3 * squares
    for n in (2, 3, 4):
        found[f"learned_{n}"], found[f"functions_{n}"] = of_small_whole_weights(n), 2**2**n
    found |= {f"share_{n}": found[f"learned_{n}"] / 2**2**n for n in (3, 4)}
    ends = in_whole_numbers(POINTS, TABLES["xor"])[2]
    found["cycle_start"] = 1 + min(i for i, end in enumerate(ends) if end in ends[i + 1 :])
    hidden = ((0, 0), (1, 0), (1, 0), (2, 1))  # what chapter 2's layer makes of the four points
    found["hidden_epochs"], found["hidden_updates"], _ = in_whole_numbers(hidden, TABLES["xor"])
    return found


def end_of_a_pass(lr):
    """Where the delta rule's weights on AND are after a pass that no longer changes them: a fixed point."""
    M, c = np.eye(3), np.zeros(3)
    for point, target in zip(POINTS, TABLES["and"], strict=True):
        one = np.array([*point, 1.0])
        step = np.eye(3) - lr * np.outer(one, one)
        M, c = step @ M, step @ c + lr * target * one
    return np.linalg.solve(np.eye(3) - M, c)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def cards():
    runs = [ch01_cards.learn(seed) for seed in ch01_cards.FRESH]
    right, mistakes = (np.median([getattr(run, name) for run in runs]) for name in ("right", "mistakes"))
    return {"right": (right - 0.02, right + 0.02), "mistakes": (mistakes - 1, mistakes + 1), "runs": 40}


HOURS, PASSED = np.arange(1.0, 9), np.array([0, 0, 0, 1, 0, 1, 1, 1])
DESIGN = np.column_stack([HOURS, np.ones(8)])


def slope(v):
    return DESIGN.T @ (sigmoid(DESIGN @ v) - PASSED) / 8


def steps(move):
    """How many moves of v take the slope below a millionth."""
    v, n = np.zeros(2), 0
    while abs(slope(v)).max() >= 1e-6:
        v, n = v + move(v), n + 1
    return n


def newton(v):
    p = sigmoid(DESIGN @ v)
    return -np.linalg.solve(DESIGN.T @ np.diag(p * (1 - p)) @ DESIGN / 8, slope(v))


def linear_models():
    svm = pytest.importorskip("sklearn.svm")
    best = np.array([0.5, 0.5, -0.25])
    singular = np.linalg.svd(np.vander(np.linspace(0, 1, 20), 10), compute_uv=False)
    x, y = ch01_linear_models.svm_on_moons()[1:]
    theirs = svm.SVC(C=1.0, kernel="rbf", gamma=2.0, tol=1e-10).fit(x, y)
    return probabilities() | {
        "and_w": 0.5,
        "and_b": -0.25,
        "and_distance": 0.25 / 0.5**0.5,
        "perceptron_distance": 0.0,  # w = (2, 1), b = -2: the point 10 lies on the line
        "off_tenth": abs(end_of_a_pass(0.1) - best).max(),
        "off_hundredth": abs(end_of_a_pass(0.01) - best).max(),
        "far_at_2": 0.5 - 3.75 * 10.5 / 272.75,
        "condition": singular[0] / singular[-1],
        "condition_squared": (singular[0] / singular[-1]) ** 2,
        "bell_at_1": np.exp(-1),
        "bell_at_2": np.exp(-2),
        "svm_alpha": 1 / (1 - np.exp(-1)) ** 2,
        "moons_support": len(theirs.support_),
        "moons_points": 100,
        "descent_off": (0.0, 0.01),
        "descent_sets": 5,
    }


def probabilities():
    def loss(v):
        z = DESIGN @ v
        return (np.logaddexp(0, z) - PASSED * z).sum()

    wrong = sigmoid(-10.0)
    return {
        "hours_middle": 4.5,
        "hours_odds": np.exp(minimize(loss, [0.0, 0.0], method="BFGS", options={"gtol": 1e-9}).x[0]),
        "newton_1": 1.0,
        "newton_2": 1 - (sigmoid(1) - 0.75) / (sigmoid(1) * (1 - sigmoid(1))),
        "newton_3": np.log(3),
        "newton_end": np.log(3),
        "newton_steps": steps(newton),
        "descent_steps": steps(lambda v: -0.9 * slope(v)),
        "and_newton_10": (20, 21),
        "and_newton_20": (40, 41),  # where p is nearly 0 or 1, a step moves each z at the margin by 1
        "wrong_p": 1 / (1 + np.exp(10.0)),
        "wrong_by_entropy": -1 / (1 + np.exp(-10.0)),
        "wrong_by_squares": -wrong * (1 - wrong) ** 2,
    }


def centers():
    seeds = ch01_centers.FRESH
    found = {"n_sets": 40, "third_sets": 100, "third_sigma": 0.15}
    for data in ("narrow", "wide", "clusters"):
        for name, errors in ch01_centers.table(data, seeds).items():
            median = float(np.median(errors))
            found[f"{data}_{name.replace('-', '_')}"] = 0.7 * median, 1.4 * median
    for data, name in (("narrow", "grid"), ("clusters", "grid"), ("clusters", "gas")):
        found[f"{data}_{name}_wins"] = wilson(ch01_centers.wins(data, name, seeds), len(seeds))
    for data, name in (("narrow", "grid"), ("clusters", "gas")):
        found[f"{data}_{name}_wins_fresh"] = wilson(ch01_centers.wins(data, name), len(ch01_centers.FIRST))
    errors = ch01_centers.third_phase(ch01_centers.THIRD_FRESH)
    for part, pair in errors.items():
        for when, median in zip(("before", "after"), np.median(pair, axis=0), strict=True):
            found[f"{part}_{when}"] = 0.7 * median, 1.4 * median
    for key, others in (
        ("third_worse", ch01_centers.THIRD_FRESH),
        ("third_worse_fresh", ch01_centers.THIRD),
    ):
        before, after = ch01_centers.third_phase(others)["test"].T
        found[key] = wilson(int((after > before).sum()), len(others))
    return found


def features():
    found = {"draws": 20, "grid_10": 5**10, "sets_apart": (0, 100 * 3 * (0.25 / 400) ** 0.5)}  # at 3 sigma
    other = range(10_000, 12_400)
    for n in ch01_features.WIDTHS:
        found[f"drawn_{n}"] = wilson(int(ch01_features.solved_by_drawn_features(n, other).sum()), len(other))
    for n in ch01_features.SIZES:
        needed = sorted(ch01_features.drawn_units_needed(n, seed) for seed in range(1000, 1020))
        found[f"needed_{n}"] = needed[5], needed[-1]
        found[f"chosen_{n}"] = n
    return found
