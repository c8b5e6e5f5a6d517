import numpy as np
import pytest
from pins_ch15 import gradients_of_unit

from dlcourse.experiments import ch15_cliff as rim
from dlcourse.experiments.ch15_vanishing import descend_cliff


@pytest.fixture
def ends(kept_by_the_book):
    return [rim.ends(seed) for seed in rim.SETS.values()]


def test_a_gradient_is_shortened_to_the_threshold_and_keeps_its_direction():
    g = np.array([[3.0, 0.3, 0.0], [4.0, 0.4, 0.0]])
    np.testing.assert_allclose(rim.shortened(g, np.ones(3)), [[0.6, 0.3, 0.0], [0.8, 0.4, 0.0]], rtol=1e-15)
    np.testing.assert_array_equal(rim.shortened(g, np.full(3, np.inf)), g)


@pytest.mark.rows("F034")
@pytest.mark.slow
def test_without_clipping_about_four_of_five_starts_are_thrown_and_with_it_all_arrive(ends):
    for E in ends:
        assert 0.7 < (E["never"] > rim.FAR).mean() < 0.92  # the inventory says 0.815 of other bits
        for threshold in ("1", "3"):
            assert (E[threshold] < rim.ARRIVED).all()
        assert (E["value"] < rim.ARRIVED).mean() < 0.25 and np.median(E["value"]) < rim.FAR
        assert (E["005"] < rim.ARRIVED).mean() < 0.1 < 0.3 < (E["10"] < rim.ARRIVED).mean() < 0.8


@pytest.mark.slow
def test_with_another_form_of_the_sigmoid_about_a_quarter_of_the_starts_end_otherwise(ends):
    # drawn anew, 2 * 0.83 * 0.17 = 0.28 of them would: within four standard deviations of 400 draws
    theta = np.concatenate([rim.starts(seed) for seed in rim.SETS.values()]).T
    for _ in range(rim.N_STEPS):
        theta = theta - rim.LR * gradients_of_unit(*theta)[1]
    far = np.concatenate([E["never"] for E in ends]) > rim.FAR
    assert 0.16 < (far != (gradients_of_unit(*theta)[0] > rim.FAR)).mean() < 0.38


@pytest.mark.slow
def test_a_lane_ends_where_a_run_alone_ends(ends):
    start = tuple(rim.starts(0)[0])
    alone = descend_cliff(start, max_norm=1.0).E
    assert ends[0]["1"][0] == pytest.approx(alone, rel=0.3) and alone < 1e-4


def test_the_two_sets_of_starts_have_no_start_in_common():
    first, again = (rim.starts(seed) for seed in rim.SETS.values())
    assert not set(map(tuple, first)) & set(map(tuple, again))
    assert abs(first - rim.RIM).max() <= rim.SPREAD
