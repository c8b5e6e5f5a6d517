"""Chapter 14: networks of the digits, their inputs scaled in four ways."""

import numpy as np
import pytest

from dlcourse.experiments import ch14_scaled_digits as experiment


def test_no_seed_tunes_and_races():
    sets = [set(experiment.TUNING), *map(set, experiment.SETS.values())]
    assert sum(map(len, sets)) == len(set.union(*sets))


@pytest.mark.rows("F072")
@pytest.mark.parametrize("scaling", experiment.SCALERS)
def test_statistics_are_those_of_the_training_digits(scaling):
    problem = experiment.Scaled(scaling, range(1))
    if scaling == "standard":
        moving = problem.x.std(axis=0) > 0
        np.testing.assert_allclose(problem.x[:, moving].mean(axis=0), 0, atol=1e-12)
        np.testing.assert_allclose(problem.x[:, moving].std(axis=0), 1, rtol=1e-12)
        assert abs(problem.new[0][:, moving].mean(axis=0)).max() > 0.01
    if scaling == "raw":
        assert problem.x.max() == 16 and problem.x.min() == 0
    with_leak = experiment.Scaled(scaling, range(1), leak=True)
    assert (with_leak.x == problem.x).all() == (scaling == "raw")


def test_one_sample_by_itself_is_zero():
    scaler = experiment.ZScore().fit(np.array([[3.0, 5.0]]))
    assert (scaler.transform(np.array([[3.0, 5.0]])) == 0).all()


def test_raw_digits_cannot_keep_up():
    losses = {
        name: min(experiment.trained(name, lr, range(4)).loss.mean() for lr in (0.1, 1.0))
        for name in ("raw", "standard")
    }
    assert losses["raw"] > 2 * losses["standard"]


@pytest.mark.rows("F073")
@pytest.mark.slow
@pytest.mark.parametrize("end", experiment.SETS)
def test_whitening_loses_to_the_z_score_and_raw_digits_to_all(end, kept_by_the_book):
    losses = {name: experiment.raced(name, end).loss.mean() for name in experiment.SCALERS}
    assert losses["standard"] < losses["white"] - 0.03
    fits = {name: experiment.raced(name, end).training.mean() for name in ("standard", "white")}
    assert fits["white"] < fits["standard"] - 0.002
    assert losses["raw"] > max(losses["unit"], losses["white"]) + 0.3


def test_a_whitened_digit_is_rotated_into_components():
    raw, white, components = experiment.whitened_images()
    assert np.linalg.norm(white) == pytest.approx(np.linalg.norm(components), rel=1e-9)
    assert np.corrcoef(raw.ravel(), white.ravel())[0, 1] > 0.2
