"""Chapter 17: a price by hand, decay, and where a penalty helps and hurts."""

import numpy as np
import pytest

from dlcourse.experiments import ch17_penalties as experiment
from dlcourse.experiments import ch17_regularization as chapter
from dlcourse.models import least_squares

SEEDS = [range(100), range(100, 200)]


@pytest.mark.rows("F036", "S121", "L012")
def test_without_the_half_price_and_gradient_are_twice_those_with_it():
    half, g = experiment.price((3, -4), 0.5)
    whole, twice = experiment.price((3, -4), 2 * 0.5)
    assert (half, whole) == (25 / 4, 25 / 2)
    np.testing.assert_array_equal([g, twice], [[1.5, -2], [3, -4]])


@pytest.mark.rows("S160")
def test_a_weight_for_which_the_data_do_not_speak_decays_by_one_factor_a_step():
    assert experiment.decayed(50) == pytest.approx(0.95**50, rel=1e-12)
    assert experiment.decayed(5, alpha=2.0, lr=1.0) == -1  # a rate of 2 / alpha: to and fro


@pytest.mark.rows("F036")
def test_along_each_direction_a_penalty_keeps_the_curvature_over_itself_plus_alpha():
    x, y = experiment.noisy_sines(range(3))
    A = chapter.kernels(x, x, 0.02)[:, 1:]
    U, s, _ = np.linalg.svd(A - A.mean(axis=0))
    _, free = experiment.fits(0.0, 0.02, x, y)
    _, held = experiment.fits(2.0, 0.02, x, y)
    z, shrunk = (U.T @ (A - A.mean(axis=0)) @ w for w in (free, held))
    np.testing.assert_allclose(shrunk[:-1], (s**2 / (s**2 + 2))[:-1, None] * z[:-1], rtol=1e-8)


@pytest.mark.rows("F037", "F035")
@pytest.mark.parametrize("seeds", SEEDS)
def test_one_price_helps_wide_bells_and_hurts_narrow_ones_and_a_tenth_helps_both(seeds):
    wide, narrow = (
        [np.median(experiment.errors(alpha, sigma, seeds)[0]) for alpha in (0, 0.2, 2)]
        for sigma in (0.05, 0.02)
    )
    assert wide[2] < 0.7 * wide[0] and wide[1] < 0.7 * wide[0]
    assert narrow[2] > 1.4 * narrow[0] and narrow[1] < 0.95 * narrow[0]


@pytest.mark.rows("K043")
@pytest.mark.parametrize("seeds", SEEDS)
def test_without_one_of_its_causes_overfitting_is_less(seeds):
    error = np.median(experiment.errors_at_other_sizes(seeds))
    assert np.median(experiment.errors_at_other_sizes(seeds, m=300)) < 0.4 * error
    assert np.median(experiment.errors_at_other_sizes(seeds, n_bells=10)) < 0.7 * error
    assert experiment.error_without_noise(0.0, 0.05) < 0.01 * error


@pytest.mark.rows("F038")
def test_the_slope_is_shrunk_as_a_weight_with_the_sum_of_squares_as_its_curvature():
    curvature = (chapter.places_around_0() ** 2).sum()
    for penalized in (False, True):
        _, slope = chapter.bias_and_slope(penalize_bias=penalized)
        assert slope == pytest.approx(curvature / (curvature + 10), rel=1e-12)


@pytest.mark.rows("F037")
def test_the_errors_of_all_seeds_at_once_are_those_of_one_after_the_other():
    for alpha in (0, 2.0):
        error, largest = experiment.errors(alpha, 0.02, range(3))
        one = [chapter.fit_sine(seed, alpha, 0.02) for seed in range(3)]
        np.testing.assert_allclose(error, [fit.error for fit in one], rtol=1e-8)
        np.testing.assert_allclose(largest, [fit.largest for fit in one], rtol=1e-8)


@pytest.mark.rows("F037")
def test_what_hurts_narrow_bells_is_the_shrunk_sine_not_the_noise():
    alone = experiment.error_without_noise(2.0, 0.02)
    assert alone > 0.9 * np.median(experiment.errors(2.0, 0.02, range(100))[0])
    assert experiment.error_without_noise(0.0, 0.02) < 0.002


@pytest.mark.rows("F037")
@pytest.mark.parametrize("seeds", SEEDS)
def test_the_more_bells_overlap_the_higher_is_the_best_price(seeds):
    def best(sigma):
        medians = [np.median(experiment.errors(alpha, sigma, seeds)[0]) for alpha in experiment.ALPHAS]
        return experiment.ALPHAS[int(np.argmin(medians))]

    assert 0.1 < best(0.02) < 0.4 < best(0.03) < 0.8 <= best(0.05) < 2


@pytest.mark.rows("F035", "F037")
@pytest.mark.parametrize("sigma", [0.02, 0.05])
def test_without_a_penalty_the_fit_passes_through_all_samples(sigma):
    x, y = experiment.noisy_sines(range(5))
    A = chapter.kernels(x, x, sigma)[:, 1:]
    w, b = least_squares(A, y)
    np.testing.assert_allclose(A @ w + b, y, atol=1e-9)
