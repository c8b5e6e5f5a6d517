"""Networks that are trained side by side on copies of images; what copies and ensembles gain in two seeds."""

import numpy as np
import pytest

from dlcourse.experiments import ch17_augmentation as experiment
from dlcourse.experiments import ch17_copies as copies
from dlcourse.experiments import ch17_ensembles as ensembles


def test_networks_side_by_side_are_what_each_would_be_alone():
    parts = [experiment.parts(seed, 100)[:2] for seed in range(3)]
    x, y = map(np.stack, zip(*parts, strict=True))

    def trained(*which):
        rngs = [np.random.default_rng(seed) for seed in which]
        return experiment.trained_together(x[list(which)], y[list(which)], rngs, n_steps=7, width=5)

    together = trained(0, 1, 2)
    for k in range(3):
        for parameter, alone in zip(together.parameters(), trained(k).parameters(), strict=True):
            np.testing.assert_allclose(parameter.array[k], alone.array[0], rtol=1e-9, atol=1e-12)


@pytest.mark.rows("F100")
@pytest.mark.parametrize("seeds", [range(2), range(100, 102)], ids=["some seeds", "other seeds"])
def test_shifted_copies_teach_what_shifted_images_are(seeds, monkeypatch):
    monkeypatch.setattr(copies, "N_STEPS", 150)
    assert (copies.gain(copies.accuracies(seeds), "whole", 1) > 0.1).all()


@pytest.mark.rows("F100")
def test_the_squared_error_of_five_networks_is_lower_than_that_of_one(monkeypatch):
    monkeypatch.setattr(ensembles, "N_STEPS", 100)
    _, _, alone, together, variance = ensembles.measured(range(2)).T
    assert (together < alone).all()
    np.testing.assert_allclose(alone - together, variance, rtol=1e-9)


def test_half_a_shift_is_the_mean_of_an_image_and_its_whole_shift():
    x, y = np.arange(128.0).reshape(2, 64), np.array([3, 4])
    half, classes = experiment.half_shifts(x, y)
    whole, _ = experiment.whole_shifts(x, y)
    np.testing.assert_array_equal(half[2:4], (x + whole[2:4]) / 2)
    assert classes.tolist() == [3, 4] * 5
