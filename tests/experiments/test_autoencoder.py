"""Autoencoders on real digits: against principal components, torch and, over seeds, a start without them."""

import copy

import numpy as np
import pytest

from dlcourse.experiments import ch14_autoencoder as experiment
from dlcourse.initializers import he_normal
from dlcourse.layers import Sequential
from dlcourse.losses import softmax_cross_entropy
from dlcourse.ops import relu, sigmoid
from dlcourse.optimizers import SGD
from dlcourse.prediction import predict
from dlcourse.training import fit

SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 5))]


data = experiment.data_of


def test_an_autoencoder_gives_back_its_input_through_the_code():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    lower = experiment.encoder(6, 3, sigmoid, rng=rng)
    model = experiment.autoencoder(lower, rng=rng)
    assert model.widths == [3, 6] and model.layers[0] is lower.layers[0]
    x = rng.standard_normal((5, 6))
    W, b, V, c = (torch.tensor(p.array) for p in model.parameters())
    x_hat = torch.sigmoid(torch.tensor(x) @ W + b) @ V + c
    np.testing.assert_allclose(predict(model, x), x_hat.numpy(), rtol=1e-12)
    expected = ((x_hat.numpy() - x) ** 2).sum() / 5
    assert experiment.reconstruction_error(model, x) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("k", [1, 3, 5])
def test_the_principal_error_is_that_of_the_best_projection(k):
    rng = np.random.default_rng(k)
    x = rng.standard_normal((40, 5)) @ rng.standard_normal((5, 5)) + 3
    centered = x - x.mean(axis=0)
    values, U = np.linalg.eigh(centered.T @ centered)
    axes = U[:, np.argsort(values)[::-1][:k]]
    best = ((centered - centered @ axes @ axes.T) ** 2).sum() / 40
    assert experiment.principal_error(x, k) == pytest.approx(best, rel=1e-9, abs=1e-12)
    for _ in range(20):
        other = np.linalg.qr(rng.standard_normal((5, k)))[0]
        assert ((centered - centered @ other @ other.T) ** 2).sum() / 40 >= best - 1e-9


@pytest.mark.rows("F076")
@pytest.mark.parametrize("seed", SEEDS)
def test_64_16_64_without_an_activation_reaches_principal_components_and_cannot_pass_them(seed):
    (x, _, x_new, _), rng = data(seed)
    model = experiment.autoencoder(experiment.encoder(64, 16, rng=rng), rng=rng)
    before, after = experiment.train_autoencoder(model, x, n_epochs=100, rng=rng)
    best = experiment.principal_error(x, 16)
    assert before > 20 * after
    assert best <= after < 1.08 * best
    assert experiment.reconstruction_error(model, x_new) < 1.2 * best


@pytest.mark.rows("F076")
@pytest.mark.parametrize("seed", SEEDS)
def test_64_16_64_with_sigmoids_keeps_three_quarters_of_what_varies(seed):
    (x, _, x_new, _), rng = data(seed)
    model = experiment.autoencoder(experiment.encoder(64, 16, sigmoid, rng=rng), rng=rng)
    experiment.train_autoencoder(model, x, n_epochs=60, rng=rng)
    variation = ((x_new - x.mean(axis=0)) ** 2).sum() / len(x_new)
    assert experiment.reconstruction_error(model, x_new) < 0.25 * variation


@pytest.mark.rows("F076")
def test_pretraining_lowers_the_error_of_every_layer_and_needs_no_labels():
    (x, _, _, _), rng = data(0)
    encoders = [experiment.encoder(a, b, sigmoid, rng=rng) for a, b in ((64, 32), (32, 16))]
    weights = [lower.layers[0].W.array.copy() for lower in encoders]
    errors = experiment.pretrain(encoders, x, n_epochs=5, rng=rng)
    assert all(after < 0.5 * before for before, after in errors)
    assert all((lower.layers[0].W.array != W).any() for lower, W in zip(encoders, weights, strict=True))
    top = experiment.classifier(encoders, rng=rng)
    np.testing.assert_array_equal(
        top.trace(x)[4], predict(Sequential(*encoders[0].steps, *encoders[1].steps), x)
    )


@pytest.mark.rows("F076")
@pytest.mark.slow
@pytest.mark.parametrize("end", experiment.SETS)
def test_deep_sigmoid_nets_need_the_pretrained_start_and_relu_nets_do_not(end, kept_by_the_book):
    """From a random start the sigmoids stay at chance, a tenth; ReLU with He's initializer goes beyond what
    pretraining makes of the sigmoids: less critical today."""
    seeds = experiment.SETS[end]
    random, pretrained = (experiment.accuracies_of("sigmoid", start, seeds) for start in (False, True))
    assert random.max() < 0.2
    assert pretrained.mean() > 0.35 and np.median(pretrained) > 0.35
    assert experiment.accuracies_of("ReLU", False, seeds).min() > 0.9


@pytest.mark.rows("F076")
@pytest.mark.slow
def test_relu_nets_gain_nothing_from_pretraining(kept_by_the_book):
    pretrained, random = (experiment.accuracies_of("ReLU", start, range(3)) for start in (True, False))
    assert pretrained.mean() - random.mean() < 0.02


@pytest.mark.rows("K049")
@pytest.mark.parametrize("seed", SEEDS)
def test_features_learned_with_the_task_beat_features_left_as_drawn(seed):  # end to end
    sets, rng = data(seed)
    fixed, learned = experiment.fixed_and_learned_features(sets, rng=rng)
    assert 0.4 < fixed < learned - 0.1
    assert learned > 0.88


def test_both_trainings_begin_with_the_same_weights():
    (x, y, x_new, y_new), rng = data(0)
    lower = experiment.encoder(64, 16, relu, rng=rng, init=he_normal)
    first = experiment.classifier([lower], rng=rng)
    second = copy.deepcopy(first)
    expected = []
    for model, parameters in ((first, first.layers[-1].parameters()), (second, second.parameters())):
        optimizer = SGD(parameters, lr=0.1)
        fit(model, softmax_cross_entropy, x, y, optimizer, n_epochs=2, batch_size=32, rng=rng, progress=False)
        expected.append(float((predict(model, x_new).argmax(axis=1) == y_new).mean()))
    sets, rng = data(0)
    assert experiment.fixed_and_learned_features(sets, rng=rng, n_epochs=2) == tuple(expected)
