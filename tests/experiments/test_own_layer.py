"""The milestone of chapter 16: its layer against the library's, its gradients against differences."""

import numpy as np
import pytest

from dlcourse.experiments import ch16_own_layer as chapter
from dlcourse.gradcheck import numerical_gradient
from dlcourse.layers import BatchNorm


def test_the_three_functions_are_the_layer_of_the_library():
    rng = np.random.default_rng(0)
    layer, running = BatchNorm(4), (np.zeros(4), np.ones(4))
    for _ in range(3):
        x = 2 + rng.standard_normal((7, 4))
        x_hat, y = chapter.batch_norm(x, np.ones(4), np.zeros(4), *running, chapter.EPS, True)
        np.testing.assert_allclose(y, layer(x).array, rtol=1e-12)
        running = chapter.running_statistics(*running, x, chapter.MOMENTUM, True)
    np.testing.assert_allclose(running, (layer.running_mean, layer.running_variance), rtol=1e-12)
    layer.eval()
    y = chapter.batch_norm(x, np.ones(4), np.zeros(4), *running, chapter.EPS, False)[1]
    np.testing.assert_allclose(y, layer(x).array, rtol=1e-12)
    assert chapter.running_statistics(*running, x, chapter.MOMENTUM, False) == running


def test_the_gradients_are_those_of_the_cost_and_wrong_ones_are_not():
    rng = np.random.default_rng(1)
    theta = [a + 0.1 * rng.standard_normal(a.shape) for a in chapter.start(0, (5, 4, 4, 4, 4, 3))]
    x, y = rng.standard_normal((7, 5)), np.eye(3)[rng.integers(3, size=7)]

    def cost(theta):
        z, h, trace = chapter.forward(x, theta, [(0, 1)] * chapter.N, True)
        return chapter.class_loss(z, y, 0.0), h, trace

    def gradients(layer_grad):
        def through(z, x_hat, gamma, G):
            return layer_grad(x_hat, np.sqrt(z.var(axis=0) + chapter.EPS), gamma, G)

        (_, G), h, trace = cost(theta)
        return chapter.backward(G, theta, h, trace, through)

    right = gradients(chapter.batch_norm_grad)
    for k, found in enumerate(right):

        def J(array, k=k):
            return cost([*theta[:k], array, *theta[k + 1 :]])[0][0]

        np.testing.assert_allclose(found, numerical_gradient(J, theta[k]), rtol=1e-6, atol=1e-9)
    for name in ("direct", "no_mean"):
        assert not np.allclose(gradients(chapter.WRONG[name])[0], right[0], rtol=0.01)


@pytest.mark.slow
def test_a_slow_average_reads_fewer_digits_by_the_same_weights(monkeypatch):
    usual = [chapter.run(seed) for seed in range(4)]
    monkeypatch.setattr(chapter, "MOMENTUM", 0.99)
    slow = [chapter.read_digits(seed) for seed in range(4)]
    assert np.median([a[""] - b[""] for a, b in zip(usual, slow, strict=True)]) > 0.05
    assert all(a["batch"] == b["batch"] for a, b in zip(usual, slow, strict=True))
