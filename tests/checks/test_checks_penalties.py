"""What exercises 17.1 to 17.3 are judged by: L2 twice, proximal descent, ridge with a free bias."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.checks import drawn_penalties, drawn_proximal, drawn_ridge
from dlcourse.experiments import ch17_regularization as chapter
from dlcourse.models import lasso, ridge
from dlcourse.optimizers import SGD
from dlcourse.regularization import L1, L2
from dlcourse.tensor import Parameter


@pytest.fixture
def rng():
    return np.random.default_rng(17)


def every(drawn, rng):
    shown, draw = drawn
    return [*shown, *draw(rng)]


def test_a_step_with_a_penalty_is_that_of_the_library_in_both_conventions(rng):
    for case in every(drawn_penalties.layers_to_shrink(), rng):
        right = drawn_penalties.stepped(**case).results
        W, b = Parameter(case["W"]), Parameter(case["b"])
        penalty = L2(case["strength"] * {"alpha": 1, "lambda": 2}[case["form"]])([W, b])
        assert np.isclose(right["penalty"], float(penalty.array), rtol=1e-12)
        J = penalty + (W * case["dW"]).sum() + (b * case["db"]).sum()
        SGD([W, b], lr=case["lr"]).step(grad(J, [W, b]))
        np.testing.assert_allclose(right["new_W"], W.array, rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(right["new_b"], b.array, rtol=1e-12)
        np.testing.assert_allclose(right["decay"] * case["W"] - case["lr"] * case["dW"], W.array, rtol=1e-10)


def test_a_few_steps_are_those_of_the_library_with_its_proximal_step(rng):
    for case in every(drawn_proximal.samples_to_descend(), rng):
        x, y, w, b, alpha, lr, n_steps = case.values()
        W, bias = Parameter(w[:, None]), Parameter(np.array([b]))
        for _ in range(n_steps):
            error = x @ W.array[:, 0] + bias.array - y
            SGD([W, bias], lr=lr).step([(x.T @ error)[:, None], error.sum(keepdims=True)])
            L1(alpha).proximal_step([W, bias], lr)
        right = drawn_proximal.judged(**case).results
        np.testing.assert_allclose(right["w"], W.array[:, 0], rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(right["b"], bias.array[0], rtol=1e-9)


def test_many_steps_end_where_the_lasso_and_its_conditions_say(rng):
    n_long = 0
    for case in every(drawn_proximal.samples_to_descend(), rng):
        if case["n_steps"] < drawn_proximal.LONG:
            continue
        n_long += 1
        right = drawn_proximal.judged(**case).results
        w, b = lasso(case["x"], case["y"][:, None], case["alpha"])
        np.testing.assert_allclose(right["w"], w[:, 0], rtol=1e-9, atol=1e-11)
        np.testing.assert_allclose(right["b"], b[0], rtol=1e-9)
        zero = right["w"] == 0
        assert 0 < zero.sum() < zero.size
        np.testing.assert_allclose(right["dw"][~zero], -case["alpha"] * np.sign(right["w"][~zero]), rtol=1e-9)
        assert (abs(right["dw"][zero]) < case["alpha"]).all()
    assert n_long == 3


def test_the_two_biases_are_those_of_ridge(rng):
    for case in every(drawn_ridge.samples_to_fit(), rng):
        right, y = drawn_ridge.fitted(**case).results, case["y"][:, None]
        w, b = ridge(case["x"], y, case["alpha"])
        np.testing.assert_allclose(right["w"], w[:, 0], rtol=1e-9)
        np.testing.assert_allclose(right["b"], b[0], rtol=1e-9)
        np.testing.assert_allclose((case["x"] @ w + b).mean(), case["y"].mean(), rtol=1e-12)
        w, b = ridge(case["x"], y, case["alpha"], penalize_bias=True)
        np.testing.assert_allclose((case["x"] @ w + b - y).sum(), -case["alpha"] * b[0], rtol=1e-9)
        np.testing.assert_allclose(right["penalized_b"], b[0], rtol=1e-9)


def test_the_bias_of_the_deck_is_100_and_two_thirds_of_it_with_a_penalty():
    x = np.random.default_rng(0).standard_normal(20)
    x -= x.mean()
    right = drawn_ridge.fitted(x[:, None], 100 + x, 10.0).results
    assert np.isclose(right["b"], 100, rtol=1e-12) and np.isclose(right["penalized_b"], 200 / 3, rtol=1e-12)
    assert np.allclose(chapter.bias_and_slope(), (right["b"], right["w"][0]), rtol=1e-10)


def test_samples_are_clear_of_all_borders_and_each_slip_shows_in_some(rng):
    told, shown = set(), set()
    cases = every(drawn_proximal.samples_to_descend(), rng)
    assert all(drawn_proximal.is_clear(**case) for case in cases[:-1])
    for case in cases:
        right = drawn_proximal.judged(**case)
        for slip in right.slips:
            told.add(slip.told)
            led = slip.results
            if any(not np.allclose(led[name], right.results[name]) for name in led):
                shown.add(slip.told)
    assert told == shown


def test_in_one_case_very_little_is_left_of_an_entry_so_that_rounding_to_0_shows(rng):
    *_, case = every(drawn_proximal.samples_to_descend(), rng)
    sizes = abs(drawn_proximal.judged(**case).results["w"])
    assert np.isclose(sizes[sizes > 0].min(), drawn_proximal.BARELY, rtol=1e-6) and sizes.min() == 0
