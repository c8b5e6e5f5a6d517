"""Two ways round a tree; mixtures against those of scikit-learn, whose floor is added to variances, too."""

import numpy as np
import pytest
from sklearn.mixture import GaussianMixture

from dlcourse.experiments import ch04_mixtures as mixtures


@pytest.mark.slow
@pytest.mark.rows("S170")
def test_with_a_floor_the_narrowest_component_is_that_of_scikit_learn():
    floor, seeds = 0.1, range(8)
    y, found = mixtures.points(seeds), mixtures.spreads(floor, seeds, n_rounds=3000)
    for seed in seeds:
        start = np.random.default_rng([seed, 1]).choice(10, 3, replace=False)
        peer = GaussianMixture(
            3, reg_covar=floor**2, tol=1e-10, max_iter=5000, weights_init=[1 / 3] * 3,
            means_init=y[seed, start, None], precisions_init=np.ones((3, 1, 1)),
        )  # fmt: skip
        narrowest = np.sqrt(peer.fit(y[seed, :, None]).covariances_.min())
        assert found[seed] == pytest.approx(narrowest, rel=1e-3)


@pytest.mark.rows("S040", "S170")
def test_many_components_shrink_onto_an_example_and_with_a_floor_as_far_as_it():
    seeds = range(60)
    assert 0.25 < mixtures.n_collapsed(0.0, seeds) / 60 < 0.65 and mixtures.n_collapsed(0.1, seeds) == 0
    assert 0.15 < mixtures.n_at_floor(0.1, seeds) / 60 < 0.6


def test_the_mean_steering_is_that_of_many_cars():
    x, y = mixtures.cars(50_000, seed=5)
    for low in (-1, -0.2, 0.6):
        near = (x >= low) & (x < low + 0.2)
        assert y[near].mean() == pytest.approx(mixtures.mean_steering(x[near]).mean(), abs=0.05)
