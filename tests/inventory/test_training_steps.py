"""The four steps of training as deck Sohn lists them: predict, measure, differentiate, update."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.layers import Linear
from dlcourse.losses import mean_squared_error
from dlcourse.optimizers import SGD
from dlcourse.training import fit


@pytest.mark.rows("K035", "K036")
def test_the_four_steps_of_training_with_the_factor_of_two_over_n():
    rng = np.random.default_rng(1)
    model = Linear(1, 1, rng=rng)
    x, y = rng.standard_normal((2, 10, 1))
    W, b = model.W.array.copy(), model.b.array.copy()
    g = 2 / len(x) * (x.T @ (x @ W + b - y))
    np.testing.assert_allclose(grad(mean_squared_error(model(x), y), model.W), g, rtol=1e-12)
    fit(model, mean_squared_error, x, y, SGD(model.parameters(), lr=0.1), n_epochs=1, progress=False)
    np.testing.assert_allclose(model.W.array, W - 0.1 * g, rtol=1e-12)
