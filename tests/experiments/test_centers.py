"""Placements of centers: where they lie, and that none is best on both kinds of data."""

import numpy as np
import pytest

from dlcourse.experiments import ch01_centers as centers


def test_data_have_a_gap_and_clusters_of_their_sizes():
    x, y = centers.sine_with_a_gap(np.random.default_rng(3))
    assert x.shape == y.shape == (30, 1) and not ((x > 0.4) & (x < 0.6)).any()
    x, y = centers.clusters(np.random.default_rng(3))
    values, counts = np.unique(y, return_counts=True)
    assert x.shape == (260, 2) and len(values) == 6 and sorted(counts) == sorted(centers.CLUSTERS)


@pytest.mark.parametrize("name", centers.PLACEMENTS)
def test_a_placement_gives_as_many_centers_as_asked_within_the_data(name):
    rng = np.random.default_rng
    for x, _ in (centers.sine_with_a_gap(rng(0)), centers.clusters(rng(0))):
        placed = centers.place(name, x, 6, np.random.default_rng(1))
        assert placed.shape == (6, x.shape[1]) and len(np.unique(placed, axis=0)) == 6
        assert (placed >= x.min(axis=0)).all() and (placed <= x.max(axis=0)).all()


@pytest.mark.slow
@pytest.mark.rows("F012")
@pytest.mark.parametrize("seeds", [centers.FIRST, centers.FRESH], ids=["first", "fresh"])
def test_the_grid_is_best_on_the_sine_and_worst_on_clusters_and_the_gas_best_there(seeds):
    sine, wide, plane = ({name: np.median(e) for name, e in centers.table(data, seeds).items()}
                         for data in ("narrow", "wide", "clusters"))  # fmt: skip
    assert all(1.5 < sine[name] / sine["grid"] < 3 for name in ("random", "k-means"))
    assert min(sine, key=sine.get) == "grid" and max(plane, key=plane.get) == "grid"
    assert min(plane, key=plane.get) == "gas" and plane["gas"] < 0.6 * sorted(plane.values())[1]
    assert max(wide.values()) < 1.3 * min(wide.values())


@pytest.mark.slow
@pytest.mark.rows("F014")
@pytest.mark.parametrize("seeds", [centers.THIRD, centers.THIRD_FRESH], ids=["first", "fresh"])
def test_the_third_phase_lowers_every_training_error_and_not_every_test_error(seeds):
    errors = centers.third_phase(seeds)
    assert errors["training"].shape == errors["test"].shape == (100, 2)
    assert (errors["training"][:, 1] < errors["training"][:, 0]).all()
    assert 0 < (errors["test"][:, 1] > errors["test"][:, 0]).mean() < 0.5
