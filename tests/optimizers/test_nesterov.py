import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.optimizers import Momentum, Nesterov
from dlcourse.tensor import Parameter

A = np.diag([1.0, 10.0])


def cost(theta):
    return 0.5 * (theta @ A @ theta)


def walk(optimizer, theta, n_steps):
    for _ in range(n_steps):
        with optimizer.lookahead():
            gradient = grad(cost(theta), theta)
        optimizer.step([gradient])
    return theta.array.copy()


def test_two_steps_by_hand():
    # J = theta^2 / 2, so g is the place. v = -0.1, theta = 0.9; ahead at 0.85, v = -0.05 - 0.085 = -0.135
    theta = Parameter([1.0])
    optimizer = Nesterov([theta], lr=0.1, momentum=0.5)
    places, path = [], []
    for _ in range(2):
        with optimizer.lookahead():
            places.append(theta.array.item())
            g = theta.array.copy()
        optimizer.step([g])
        path.append(theta.array.item())
    assert places == pytest.approx([1.0, 0.85], abs=1e-15) and path == pytest.approx([0.9, 0.765], abs=1e-15)


@pytest.mark.rows("F058")
def test_the_first_step_is_that_of_momentum_and_the_second_is_not():
    start = [-4.0, 2.0]
    for n_steps, same in ((1, True), (2, False)):
        here, peer = Parameter(start), Parameter(start)
        ours = walk(Nesterov([here], lr=0.05), here, n_steps)
        assert np.allclose(ours, walk(Momentum([peer], lr=0.05), peer, n_steps), rtol=1e-12) is same


def test_the_point_ahead_is_where_torch_keeps_its_parameters():
    torch = pytest.importorskip("torch")
    theta = Parameter([-4.0, 2.0])
    phi = torch.nn.Parameter(torch.tensor([-4.0, 2.0], dtype=torch.float64))
    ours = Nesterov([theta], lr=0.05, momentum=0.8)
    peer = torch.optim.SGD([phi], lr=0.05, momentum=0.8, nesterov=True)
    for _ in range(50):
        walk(ours, theta, 1)
        peer.zero_grad()
        (0.5 * phi @ torch.tensor(A) @ phi).backward()
        peer.step()
        with ours.lookahead():
            np.testing.assert_allclose(theta.array, phi.detach().numpy(), rtol=1e-12, atol=1e-14)
        assert not np.allclose(theta.array, phi.detach().numpy(), rtol=1e-9)


def test_the_parameters_are_back_after_the_block_to_the_same_bits_also_after_an_error():
    theta = Parameter([0.1, 0.2])
    optimizer = Nesterov([theta], lr=0.3, momentum=0.9)
    walk(optimizer, theta, 3)
    before = theta.array.copy()
    with optimizer.lookahead():
        assert (theta.array != before).all()
    np.testing.assert_array_equal(theta.array, before)
    with pytest.raises(KeyError), optimizer.lookahead():
        raise KeyError
    np.testing.assert_array_equal(theta.array, before)
    optimizer.step([np.ones(2)])


def test_a_step_inside_the_block_is_refused():
    theta = Parameter([1.0])
    optimizer = Nesterov([theta])
    with optimizer.lookahead():
        with pytest.raises(RuntimeError, match="Nesterov: expected step .* outside .*, got one inside; end"):
            optimizer.step([np.ones(1)])
        with pytest.raises(RuntimeError, match="got one inside"), optimizer.lookahead():
            pass
    assert theta.array.tolist() == [1.0] and optimizer.n_steps == 0
