"""Dead units and their revivals, counted over two disjoint sets of seeds."""

import pytest

from dlcourse.experiments.ch03_dead_units import WIDTH, deaths_and_revivals


@pytest.mark.rows("K051")
@pytest.mark.parametrize("seeds", [range(8), range(1000, 1008)], ids=["some seeds", "other seeds"])
def test_above_fixed_inputs_a_dead_unit_is_lost_and_above_a_layer_that_moves_some_come_back(seeds):
    counts = deaths_and_revivals(seeds, n_steps=150)
    n_units = len(seeds) * WIDTH
    assert 0 < counts.dead[0] < n_units and counts.revived[0] == 0
    assert counts.dead[0] < counts.dead[1] <= n_units
    assert 0 < counts.revived[1] < counts.dead[1]


@pytest.mark.rows("K051")
@pytest.mark.slow
def test_about_a_third_of_the_dead_units_of_the_second_layer_come_back():
    first, second = (deaths_and_revivals(seeds) for seeds in (range(25), range(1000, 1025)))
    shares = [counts.revived[1] / counts.dead[1] for counts in (first, second)]
    assert all(0.15 < share < 0.5 for share in shares) and abs(shares[0] - shares[1]) < 0.15
    assert first.revived[0] == second.revived[0] == 0
