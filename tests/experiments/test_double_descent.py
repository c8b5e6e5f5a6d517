"""Double descent: fits of least norm by pseudo-inverse, the peak and what takes it away, in medians."""

import numpy as np
import pytest
from scipy import linalg

from dlcourse.experiments import ch17_double_descent as experiment


def columns(d, x):
    """The features and the bias, unit by unit."""
    units = [np.maximum(0, x @ v[:-1] + v[-1]) for v in d.V.T]
    return np.column_stack([*units, np.ones(len(x))])


def median(p, seeds, **options):
    return np.median([experiment.fit(seed, p, **options).test for seed in seeds])


@pytest.mark.parametrize("p", [10, 29, 50])
def test_a_fit_is_that_of_the_pseudo_inverse_and_with_a_penalty_that_of_the_gram_matrix(p):
    d = experiment.data(3, p)
    A, A_new, y = columns(d, d.x), columns(d, d.x_new), d.t + 0.2 * d.e
    for alpha in (0.0, 0.5):
        inverse = linalg.pinv(A) if alpha == 0 else A.T @ linalg.inv(A @ A.T + alpha * np.eye(len(A)))
        w, found = inverse @ y, experiment.fit(3, p, alpha=alpha)
        expected = [((A @ w - y) ** 2).mean(), ((A_new @ w - d.t_new) ** 2).mean(), linalg.norm(w)]
        got = [found.training, found.test, found.norm]
        np.testing.assert_allclose(got, expected, rtol=1e-6, atol=1e-20)


def test_more_weights_and_samples_are_those_of_before_and_others():
    few, many = experiment.data(0, 5, n=10, n_new=7), experiment.data(0, 50)
    np.testing.assert_array_equal(many.V[:, :4], few.V)
    for name, m in (("x", 10), ("t", 10), ("e", 10), ("x_new", 7), ("t_new", 7)):
        np.testing.assert_allclose(getattr(many, name)[:m], getattr(few, name), rtol=1e-14)


@pytest.mark.parametrize("seeds", [range(25), range(100, 125)], ids=["some seeds", "other seeds"])
def test_the_error_peaks_at_as_many_weights_as_samples_and_falls_again(seeds):
    small, peak, large = (median(p, seeds) for p in (10, 30, 200))
    assert 5 * small < peak and large < 0.7 * small


@pytest.mark.parametrize("n", [20, 40])
def test_the_peak_goes_where_the_number_of_samples_goes(n):
    errors = {p: median(p, range(15), n=n) for p in (10, 20, 40, 80)}
    assert max(errors, key=errors.get) == n


@pytest.mark.parametrize("seeds", [range(15), range(100, 115)], ids=["some seeds", "other seeds"])
def test_a_penalty_takes_the_peak_away(seeds):
    free, held = (median(30, seeds, alpha=alpha) for alpha in (0.0, 0.1))
    assert held < free / 5
    assert median(100, seeds, alpha=3.0) < min(median(p, seeds, alpha=3.0) for p in (10, 30))


@pytest.mark.parametrize(("p", "n"), [(4, 12), (12, 4), (3, 1)])
def test_noise_in_the_weights_is_a_mean_over_normal_features(p, n):
    rng = np.random.default_rng(0)
    found = []
    for _ in range(4000):
        found.append(((np.linalg.pinv(rng.standard_normal((n, p)))) ** 2).sum())  # noise of variance 1
    if p - n > 2:  # of one sample and three features the mean has no variance: one sees it by the median
        assert np.mean(found) == pytest.approx(experiment.noise_in_weights(p, n), rel=0.1)
    elif n > p:
        assert np.mean(found) == pytest.approx(experiment.noise_in_weights(p, n), rel=0.1)
    else:  # 1 / chi^2 with 3 degrees of freedom: median 1 / 2.366
        assert experiment.noise_in_weights(p, n) == 1 and np.median(found) == pytest.approx(0.4227, rel=0.06)
