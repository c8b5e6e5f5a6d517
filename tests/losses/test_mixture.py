"""Mixture densities against sums of scipy's densities, torch's distributions, and logits of any size."""

import numpy as np
import pytest
from scipy import special, stats

from dlcourse.autodiff import grad
from dlcourse.gradcheck import gradcheck
from dlcourse.losses import gaussian_nll, mixture_nll, split_mixture
from dlcourse.strict_array import StrictArray
from dlcourse.tensor import Tensor

rng = np.random.default_rng(62)
LOGITS, MU, S = rng.standard_normal((5, 3)), rng.standard_normal((5, 3, 2)), rng.uniform(-1, 1, (5, 3))
Y = rng.standard_normal((5, 2))


def test_it_is_minus_the_log_of_the_weighted_sum_of_densities():
    p = special.softmax(LOGITS, 1)
    densities = stats.norm.pdf(Y[:, None], MU, np.exp(S)[..., None]).prod(axis=2)
    expected = -np.log((p * densities).sum(1)).mean()
    assert float(mixture_nll(LOGITS, MU, S, Y)) == pytest.approx(expected, rel=1e-13)


def test_values_and_gradients_are_those_of_torch():
    torch = pytest.importorskip("torch")
    d = torch.distributions
    peers = [torch.tensor(x, requires_grad=True) for x in (LOGITS, MU, S)]
    normal = d.Independent(d.Normal(peers[1], peers[2].exp()[..., None].expand(5, 3, 2)), 1)
    J = -d.MixtureSameFamily(d.Categorical(logits=peers[0]), normal).log_prob(torch.tensor(Y)).mean()
    J.backward()
    ours = [Tensor(x) for x in (LOGITS, MU, S)]
    found = mixture_nll(*ours, Y)
    assert float(found) == pytest.approx(J.item(), rel=1e-12)
    for g, peer in zip(grad(found, ours), peers, strict=True):
        np.testing.assert_allclose(g, peer.grad.numpy(), rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("order", [1, 2])
def test_derivatives_agree_with_central_differences(order):
    gradcheck(mixture_nll, [LOGITS, MU, S, Y], order=order)


def test_one_component_is_a_gaussian():
    found = mixture_nll(LOGITS[:, :1], MU[:, :1], S[:, :1], Y)
    assert float(found) == pytest.approx(float(gaussian_nll(MU[:, 0], Y, log_sigma=S[:, :1])), rel=1e-13)


@pytest.mark.parametrize("huge", [1e4, 1e100])
def test_logits_of_any_size_give_finite_losses_and_right_gradients(huge):
    logits = Tensor(np.array([[huge, -huge], [-huge, huge]]))
    mu, y = np.zeros((2, 2, 1)), np.zeros((2, 1))
    J = mixture_nll(logits, mu, np.zeros((2, 2)), y)
    assert float(J) == pytest.approx(0.9189385332046727, rel=1e-12)
    assert grad(J, logits).tolist() == [[0, 0], [0, 0]]  # equal components: no weight is better


def test_a_target_far_from_every_component_still_pulls():
    """All densities underflow to 0; their logarithms do not."""
    mu = Tensor(np.array([[[0.0], [10.0]]]))
    J = mixture_nll(np.zeros((1, 2)), mu, np.zeros((1, 2)), np.array([[1e4]]))
    expected = 9990.0**2 / 2 + np.log(2) + 0.9189385332046727
    assert float(J) == pytest.approx(expected, rel=1e-14)
    assert grad(J, mu).tolist() == [[[0.0], [-9990.0]]]


def test_the_parts_of_an_output_lie_side_by_side():
    z = np.arange(24.0).reshape(2, 12)
    logits, mu, log_sigma = split_mixture(z, 3)
    assert logits.tolist() == [[0, 1, 2], [12, 13, 14]] and log_sigma[0].tolist() == [3, 4, 5]
    assert mu[0].tolist() == [[6, 7], [8, 9], [10, 11]]
    tensor = Tensor(z * 0.1)
    J = mixture_nll(*split_mixture(tensor, 3), np.zeros((2, 2)))
    assert (grad(J, tensor) != 0).all()


def test_it_runs_in_float32_and_where_numpy_may_not_reach():
    tensors = [Tensor(x.astype(np.float32)) for x in (LOGITS, MU, S)]
    J = mixture_nll(*tensors, Y.astype(np.float32))
    assert {J.dtype, *(g.dtype for g in grad(J, tensors))} == {np.dtype(np.float32)}
    tensors = [Tensor(StrictArray(x)) for x in (LOGITS, MU, S)]
    J = mixture_nll(*tensors, StrictArray(Y))
    assert float(J) == pytest.approx(float(mixture_nll(LOGITS, MU, S, Y)), rel=1e-14)
    assert all(type(g) is StrictArray for g in grad(J, tensors))


def test_misfits_are_refused():
    with pytest.raises(ValueError, match=r"mixture_nll: expected .* got \(5, 3\), \(5, 3, 2\), \(5, 2\)"):
        mixture_nll(LOGITS, MU, S[:, :2], Y)
    with pytest.raises(ValueError, match="mixture_nll"):
        mixture_nll(LOGITS, MU[..., 0], S, Y)
    with pytest.raises(ValueError, match="collapses"):
        mixture_nll(LOGITS, MU, S - 400, Y)
    with pytest.raises(ValueError, match="at least one sample"):
        mixture_nll(LOGITS[:0], MU[:0], S[:0], Y[:0])
    with pytest.raises(TypeError, match="mixture_nll: expected y"):
        mixture_nll(LOGITS, MU, S, Y.tolist())
    for z in (np.zeros((2, 7)), np.zeros((2, 6)), np.zeros(12)):
        with pytest.raises(ValueError, match="split_mixture: expected z"):
            split_mixture(z, 3)


def test_one_component_is_a_gaussian_and_a_bool_is_no_count():
    z = rng.standard_normal((5, 4))
    logits, mu, log_sigma = split_mixture(z, 1)
    assert mu.tolist() == z[:, None, 2:].tolist()
    expected = gaussian_nll(mu[:, 0], Y, log_sigma=log_sigma)
    assert float(mixture_nll(logits, mu, log_sigma, Y)) == pytest.approx(float(expected), rel=1e-13)
    with pytest.raises(TypeError, match="expected n_components to be an int, got True"):
        split_mixture(z, True)
