"""dlcourse/regularization.py; the experiments of the chapter are in test_regularization_experiments.py."""

import numpy as np
import pytest
import torch

from dlcourse.autodiff import grad, hessian
from dlcourse.layers import MLP, BatchNorm, Sequential
from dlcourse.losses import mean_squared_error
from dlcourse.optimizers import SGD
from dlcourse.regularization import L1, L2, max_norm, soft_threshold
from dlcourse.tensor import Parameter


def network():
    rng = np.random.default_rng(0)
    return MLP((3, 4, 2), rng=rng, bias_init=lambda shape, rng: rng.standard_normal(shape))


@pytest.mark.rows("F036", "F038", "L012")
@pytest.mark.parametrize("biases", [False, True])
def test_the_value_is_the_sum_over_the_weights_and_over_biases_when_asked(biases):
    model = network()
    arrays = [p.array for p in model.parameters() if biases or p.ndim == 2]
    flat = np.concatenate([a.ravel() for a in arrays])
    assert float(L2(0.3, biases)(model)) == pytest.approx(0.15 * flat @ flat, rel=1e-14)
    assert float(L1(0.3, biases)(model)) == pytest.approx(0.3 * np.linalg.norm(flat, 1), rel=1e-14)


@pytest.mark.rows("F036", "F039")
def test_the_gradients_are_alpha_w_and_alpha_sign_w_and_none_for_biases():
    model = network()
    for parameter, g in zip(model.parameters(), grad(L2(0.3)(model), model.parameters()), strict=True):
        np.testing.assert_allclose(g, 0.3 * parameter.array * (parameter.ndim == 2), rtol=1e-14)
    for parameter, g in zip(model.parameters(), grad(L1(0.3)(model), model.parameters()), strict=True):
        np.testing.assert_allclose(g, 0.3 * np.sign(parameter.array) * (parameter.ndim == 2), rtol=1e-14)


@pytest.mark.rows("S121", "L012")
def test_the_form_without_the_half_is_twice_alpha():
    W = Parameter(np.array([[1.0, -2.0], [0.5, 3.0]]))
    lam = 0.7
    assert float(L2(2 * lam)([W])) == pytest.approx(lam * np.linalg.norm(W.array, "fro") ** 2, rel=1e-14)
    np.testing.assert_allclose(grad(L2(2 * lam)([W]), W), 2 * lam * W.array, rtol=1e-14)


def test_the_hessian_of_l2_is_alpha_times_the_identity():
    W = Parameter([[1.0, -2.0]])
    np.testing.assert_allclose(hessian(L2(0.3)([W]), W), 0.3 * np.eye(2), rtol=1e-14)


def test_ten_steps_with_l2_are_torch_s_weight_decay():
    model, x, y = network(), np.random.default_rng(1).standard_normal((5, 3)), np.ones((5, 2))
    parameters = model.parameters()
    peers = [torch.tensor(p.array.copy(), requires_grad=True) for p in parameters]
    groups = [
        {"params": [p for p in peers if p.ndim == 2], "weight_decay": 0.2},
        {"params": [p for p in peers if p.ndim == 1]},
    ]
    ours, theirs = SGD(parameters, lr=0.1), torch.optim.SGD(groups, lr=0.1)
    for _ in range(10):
        ours.step(grad(mean_squared_error(model(x), y) + L2(0.2)(model), parameters))
        W, b, V, c = peers
        loss = ((torch.tanh(torch.tensor(x) @ W + b) @ V + c - torch.tensor(y)) ** 2).sum() / 5
        theirs.zero_grad()
        loss.backward()
        theirs.step()
    for parameter, peer in zip(parameters, peers, strict=True):
        np.testing.assert_allclose(parameter.array, peer.detach().numpy(), rtol=1e-11)


def test_batch_norm_s_scale_and_shift_are_no_weights():
    with pytest.raises(ValueError, match="L2: expected at least one weight, got 2 parameters and none"):
        L2(1.0)(Sequential(BatchNorm(3)))


def test_soft_threshold_is_torch_s():
    w = np.random.default_rng(2).standard_normal(100) * 2
    expected = torch.nn.functional.softshrink(torch.tensor(w), 0.7).numpy()
    np.testing.assert_allclose(soft_threshold(w, 0.7), expected, rtol=1e-14, atol=1e-15)
    np.testing.assert_array_equal(soft_threshold(w, 0.7) == 0, expected == 0)


def test_soft_threshold_minimizes_what_it_says():
    grid = np.linspace(-4, 4, 80_001)
    for w in (-2.3, -0.4, 0.0, 0.9, 3.1):
        best = grid[np.argmin((grid - w) ** 2 / 2 + 0.8 * abs(grid))]
        assert float(soft_threshold(np.float64(w), 0.8)) == pytest.approx(best, abs=2e-4)


@pytest.mark.rows("F039")
def test_proximal_steps_reach_a_point_where_the_subgradient_holds_zero():
    rng = np.random.default_rng(3)
    x, w_true = rng.standard_normal((40, 8)), np.array([2.0, 0, 0, -1, 0, 0, 0, 0.5])[:, None]
    y = x @ w_true + 0.1 * rng.standard_normal((40, 1))
    W, penalty, lr = Parameter(np.zeros((8, 1))), L1(0.3), 0.1
    optimizer = SGD([W], lr=lr)
    for _ in range(500):
        optimizer.step([grad(mean_squared_error(x @ W, y), W)])
        penalty.proximal_step([W], lr)
    g, w = grad(mean_squared_error(x @ W, y), W), W.array
    assert 3 <= (w != 0).sum() <= 5
    np.testing.assert_allclose(g[w != 0], -0.3 * np.sign(w[w != 0]), rtol=1e-9)
    assert (abs(g[w == 0]) <= 0.3).all()
    assert optimizer.theta.base is w.base or optimizer.theta is w.base  # still the optimizer's memory


def test_the_proximal_step_leaves_biases_unless_asked():
    W, b = Parameter(np.full((2, 2), 0.5)), Parameter(np.full(2, 0.5))
    L1(1.0).proximal_step([W, b], lr=0.1)
    np.testing.assert_allclose(W.array, 0.4, rtol=1e-14)
    assert b.array.tolist() == [0.5, 0.5]
    L1(1.0, biases=True).proximal_step([W, b], lr=0.1)
    np.testing.assert_allclose(b.array, 0.4, rtol=1e-14)


@pytest.mark.parametrize("shape", [(5, 3), (3, 2, 4, 4)])
def test_max_norm_is_torch_s_renorm_and_leaves_short_ones_and_biases(shape):
    array = np.random.default_rng(4).standard_normal(shape) * 2
    array[(slice(None), 1) if len(shape) == 2 else 1] *= 0.01
    W, b = Parameter(array), Parameter(np.full(3, 9.0))
    max_norm([W, b], 1.5)
    expected = torch.renorm(torch.tensor(array), 2, 1 if len(shape) == 2 else 0, 1.5).numpy()
    np.testing.assert_allclose(W.array, expected, rtol=1e-6)
    axis = 0 if len(shape) == 2 else (1, 2, 3)
    norms = np.sqrt((W.array**2).sum(axis=axis))
    np.testing.assert_allclose(norms[[0, 2]], 1.5, rtol=1e-14)
    np.testing.assert_array_equal(
        np.moveaxis(W.array, 1, 0)[1] if len(shape) == 2 else W.array[1],
        np.moveaxis(array, 1, 0)[1] if len(shape) == 2 else array[1],
    )
    assert b.array.tolist() == [9.0] * 3


def test_max_norm_keeps_a_weight_of_zeros():
    W = Parameter(np.zeros((2, 2)))
    max_norm([W], 1.0)
    assert (W.array == 0).all()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: L2(-1), ValueError, "L2: expected alpha of at least 0, got -1"),
        (lambda: L1(float("nan")), ValueError, "L1: expected alpha of at least 0, got nan"),
        (lambda: L1(1).proximal_step(network(), -0.1), ValueError, "L1: expected lr of at least 0, got -0.1"),
        (lambda: L2(1)([np.ones((2, 2))]), TypeError, "L2: expected a model or a list of Parameters"),
        (lambda: L2(1)([]), ValueError, "L2: expected at least one weight, got 0 parameters"),
        (lambda: max_norm(network(), 0), ValueError, "max_norm: expected limit > 0, got 0"),
    ],
)
def test_a_misuse_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_max_norm_shortens_weights_whose_squares_overflow_and_leaves_tiny_ones():
    W = Parameter(np.array([[3e200, 1e-300, 0.0], [4e200, 1e-300, 0.0]]))
    before = W.array.copy()
    max_norm([W], 1.0)
    np.testing.assert_allclose(W.array[:, 0], [0.6, 0.8], rtol=1e-12)
    assert W.array[:, 1:].tolist() == before[:, 1:].tolist()
