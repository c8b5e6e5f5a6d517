"""Chapter 14: what arrives after fifty layers, and what the gradients of weights say about it."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.experiments import ch14_fifty_layers as experiment
from dlcourse.ops import matmul
from dlcourse.tensor import Tensor


@pytest.mark.parametrize("unit", experiment.UNITS)
def test_gradients_by_hand_are_those_of_the_engine(unit):
    (f, slope), (weights, x, G) = experiment.UNITS[unit], experiment.drawn("he", 0, n_layers=3)
    outputs = experiment.forward(weights, f, x)
    on_outputs, on_weights = experiment.backward(weights, slope, outputs, G)
    tensors, h = [Tensor(W) for W in weights], Tensor(x)
    signals = []
    for W in tensors:
        h = f(matmul(h, W))
        signals.append(h)
    J = (h * G).sum()
    for ours, theirs in ((on_weights, grad(J, tensors)), (on_outputs, grad(J, signals))):
        for one, other in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)


@pytest.mark.slow
@pytest.mark.rows("F078", "F081", "F083", "K037", "S036")
@pytest.mark.parametrize("end", experiment.SETS)
def test_four_starts_arrive_as_the_chapter_says(end, kept_by_the_book):
    found = {
        key: np.median(experiment.arriving(key[1], experiment.SETS[end])[key[0], "gradient"])
        for key in experiment.TOLD_TWICE
    }
    assert found["sigmoid", "glorot"] == pytest.approx(-30.8, abs=0.2)
    assert found["tanh", "glorot"] == pytest.approx(-0.85, abs=0.2)
    assert abs(found["ReLU", "he"]) < 0.4
    assert found["ReLU", "one"] == pytest.approx(41.5, abs=0.5)


@pytest.mark.slow
def test_sigmoid_layers_give_all_samples_one_answer_but_for_rounding(kept_by_the_book):
    for start in ("tiny", "glorot", "he", "orthogonal"):
        found = experiment.arriving(start, experiment.SETS[""])
        assert found["sigmoid", "spread"].max() < -14.5
        assert found["sigmoid", "signal"].min() > -0.5  # the signal itself stays at a half


@pytest.mark.parametrize("start", experiment.STARTS)
def test_weight_gradients_of_relu_layers_are_level_whatever_arrives(start):
    sums = experiment.shares(start, "ReLU")
    np.testing.assert_allclose(sums, sums[0], rtol=1e-10)
    run = experiment.passage(start, "ReLU")
    assert abs(np.log10(run["weight"] / run["weight"][0])).max() < 0.8
    if start in ("tiny", "one"):
        assert abs(np.log10(run["signal"][-1])) > 40


def test_weight_gradients_of_sigmoid_layers_tell():
    run = experiment.passage("glorot", "sigmoid")
    assert run["weight"][0] / run["weight"][-1] < 1e-29


def test_no_seed_is_in_both_sets():
    assert not set(experiment.SETS[""]) & set(experiment.SETS["_again"])


def test_sigmoids_with_standard_normal_weights_pass_gradients_at_one_width_by_luck():
    found = {}
    for width in (50, 400):
        runs = []
        for seed in range(2):
            rng = np.random.default_rng(seed)
            x, G = rng.standard_normal((2, 30, width))
            weights = [rng.standard_normal((width, width)) for _ in range(50)]
            run = experiment.sizes("sigmoid", weights, x, G)
            runs.append((run["spread"][-1], run["gradient"][0] / run["gradient"][-1]))
        found[width] = np.median(np.log10(runs), axis=0)
    assert found[50].max() < -3  # -4.8, -4.2
    assert found[400][0] > -1 and found[400][1] > 5.5  # -0.7, 6.9


def test_weight_gradients_of_relu_layers_are_level_only_where_the_weights_are():
    rng = np.random.default_rng(0)
    x, G = rng.standard_normal((2, 50, 100))
    for deviations, few, many in (((0.1,) * 5, 1, 1.5), ((0.01, 0.1, 1, 0.1, 0.01), 50, 200)):
        weights = [rng.normal(0, deviation, (100, 100)) for deviation in deviations]
        sizes = experiment.sizes("ReLU", weights, x, G)["weight"]
        assert few < sizes.max() / sizes.min() < many
    w = np.array([[0.1, 10.0, 1.0]])
    np.testing.assert_allclose(w.prod() / w, [[10, 0.1, 1]])  # by hand, three units in a chain
