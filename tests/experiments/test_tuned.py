"""Equal tuning: each method's best rate lies inside the eight, and most of the gap is gone."""

import numpy as np
import pytest

from dlcourse.experiments import ch11_tuned as tuned


@pytest.mark.slow
@pytest.mark.rows("F060")
def test_with_equal_tuning_most_of_the_gap_is_gone():
    assert all(tuned.RATES[0] < tuned.best_rate(name) < tuned.RATES[-1] for name in tuned.NAMES)
    same = np.median(tuned.difference("SGD", "Nesterov 0.8", 21, 0.005))
    best = np.median(tuned.difference("SGD", "Nesterov 0.8", 21))
    assert same > 3 and 0 < best < 1.2


def test_a_run_that_diverges_counts_as_the_worst():
    found = tuned.excess("SGD", 0.5, 31)
    assert (found == tuned.WORST).all()
