"""The hinge loss by hand, against torch, at the margin, and with the wrong labels."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.gradcheck import gradcheck
from dlcourse.losses import hinge
from dlcourse.strict_array import StrictArray
from dlcourse.tensor import Tensor

rng = np.random.default_rng(9)


def of(z, y):
    z = Tensor(z)
    J = hinge(z, y)
    return float(J), grad(J, z).tolist()


@pytest.mark.rows("L009")
def test_the_hinge_loss_by_hand():
    """[1 - t y]_+, the mean over samples."""
    assert of(np.array([2.0, 0.5, -3.0, 0.0]), np.array([1, 1, 1, -1])) == (
        (0 + 0.5 + 4 + 1) / 4,
        [0, -0.25, -0.25, 0.25],
    )


@pytest.mark.rows("L009")
def test_at_a_margin_of_1_the_derivative_is_a_subgradient():
    """Of [-t, 0] the 0 is taken."""
    assert of(np.array([1.0, -1.0]), np.array([1, -1])) == (0.0, [0.0, 0.0])


def test_value_and_gradient_are_those_of_torch():
    torch = pytest.importorskip("torch")
    z, y = rng.standard_normal((7, 3)) * 2, rng.choice([-1.0, 1.0], (7, 3))
    t = torch.tensor(z, requires_grad=True)
    zeros = torch.zeros(21, dtype=t.dtype)  # margin_ranking_loss is max(0, 1 - y (z - 0))
    J = torch.nn.functional.margin_ranking_loss(t.reshape(-1), zeros, torch.tensor(y).reshape(-1), margin=1.0)
    (J * 3).backward()
    ours, g = of(z, y)
    assert ours == pytest.approx(3 * J.item(), rel=1e-13)
    np.testing.assert_allclose(g, t.grad.numpy(), rtol=1e-13)


@pytest.mark.parametrize("shape", [(6,), (6, 1), (6, 2)])
def test_derivatives_agree_with_central_differences(shape):
    y = rng.choice([-1, 1], shape)
    gradcheck(lambda z: hinge(z, y), [y * (1 + rng.choice([-1, 1], shape) * rng.uniform(0.1, 1, shape))])


def test_scores_of_any_size_have_a_right_gradient():
    assert of(np.array([1e4, -1e4, 1e300, -1e300]), np.array([1, 1, -1, -1]))[1] == [0, -0.25, 0.25, 0]


@pytest.mark.rows("L008", "L009")
@pytest.mark.parametrize("labels", [[0, 1, 1], [0.0, 0.0, 1.0], [False, True, False]])
def test_labels_0_and_1_are_refused_by_name(labels):
    """The cross-entropy takes 0 and 1, the hinge loss -1 and 1."""
    with pytest.raises(ValueError, match=r"\{0, 1\}; map them with 2 \* y - 1"):
        hinge(np.ones(3), np.array(labels))


def test_labels_that_are_all_1_need_no_question():
    assert float(hinge(np.zeros(3), np.ones(3))) == 1.0


def test_other_labels_shapes_and_empty_batches_are_refused():
    with pytest.raises(ValueError, match="numbers from -1 to 2; the hinge loss is for two classes"):
        hinge(np.ones(2), np.array([-1, 2]))
    with pytest.raises(ValueError, match="nan"):
        hinge(np.ones(2), np.array([np.nan, 1]))
    with pytest.raises(ValueError, match=r"\(2,\) and \(2, 1\)"):
        hinge(np.ones(2), np.ones((2, 1)))
    with pytest.raises(ValueError, match="at least one sample"):
        hinge(np.ones(0), np.ones(0))


def test_it_runs_in_float32_and_where_numpy_may_not_reach():
    z = Tensor(np.ones(2, np.float32))
    assert grad(hinge(z, np.array([-1, 1], np.float32)), z).dtype == np.float32
    z = Tensor(StrictArray(np.array([0.5, 2.0])))
    g = grad(hinge(z, StrictArray(np.array([-1.0, 1.0]))), z)
    assert g.get().tolist() == [0.5, 0.0]
