"""Values and gradients against torch and closed forms, kinks, and inputs of any size."""

import numpy as np
import pytest
from in_turn import in_turn
from scipy import special

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.gradcheck import gradcheck
from dlcourse.tensor import Tensor

rng = np.random.default_rng(33)
X = rng.standard_normal((40, 5)) * 2
ELEMENTWISE = {
    "sigmoid": ops.sigmoid, "tanh": ops.tanh, "hard_tanh": ops.hard_tanh, "lecun_tanh": ops.lecun_tanh,
    "relu": ops.relu, "leaky_relu": ops.leaky_relu, "absolute": ops.absolute, "elu": ops.elu,
    "softplus": ops.softplus, "cosine": ops.cosine, "sine": ops.sine, "step": ops.step, "clip01": ops.clip01,
}  # fmt: skip


def slope(f, x):
    """The derivative that the library takes at x."""
    x = Tensor(x)
    return grad(f(x).sum(), x)


@pytest.mark.rows("S076", "S090", "K018", "F032")
def test_values_and_gradients_are_those_of_torch_at_the_kinks_too():
    """Torch takes the same derivative at every kink of these."""
    torch = pytest.importorskip("torch")
    F = torch.nn.functional
    peers = [
        (ops.hard_tanh, F.hardtanh),
        (ops.clip01, lambda x: F.hardtanh(x, 0.0, 1.0)),
        (lambda x: ops.leaky_relu(x, 0.2), lambda x: F.leaky_relu(x, 0.2)),
        (ops.leaky_relu, F.leaky_relu),
        (ops.elu, F.elu),
        (lambda x: ops.elu(x, 0.7), lambda x: F.elu(x, 0.7)),
        (ops.relu, F.relu),
        (ops.absolute, torch.abs),
        (ops.softplus, lambda x: F.softplus(x, threshold=1e9)),
    ]
    x = np.concatenate([X.ravel(), [-1.0, 0.0, 1.0, 0.0]])
    for ours, theirs in peers:
        t = torch.tensor(x, requires_grad=True)
        theirs(t).sum().backward()
        np.testing.assert_allclose(ours(x), theirs(t).detach().numpy(), rtol=1e-14, atol=1e-15)
        np.testing.assert_allclose(slope(ours, x), t.grad.numpy(), rtol=1e-13, atol=1e-15)


@pytest.mark.rows("S076")
@pytest.mark.parametrize("alpha_shape", [(), (5,), (40, 1)])
def test_the_gradient_by_a_learned_alpha_is_summed_over_all_that_share_it(alpha_shape):
    """The gradient by alpha."""
    alpha = rng.uniform(-1, 1, alpha_shape)
    x, a = Tensor(X), Tensor(alpha)
    by_x, by_alpha = grad((ops.leaky_relu(x, a) * X).sum(), [x, a])
    each = np.minimum(X, 0) * X
    expected = {(): each.sum(), (5,): each.sum(0), (40, 1): each.sum(1, keepdims=True)}[alpha_shape]
    np.testing.assert_allclose(by_alpha, expected, rtol=1e-13)
    np.testing.assert_allclose(by_x, X * np.where(X > 0, 1, alpha), rtol=1e-14)


def test_prelu_of_torch_has_the_same_two_gradients():
    torch = pytest.importorskip("torch")
    t, a = torch.tensor(X, requires_grad=True), torch.tensor(np.linspace(-1, 1, 5), requires_grad=True)
    (torch.nn.functional.prelu(t, a) ** 2).sum().backward()
    x, alpha = Tensor(X), Tensor(np.linspace(-1, 1, 5))
    by_x, by_alpha = grad(ops.square(ops.leaky_relu(x, alpha)).sum(), [x, alpha])
    np.testing.assert_allclose(by_x, t.grad.numpy(), rtol=1e-13, atol=1e-15)
    np.testing.assert_allclose(by_alpha, a.grad.numpy(), rtol=1e-13)


@pytest.mark.rows("S070", "S071")
@pytest.mark.parametrize(
    ("f", "kinks", "expected"),
    [
        (ops.step, [0.0], [0.0]),
        (ops.relu, [0.0], [0.0]),
        (ops.absolute, [0.0], [0.0]),
        (ops.hard_tanh, [-1.0, 1.0], [0.0, 0.0]),
        (ops.clip01, [0.0, 1.0], [0.0, 0.0]),
        (ops.leaky_relu, [0.0, -0.0], [0.01, 0.01]),
        (lambda x: ops.leaky_relu(x, -1), [0.0], [-1.0]),
        (ops.elu, [0.0], [1.0]),
        (lambda x: ops.elu(x, 0.5), [0.0], [0.5]),
    ],
)
def test_the_derivative_at_a_kink_is_the_documented_one(f, kinks, expected):
    """One of the one-sided derivatives, or a number between them."""
    assert slope(f, np.array(kinks)).tolist() == expected


@pytest.mark.rows("S048", "M009", "K015")
def test_a_step_and_a_clipped_answer_hand_no_gradient_back():
    assert ops.step(np.array([-2.0, -0.0, 0.0, 1e-300, 3.0])).tolist() == [0, 0, 0, 1, 1]
    assert slope(ops.step, X).any() == 0
    z = np.array([-3.0, -0.1, 0.3, 1.1, 4.0])
    assert ops.clip01(z).tolist() == [0.0, 0.0, 0.3, 1.0, 1.0]
    assert slope(ops.clip01, z).tolist() == [0.0, 0.0, 1.0, 0.0, 0.0]


@pytest.mark.rows("K018")
def test_elu_tends_to_minus_alpha_and_has_no_jump_in_its_slope_for_alpha_1():
    for alpha in (0.5, 1.0, 2.0):
        assert ops.elu(np.array([-800.0]), alpha).tolist() == [-alpha]
    np.testing.assert_allclose(slope(ops.elu, np.array([-1e-9, 1e-9])), [1, 1], atol=2e-9)
    assert float(ops.elu(np.float64(-1e-20))) == -1e-20  # expm1: no cancellation near 0


@pytest.mark.rows("F079")
def test_lecun_tanh_is_nearly_1_at_1():
    """The exact factor is 1 / tanh(2/3)."""
    assert ops.lecun_tanh(np.float64(1.0)) == pytest.approx(0.9999972559224789, rel=1e-12)
    assert 1 / np.tanh(2 / 3) == pytest.approx(1.7159047085755388, rel=1e-12)
    np.testing.assert_allclose(slope(ops.lecun_tanh, X), 1.7159 * 2 / 3 / np.cosh(2 * X / 3) ** 2, rtol=1e-12)


@pytest.mark.rows("K018")
@pytest.mark.parametrize("name", ELEMENTWISE)
@in_turn("dtype", [np.float32, np.float64])
@in_turn("huge", [1e3, 1e4, 1e30])
def test_no_input_is_too_large_for_value_or_gradient(name, dtype, huge):
    """Saturating units have slope 0 far out, the others a constant slope."""
    f = ELEMENTWISE[name]
    x = np.array([-huge, huge], dtype)
    y, g = f(x), slope(f, x)
    assert y.dtype == g.dtype == dtype
    if name in ("cosine", "sine"):
        assert (abs(y) <= 1).all() and (abs(g) <= 1).all()
        return
    ends = {
        "sigmoid": (0, 1), "tanh": (-1, 1), "hard_tanh": (-1, 1), "lecun_tanh": (-1.7159, 1.7159),
        "relu": (0, huge), "leaky_relu": (-0.01 * huge, huge), "absolute": (huge, huge), "elu": (-1, huge),
        "softplus": (0, huge), "step": (0, 1), "clip01": (0, 1),
    }  # fmt: skip
    slopes = {"relu": (0, 1), "leaky_relu": (0.01, 1), "absolute": (-1, 1), "elu": (0, 1), "softplus": (0, 1)}
    np.testing.assert_allclose(y, ends[name], rtol=1e-6)
    np.testing.assert_allclose(g, slopes.get(name, (0, 0)), rtol=1e-6, atol=1e-7)


@pytest.mark.rows("S053", "S084", "S086", "L034")
def test_the_identities_of_sigmoid_softplus_and_tanh_hold_to_rounding():
    x = np.linspace(-5, 5, 2001)
    assert abs(ops.tanh(x) - (2 * ops.sigmoid(2 * x) - 1)).max() < 4e-16
    np.testing.assert_allclose(1 - ops.sigmoid(x), ops.sigmoid(-x), atol=2e-16)
    np.testing.assert_allclose(np.log(ops.sigmoid(x)), -ops.softplus(-x), rtol=1e-13)
    np.testing.assert_allclose(slope(ops.softplus, x), special.expit(x), rtol=1e-14)
    assert ops.tanh(np.float64(0)) == 0 and ops.sigmoid(np.float64(0)) == 0.5


@pytest.mark.rows("S088")
@pytest.mark.parametrize("order", [1, 2])
def test_a_unit_of_units_has_right_derivatives(order):
    """cos(x W + b) among them."""
    x, W, b = rng.standard_normal((4, 3)), rng.standard_normal((3, 2)), rng.standard_normal(2)
    for g in (ops.cosine, ops.lecun_tanh, ops.elu, lambda z: ops.leaky_relu(z, 0.3)):
        gradcheck(lambda x, W, b, g=g: g(ops.affine(x, W, b)), [x, W, b], order=order)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_the_sigmoid_of_any_number_has_the_bits_of_both_powers_of_e(dtype):
    n_bits = 8 * np.dtype(dtype).itemsize
    x = np.random.default_rng(0).integers(0, 2**n_bits, 20_000, f"u{n_bits // 8}").view(dtype)
    x = np.append(x[~np.isnan(x)], np.array([0, -0.0, np.inf, -np.inf, 20, -20, 1e-7], dtype))
    with np.errstate(all="ignore"):
        expected = np.exp(np.minimum(x, 0)) / (1 + np.exp(-abs(x)))
        assert ops.sigmoid(x).tobytes() == expected.tobytes()
