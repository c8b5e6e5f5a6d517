"""RBF networks against scipy's k-means step and distances, printed gradients, and the numbers of XOR."""

import itertools

import numpy as np
import pytest
from scipy.cluster.vq import kmeans2
from scipy.spatial.distance import cdist

from dlcourse.autodiff import grad
from dlcourse.data import xor
from dlcourse.losses import squared_error
from dlcourse.models.linear import least_squares
from dlcourse.models.rbf import (
    fit_three_phases,
    fit_two_phases,
    kmeans,
    random_centers,
    rbf_features,
    uniform_centers,
    width_of,
)

rng = np.random.default_rng(32)
X = rng.standard_normal((40, 2))
CORNERS = np.array([[0.0, 0.0], [1.0, 1.0]])


@pytest.mark.rows("F011", "F010", "S013", "S017")
def test_two_bells_make_xor_linear():
    x, y = xor()
    features = rbf_features(x, CORNERS, 0.5**0.5)
    expected = [[1, np.exp(-2)], [np.exp(-1), np.exp(-1)], [np.exp(-1), np.exp(-1)], [np.exp(-2), 1]]
    np.testing.assert_allclose(features, expected, rtol=1e-12)
    np.testing.assert_allclose(features[:2], [[1, 0.1353353], [0.3678794, 0.3678794]], atol=5e-8)
    w, b = least_squares(features, y)
    np.testing.assert_allclose([b[0], *w[:, 0]], [2.84134719, -2.5026503, -2.5026503], atol=5e-9)
    np.testing.assert_allclose(fit_two_phases(x, y, CORNERS, 0.5**0.5)(x).array, y, atol=1e-12)


def test_features_are_bells_with_a_factor_of_two_and_a_width_per_center():
    sigma = np.array([0.5, 1.0, 2.0])
    expected = np.exp(-(cdist(X, X[:3]) ** 2) / (2 * sigma**2))
    np.testing.assert_allclose(rbf_features(X, X[:3], sigma), expected, rtol=1e-12)


@pytest.mark.rows("F012")
def test_centers_lie_at_equal_steps_or_on_different_samples():
    x = rng.uniform(-2, 3, (20, 1))
    np.testing.assert_allclose(np.diff(uniform_centers(x, 5)[:, 0]), np.ptp(x) / 4)
    drawn = random_centers(X, 40, rng=np.random.default_rng(1))
    assert sorted(map(tuple, drawn)) == sorted(map(tuple, X))
    np.testing.assert_allclose(width_of(np.array([[0.0], [1.0], [3.0]])), (1 + 1 + 2) / 3)


@pytest.mark.rows("F012")
@pytest.mark.parametrize("seed", range(5))
def test_inertia_never_rises_and_the_end_is_a_fixed_point(seed):
    found = kmeans(X, 6, rng=np.random.default_rng(seed))
    assert (np.diff(found.inertia) <= 1e-12).all() and len(found.inertia) > 2
    distances = cdist(X, found.centers)
    np.testing.assert_array_equal(found.labels, distances.argmin(axis=1))
    assert found.inertia[-1] == pytest.approx((distances.min(axis=1) ** 2).sum(), rel=1e-12)
    for j in range(6):
        np.testing.assert_allclose(found.centers[j], X[found.labels == j].mean(axis=0), rtol=1e-12)


def test_k_means_goes_where_that_of_scipy_goes():
    start = X[:4]
    centers, labels = kmeans2(X, start, iter=100, minit="matrix")
    found = kmeans(X, 4, rng=None, centers=start)
    np.testing.assert_allclose(found.centers, centers, rtol=1e-12)
    np.testing.assert_array_equal(found.labels, labels)


def test_a_center_without_samples_is_put_to_use():
    start = np.array([[0.0, 0.0], [90.0, 90.0], [91.0, 91.0]])
    found = kmeans(X, 3, rng=None, centers=start)
    assert sorted(set(found.labels.tolist())) == [0, 1, 2]
    assert np.abs(found.centers).max() < 5
    assert (np.diff(found.inertia) <= 1e-12).all()
    alike = kmeans(np.ones((5, 2)), 3, rng=np.random.default_rng(0))  # fewer places than centers
    assert alike.inertia[-1] == 0 and np.isfinite(alike.centers).all()


def test_the_best_of_all_partitions_of_few_samples_is_found_from_some_start():
    x = X[:7]
    best = min(
        sum(((part - part.mean(axis=0)) ** 2).sum() for part in (x[np.array(s)], x[~np.array(s)]))
        for s in itertools.product((True, False), repeat=7)
        if 0 < sum(s) < 7
    )
    found = [kmeans(x, 2, rng=np.random.default_rng(seed)).inertia[-1] for seed in range(20)]
    assert min(found) == pytest.approx(best, rel=1e-12)


@pytest.mark.rows("F013")
def test_two_phases_solve_for_the_weights_at_given_centers():
    y = np.sin(X.sum(axis=1, keepdims=True))
    network = fit_two_phases(X, y, X[:5], 0.9)
    design = np.column_stack([rbf_features(X, X[:5], 0.9), np.ones(40)])
    residual = network(X).array - y
    np.testing.assert_allclose(design.T @ residual, 0, atol=1e-10)
    np.testing.assert_array_equal(network.steps[0].centers.array, X[:5])


@pytest.mark.rows("F014")
def test_gradients_of_centers_widths_and_weights_carry_a_factor_two():
    y = np.sin(X.sum(axis=1, keepdims=True))
    sigma = np.array([0.6, 0.9, 1.2])
    network = fit_two_phases(X, y, X[:3], sigma)
    bells, output = network.steps
    w = output.W.array[:, 0] = np.array([1.0, -2.0, 0.5])
    phi = np.exp(-(cdist(X, X[:3]) ** 2) / (2 * sigma**2))
    e = phi @ w + output.b.array - y[:, 0]
    J = squared_error(network(X), y)
    g_centers, g_log_sigma, g_w = grad(J, [bells.centers, bells.log_sigma, output.W])
    for j in range(3):
        pull = 2 * e * w[j] * phi[:, j]
        offset = X - X[j]
        np.testing.assert_allclose(g_centers[j], pull @ offset / sigma[j] ** 2, atol=1e-11)
        by_sigma = pull @ (offset**2).sum(axis=1) / sigma[j] ** 3
        np.testing.assert_allclose(g_log_sigma[j], sigma[j] * by_sigma, atol=1e-11)
    np.testing.assert_allclose(g_w[:, 0], 2 * phi.T @ e, atol=1e-11)


@pytest.mark.rows("F014")
def test_the_third_phase_lowers_the_training_error_and_moves_centers():
    y = np.sin(2 * X[:, :1]) * X[:, 1:]
    centers = kmeans(X, 4, rng=np.random.default_rng(0)).centers
    before = fit_two_phases(X, y, centers, width_of(centers))
    after = fit_three_phases(X, y, centers, width_of(centers), n_steps=20)
    errors = [float(squared_error(network(X), y)) for network in (before, after)]
    assert errors[1] < 0.7 * errors[0]
    assert np.abs(after.steps[0].centers.array - centers).max() > 0.01


@pytest.mark.rows("F012")
def test_no_placement_of_centers_wins_on_a_sine_with_a_gap():
    """The inventory's settings are not all known: only that no mean error is twice another is asserted."""
    errors = {"uniform": [], "random": [], "kmeans": []}
    grid = np.linspace(0, 1, 101)[:, None]
    for seed in range(100):
        own = np.random.default_rng(seed)
        x = np.sort(np.concatenate([own.uniform(0, 0.4, 15), own.uniform(0.6, 1, 15)]))[:, None]
        y = np.sin(2 * np.pi * x) + 0.05 * own.standard_normal(x.shape)
        placed = {
            "uniform": uniform_centers(x, 6),
            "random": random_centers(x, 6, rng=own),
            "kmeans": kmeans(x, 6, rng=own).centers,
        }
        for name, centers in placed.items():
            network = fit_two_phases(x, y, centers, 0.2)
            errors[name].append(np.sqrt(((network(grid).array - np.sin(2 * np.pi * grid)) ** 2).mean()))
    medians = [np.median(found) for found in errors.values()]
    assert 0.01 < min(medians) and max(medians) < 2 * min(medians)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rbf_features(X, X[:2], 0.0), "rbf_features: expected sigma > 0, got 0.0"),
        (lambda: uniform_centers(X, 3), r"uniform_centers: expected x \(m, 1\), got \(40, 2\)"),
        (lambda: random_centers(X, 41, rng=rng), "expected k to be an int from 1 to 40, got 41"),
        (lambda: kmeans(X * np.nan, 2, rng=rng), "kmeans: expected finite x"),
        (lambda: kmeans(X, 2, rng=rng, centers=X[:3]), r"expected centers \(2, 2\), got \(3, 2\)"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_rounds_end_when_no_sample_moves():
    x = np.concatenate([X, X + 50, X - 50])
    found = kmeans(x, 3, rng=rng, centers=x[[0, 40, 80]])
    assert len(found.inertia) == 2 and found.inertia[0] == found.inertia[1]
    found = kmeans(X, 4, rng=np.random.default_rng(1))
    assert 2 < len(found.inertia) < 40 and found.inertia[-1] == found.inertia[-2] < found.inertia[-3]


def test_a_class_of_two_can_spare_its_farther_sample():
    found = kmeans(np.array([[0.0], [1.0]]), 2, rng=rng, centers=[[0.0], [100.0]])
    assert found.labels.tolist() == [0, 1] and found.centers.ravel().tolist() == [0.0, 1.0]


def test_two_centers_have_the_width_of_their_distance():
    assert width_of([[0.0, 0.0], [3.0, 4.0]]) == pytest.approx(5.0)


def test_no_step_of_the_third_phase_leaves_the_second():
    x, y = xor()
    two, three = (fit(x, y, CORNERS, 0.5, **options) for fit, options in (
        (fit_two_phases, {}), (fit_three_phases, {"n_steps": 0})
    ))  # fmt: skip
    np.testing.assert_array_equal(three(x).array, two(x).array)
