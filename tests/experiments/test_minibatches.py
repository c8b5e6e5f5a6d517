"""Chapter 7: minibatches: what their gradients estimate, and that a sum is a longer step."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch07_minibatches as chapter
from dlcourse.losses import softmax_cross_entropy
from dlcourse.losses.classification import is_right
from dlcourse.optimizers import SGD
from dlcourse.prediction import predict
from dlcourse.training import fit


@pytest.mark.rows("K035")
def test_the_minibatches_of_an_epoch_have_the_gradient_of_all_samples_as_their_mean():
    assert chapter.mean_of_an_epoch(100) < 1e-14


@pytest.mark.rows("K036")
def test_the_gradient_of_a_sum_is_the_mean_times_the_size():
    (x, y), _ = chapter.parts(0)
    model = chapter.network(0)
    total = softmax_cross_entropy(model(x[:7]), y[:7]) * 7
    found = np.concatenate([g.ravel() for g in grad(total, model.parameters())])
    np.testing.assert_allclose(found, 7 * chapter.gradient(model, x[:7], y[:7]), rtol=1e-12, atol=1e-15)


def test_all_samples_in_one_minibatch_are_no_estimate():
    assert chapter.estimate_errors(chapter.N_TRAINING, n_draws=2).max() < 1e-14


@pytest.mark.parametrize("size", [25, 300])
def test_networks_side_by_side_go_the_way_of_each_trained_alone_by_fit(size, monkeypatch):
    monkeypatch.setattr(chapter, "N_EPOCHS", 1)
    found = chapter.side_by_side(size, 0.1, range(2))
    for seed in range(2):
        (x, y), (x_test, y_test) = chapter.parts(seed)
        model, rng = chapter.network(seed), np.random.default_rng((4, seed))
        optimizer = SGD(model.parameters(), lr=0.1)
        options = {"n_epochs": 1, "batch_size": size, "rng": rng, "progress": False}
        fit(model, softmax_cross_entropy, x, y, optimizer, **options)
        assert found[seed] == pytest.approx(is_right(predict(model, x_test), y_test).mean(), abs=2.5e-3)


@pytest.mark.slow
@pytest.mark.parametrize("size", chapter.SIZES[2:])
def test_each_size_has_the_best_of_the_rates_of_the_page(size):
    reached = {lr: np.median(chapter.accuracies(size, lr=lr)) for lr in chapter.RATES}
    assert max(reached, key=reached.get) == chapter.BEST_RATE[size]


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [chapter.XOR_RUNS, chapter.XOR_FRESH])
def test_failed_runs_rest_at_an_eighth_with_all_cases_and_never_with_single_ones(seeds, kept_by_the_book):
    at_an_eighth = {size: abs(chapter.xor_losses(size, seeds=seeds) - 1 / 8) < 0.005 for size in (1, 4)}
    failed = chapter.xor_losses(4, seeds=seeds) >= chapter.SOLVED_BELOW
    np.testing.assert_array_equal(at_an_eighth[4], failed)
    assert not at_an_eighth[1].any()
