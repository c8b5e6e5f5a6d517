"""Chapter 8: waves that are drawn have an error that knows nothing of the number of inputs; cells have."""

import numpy as np
import pytest

from dlcourse.experiments import ch08_many_inputs as chapter


def test_the_mean_of_waves_is_the_bell():
    x, rng = np.random.default_rng(0).uniform(-1, 1, (5, 3)), np.random.default_rng(1)
    many = chapter.drawn_waves(200_000, 3, rng)(x).array[:, 0]
    np.testing.assert_allclose(many, np.exp(-(x**2).sum(axis=1) / 2), atol=0.01)


@pytest.mark.parametrize("d", [1, 8])
def test_four_times_the_waves_halve_the_error_whatever_the_number_of_inputs(d):
    assert chapter.wave_error(16, d) / chapter.wave_error(64, d) == pytest.approx(2, rel=0.2)


@pytest.mark.parametrize(("d", "factor"), [(1, 4), (2, 2)])
def test_four_times_the_cells_are_worth_less_with_more_inputs(d, factor):
    assert chapter.cell_error(64, d) / chapter.cell_error(256, d) == pytest.approx(factor, rel=0.02)


def test_a_cell_has_the_value_of_its_middle():
    x = np.array([[-0.9, 0.1], [-0.1, 0.9]])
    np.testing.assert_allclose(chapter.cells(x, 2), np.exp(-(0.25 + 0.25) / 2))


def test_a_number_of_cells_that_fills_no_cube_is_refused():
    with pytest.raises(ValueError, match=r"cell_error: expected k\^2 cells, got 10; take 9"):
        chapter.cell_error(10, 2)
