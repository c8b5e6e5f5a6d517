"""What would be lost on the way to or from another library is refused: hooks, own methods, what is shared."""

import copy

import numpy as np
import pytest

from dlcourse.backend import use_dtype
from dlcourse.interop import from_torch, to_onnx, to_torch
from dlcourse.layers import MLP, Conv2d, Linear, Module, Sequential
from dlcourse.models import LeNet
from dlcourse.ops import relu, softmax, tanh
from dlcourse.tensor import Parameter

torch = pytest.importorskip("torch")
nn = torch.nn


def rng():
    return np.random.default_rng(6)


def linear(kind=Linear, n=3):
    return kind(n, n, rng=rng())


class Doubled(Linear):
    def fprop(self, x):
        return 2 * super().fprop(x)


class Called(Linear):
    def __call__(self, x):
        return 2 * super().__call__(x)


class Cut(Linear):
    @property
    def n_out(self):
        return 2


class Skipping(Sequential):
    def fprop(self, x):
        return x + super().fprop(x)


class Named(MLP):
    """What adds nothing but a constructor computes as its base does."""

    def __init__(self):
        super().__init__((3, 4, 2), activation=relu, rng=rng())


def patched():
    layer = linear()
    layer.fprop = lambda x: x
    return layer


class Wide(Conv2d):
    def fprop(self, x):
        return super().fprop(x) * 2


def half(z):
    return z / 2


WITH_METHODS = {
    "a layer": lambda: Sequential(linear(Doubled)),
    "a call": lambda: Sequential(linear(Called)),
    "a property": lambda: Sequential(linear(Cut)),
    "a method of the object": lambda: Sequential(patched()),
    "a chain": lambda: Skipping(linear()),
    "a chain in a chain": lambda: Sequential(linear(), Skipping(linear())),
    "a convolution": lambda: Sequential(Wide(1, 1, 3, rng=rng())),
}
CONVERT = {"to_torch": to_torch, "to_onnx": lambda model: to_onnx(model, "never.onnx")}
both = pytest.mark.parametrize("convert", CONVERT.values(), ids=CONVERT)


@pytest.fixture(autouse=True)
def no_file(tmp_path, monkeypatch):
    pytest.importorskip("onnx")
    monkeypatch.chdir(tmp_path)
    yield
    assert not list(tmp_path.iterdir())


@both
@pytest.mark.parametrize("model", WITH_METHODS.values(), ids=WITH_METHODS)
def test_a_subclass_that_computes_otherwise_is_refused(model, convert):
    with pytest.raises(TypeError, match=r"to_\w+: expected .*, got "):
        convert(model())


def test_a_subclass_that_computes_as_its_base_crosses():
    x = rng().standard_normal((5, 3))
    for model in (Named(), Sequential(Named(), tanh)):
        np.testing.assert_allclose(
            to_torch(model)(torch.tensor(x)).detach().numpy(), model(x).array, rtol=1e-12
        )
    assert isinstance(to_torch(LeNet(rng=rng())), nn.Sequential)


@both
@pytest.mark.parametrize("step", [half, lambda z: z * 2, np.tanh, abs, relu.f])
def test_a_function_is_not_taken_for_softmax_which_is_one_too(step, convert):
    with pytest.raises(TypeError, match=r"to_\w+: expected .* or softmax, got "):
        convert(Sequential(linear(), step))
    copied = copy.deepcopy(Sequential(linear(), tanh, softmax))
    assert [type(layer).__name__ for layer in to_torch(copied)] == ["Linear", "Tanh", "Softmax"]


@both
def test_parameters_beside_the_steps_are_refused(convert):
    model = Sequential(linear())
    model.scale = Parameter(1.0)
    with pytest.raises(
        ValueError, match="expected Parameters in the W and b of its steps alone, got 1 others"
    ):
        convert(model)
    inner = linear()
    inner.extra = linear()
    with pytest.raises(ValueError, match="got 2 others"):
        convert(Sequential(inner))


@both
def test_parameters_of_several_dtypes_are_refused(convert):
    with use_dtype("float32"):
        first = linear()
    mixed = linear()
    mixed.b = first.b
    for model in (Sequential(first, linear()), Sequential(mixed)):
        with pytest.raises(
            ValueError, match=r"expected parameters of one dtype, got \['float32', 'float64'\]"
        ):
            convert(model)


def test_layers_that_share_parameters_are_refused_where_they_would_learn_apart(tmp_path):
    layer, other = linear(), linear()
    other.W = layer.W
    for model in (Sequential(layer, tanh, layer), Sequential(layer, other)):
        with pytest.raises(ValueError, match="to_torch: expected parameters of its own for each layer"):
            to_torch(model)
    shared = nn.Linear(3, 3)
    tied = nn.Linear(3, 3)
    tied.weight = shared.weight
    for module in (nn.Sequential(shared, nn.Tanh(), shared), nn.Sequential(shared, nn.Sequential(tied))):
        with pytest.raises(ValueError, match="from_torch: expected parameters of its own for each layer"):
            from_torch(module)


def test_copies_cross_and_so_does_what_was_copied():
    model = MLP((3, 2), rng=rng())
    for one in (
        copy.deepcopy(model),
        copy.deepcopy(Sequential(linear(), tanh)),
        model,
    ):  # copies mark a class
        assert isinstance(to_torch(one), nn.Sequential)


def test_the_mode_crosses():
    for training in (True, False):
        model = MLP((3, 2), rng=rng()).train(training)
        assert to_torch(model).training is training
        assert all(m.training is training for m in from_torch(to_torch(model)).modules())


def hooked(register):
    layer = nn.Linear(3, 3)
    register(layer)
    return layer


class TwiceInTorch(nn.Linear):
    def forward(self, x):
        return 2 * super().forward(x)


def with_buffer(layer):
    layer.register_buffer("scale", torch.ones(1))


def with_forward(layer):
    layer.forward = lambda x: x


FROM_TORCH = {
    "a forward hook": (lambda m: m.register_forward_hook(lambda *a: None), ValueError, "hooks"),
    "a forward hook before": (lambda m: m.register_forward_pre_hook(lambda *a: None), ValueError, "hooks"),
    "a backward hook": (lambda m: m.register_full_backward_hook(lambda *a: None), ValueError, "hooks"),
    "a hook after a gradient": (
        lambda m: m.weight.register_post_accumulate_grad_hook(lambda p: None),
        ValueError,
        "hooks",
    ),
    "a call of its own": (lambda m: setattr(m, "_call_impl", lambda x: 2 * x), TypeError, "replace that"),
    "a hook of a weight": (lambda m: m.weight.register_hook(lambda g: 2 * g), ValueError, "hooks"),
    "weight norm": (nn.utils.parametrizations.weight_norm, ValueError, "parametrizations"),
    "spectral norm": (nn.utils.parametrizations.spectral_norm, ValueError, "parametrizations"),
    "a buffer": (with_buffer, ValueError, "buffers"),
    "frozen": (lambda m: m.requires_grad_(False), ValueError, "frozen parameters"),
    "a parameter more": (
        lambda m: m.register_parameter("scale", nn.Parameter(torch.ones(1))),
        ValueError,
        "parameters of its own",
    ),
    "bfloat16": (lambda m: m.bfloat16(), ValueError, "dtypes that numpy lacks"),
    "a wide bias": (
        lambda m: setattr(m, "bias", nn.Parameter(torch.ones(3, dtype=torch.float64))),
        ValueError,
        "several dtypes",
    ),
    "a forward of its own": (with_forward, TypeError, "replace that module"),
    "a child": (lambda m: m.add_module("inner", nn.ReLU()), ValueError, "modules within it"),
}


@pytest.mark.parametrize(("spoil", "error", "words"), FROM_TORCH.values(), ids=FROM_TORCH)
def test_what_torch_adds_to_a_layer_is_refused(spoil, error, words):
    for wrapped in (lambda m: m, nn.Sequential, lambda m: nn.Sequential(nn.ReLU(), nn.Sequential(m))):
        with pytest.raises(error, match=f"from_torch: expected .*{words}"):
            from_torch(wrapped(hooked(spoil)))


def test_hooks_of_chains_and_activations_are_refused_too():
    for module in (nn.Sequential(nn.Linear(3, 3)), nn.Sequential(nn.Tanh())):
        for part in (module, module[0]):
            handle = part.register_forward_hook(lambda *a: None)
            with pytest.raises(ValueError, match="with hooks"):
                from_torch(module)
            handle.remove()
        from_torch(module)


def test_a_subclass_of_torch_that_goes_forward_otherwise_is_refused():
    with pytest.raises(TypeError, match="from_torch: expected Sequential, Linear, .*; replace that module"):
        from_torch(nn.Sequential(TwiceInTorch(3, 3)))


def test_our_modules_are_not_torchs():
    with pytest.raises(TypeError, match="from_torch: expected Sequential"):
        from_torch(Module())
