"""A path that is lost on the way back: the same answers, a wrong gradient, and worse networks."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.experiments import ch03_lost_paths as lost
from dlcourse.experiments.ch03_units_on_trial import Stacked
from dlcourse.gradcheck import numerical_gradient
from dlcourse.tensor import Tensor


def test_networks_answer_as_if_nothing_were_lost_and_a_gradient_check_tells_them_apart():
    x = np.random.default_rng(5).random((3, 64))
    right, wrong = (kind(ops.tanh, 3, True, [0, 7]) for kind in (Stacked, lost.ForgetfulPaths))
    np.testing.assert_array_equal(right(x).array, wrong(x).array)
    up = np.random.default_rng(6).standard_normal((2, 3, 10))
    for model, agrees in ((right, True), (wrong, False)):
        found = grad((model(x) * up).sum(), model.b[0])
        start = model.b[0].array.copy()

        def J(b, model=model):
            model.b[0].array[...] = b
            return float((model(x) * up).sum().array)

        measured = numerical_gradient(J, start)
        error = np.linalg.norm(found - measured) / np.linalg.norm(measured)
        assert (error < 1e-6) == agrees and (agrees or error > 0.1)


def test_what_is_forgotten_passes_forward_and_hands_nothing_back():
    x = Tensor([1.0, -2.0])
    y = lost.Forgotten()(x)
    assert y.array.tolist() == [1.0, -2.0] and grad(y.sum() + 3 * x.sum(), x).tolist() == [3.0, 3.0]


@pytest.mark.parametrize(
    "seeds",
    [
        pytest.param(range(5), id="some seeds"),
        pytest.param(range(1000, 1005), id="other seeds", marks=pytest.mark.slow),
    ],
)
def test_without_the_gradient_of_the_paths_the_loss_still_falls_but_networks_read_worse(seeds):
    kept, before, low = lost.with_paths(False, seeds)
    forgetful, same_before, after = lost.with_paths(True, seeds)
    assert before == same_before and low < 0.3 < after < before / 2
    assert np.median(kept) > 0.88 and np.median(forgetful) < 0.83 and (forgetful < kept).all()
