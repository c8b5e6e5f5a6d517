"""Chapter 8: the words of the theorem, each where it is missing."""

import numpy as np
import pytest

from dlcourse.experiments import ch08_the_theorem as chapter


@pytest.mark.rows("S101")
def test_no_parabola_is_nearer_to_the_sine_than_the_line_says():
    """At four points the errors of the best line are as large as any, with signs in turn (de la Vallee
    Poussin): whoever makes all four smaller needs a difference with three zeros, and a parabola has two."""
    least, x = chapter.least_error_of_squares(), np.linspace(0, 1, 20_001)
    error = chapter.sine(x) - 2 * least * (0.5 - x)  # 2 least: the end, x = 0, has the full error
    at = np.flatnonzero(abs(error) > 0.999 * least)
    signs = np.sign(error[at])
    assert (np.diff(signs) != 0).sum() == 3


@pytest.mark.rows("S101")
def test_a_hundred_squares_are_no_better_than_the_best_parabola():
    x, rng = np.linspace(0, 1, 501), np.random.default_rng(0)
    h = (np.outer(x, rng.standard_normal(100)) + rng.standard_normal(100)) ** 2
    h = np.column_stack([h, np.ones(501)])
    best = np.linalg.lstsq(h, chapter.sine(x), rcond=None)[0]
    assert np.linalg.matrix_rank(h) == 3
    assert abs(h @ best - chapter.sine(x)).max() > chapter.least_error_of_squares()


@pytest.mark.rows("F015")
def test_at_a_jump_the_mean_square_falls_and_the_largest_error_stays():
    (few, largest), (many, still) = chapter.errors_at_a_jump(10), chapter.errors_at_a_jump(40)
    assert few / many == pytest.approx(2, rel=0.01)
    assert min(largest, still) >= 0.5


@pytest.mark.rows("F028")
def test_a_row_of_bumps_that_ends_with_the_interval_keeps_half_of_f_as_its_error_there():
    network = chapter.bump_network(lambda x: np.full_like(x, 3.0), 40)
    assert network(np.array([[0.0]])).array.item() == pytest.approx(1.5, abs=1e-3)
    assert chapter.error_of_more_bumps(40) < 0.03
