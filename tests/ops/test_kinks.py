"""Where there is no derivative: what the library takes lies between the slopes of the two sides."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.data import moons
from dlcourse.experiments.ch03_activations import slopes_at
from dlcourse.gradcheck import GradcheckError, gradcheck, one_sided_slopes
from dlcourse.layers import MLP
from dlcourse.losses import sigmoid_cross_entropy
from dlcourse.op import Op
from dlcourse.optimizers import SGD
from dlcourse.tensor import Tensor
from dlcourse.training import fit

KINKS = {
    "relu": (ops.relu, (0.0,)),
    "absolute": (ops.absolute, (0.0,)),
    "leaky_relu": (ops.leaky_relu, (0.0,)),
    "hard_tanh": (ops.hard_tanh, (-1.0, 1.0)),
    "clip01": (ops.clip01, (0.0, 1.0)),
}


@pytest.mark.rows("S177")
@pytest.mark.rows("S069")
@pytest.mark.parametrize("name", KINKS)
def test_at_a_kink_the_slope_lies_between_those_of_the_two_sides(name):
    f, kinks = KINKS[name]
    for x in kinks:
        at = slopes_at(f, x)
        left, right = one_sided_slopes(f, np.array([x]))
        assert (float(left[0]), float(right[0])) == (at["left"], at["right"])
        assert at["left"] != at["right"]  # so it is a kink
        assert min(at["left"], at["right"]) <= at["library"] <= max(at["left"], at["right"])


@pytest.mark.rows("S069", "S070")
def test_one_sided_slopes_agree_where_there_is_a_derivative():
    x = np.array([[-1.0, 0.5], [2.0, 3.0]])
    left, right = one_sided_slopes(np.tanh, x)
    np.testing.assert_allclose(left, 1 - np.tanh(x) ** 2, rtol=1e-5)
    np.testing.assert_allclose(right, 1 - np.tanh(x) ** 2, rtol=1e-5)


@pytest.mark.rows("S069")
@pytest.mark.parametrize("name", KINKS)
def test_the_gradient_check_tolerates_a_kink_when_asked(name):  # gradcheck(subgradient=True)
    f, kinks = KINKS[name]
    x = np.array([*kinks, -2.0, -0.3, 0.4, 2.0])
    gradcheck(f, [x], subgradient=True)
    if name != "absolute":  # its 0 is the mean of -1 and 1, which central differences give as well
        with pytest.raises(GradcheckError):
            gradcheck(f, [x])


class WrongAtZero(Op):
    """relu, with a slope at 0 that neither side has."""

    at_zero = 1.5

    def f(self, x):
        return np.maximum(x, 0)

    def bprop(self, inputs, X, G, Y):
        slope = (inputs[0].array if isinstance(inputs[0], Tensor) else inputs[0]) > 0
        return G * np.where(inputs[0] == 0, self.at_zero, slope)


@pytest.mark.rows("S069")
def test_a_slope_outside_of_both_sides_is_found():
    with pytest.raises(GradcheckError, match=r"input 0 of shape \(3,\), entry \(1,\), a number between"):
        gradcheck(WrongAtZero(), [np.array([-1.0, 0.0, 2.0])], subgradient=True)
    inside = WrongAtZero()
    inside.at_zero = 0.5
    gradcheck(inside, [np.array([-1.0, 0.0, 2.0])], subgradient=True)


def test_kinks_can_only_be_tolerated_at_first_order():
    with pytest.raises(ValueError, match="gradcheck: expected order 1 with subgradient, got order 2"):
        gradcheck(ops.relu, [np.zeros(1)], order=2, subgradient=True)


@pytest.mark.rows("S069")
@pytest.mark.parametrize("seed", range(3))
def test_training_ends_with_a_low_cost_and_not_with_a_zero_gradient(seed):
    rng = np.random.default_rng(seed)
    x, y = moons(200, rng=rng)
    y = y.reshape(-1, 1).astype(float)
    model = MLP((2, 12, 1), activation=ops.relu, rng=rng)
    options = {"n_epochs": 60, "batch_size": 20, "rng": rng, "progress": False}
    history = fit(model, sigmoid_cross_entropy, x, y, SGD(model.parameters(), lr=0.3), **options)
    assert history.loss[-1] < history.loss[0] / 2
    norms = []
    for start in range(0, 200, 20):
        J = sigmoid_cross_entropy(model(x[start : start + 20]), y[start : start + 20])
        norms.append(np.sqrt(sum((g**2).sum() for g in grad(J, model.parameters()))))
    assert min(norms) > 1e-3  # no batch is at a minimum
    assert (model.layers[0](x).array != 0).all()  # and no unit is at its kink
