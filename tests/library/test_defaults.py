"""What holds unless told otherwise: constants of the optimizers as in PyTorch, others as documented."""

import inspect

import numpy as np
import pytest

from dlcourse import layers, optimizers
from dlcourse.callbacks import EarlyStopping
from dlcourse.graphs.mlp_in_arrays import mlp_forward
from dlcourse.models.neural_gas import GrowingGas, growing_neural_gas
from dlcourse.ops import sigmoid
from dlcourse.tensor import Parameter

ALIKE = {  # ours: PyTorch's name, and ours for its options
    "AdaGrad": ("Adagrad", {"lr": "lr"}),  # its eps is 1e-10, Keras has 1e-7, and ours 1e-8
    "Adam": ("Adam", {"lr": "lr", "eps": "eps"}),
    "AdamW": ("AdamW", {"lr": "lr", "eps": "eps", "weight_decay": "decay"}),
    "Adamax": ("Adamax", {"lr": "lr", "eps": "eps"}),
    "Adadelta": ("Adadelta", {"eps": "eps"}),  # rho is 0.95 in the paper and here, 0.9 there
}


def made(name, **options):
    return getattr(optimizers, name)([Parameter([1.0])], **options)


@pytest.mark.parametrize(("ours", "theirs", "options"), [(name, *entry) for name, entry in ALIKE.items()])
def test_constants_of_the_optimizers_are_those_of_pytorch(ours, theirs, options):
    torch = pytest.importorskip("torch")
    parameters = inspect.signature(getattr(torch.optim, theirs)).parameters
    for their_name, our_name in options.items():
        assert getattr(made(ours), our_name) == parameters[their_name].default, our_name


def test_where_pytorch_has_another_constant_ours_is_that_of_the_source():
    assert made("RMSprop").lr == 0.001  # Hinton's lecture
    assert {made(name).lr for name in ("SGD", "Momentum", "Nesterov")} == {0.01}
    assert made("Momentum").momentum == 0.9
    for name in ("RMSprop", "AdaGrad"):
        with pytest.raises(ValueError, match=f"{name}: expected eps"):
            made(name, eps=0.0)


def test_patience_is_that_of_the_docstrings():
    assert EarlyStopping().patience == 10
    assert optimizers.HalveOnPlateau(1.0).patience == 5
    assert GrowingGas([0.0], [1.0]).max_age == 50


def test_a_gas_settles_on_as_many_samples_as_it_says(monkeypatch):
    seen, adapt = [], GrowingGas.adapt
    monkeypatch.setattr(GrowingGas, "adapt", lambda self, x: (seen.append(1), adapt(self, x)))
    x = np.arange(3.0)[:, None]
    gas = growing_neural_gas(x, 3, rng=np.random.default_rng(0), n_between=1, n_after=20)
    assert len(gas.centers) == 3 and len(seen) == 1 + 20  # as many centers as samples: one grew
    growing_neural_gas(x, 2, rng=np.random.default_rng(0), n_between=1)
    assert len(seen) == 21 + 2000
    growing_neural_gas(x, 3, rng=np.random.default_rng(0), n_after=1)
    assert len(seen) == 2021 + 2 * 100


def test_a_penalty_is_asked_for():
    x, y, W = np.ones((2, 3)), np.ones((2, 1)), np.ones((3, 1))
    told = mlp_forward(x, y, [W], [np.zeros(1)], [sigmoid], penalty=0.0)
    assert mlp_forward(x, y, [W], [np.zeros(1)], [sigmoid]).J == told.J


def test_prelu_shares_one_alpha_and_refuses_another_width():
    assert layers.PReLU().alpha.shape == (1,)
    layer = layers.PReLU(2)
    assert layer(np.ones((4, 3, 2))).shape == (4, 3, 2)
    for shape in ((4, 3), (4, 2, 3)):
        with pytest.raises(ValueError, match=r"PReLU: expected z of shape \(..., 2\)"):
            layer(np.ones(shape))


def test_bells_are_one_wide_and_stand_where_a_standard_normal_puts_them():
    layer = layers.RBF(50, 400, rng=np.random.default_rng(0))
    assert layer.log_sigma.array.tolist() == [0.0] * 400
    assert abs(layer.centers.array.std() - 1) < 5 / (2 * 20_000) ** 0.5
    assert layers.RBF.from_centers([[1.0, 2.0]]).log_sigma.array.tolist() == [0.0]
