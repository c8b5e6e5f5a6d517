"""The edge of stability: sharpness against finite differences and PyTorch, and its climb."""

import numpy as np
import pytest
from pins_ch10 import largest

from dlcourse.experiments import ch10_edge as edge
from dlcourse.tensor import Tensor


def test_sharpness_is_the_largest_eigenvalue_of_a_hessian_by_differences():
    found = edge.climbs((0.1,), range(2), 0)
    for i in range(2):
        y, theta = edge.draw(i)
        assert found.sharpness[0, i] == pytest.approx(largest(theta, edge.inputs(), y[:, 0]), rel=1e-6)


def test_costs_and_steps_are_those_of_pytorch():
    torch = pytest.importorskip("torch")
    y, start = edge.draw(4)
    theta = torch.tensor(start, requires_grad=True)
    optimizer = torch.optim.SGD([theta], lr=0.1)
    x, target = torch.tensor(edge.inputs()), torch.tensor(y)
    for _ in range(100):
        h = torch.tanh(x * theta[:12] + theta[12:24])
        J = ((h @ theta[24:36, None] + theta[36] - target) ** 2).mean()
        optimizer.zero_grad()
        J.backward()
        optimizer.step()
    found = edge.climbs((0.3, 0.1), range(4, 5), 100)
    J = edge.costs(Tensor(theta.detach().numpy()[None]), y[None]).array[0]
    assert found.J[-1, 1] == pytest.approx(J, rel=1e-9)


@pytest.mark.slow
def test_the_largest_curvature_climbs_to_2_over_lr_and_stays(kept_by_the_book):
    for lr in (0.2, 0.1):
        for seeds in (edge.SEEDS, edge.FRESH):
            late = edge.late(lr, seeds)
            assert np.isfinite(edge.reached(lr, seeds)).all()
            assert np.median(late) == pytest.approx(2 / lr, rel=0.03)
            found = edge.climb(lr, seeds)
            # At the edge a single step may jump.
            costs = np.median(found.J[found.steps >= edge.SETTLED], axis=0)
            assert (costs < found.J[0] / 2).all()  # and yet the cost goes down
    assert np.isnan(edge.reached(0.05, edge.SEEDS)).all()
    climbing = edge.climb(0.05, edge.SEEDS).sharpness
    assert (climbing[-1] > climbing[len(climbing) // 2]).all()
