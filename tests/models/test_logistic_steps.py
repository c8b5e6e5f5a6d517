"""Newton's method of the logistic and softmax fits on hard data: outliers, columns of zeros, no samples."""

import numpy as np
import pytest

from dlcourse.models.logistic import fit_logistic, fit_softmax, logistic_gradient, softmax_gradient

rng = np.random.default_rng(16)
X = rng.standard_normal((40, 3))
Y = (X @ [1.0, -1.0, 0.5] + rng.logistic(size=40) > 0).astype(int)
CLASSES = rng.integers(0, 3, 40)


@pytest.mark.parametrize("alpha", [1e-3, 1e-4])
@pytest.mark.parametrize("seed", range(6))
def test_far_outliers_do_not_throw_it_off_the_minimum(seed, alpha):
    # Cauchy: whole steps overshoot, and must be halved. The cost is convex: no slope, the minimum
    rng = np.random.default_rng(seed)
    x, y = rng.standard_cauchy((12, 2)), rng.integers(0, 2, 12)
    y[:2] = 0, 1
    w, b = fit_logistic(x, y, alpha=alpha)
    g = logistic_gradient(x, y, w, b) + alpha * np.append(w, 0)
    assert abs(g).max() < 1e-9 * abs(x).max()
    W, bias = fit_softmax(x, y, alpha=alpha)
    g = softmax_gradient(x, y, W, bias) + alpha * np.vstack([W, np.zeros(2)])
    assert abs(g).max() < 1e-9 * abs(x).max()


@pytest.mark.parametrize("seed", [5, 7, 17, 20])
def test_a_few_halvings_later_the_steps_are_newton_s_again(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.standard_cauchy((12, 2)), (rng.random(12) < 0.5).astype(int)
    w, b = fit_logistic(x, y, alpha=1e-3, max_steps=25)
    g = logistic_gradient(x, y, w, b) + 1e-3 * np.append(w, 0)
    assert abs(g).max() < 1e-9 * abs(x).max()


# Five and seven samples on which whole steps climb: to a cost of 5 million, and of 173 million.
FIVE = [[0.13, 0.043], [-0.54, 1.1], [9.6, -4.9], [-3.5, 0.89], [0.24, -1.5]], [0, 1, 0, 0, 0]
SEVEN = (
    [[0.25, -10], [-1.2, 3.8], [0.72, -0.18], [0.67, -1300], [-1.5, 4.4], [-0.66, -0.79], [60, -0.024]],
    [0, 1, 0, 0, 0, 0, 0],
)


@pytest.mark.parametrize(("data", "alpha"), [(FIVE, 1e-6), (SEVEN, 1e-4), (SEVEN, 1e-6)])
def test_where_whole_steps_climb_halved_ones_arrive(data, alpha):
    x, y = np.array(data[0]), np.array(data[1])
    w, b = fit_logistic(x, y, alpha=alpha, max_steps=40)
    g = logistic_gradient(x, y, w, b) + alpha * np.append(w, 0)
    assert abs(g).max() < 1e-9 * abs(x).max()
    W, c = fit_softmax(x, y, alpha=2 * alpha, max_steps=40)  # two columns share the penalty
    np.testing.assert_allclose(W[:, 1] - W[:, 0], w, rtol=1e-4)
    assert c[1] - c[0] == pytest.approx(b, rel=1e-4)


def test_a_column_of_zeros_gets_no_weight_and_changes_nothing():
    wide = np.column_stack([X, np.zeros(40)])
    w, b = fit_logistic(X, Y)
    wide_w, wide_b = fit_logistic(wide, Y)
    np.testing.assert_allclose([*wide_w, wide_b], [*w, 0.0, b], rtol=1e-7, atol=1e-12)
    W, c = fit_softmax(X, CLASSES)
    wide_W, wide_c = fit_softmax(wide, CLASSES)
    np.testing.assert_allclose(wide_W, np.vstack([W, np.zeros(3)]), rtol=1e-6, atol=1e-10)
    np.testing.assert_allclose(wide_c, c, rtol=1e-6)


@pytest.mark.parametrize("alpha", [0.0, 0.1])
def test_the_bias_of_a_class_without_samples_has_no_minimum_whatever_the_penalty(alpha):
    with pytest.raises(
        ValueError, match=r"fit_softmax: expected classes 0 to 2.* samples of each, got \[0, 2\]"
    ):
        fit_softmax(X, 2 * Y, alpha=alpha)


@pytest.mark.parametrize("fit", [fit_logistic, fit_softmax])
def test_what_cannot_be_fitted_is_named(fit):
    with pytest.raises(ValueError, match=r"with m >= 1, got \(0, 3\)"):
        fit(X[:0], Y[:0])
    with pytest.raises(ValueError, match="expected alpha of at least 0, got inf"):
        fit(X, Y, alpha=np.inf)
    with pytest.raises(ValueError, match="max_steps"):
        fit(X, Y, max_steps=0)
