import numpy as np
import pytest
from optimizer_cases import steps

from dlcourse.optimizers import Adamax
from dlcourse.tensor import Parameter


def test_two_steps_by_hand():
    # beta1 = beta2 = 1/2, lr = 0.1.  g = 4: s = 2, u = 4, step 0.1 / (1/2) * 2/4 = 0.1
    # g = 1: s = 1.5, u = max(2, 1) = 2, step 0.1 / (3/4) * 1.5/2 = 0.1
    path = steps(Adamax, [4.0, 1.0], lr=0.1, beta1=0.5, beta2=0.5, eps=1e-15)
    assert path == pytest.approx([0.9, 0.8], abs=1e-14)


def test_the_maximum_is_that_of_decayed_gradients():
    theta = Parameter([0.0])
    optimizer = Adamax([theta], beta2=0.5)
    for g, u in ((-8.0, 8.0), (1.0, 4.0), (3.0, 3.0)):
        optimizer.step([np.array([g])])
        assert optimizer.state["u"].tolist() == [u]


def test_a_parameter_that_has_seen_no_gradient_stays():
    assert steps(Adamax, [0.0, 0.0]) == [1.0, 1.0]


def test_torch_puts_eps_inside_the_maximum():
    # g = 1, eps = 1, lr = 1. Here: 1 / (1 + 1); torch: u = max(0, 1 + 1) = 2, the same. Then g = 0, where
    # u decays to 0.9 here, plus eps; there to max(1.8, 0 + 1) = 1.8. s_hat = 0.09 / 0.19 in both
    torch = pytest.importorskip("torch")
    peer = torch.nn.Parameter(torch.ones(1, dtype=torch.float64))
    peer_optimizer = torch.optim.Adamax([peer], lr=1.0, betas=(0.9, 0.9), eps=1.0)
    peer_path = []
    for g in (1.0, 0.0):
        peer.grad = torch.tensor([g], dtype=torch.float64)
        peer_optimizer.step()
        peer_path.append(peer.item())
    path = steps(Adamax, [1.0, 0.0], lr=1.0, beta2=0.9, eps=1.0)
    assert path == pytest.approx([0.5, 0.5 - 0.09 / 0.19 / 1.9], rel=1e-12)
    assert peer_path == pytest.approx([0.5, 0.5 - 0.09 / 0.19 / 1.8], rel=1e-12)


def test_hyperparameters_are_checked():
    for options in ({"beta1": 1.0}, {"beta2": 2.0}, {"eps": 0}):
        with pytest.raises(ValueError, match=f"Adamax: expected {next(iter(options))}"):
            Adamax([Parameter([1.0])], **options)
