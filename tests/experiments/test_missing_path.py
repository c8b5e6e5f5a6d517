"""Chapter 7: a gradient without the penalty's path, on the digits."""

import numpy as np
import pytest

from dlcourse.experiments import ch07_missing_path as chapter


@pytest.mark.rows("S160")
def test_blank_pixels_get_nothing_but_the_penalty():
    (whole, _), (data, _), blank = chapter.gradients(0.1)
    assert blank.any() and not data[blank].any()
    np.testing.assert_array_equal(whole[blank], 0.1 * chapter.network(0).layers[0].W.array[blank])


def test_the_error_without_the_path_grows_with_the_penalty():
    errors = [chapter.error_without(alpha)[0] for alpha in chapter.ALPHAS]
    assert errors == sorted(errors)
    assert errors[1] / errors[0] == pytest.approx(10, rel=1e-3)
