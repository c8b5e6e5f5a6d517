import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.optimizers import SGD
from dlcourse.tensor import Parameter

KINDS = {"plain": {}, "momentum": {"momentum": 0.9}, "nesterov": {"momentum": 0.9, "nesterov": True}}


def steps(gradients, lr=0.1, start=1.0, **options):
    theta = Parameter([start])
    optimizer = SGD([theta], lr=lr, **options)
    path = []
    for g in gradients:
        optimizer.step([np.array([g])])
        path.append(theta.array.item())
    return path


def test_two_plain_steps_by_hand():
    # 1 - 0.1 * 2 = 0.8;   0.8 + 0.1 * 3 = 1.1
    assert steps([2.0, -3.0]) == pytest.approx([0.8, 1.1], abs=1e-15)


def test_two_steps_with_momentum_by_hand():
    # v = -0.2, theta = 0.8;   v = 0.5 * -0.2 + 0.3 = 0.2, theta = 1.0
    assert steps([2.0, -3.0], momentum=0.5) == pytest.approx([0.8, 1.0], abs=1e-15)


def test_two_nesterov_steps_by_hand():
    # v = -0.2, theta = 1 + 0.5 * -0.2 - 0.2 = 0.7;   v = 0.2, theta = 0.7 + 0.5 * 0.2 + 0.3 = 1.1
    assert steps([2.0, -3.0], momentum=0.5, nesterov=True) == pytest.approx([0.7, 1.1], abs=1e-15)


def test_momentum_keeps_velocity_between_steps():
    theta = Parameter([0.0])
    optimizer = SGD([theta], lr=1.0, momentum=0.5)
    for g, v in ((1.0, -1.0), (0.0, -0.5), (0.0, -0.25)):
        optimizer.step([np.array([g])])
        assert optimizer.state["v"].tolist() == [v]
    assert theta.array.tolist() == [-1.75]


def descend(optimizer, theta, A, n_steps):
    for _ in range(n_steps):
        optimizer.step([grad(0.5 * (theta @ A @ theta), theta)])
    return float(0.5 * theta.array @ A @ theta.array)


def test_plain_descent_shrinks_each_axis_by_one_minus_lr_times_its_curvature():
    theta = Parameter([-4.0, 2.0])
    descend(SGD([theta], lr=0.15), theta, np.diag([1.0, 10.0]), 30)
    np.testing.assert_allclose(theta.array, [-4 * 0.85**30, 2 * (-0.5) ** 30], rtol=1e-12)


def test_in_a_narrow_valley_momentum_gets_further():
    A = np.diag([1.0, 100.0])
    costs = {}
    for name, options in KINDS.items():
        theta = Parameter([-4.0, 0.4])
        costs[name] = descend(
            SGD([theta], lr=0.012, **{**options, **({"momentum": 0.8} if options else {})}), theta, A, 40
        )
    assert costs["momentum"] < 0.01 * costs["plain"] and costs["nesterov"] < 0.01 * costs["plain"]


@pytest.mark.parametrize("nesterov", [False, True])
def test_momentum_differs_from_torch_as_soon_as_lr_changes(nesterov):
    # Here lr scales g on its way into v: old gradients keep the lr of their time. torch keeps v free of lr
    # and scales all of it by the lr of today. With lr = 1, 0.1 and g = 1, 0 the velocity here is -1, -0.5;
    # torch moves by -1, then by 0.1 * -0.5. At a constant lr the two agree, with nesterov too.
    torch = pytest.importorskip("torch")
    theta, peer = Parameter([0.0]), torch.nn.Parameter(torch.zeros(1, dtype=torch.float64))
    optimizer = SGD([theta], lr=1.0, momentum=0.5, nesterov=nesterov)
    peer_optimizer = torch.optim.SGD([peer], lr=1.0, momentum=0.5, nesterov=nesterov)
    moves, peer_moves = [], []
    for lr, g in ((1.0, 1.0), (0.1, 0.0)):
        before, peer_before = theta.array.item(), peer.item()
        optimizer.lr = peer_optimizer.param_groups[0]["lr"] = lr
        optimizer.step([np.array([g])])
        peer.grad = torch.tensor([g], dtype=torch.float64)
        peer_optimizer.step()
        moves.append(theta.array.item() - before)
        peer_moves.append(peer.item() - peer_before)
    second = -0.25 if nesterov else -0.5
    assert moves == pytest.approx([-1.5 if nesterov else -1.0, second])
    assert peer_moves == pytest.approx([moves[0], 0.1 * second])


def test_nesterov_walks_on_the_points_at_which_the_books_rule_takes_its_gradients():
    # DL book, algorithm 8.3: v <- momentum v - lr grad(theta + momentum v), theta <- theta + v.
    # The parameters here are the book's theta + momentum v.
    A, lr, momentum = np.diag([1.0, 7.0]), 0.1, 0.8
    book, v = np.array([-4.0, 2.0]), np.zeros(2)
    theta = Parameter(book)
    optimizer = SGD([theta], lr=lr, momentum=momentum, nesterov=True)
    for _ in range(20):
        v = momentum * v - lr * (A @ (book + momentum * v))
        book = book + v
        optimizer.step([A @ theta.array])
        np.testing.assert_allclose(theta.array, book + momentum * v, rtol=1e-10)


def test_the_rate_can_be_changed_between_steps():
    theta = Parameter([0.0])
    optimizer = SGD([theta], lr=1.0)
    optimizer.step([np.ones(1)])
    optimizer.lr = 0.25
    optimizer.step([np.ones(1)])
    assert theta.array.tolist() == [-1.25]


def test_defaults_are_plain_descent_with_a_rate_of_one_hundredth():
    assert steps([1.0, 1.0], lr=0.01) == pytest.approx([0.99, 0.98])
    optimizer = SGD([Parameter([0.0])])
    assert (optimizer.lr, optimizer.momentum, optimizer.nesterov) == (0.01, 0.0, False)
