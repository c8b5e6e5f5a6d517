"""Chapter 6: one gradient by six routes, against PyTorch."""

import numpy as np
import pytest

from dlcourse.experiments import ch06_six_routes as chapter
from dlcourse.experiments.ch06_own_engine import start


@pytest.mark.rows("L027", "S148", "F024", "L033")
def test_six_routes_agree_with_pytorch():
    torch = pytest.importorskip("torch")
    theta = torch.tensor(start(3), dtype=torch.float64, requires_grad=True)
    W, c, w, b = theta[:4].reshape(2, 2), theta[4:6], theta[6:8].reshape(2, 1), theta[8:]
    x = torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.float64)
    y = torch.tensor([[0.0], [1], [1], [0]], dtype=torch.float64)
    J = ((torch.tanh(x @ W + c) @ w + b - y) ** 2).mean()
    (right,) = torch.autograd.grad(J, [theta])
    for name, found in chapter.gradients(3).items():
        np.testing.assert_allclose(found, right.numpy(), rtol=1e-13, err_msg=name)
