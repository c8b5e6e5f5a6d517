"""Five networks together on the digits, over two disjoint sets of seeds."""

import numpy as np
import pytest

from dlcourse.experiments import ch17_ensembles as ensembles
from dlcourse.experiments.ch02_intervals import mean_interval


@pytest.mark.rows("F100")
@pytest.mark.slow
def test_an_ensemble_gains_the_variance_of_its_members(kept_by_the_book):
    for seeds in ensembles.SETS.values():
        alone, together, error_alone, error_together, variance = ensembles.measured(seeds).T
        np.testing.assert_allclose(error_alone - error_together, variance, rtol=1e-9)
        assert mean_interval(together - alone)[0] > -0.001
