"""The same example in a framework: XOR and the digits' network in PyTorch and through ONNX, equal to ours.

Weights go over before training, both sides take the same steps, and at the end they answer alike.
"""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.data import digits, xor
from dlcourse.experiments.ch02_xor import hand_set_network
from dlcourse.interop import from_torch, to_onnx, to_torch
from dlcourse.layers import MLP
from dlcourse.losses import mean_squared_error, softmax_cross_entropy
from dlcourse.ops import relu, tanh
from dlcourse.optimizers import SGD

pytestmark = pytest.mark.filterwarnings("default::DeprecationWarning")


def run_onnx(path, x):
    runtime = pytest.importorskip("onnxruntime")
    return runtime.InferenceSession(path, providers=["CPUExecutionProvider"]).run(["y"], {"x": x})[0]


def examples():
    x, y = xor()
    pixels, classes = (part[:200] for part in digits())
    return {
        "xor": (MLP((2, 4, 1), activation=tanh, rng=np.random.default_rng(3)), x, y, 0.5, 300),
        "digits": (
            MLP((64, 32, 10), activation=relu, rng=np.random.default_rng(0)),
            pixels,
            classes,
            0.3,
            60,
        ),
    }


def ours(model, x, y, lr, n_steps):
    loss = mean_squared_error if y.ndim == 2 else softmax_cross_entropy
    optimizer, losses = SGD(model.parameters(), lr=lr), []
    for _ in range(n_steps):
        J = loss(model(x), y)
        losses.append(float(J))
        optimizer.step(grad(J, model.parameters()))
    return losses


def theirs(torch, peer, x, y, lr, n_steps):
    optimizer, losses = torch.optim.SGD(peer.parameters(), lr=lr), []
    x, y = torch.tensor(x), torch.tensor(y)
    for _ in range(n_steps):
        F = torch.nn.functional
        J = F.mse_loss(peer(x), y.to(x.dtype)) if y.ndim == 2 else F.cross_entropy(peer(x), y)
        losses.append(J.item())
        optimizer.zero_grad()
        J.backward()
        optimizer.step()
    return losses


@pytest.mark.rows("F103")
@pytest.mark.parametrize("name", ["xor", "digits"])
def test_torch_takes_the_same_steps_and_onnx_gives_the_same_answers(name, tmp_path):
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx")
    model, x, y, lr, n_steps = examples()[name]
    peer = to_torch(model)
    found, expected = ours(model, x, y, lr, n_steps), theirs(torch, peer, x, y, lr, n_steps)
    np.testing.assert_allclose(found, expected, rtol=1e-9)
    assert found[-1] < 0.2 * found[0]
    with torch.no_grad():
        np.testing.assert_allclose(model(x).array, peer(torch.tensor(x)).numpy(), rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(from_torch(peer)(x).array, model(x).array, rtol=1e-7, atol=1e-9)
    to_onnx(model, tmp_path / "model.onnx")
    answers = run_onnx(tmp_path / "model.onnx", x)
    np.testing.assert_allclose(answers, model(x).array, rtol=1e-5, atol=1e-5)
    if name == "digits":
        assert (answers.argmax(axis=1) == model(x).array.argmax(axis=1)).all()


@pytest.mark.rows("F103")
def test_the_network_set_by_hand_answers_0_1_1_0_everywhere(tmp_path):
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx")
    (x, y), model = xor(), hand_set_network()
    assert to_torch(model)(torch.tensor(x)).tolist() == y.tolist()
    to_onnx(model, tmp_path / "xor.onnx")
    assert run_onnx(tmp_path / "xor.onnx", x).tolist() == y.tolist()
