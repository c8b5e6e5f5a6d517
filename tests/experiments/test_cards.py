"""Cards with marks on one half: what they are, and what a unit learns from fifty of them."""

import numpy as np
import pytest

from dlcourse.experiments import ch01_cards as chapter


def test_marks_lie_in_one_half_that_the_target_names():
    x, y = chapter.cards(30, np.random.default_rng(2))
    halves = x.reshape(30, 20, 2, 10).sum(axis=(1, 3))
    assert (halves.argmax(axis=1) == y).all() and (halves.min(axis=1) == 0).all() and set(y) == {0, 1}
    assert (halves.max(axis=1) == chapter.MARKS).all() and set(x.ravel()) == {0, 1}


@pytest.mark.parametrize("seeds", [chapter.SEEDS, chapter.FRESH], ids=["first", "fresh"])
def test_after_fifty_cards_weights_are_a_picture_of_the_halves(seeds):
    runs = [chapter.learn(seed) for seed in seeds[:10]]
    assert all(run.right > 0.8 and 2 <= run.mistakes < 20 for run in runs)
    for run in runs:
        halves = run.w.reshape(20, 2, 10)
        assert halves[:, 0].max() <= 0 <= halves[:, 1].min() and abs(run.w).max() > 0
