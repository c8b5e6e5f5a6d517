"""The perceptron rule against the counts of the decks, and the delta rule against least squares."""

import itertools

import numpy as np
import pytest

from dlcourse.models.linear import least_squares
from dlcourse.models.perceptron import fit_lms, fit_perceptron

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
TARGETS = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0], "XOR": [0, 1, 1, 0]}


@pytest.mark.rows("L004")
@pytest.mark.parametrize(
    ("name", "n_epochs", "n_updates", "weights"),
    [("AND", 6, 10, (-2, 2, 1)), ("OR", 4, 4, (0, 1, 1)), ("NAND", 6, 11, (3, -2, -1))],
)
def test_epochs_updates_and_weights_are_those_of_the_inventory(name, n_epochs, n_updates, weights):
    fit = fit_perceptron(X, TARGETS[name])
    assert (fit.n_epochs, fit.n_updates, fit.converged) == (n_epochs, n_updates, True)
    assert (fit.b, *fit.w) == weights
    assert fit.predict(X).tolist() == TARGETS[name]


@pytest.mark.rows("K007")
def test_xor_never_has_an_epoch_without_a_mistake():
    fit = fit_perceptron(X, TARGETS["XOR"])
    assert not fit.converged
    assert (fit.n_epochs, fit.n_updates) == (1000, 3997)


@pytest.mark.rows("M005")
def test_14_of_the_16_functions_of_two_bits_are_learned():
    learned = [fit_perceptron(X, y, max_epochs=200).converged for y in itertools.product((0, 1), repeat=4)]
    assert sum(learned) == 14


def test_separable_points_are_separated_in_any_order():
    rng = np.random.default_rng(3)
    x = rng.standard_normal((60, 3))
    side = x @ [1.0, -2.0, 0.5] + 0.3
    x, y = x[abs(side) > 0.2], (side > 0)[abs(side) > 0.2].astype(float)
    for seed in range(5):
        fit = fit_perceptron(x, y, rng=np.random.default_rng(seed))
        assert fit.converged
        assert (fit.predict(x) == y).all()


@pytest.mark.rows("L005", "S015")
@pytest.mark.parametrize(("name", "b"), [("AND", -0.25), ("OR", 0.25)])
def test_the_delta_rule_goes_to_least_squares_not_to_the_perceptron(name, b):
    w, bias = fit_lms(X, TARGETS[name], lr=0.001, n_epochs=20_000)
    np.testing.assert_allclose([bias, *w], [b, 0.5, 0.5], atol=1e-3)
    exact_w, exact_b = least_squares(X, np.array(TARGETS[name], float).reshape(-1, 1))
    np.testing.assert_allclose([exact_b[0], *exact_w[:, 0]], [b, 0.5, 0.5], atol=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: fit_perceptron(X, [-1, 1, 1, 1]), r"expected targets 0 and 1, got others; map"),
        (lambda: fit_perceptron(X, np.zeros((4, 1))), r"expected x \(m, n\) and y \(m,\).*y.ravel\(\)"),
        (lambda: fit_lms(X, [0, 0, 0, 1], lr=0, n_epochs=1), r"expected lr > 0, got 0"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("lr", [0.25, 4.0])
def test_from_zero_weights_the_learning_rate_scales_the_result_and_changes_no_decision(lr):
    rng = np.random.default_rng(0)
    x = rng.standard_normal((30, 2))
    y = (x @ [1.0, -2.0] + 0.2 > 0).astype(float)
    one, other = fit_perceptron(x, y), fit_perceptron(x, y, lr=lr)
    assert (other.n_epochs, other.n_updates) == (one.n_epochs, one.n_updates) and one.n_updates > 5
    np.testing.assert_allclose([*other.w, other.b], lr * np.array([*one.w, one.b]), rtol=1e-12)


def test_without_an_epoch_the_delta_rule_has_learned_nothing():
    w, b = fit_lms(X, [0, 0, 0, 1], lr=0.1, n_epochs=0)
    assert (w.tolist(), b) == ([0.0, 0.0], 0.0)


@pytest.mark.parametrize("fit", [fit_perceptron, lambda x, y: fit_lms(x, y, lr=0.1, n_epochs=1)])
def test_one_sample_is_enough_and_none_is_refused(fit):
    fit(np.ones((1, 2)), np.ones(1))
    with pytest.raises(ValueError, match=r"with m >= 1, got \(0, 2\)"):
        fit(np.ones((0, 2)), np.ones(0))
