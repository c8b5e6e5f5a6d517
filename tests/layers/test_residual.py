import numpy as np
import pytest

from dlcourse.autodiff import grad, jacobian
from dlcourse.gradcheck import gradcheck
from dlcourse.layers import Conv2d, Linear, Residual, Sequential
from dlcourse.ops import relu, tanh
from dlcourse.tensor import Tensor


def rng():
    return np.random.default_rng(3)


def test_the_input_is_added_to_what_the_steps_make_of_it():
    block = Residual(first := Linear(3, 5, rng=rng()), tanh, second := Linear(5, 3, rng=rng()))
    x = rng().standard_normal((4, 3))
    z = np.tanh(x @ first.W.array + first.b.array) @ second.W.array + second.b.array
    np.testing.assert_allclose(block(x).array, x + z, rtol=1e-14)
    assert block.parameters() == [first.W, first.b, second.W, second.b]


def test_the_jacobian_is_the_identity_plus_that_of_the_steps():
    block = Residual(Linear(3, 3, rng=rng()), tanh)
    x = rng().standard_normal((1, 3))
    np.testing.assert_allclose(jacobian(block, x), np.eye(3) + jacobian(block.block, x), rtol=1e-14)


def test_gradients_agree_with_central_differences_and_with_torch():
    torch = pytest.importorskip("torch")
    block = Residual(Linear(4, 4, rng=rng()), tanh)
    x = rng().standard_normal((2, 4))
    for order in (1, 2):
        gradcheck(block, (x,), order=order)
    x, x_peer = Tensor(x), torch.tensor(x, requires_grad=True)
    W, b = (torch.tensor(p.array) for p in block.parameters())
    (x_peer + torch.tanh(x_peer @ W + b)).square().sum().backward()
    np.testing.assert_allclose(grad((block(x) ** 2).sum(), x), x_peer.grad.numpy(), rtol=1e-12)


@pytest.mark.rows("F033", "S117")
def test_when_the_steps_give_nothing_the_gradient_passes_fifty_blocks_exactly():
    blocks = Sequential(
        *(Residual(Linear(3, 3, rng=rng(), init=lambda shape, _: np.zeros(shape)), relu) for _ in range(50))
    )
    x = rng().standard_normal((2, 3))
    np.testing.assert_array_equal(jacobian(blocks, x), np.eye(6))


def test_a_shortcut_maps_the_input_where_the_width_changes():
    shortcut = Linear(3, 5, rng=rng())
    block = Residual(Linear(3, 5, rng=rng()), relu, shortcut=shortcut)
    x = rng().standard_normal((2, 3))
    np.testing.assert_allclose(block(x).array, shortcut(x).array + block.block(x).array)
    assert block.n_parameters == 2 * (3 * 5 + 5)


def test_images_keep_their_size_by_padding():
    block = Residual(Conv2d(2, 2, 3, padding=1, rng=rng()), relu)
    assert block(np.ones((1, 2, 4, 4))).shape == (1, 2, 4, 4)


def test_shapes_that_differ_are_refused_and_never_broadcast():
    with pytest.raises(
        ValueError, match=r"Residual: expected steps that keep .* \(2, 3\), got \(2, 1\); keep the width"
    ):
        Residual(Linear(3, 1, rng=rng()))(np.ones((2, 3)))


def test_a_block_names_its_steps():
    assert repr(Residual(Linear(2, 2, rng=rng()), relu)) == "Residual(Linear(2, 2), relu)"
