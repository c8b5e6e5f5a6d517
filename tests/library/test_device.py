"""One code on the CPU and on a device: everything moves whole, and numpy touches nothing that lies there.

Each test runs on the strict stand-in, under the name "cuda", and on CuPy where there is a GPU.
"""

import numpy as np
import pytest

from dlcourse import backend, checkpoint
from dlcourse.autodiff import grad
from dlcourse.backend import to_device, to_numpy, xp_of
from dlcourse.callbacks import Checkpoint, EarlyStopping
from dlcourse.layers import MLP, BatchNorm, Dropout, Linear, Sequential
from dlcourse.losses import mean_squared_error, softmax_cross_entropy
from dlcourse.ops import relu, tanh
from dlcourse.optimizers import BFGS, SGD, Adadelta, AdaGrad, Adam, Adamax, AdamW, Momentum, Nesterov, RMSprop
from dlcourse.prediction import predict
from dlcourse.strict_array import strict
from dlcourse.tensor import Parameter
from dlcourse.training import fit

OPTIMIZERS = [SGD, Momentum, Nesterov, AdaGrad, RMSprop, Adadelta, Adam, AdamW, Adamax]
X = np.random.default_rng(1).standard_normal((12, 2))
Y = np.tanh(X.sum(axis=1, keepdims=True))


@pytest.fixture(params=["strict", pytest.param("cupy", marks=pytest.mark.gpu)])
def cuda(request, monkeypatch):
    """The module behind device "cuda": the stand-in, or CuPy itself."""
    if request.param == "strict":
        monkeypatch.setattr(backend, "cuda_module", lambda: strict)
        return strict
    return backend.cuda_module()


def make(optimizer=SGD, seed=0):
    rng = np.random.default_rng(seed)
    model = Sequential(
        Linear(2, 6, rng=rng), BatchNorm(6), tanh, Dropout(0.9, rng=np.random.default_rng(5)),
        Linear(6, 4, rng=rng), relu, Linear(4, 1, rng=rng),
    )  # fmt: skip
    return model, optimizer(model.parameters(), lr=0.05)


def train(model, optimizer, n_epochs=3, **options):
    return fit(
        model, mean_squared_error, X, Y, optimizer, n_epochs=n_epochs, batch_size=5,
        rng=np.random.default_rng(2), validation=(X[:4], Y[:4]), progress=False, **options,
    )  # fmt: skip


def numbers(model, optimizer):
    arrays = model.state_dict() | {f"slot {name}": array for name, array in optimizer.state.items()}
    return {name: to_numpy(array) for name, array in arrays.items()}


def same(found, expected):
    assert found.keys() == expected.keys()
    for name in found:
        np.testing.assert_allclose(found[name], expected[name], rtol=1e-9, atol=1e-12, err_msg=name)


def everything_lies_on(xp, model, optimizer):
    arrays = [p.array for p in model.parameters()] + [array for _, array in model.named_buffers()]
    return all(xp_of(array) is xp for array in [*arrays, optimizer.theta, *optimizer.state.values()])


def test_parameters_and_buffers_move_there_and_back_unchanged(cuda):
    model, optimizer = make()
    before = numbers(model, optimizer)
    assert model.to("cuda") is model and optimizer.to("cuda") is optimizer
    assert everything_lies_on(cuda, model, optimizer) and dict(model.named_buffers())
    same(numbers(model, optimizer), before)
    model.to("cpu")
    optimizer.to("cpu")
    assert everything_lies_on(np, model, optimizer)
    np.testing.assert_equal(numbers(model, optimizer), before)


def test_forward_and_backward_give_the_numbers_of_the_cpu(cuda):
    rng = np.random.default_rng(0)
    model, y = MLP((2, 5, 3), rng=rng), np.arange(12) % 3
    J = softmax_cross_entropy(model(X), y)
    gradients = grad(J, model.parameters())
    model.to("cuda")
    J_there = softmax_cross_entropy(model(to_device(X, "cuda")), to_device(y, "cuda"))
    assert J_there.item() == pytest.approx(J.item(), rel=1e-12)
    for found, expected in zip(grad(J_there, model.parameters()), gradients, strict=True):
        assert xp_of(found) is cuda
        np.testing.assert_allclose(to_numpy(found), expected, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("kind", OPTIMIZERS, ids=lambda kind: kind.__name__)
def test_training_on_the_device_is_training_on_the_cpu(cuda, kind):
    (model, optimizer), (twin, twin_optimizer) = make(kind), make(kind)
    model.to("cuda")
    optimizer.to("cuda")
    history, expected = train(model, optimizer), train(twin, twin_optimizer)
    assert everything_lies_on(cuda, model, optimizer)
    assert history.loss == pytest.approx(expected.loss, rel=1e-9)
    assert history.validation_loss == pytest.approx(expected.validation_loss, rel=1e-9)
    same(numbers(model, optimizer), numbers(twin, twin_optimizer))


@pytest.mark.parametrize("kind", [SGD, Nesterov, Adam], ids=lambda kind: kind.__name__)
def test_the_state_of_an_optimizer_moves_in_the_middle_of_a_training(cuda, kind):
    (model, optimizer), (twin, twin_optimizer) = make(kind), make(kind)
    for place in ("cpu", "cuda", "cpu"):
        model.to(place)
        optimizer.to(place)
        train(model, optimizer, 2)
        train(twin, twin_optimizer, 2)
    assert optimizer.n_steps == twin_optimizer.n_steps == 18
    same(numbers(model, optimizer), numbers(twin, twin_optimizer))


def test_after_a_move_the_parameters_are_views_of_one_vector_again(cuda):
    theta = Parameter([1.0, 2.0])
    optimizer = SGD([theta], lr=1.0).to("cuda")
    optimizer.theta[...] = 5
    assert to_numpy(theta.array).tolist() == [5.0, 5.0]


def test_an_optimizer_left_behind_says_so_and_changes_nothing(cuda):
    model = MLP((2, 1), rng=np.random.default_rng(0))
    optimizer = SGD(model.parameters(), lr=0.1)
    model.to("cuda")
    before = model.state_dict()
    gradients = [cuda.asarray(np.ones(p.shape)) for p in model.parameters()]
    with pytest.raises(ValueError, match=r"SGD: expected parameters on the device.*optimizer\.to\(device\)"):
        optimizer.step(gradients)
    assert all((to_numpy(before[n]) == to_numpy(a)).all() for n, a in model.state_dict().items())
    optimizer.to("cuda").step(gradients)


def test_an_optimizer_made_after_the_move_needs_no_other(cuda):
    model = MLP((2, 1), rng=np.random.default_rng(0)).to("cuda")
    optimizer = Adam(model.parameters(), lr=0.1)
    assert len(train(model, optimizer).loss) == 3 and everything_lies_on(cuda, model, optimizer)


def test_data_on_the_device_do_not_go_to_a_model_on_the_cpu_in_silence(cuda):
    model, optimizer = make()
    x, y = to_device(X, "cuda"), to_device(Y, "cuda")
    with pytest.raises(ValueError, match="expected data on the device of the model, the CPU"):
        fit(model, mean_squared_error, x, y, optimizer, n_epochs=1, progress=False)


def test_predictions_stay_on_the_device(cuda):
    model, _ = make()
    expected = predict(model, X)
    y_hat = predict(model.to("cuda"), X, batch_size=5)
    assert xp_of(y_hat) is cuda
    np.testing.assert_allclose(to_numpy(y_hat), expected, rtol=1e-9, atol=1e-12)


def test_a_training_is_saved_on_one_device_and_resumed_on_the_other(cuda, tmp_path):
    path = tmp_path / "run.npz"
    (model, optimizer), (twin, twin_optimizer) = make(Adam), make(Adam, seed=9)
    model.to("cuda")
    optimizer.to("cuda")
    train(model, optimizer, callbacks=[EarlyStopping(9), Checkpoint(path)])
    for place in ("cpu", "cuda"):
        twin.to(place)
        twin_optimizer.to(place)
        fresh = [EarlyStopping(9), Checkpoint(path)]
        history = checkpoint.load(path, twin, twin_optimizer, np.random.default_rng(0), fresh)
        assert everything_lies_on(cuda if place == "cuda" else np, twin, twin_optimizer)
        train(twin, twin_optimizer, 0, callbacks=fresh, history=history)  # puts back the best weights
        same(numbers(twin, twin_optimizer), numbers(model, optimizer))


def test_an_unknown_device_is_refused():
    for each in make():
        with pytest.raises(ValueError, match='to_device: expected device "cpu" or "cuda", got \'tpu\''):
            each.to("tpu")


def test_a_method_that_asks_for_the_cost_itself_says_so_too_when_left_behind(cuda):
    model = MLP((2, 1), rng=np.random.default_rng(0))
    optimizer = BFGS(model.parameters())
    model.to("cuda")
    x, y = to_device(X, "cuda"), to_device(Y, "cuda")
    with pytest.raises(ValueError, match=r"BFGS: expected parameters on the device.*optimizer\.to\(device\)"):
        optimizer.step(lambda: mean_squared_error(model(x), y))
