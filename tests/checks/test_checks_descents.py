"""What the exercises of chapter 11 are judged by: forms that an answer declares, minibatches, rates, ends."""

import numpy as np
import pytest
from house import ROOT

from dlcourse.checks import Right
from dlcourse.checks import drawn_descents as drawn
from dlcourse.checks.bank import Exercise
from dlcourse.checks.free import ch11_minibatches, ch11_rates
from dlcourse.checks.review import review
from dlcourse.experiments import ch11_first_order as chapter
from dlcourse.optimizers import Momentum
from dlcourse.tensor import Parameter

FOLDER = ROOT / "solutions" / "11_first_order"
KEYS = "grads", "lr", "alpha"


@pytest.fixture
def rng():
    return np.random.default_rng(11)


def two_forms():
    """A path, and another that is as right if the answer says so by form = 1."""
    right = Right(path=np.array([1.0, 2.0]), form=0).declaring("form", path=np.array([1.0, 3.0]), form=1)
    return right.if_instead("The other path is asked for.", {"path": np.array([1.0, 3.0]), "form": 0})


@pytest.mark.parametrize("path, form", [([1.0, 2.0], 0), ([1.0, 3.0], 1)])
def test_each_form_is_right_where_the_answer_declares_it(path, form):
    assert review((path, form), two_forms(), {}, "f") is None


@pytest.mark.parametrize("path, form", [([1.0, 2.0], 1), ([1.0, 3.0], 0), ([1.0, 2.0], 2), ([1.0, 2.0], "0")])
def test_a_form_that_is_not_that_of_the_path_is_wrong(path, form):
    finding = review((path, form), two_forms(), {}, "f")
    assert ("The other path" in finding.message) == (form == 0)


def test_nesterov_takes_both_forms_and_in_one_step_they_are_those_of_momentum():
    for inputs in (*drawn.looks_ahead()[0], *drawn.looks_ahead()[1](np.random.default_rng(0))):
        right = Exercise(FOLDER, "nesterov").module.judge(**inputs)
        theta, ahead = (form["path"] for form in right.forms)
        _, gradient, lr, alpha, _ = inputs.values()
        v = np.diff(theta, axis=0)
        assert np.allclose(ahead[1:], theta[1:] + alpha * v)
        # the shifted form by itself: phi <- phi + alpha v - lr g(phi), with the new v
        u, phi = 0.0, inputs["theta"]
        for there in ahead[1:]:
            g = gradient(phi)
            u = alpha * u - lr * g
            phi = phi + alpha * u - lr * g
            assert np.allclose(phi, there)
        assert np.allclose(theta[1], inputs["theta"] - lr * gradient(inputs["theta"]))


def test_momentum_is_judged_as_the_library_steps():
    judge = Exercise(FOLDER, "momentum").module.judge
    for inputs in (
        *drawn.steps_with_momentum()[0],
        *drawn.steps_with_momentum()[1](np.random.default_rng(1)),
    ):
        theta = [Parameter(part.copy()) for part in inputs["theta"]]
        optimizer = Momentum(theta, lr=inputs["lr"], momentum=inputs["alpha"])
        for step in zip(*inputs["grads"], strict=True):
            optimizer.step([g.copy() for g in step])
        right = judge(**inputs).results
        assert all(np.allclose(right[f"theta_new[{k}]"], part.array) for k, part in enumerate(theta))


def test_momentum_is_given_the_gradients_of_its_own_run():
    """Each quadratic cost has one Hessian: differences of gradients depend on those of theta linearly."""
    (grads,), lr, alpha = (drawn.met(np.random.default_rng(2), [(2,)], 10, 0.1, 0.8)[k] for k in KEYS)
    v = np.cumsum([alpha**-t * -lr * g for t, g in enumerate(grads)], axis=0)
    moved = v * alpha ** np.arange(10)[:, None]  # theta in step t + 1 minus theta in step t
    H = np.linalg.lstsq(moved[:2], np.diff(grads, axis=0)[:2], rcond=None)[0]
    assert np.allclose(moved[:-1] @ H, np.diff(grads, axis=0)) and np.allclose(H, H.T)


@pytest.mark.parametrize("m, size, n_steps, seed", drawn.BATCHES)
def test_minibatches_in_any_order_pass(m, size, n_steps, seed):
    judge = ch11_minibatches.judge(m, size, n_steps, seed)
    for other in range(200):
        rng, found = np.random.default_rng(other), []
        while len(found) < n_steps:
            order = rng.permutation(m)
            found += [order[i : i + size].tolist() for i in range(0, m, size)]
        assert judge.problem(found[:n_steps], "f") is None


def test_what_is_no_list_of_minibatches_is_told():
    judge = ch11_minibatches.judge(*drawn.BATCHES[0])
    for result, words in (
        (None, "it returned None"),
        (3, "it returned an int"),
        ([], "There are 0 minibatches"),
        ([[0.5] * 4] * 9, "numbers no sample"),
        ([["a"]] * 9, "holds text"),
        ([[np.nan] * 4] * 9, "numbers no sample"),
    ):
        assert words in judge.problem(result, "f")


def test_the_measured_factor_is_the_formulas_for_the_worst_start_alone(rng):
    for inputs in (*drawn.valleys()[0], *drawn.valleys()[1](rng)):
        values = np.linalg.eigvalsh(inputs["H"])
        limit, best = chapter.stability_limit(values), chapter.best_gradient_descent(values)
        path, axes = [inputs["theta"]], np.linalg.eigh(inputs["H"])[1]
        for _ in range(inputs["n_steps"]):
            path.append(path[-1] - best.lr * inputs["H"] @ path[-1])
        measured = chapter.measured_factor(np.array(path))
        judge = ch11_rates.judge(**inputs)
        worst = abs(axes[:, 0] @ inputs["theta"]) > 1e-9
        assert judge.problem((limit, best.lr, measured), "f") is None
        told = judge.problem((limit, best.lr, best.factor), "f")
        assert told is None if worst else "the worst start" in told
        assert "1 / L" in judge.problem((limit / 2, best.lr, measured), "f")
        for off in (0.97, 1.03):
            assert judge.problem((limit, best.lr, measured * off), "f")


def test_the_ends_of_the_study_are_near_least_squares_and_nesterov_spreads_less():
    """As deck Fix has it, and not its digits: off below 0.01 and 0.02, share at least 0.95, of 400 sets."""
    ends, compare = (Exercise(FOLDER, name) for name in ("line_ends", "compare_ends"))
    for seed in range(2):
        x, y, order = ends.setup["study"](seed=seed)
        found = np.array(ends.function(ends.answer)(x, y, order.tolist(), 0.005, 0.8))
        draws = np.random.default_rng(seed).integers(400, size=(200, 400)).tolist()
        off, share = compare.function(compare.answer)(x, y, found, draws)
        assert (off < [0.01, 0.02]).all() and share >= 0.95
        assert (abs(found[0] - [1.9882, 2.9975]).max(axis=0) > [0.02, 0.01]).all()


def order_of(m, size, n_steps, epoch):
    """The minibatches of an order that epoch(i) gives."""
    orders = (np.array(epoch(i)) for i in range(n_steps))
    return [order[k : k + size] for order in orders for k in range(0, m, size)][:n_steps]


def test_orders_without_chance_are_told(rng):
    m, size, n_steps, seed = drawn.BATCHES[1]
    judge = ch11_minibatches.judge(m, size, n_steps, seed)
    pair = [*range(m)], [*range(m)][::-1]
    for epoch, words in (
        (lambda i: np.r_[0, 1 + rng.permutation(m - 1)], "sample 0 stands at place 0"),
        (lambda i: np.roll(np.arange(m), 1 + rng.integers(m - 1)), "begun at another one"),
        (lambda i: rng.permutation(m) if i else np.arange(m), "in the order of their numbers"),
        (lambda i: pair[i % 2], "in the order of their numbers"),
        (lambda i: [*rng.permutation(9), 9, 10], "stands at place 9"),
    ):
        assert words in judge.problem(order_of(m, size, n_steps, epoch), "f")
    # within a minibatch no order counts
    sorted_within = order_of(m, size, n_steps, lambda i: rng.permutation(m))
    assert judge.problem([sorted(rows) for rows in sorted_within], "f") is None
    whole = ch11_minibatches.judge(11, 11, 4, 0)
    assert whole.problem([np.arange(11)] * 4, "f") is None


def test_an_empty_minibatch_and_one_drawn_by_itself_are_told(rng):
    judge = ch11_minibatches.judge(*drawn.BATCHES[0])
    ends = order_of(12, 4, 9, lambda i: rng.permutation(12))
    assert "none empty" in judge.problem([*ends[:3], [], *ends[3:8]], "f")
    judge = ch11_minibatches.judge(11, 4, 9, 0)
    alone = [[0, 1, 2, 3], [3, 4, 5, 6], [7, 8, 9, 10]] * 3
    assert "drawn by itself" in judge.problem(alone, "f")


def test_the_three_rates_may_come_as_an_array_and_in_the_wrong_order_are_told():
    inputs = drawn.valleys()[0][1]
    judge, values = ch11_rates.judge(**inputs), np.linalg.eigvalsh(inputs["H"])
    best = 2 / (values[0] + values[-1])
    lengths = ch11_rates.run(inputs["H"], inputs["theta"], best, inputs["n_steps"])
    limit, factor = 2 / values[-1], lengths[-1] / lengths[-2]
    assert judge.problem(np.array([limit, best, factor]), "f") is None
    for answer, words in (
        ((factor, limit, best), "another order"),
        ((factor, best, limit), "another order"),
        ((best, factor, limit), "another order"),
        ((best, limit, factor), "changed places"),
        ((2 / values[1], best, factor), "between l and L"),
        ((limit, best * 1.001, factor), "there is a formula"),
        ((limit, 1 / values[0] + 1 / values[-1], factor), "the mean of 2 / l and 2 / L"),
    ):
        assert words in judge.problem(answer, "f")
