import subprocess
import sys

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.backend import use_dtype
from dlcourse.data import xor
from dlcourse.layers import MLP, Sequential
from dlcourse.losses import mean_squared_error, sigmoid_cross_entropy, softmax_cross_entropy
from dlcourse.optimizers import SGD, Nesterov
from dlcourse.strict_array import StrictArray
from dlcourse.tensor import Parameter
from dlcourse.training import DivergenceError, History, fit


def make(widths=(2, 4, 1), seed=0, **options):
    model = MLP(widths, rng=np.random.default_rng(seed))
    return model, SGD(model.parameters(), **({"lr": 0.1, "momentum": 0.9} | options))


def copies(model):
    return [p.array.copy() for p in model.parameters()]


def data(m=10):
    rng = np.random.default_rng(1)
    return rng.standard_normal((m, 2)), rng.random((m, 1))


@pytest.mark.parametrize(("batch_size", "seed"), [(None, None), (3, None), (3, 5), (None, 5), (100, 5)])
def test_fit_is_the_loop_written_by_hand_bit_for_bit(batch_size, seed):
    x, y = data()
    (model, optimizer), (twin, twin_optimizer) = make(), make()
    rng, twin_rng = (None if seed is None else np.random.default_rng(seed) for _ in range(2))
    history = fit(
        model, mean_squared_error, x, y, optimizer, n_epochs=4, batch_size=batch_size, rng=rng, progress=False
    )
    losses, size = [], batch_size or len(x)
    for _ in range(4):
        order, total = np.arange(len(x)) if seed is None else twin_rng.permutation(len(x)), 0.0
        for start in range(0, len(x), size):
            rows = order[start : start + size]
            J = mean_squared_error(twin(x[rows]), y[rows])
            twin_optimizer.step(grad(J, twin.parameters()))
            total += J.item() * len(rows)
        losses.append(total / len(x))
    assert history.loss == losses
    assert history.n_steps == twin_optimizer.n_steps == optimizer.n_steps == 4 * -(-len(x) // size)
    for found, expected in zip(copies(model), copies(twin), strict=True):
        np.testing.assert_array_equal(found, expected)


def test_the_history_holds_python_floats_the_mean_over_samples_of_the_loss_before_each_step():
    model, optimizer = make(lr=1e-12, momentum=0.0)
    x, y = data(10)
    history = fit(model, mean_squared_error, x, y, optimizer, n_epochs=2, batch_size=4, progress=False)
    assert [type(value) for value in history.loss] == [float, float]
    assert history.loss == pytest.approx([float(mean_squared_error(model(x), y))] * 2, rel=1e-9)


def test_a_history_can_be_continued():
    (model, optimizer), (twin, twin_optimizer) = make(), make()
    x, y = data()
    whole = fit(twin, mean_squared_error, x, y, twin_optimizer, n_epochs=5, progress=False)
    first = fit(model, mean_squared_error, x, y, optimizer, n_epochs=2, progress=False)
    both = fit(model, mean_squared_error, x, y, optimizer, n_epochs=3, progress=False, history=first)
    assert both is first and both == whole


def test_no_epochs_change_nothing():
    model, optimizer = make()
    before = copies(model)
    assert fit(model, mean_squared_error, *data(), optimizer, n_epochs=0, progress=False) == History()
    np.testing.assert_equal(copies(model), before)


@pytest.mark.parametrize("loss", [mean_squared_error, sigmoid_cross_entropy])
def test_xor_is_learned(loss):
    model, optimizer = make((2, 8, 1))
    history = fit(model, loss, *xor(), optimizer, n_epochs=500, progress=False)
    assert history.loss[-1] < 0.01 < history.loss[0]


def test_classes_are_learned_from_whole_numbers():
    x, y = xor()
    model, optimizer = make((2, 8, 2))
    fit(
        model,
        softmax_cross_entropy,
        x.astype(int),
        y[:, 0].astype(int),
        optimizer,
        n_epochs=300,
        progress=False,
    )
    assert model(x).array.argmax(axis=1).tolist() == [0, 1, 1, 0]


def test_the_data_are_not_written_to():
    x, y = data()
    before = x.copy(), y.copy()
    x.flags.writeable = y.flags.writeable = False  # a write raises
    model, optimizer = make()
    fit(model, mean_squared_error, x, y, optimizer, n_epochs=2, batch_size=4, progress=False)
    assert np.array_equal(x, before[0]) and np.array_equal(y, before[1])


def test_a_float32_model_computes_in_float32_throughout():
    with use_dtype("float32"):
        model, optimizer = make()
    seen = set()

    def spy(y_hat, y):
        J = mean_squared_error(y_hat, y)
        seen.update(
            [y_hat.dtype, J.dtype, *(g.dtype for g in grad(J, model.parameters(), create_graph=True))]
        )
        return J

    fit(model, spy, *data(), optimizer, n_epochs=2, batch_size=4, progress=False)
    assert seen | {p.dtype for p in model.parameters()} | {optimizer.state["v"].dtype} == {
        np.dtype("float32")
    }


def test_a_loss_that_is_no_longer_finite_stops_before_its_step():
    model, optimizer = make()
    x, y = data()
    kept, calls = [], []

    def third_is_infinite(y_hat, y):
        kept[:] = copies(model)
        calls.append(1)
        J = mean_squared_error(y_hat, y)
        return J * np.inf if len(calls) == 3 else J

    with pytest.raises(
        DivergenceError, match="fit: expected a finite loss, got inf in epoch 1, step 2; lower lr"
    ):
        fit(model, third_is_infinite, x, y, optimizer, n_epochs=9, batch_size=5, progress=False)
    np.testing.assert_equal(copies(model), kept)
    assert optimizer.n_steps == 2


def test_a_rate_that_is_too_high_ends_in_a_divergence_error():
    model = Sequential(*make()[0].steps[::2])
    with np.errstate(all="ignore"), pytest.raises(DivergenceError, match="lower lr"):
        fit(
            model,
            mean_squared_error,
            *data(),
            SGD(model.parameters(), lr=1e3),
            n_epochs=10_000,
            progress=False,
        )


def test_a_finite_loss_with_a_gradient_that_is_not_leaves_the_parameters_alone():
    model, optimizer = make((2, 1), lr=0.1, momentum=0.0)
    for parameter in model.parameters():
        parameter.array[...] = 0
    with (
        np.errstate(all="ignore"),
        pytest.raises((FloatingPointError, ValueError)),
    ):  # sqrt is infinitely steep at 0
        fit(model, lambda y_hat, y: ops.sqrt(y_hat).sum(), *data(), optimizer, n_epochs=1, progress=False)
    assert all((p.array == 0).all() for p in model.parameters())


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("which", ["x", "y"])
def test_data_that_are_not_finite_are_refused_before_any_step(bad, which):
    arrays = dict(zip("xy", data(), strict=True))
    arrays[which][3] = bad
    arrays[which][5] = -bad
    model, optimizer = make()
    with pytest.raises(ValueError, match=f"fit: expected finite numbers in {which}, got"):
        fit(model, mean_squared_error, *arrays.values(), optimizer, n_epochs=1, progress=False)
    assert optimizer.n_steps == 0


@pytest.mark.parametrize("x", [np.full((4, 2), 1e308), np.full((4, 2), 6e4, np.float16)])
def test_large_finite_data_are_finite(x):
    model, optimizer = make()
    assert (
        fit(model, mean_squared_error, x, np.ones((4, 1)), optimizer, n_epochs=0, progress=False).loss == []
    )


@pytest.mark.parametrize("seed", [None, 0])
def test_training_runs_where_numpy_may_not_reach(seed):
    (model, _), (twin, twin_optimizer) = make(), make()
    for layer in model.layers:
        layer.W, layer.b = Parameter(StrictArray(layer.W.array)), Parameter(StrictArray(layer.b.array))
    optimizer = SGD(model.parameters(), lr=0.1, momentum=0.9)
    x, y = data()
    histories = []
    for m, o, a, b in ((model, optimizer, StrictArray(x), StrictArray(y)), (twin, twin_optimizer, x, y)):
        rng = None if seed is None else np.random.default_rng(seed)
        histories.append(
            fit(m, mean_squared_error, a, b, o, n_epochs=3, batch_size=4, rng=rng, progress=False)
        )
    assert histories[0].loss == pytest.approx(histories[1].loss, rel=1e-12)


def test_the_bar_is_on_stderr_when_asked_and_nowhere_else(capfd):
    for progress, words in ((False, False), (True, True)):
        model, optimizer = make()
        fit(model, mean_squared_error, *data(), optimizer, n_epochs=3, progress=progress)
        out, err = capfd.readouterr()
        assert out == "" and ("fit" in err and "epoch" in err) == words and (bool(err) == words)


def test_the_bar_is_only_loaded_when_shown():
    code = (
        "import sys, numpy as np\nfrom dlcourse import MLP, SGD, fit, losses\n"
        "model = MLP((2, 1), rng=np.random.default_rng(0))\n"
        "fit(model, losses.mean_squared_error, np.ones((3, 2)), np.ones((3, 1)), SGD(model.parameters()), "
        "n_epochs=1, progress=False)\nassert 'tqdm' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_gradient_is_taken_where_the_optimizer_looks_ahead():
    x, y = data()
    model, twin = make()[0], make()[0]
    optimizer = Nesterov(model.parameters(), lr=0.05, momentum=0.9)
    fit(model, mean_squared_error, x, y, optimizer, n_epochs=5, progress=False)
    v = [np.zeros(p.shape) for p in twin.parameters()]
    for _ in range(5):  # v <- momentum v - lr grad(theta + momentum v); theta <- theta + v
        theta = copies(twin)
        for p, t, u in zip(twin.parameters(), theta, v, strict=True):
            p.array[...] = t + 0.9 * u
        gradients = grad(mean_squared_error(twin(x), y), twin.parameters())
        v = [0.9 * u - 0.05 * g for u, g in zip(v, gradients, strict=True)]
        for p, t, u in zip(twin.parameters(), theta, v, strict=True):
            p.array[...] = t + u
    for found, expected in zip(copies(model), copies(twin), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-15)
