"""Chapter 7: the network on the digits: what decides a run, and what a blank pixel's weights do."""

import numpy as np
import pytest

from dlcourse.experiments import ch07_digits_mlp as chapter


def test_training_and_test_digits_are_all_digits_once():
    (x, _), (x_test, _) = chapter.parts(3)
    assert len(x) == chapter.N_TRAINING and len(x) + len(x_test) == 1797
    everything = np.vstack([x, x_test])
    np.testing.assert_array_equal(np.sort(everything.sum(1)), np.sort(chapter.digits()[0].sum(1)))


@pytest.mark.rows("S008", "S160")
def test_blank_pixels_keep_their_weights_or_shrink_with_the_penalty():
    plain, strong = chapter.train(0, 0.0, 1), chapter.train(0, 0.01, 1)
    assert plain.blank.any()
    np.testing.assert_array_equal(plain.W1[plain.blank], plain.start[plain.blank])
    shrunk = (1 - chapter.LR * 0.01) ** (chapter.N_TRAINING // chapter.SIZE)
    np.testing.assert_allclose(strong.W1[plain.blank], shrunk * plain.start[plain.blank], rtol=1e-12)
