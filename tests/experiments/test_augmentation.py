"""What copies of images and ensembles gain on the digits, over two disjoint sets of seeds."""

import numpy as np
import pytest

from dlcourse.experiments import ch17_augmentation as experiment
from dlcourse.experiments.ch02_intervals import mean_interval
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
    assert (gains.other > gains.plain).all() and gains.mean > 0


def test_half_a_shift_is_the_mean_of_an_image_and_its_whole_shift():
    x, y = np.arange(128.0).reshape(2, 64), np.array([3, 4])
    half, classes = experiment.half_shifts(x, y)
    whole, _ = experiment.whole_shifts(x, y)
    np.testing.assert_array_equal(half[2:4], (x + whole[2:4]) / 2)
    assert classes.tolist() == [3, 4] * 5


@pytest.mark.rows("F100")
@pytest.mark.slow
@pytest.mark.parametrize("seeds", [range(30), range(100, 130)], ids=["some seeds", "other seeds"])
def test_copies_moved_by_half_a_pixel_gain_a_hundredth_on_the_digits_as_they_are(seeds):
    gains = gain_of_copies(seeds, experiment.half_shifts)
    low, high = gains.interval
    assert 0 < low < gains.mean < high < 0.03


@pytest.mark.rows("F100")
@pytest.mark.slow
def test_whole_pixels_gain_on_moved_digits_only_and_mirror_images_do_harm():
    seeds = range(8)
    assert gain_of_copies(seeds, experiment.whole_shifts, moved=True).interval[0] > 0.1
    assert gain_of_copies(seeds, experiment.whole_shifts).mean < 0.01
    assert gain_of_copies(seeds, experiment.mirror_images).mean < -0.01


@pytest.mark.rows("F100")
@pytest.mark.slow
def test_five_networks_together_gain_a_third_of_a_hundredth():
    first, second = (gain_of_an_ensemble(seeds) for seeds in (range(16), range(100, 116)))
    assert first.mean > 0 and second.mean > 0
    both = np.concatenate([gains.other - gains.plain for gains in (first, second)])
    low, high = mean_interval(both)
    assert 0 < low < high < 0.01
