"""Networks at the border: torch computes what we compute, and so does onnxruntime from the file."""

import sys

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.backend import use_dtype
from dlcourse.interop import from_torch, to_onnx, to_torch
from dlcourse.layers import MLP, Conv2d, Flatten, Linear, MaxPool2d, Residual, Sequential
from dlcourse.models import LeNet
from dlcourse.ops import relu, sigmoid, softmax, tanh


def rng():
    return np.random.default_rng(6)


def mlp(activation=tanh):
    model = MLP((4, 7, 5, 3), activation=activation, rng=rng())
    for layer in model.layers:
        layer.b.array[...] = rng().standard_normal(layer.b.shape)
    return model


def image_model():
    """Every kind of step, and an uneven stride and padding."""
    first = Conv2d(2, 3, (3, 2), stride=(2, 1), padding=(1, 2), rng=rng())
    first.b.array[...] = [0.5, -0.5, 0.1]
    return Sequential(
        first, relu, MaxPool2d((2, 3), stride=(1, 2)), Flatten(), Linear(3 * 3 * 4, 3, rng=rng()), softmax
    )


@pytest.mark.parametrize("activation", [relu, tanh, sigmoid, softmax])
def test_torch_computes_the_values_and_gradients_of_an_mlp(activation):
    torch = pytest.importorskip("torch")
    model, x = mlp(activation), rng().standard_normal((6, 4))
    peer = to_torch(model)
    Y, Y_peer = model(x), peer(torch.tensor(x))
    np.testing.assert_allclose(Y.array, Y_peer.detach().numpy(), rtol=1e-12)
    Y_peer.square().sum().backward()
    for g, q in zip(grad((Y**2).sum(), model.parameters()), peer.parameters(), strict=True):
        np.testing.assert_allclose(g if g.ndim == 1 else g.T, q.grad.numpy(), rtol=1e-10, atol=1e-13)


def test_torch_computes_the_values_of_a_convolutional_network():
    torch = pytest.importorskip("torch")
    model, x = image_model(), rng().standard_normal((2, 2, 7, 7))
    np.testing.assert_allclose(model(x).array, to_torch(model)(torch.tensor(x)).detach().numpy(), rtol=1e-12)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_there_and_back_gives_the_same_parameters_in_the_same_dtype(dtype):
    pytest.importorskip("torch")
    with use_dtype(dtype):
        model = mlp()
    back = from_torch(to_torch(model))
    assert repr(back) == repr(model).replace("MLP", "Sequential")
    for p, q in zip(model.parameters(), back.parameters(), strict=True):
        np.testing.assert_array_equal(p.array, q.array)
        assert p.dtype == q.dtype == np.dtype(dtype)


def test_both_sides_own_their_parameters():
    torch = pytest.importorskip("torch")
    model = mlp()
    peer = to_torch(model)
    before = [p.array.copy() for p in model.parameters()]
    back = from_torch(peer)
    with torch.no_grad():
        for q in peer.parameters():
            q.zero_()
    for p, q, expected in zip(model.parameters(), back.parameters(), before, strict=True):
        np.testing.assert_array_equal(p.array, expected)
        np.testing.assert_array_equal(q.array, expected)


def test_from_torch_takes_nested_chains_and_layers_without_a_bias():
    torch = pytest.importorskip("torch")
    nn = torch.nn
    peer = nn.Sequential(
        nn.Sequential(nn.Linear(3, 4, bias=False), nn.ReLU()), nn.Linear(4, 2), nn.Softmax(dim=-1)
    )
    x = rng().standard_normal((5, 3)).astype(np.float32)
    np.testing.assert_allclose(
        from_torch(peer)(x).array, peer(torch.tensor(x)).detach().numpy(), rtol=1e-5, atol=1e-6
    )


def run_onnx(path, x):
    runtime = pytest.importorskip("onnxruntime")
    return runtime.InferenceSession(path, providers=["CPUExecutionProvider"]).run(["y"], {"x": x})[0]


@pytest.mark.parametrize("activation", [relu, tanh, sigmoid, softmax])
def test_onnxruntime_reads_an_mlp_back(activation, tmp_path):
    pytest.importorskip("onnx")
    model, path = mlp(activation), tmp_path / "mlp.onnx"
    to_onnx(model, path)
    for m in (1, 6):
        x = rng().standard_normal((m, 4))
        found = run_onnx(path, x)
        assert found.dtype == np.float64
        np.testing.assert_allclose(found, model(x).array, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(
    ("build", "shape"), [(image_model, (2, 7, 7)), (lambda: LeNet(rng=rng()), (1, 32, 32))]
)
def test_onnxruntime_reads_a_convolutional_network_back(build, shape, tmp_path):
    pytest.importorskip("onnx")
    with use_dtype("float32"):
        model = build()
    path = tmp_path / "images.onnx"
    to_onnx(model, path)
    x = rng().standard_normal((3, *shape)).astype(np.float32)
    np.testing.assert_allclose(run_onnx(path, x), model(x).array, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("n_steps", [1, 3, 4])
def test_onnxruntime_reads_parts_of_a_network_back(n_steps, tmp_path):
    pytest.importorskip("onnx")
    with use_dtype("float32"):
        model = Sequential(*image_model().steps[:n_steps])
    path = tmp_path / "part.onnx"
    to_onnx(model, path)
    x = rng().standard_normal((3, 2, 7, 7)).astype(np.float32)
    np.testing.assert_allclose(run_onnx(path, x), model(x).array, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("torch", lambda: to_torch(mlp())),
        ("torch", lambda: from_torch(None)),
        ("onnx", lambda: to_onnx(mlp(), "never.onnx")),
    ],
)
def test_without_the_other_library_the_error_names_the_extra(name, call, monkeypatch):
    monkeypatch.setitem(sys.modules, name, None)  # what Python does for a module that is not there
    with pytest.raises(
        ModuleNotFoundError,
        match=rf'expected {name} to be installed, got .* pip install "dlcourse\[{name}\]"',
    ):
        call()


def test_what_cannot_cross_is_named():
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx")
    strange = Sequential(Linear(2, 2, rng=rng()), Residual(Linear(2, 2, rng=rng())))
    for convert in (to_torch, lambda model: to_onnx(model, "never.onnx")):
        with pytest.raises(
            TypeError, match=r"expected Linear, Conv2d, .* got Residual\(Linear\(2, 2\)\); leave"
        ):
            convert(strange)
        with pytest.raises(
            TypeError, match=r"expected an MLP or a Sequential, got Linear; wrap it in Sequential"
        ):
            convert(Linear(2, 2, rng=rng()))
    with pytest.raises(
        ValueError, match=r"to_onnx: expected a model that begins with Linear or Conv2d, got \[tanh\]"
    ):
        to_onnx(Sequential(tanh, Linear(2, 2, rng=rng())), "never.onnx")
    for module in (torch.nn.GELU(), torch.nn.Softmax(dim=0)):
        with pytest.raises(TypeError, match=r"from_torch: expected Sequential, Linear, .* got .*; replace"):
            from_torch(torch.nn.Sequential(torch.nn.Linear(2, 2), module))
