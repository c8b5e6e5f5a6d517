"""The op and the layer against plain maxima, torch and closed forms."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.gradcheck import gradcheck
from dlcourse.tensor import Tensor

rng = np.random.default_rng(15)


@pytest.mark.rows("S077", "L036")
@pytest.mark.parametrize("k", [1, 2, 3, 6])
@pytest.mark.parametrize("leading", [(4,), (), (2, 3), (0,)])
def test_groups_are_of_k_neighbors(k, leading):
    """G(i) = {(i-1) k + 1, ..., i k}."""
    z = rng.standard_normal((*leading, 6))
    expected = np.stack([z[..., i : i + k].max(-1) for i in range(0, 6, k)], axis=-1)
    np.testing.assert_array_equal(ops.maxout(z, k), expected)


def test_only_the_greatest_of_a_group_gets_the_gradient():
    z = Tensor([[1.0, 4.0, 2.0, 7.0, -1.0, 5.0]])
    assert grad((ops.maxout(z, 3) * np.array([10.0, 100.0])).sum(), z).tolist() == [[0, 10, 0, 100, 0, 0]]


def test_entries_that_tie_share_the_gradient_as_in_torch():
    torch = pytest.importorskip("torch")
    values = np.array([[2.0, 2.0, 1.0, 3.0, 3.0, 3.0]])
    t = torch.tensor(values, requires_grad=True)
    t.reshape(1, 2, 3).amax(-1).sum().backward()
    z = Tensor(values)
    np.testing.assert_allclose(grad(ops.maxout(z, 3).sum(), z), t.grad.numpy(), rtol=1e-15)


@pytest.mark.parametrize("order", [1, 2])
def test_derivatives_agree_with_central_differences(order):
    gradcheck(lambda z: ops.maxout(z, 2), [rng.permutation(24).reshape(4, 6) * 0.1], order=order)


@pytest.mark.parametrize(("shape", "k"), [((3, 5), 2), ((), 2), ((4, 4), 0), ((2, 3), 4)])
def test_groups_that_do_not_fit_are_refused(shape, k):
    with pytest.raises(ValueError, match=f"maxout: expected .* k = {k}, got shape"):
        ops.maxout(np.ones(shape), k)
