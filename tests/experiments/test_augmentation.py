"""What copies of images and ensembles gain on the digits, over two disjoint sets of seeds."""

import numpy as np
import pytest

from dlcourse.experiments import ch17_augmentation as experiment
from dlcourse.experiments.ch17_augmentation import gain_of_an_ensemble, gain_of_copies


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(experiment, "N_STEPS", 150)


@pytest.mark.rows("F100")
@pytest.mark.parametrize("seeds", [range(2), range(100, 102)], ids=["some seeds", "other seeds"])
def test_shifted_copies_teach_what_shifted_images_are(seeds, short):
    gains = gain_of_copies(seeds, experiment.whole_shifts, moved=True)
    assert (gains.other - gains.plain > 0.1).all()


@pytest.mark.rows("F100")
def test_the_mean_of_five_networks_is_better_than_one(short):
    gains = gain_of_an_ensemble(range(2))
    assert (gains.other > gains.plain).all() and gains.mean == pytest.approx(
        (gains.other - gains.plain).mean()
    )


def test_half_a_shift_is_the_mean_of_an_image_and_its_whole_shift():
    x, y = np.arange(128.0).reshape(2, 64), np.array([3, 4])
    half, classes = experiment.half_shifts(x, y)
    whole, _ = experiment.whole_shifts(x, y)
    np.testing.assert_array_equal(half[2:4], (x + whole[2:4]) / 2)
    assert classes.tolist() == [3, 4] * 5
