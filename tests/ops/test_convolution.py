"""Chapter 19's ops and layers against torch and direct sums."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad, hvp
from dlcourse.backend import use_dtype
from dlcourse.gradcheck import gradcheck
from dlcourse.layers import Conv2d, Flatten, MaxPool2d, Sequential
from dlcourse.ops.convolution import output_size
from dlcourse.strict_array import StrictArray
from dlcourse.tensor import Parameter, Tensor

GEOMETRIES = [(1, 0), (2, 1), ((3, 2), (0, 2)), (4, 0)]
IMAGE = (2, 3, 9, 8)


def draw(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def conv(n_in=3, n_out=4, kernel=3, **options):
    return Conv2d(n_in, n_out, kernel, rng=np.random.default_rng(1), **options)


@pytest.mark.parametrize(("stride", "padding"), GEOMETRIES)
@pytest.mark.parametrize("kernel", [3, (2, 4)])
def test_values_and_gradients_of_a_layer_are_those_of_torch(kernel, stride, padding):
    torch = pytest.importorskip("torch")
    layer, x = conv(kernel=kernel, stride=stride, padding=padding), Tensor(draw(*IMAGE))
    layer.b.array[...] = draw(4, seed=2)
    x_peer, W, b = (torch.tensor(t.array, requires_grad=True) for t in (x, layer.W, layer.b))
    Y, Y_peer = layer(x), torch.nn.functional.conv2d(x_peer, W, b, stride=stride, padding=padding)
    np.testing.assert_allclose(Y.array, Y_peer.detach().numpy(), rtol=1e-12, atol=1e-13)
    U = draw(*Y.shape, seed=3)
    (Y_peer * torch.tensor(U)).sum().backward()
    for found, peer in zip(grad((Y * U).sum(), [x, layer.W, layer.b]), (x_peer, W, b), strict=True):
        np.testing.assert_allclose(found, peer.grad.numpy(), rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize(("kernel", "stride"), [(2, None), (3, 2), ((2, 3), (1, 2))])
def test_max_pooling_and_its_gradient_are_those_of_torch_also_at_ties(kernel, stride):
    torch = pytest.importorskip("torch")
    x = Tensor(np.random.default_rng(4).integers(0, 3, IMAGE).astype(float))  # ties in most windows
    x_peer = torch.tensor(x.array, requires_grad=True)
    Y, Y_peer = MaxPool2d(kernel, stride)(x), torch.nn.functional.max_pool2d(x_peer, kernel, stride)
    np.testing.assert_array_equal(Y.array, Y_peer.detach().numpy())
    U = draw(*Y.shape)
    (Y_peer * torch.tensor(U)).sum().backward()
    np.testing.assert_allclose(grad((Y * U).sum(), x), x_peer.grad.numpy(), rtol=1e-13)


def test_of_entries_that_tie_in_a_window_the_first_gets_the_whole_gradient():
    x = Tensor(np.ones((1, 1, 2, 4)))
    assert grad(ops.max_pool2d(x, 2).sum(), x)[0, 0].tolist() == [[1, 0, 1, 0], [0, 0, 0, 0]]


def test_pooling_leaves_out_what_fills_no_window():
    x = Tensor(np.arange(25.0).reshape(1, 1, 5, 5))
    assert ops.max_pool2d(x, 2).array[0, 0].tolist() == [[6, 8], [16, 18]]
    assert not grad(ops.max_pool2d(x, 2).sum(), x)[0, 0, 4].any()


@pytest.mark.parametrize(("stride", "padding"), GEOMETRIES)
def test_unfold_and_fold_are_those_of_torch(stride, padding):
    torch = pytest.importorskip("torch")
    x, options = draw(*IMAGE), {"kernel_size": (2, 3), "stride": stride, "padding": padding}
    columns = ops.unfold(x, (2, 3), stride, padding)
    np.testing.assert_array_equal(columns, torch.nn.functional.unfold(torch.tensor(x), **options).numpy())
    folded = torch.nn.functional.fold(torch.tensor(columns), IMAGE[2:], **options).numpy()
    np.testing.assert_allclose(ops.fold(columns, IMAGE[2:], (2, 3), stride, padding), folded, rtol=1e-14)


@pytest.mark.parametrize(("stride", "padding"), GEOMETRIES)
def test_fold_is_the_transpose_of_unfold(stride, padding):
    x = draw(*IMAGE)
    columns = ops.unfold(x, 3, stride, padding)
    y = draw(*columns.shape, seed=5)
    there, back = (columns * y).sum(), (x * ops.fold(y, IMAGE[2:], 3, stride, padding)).sum()
    assert there == pytest.approx(back, rel=1e-12)


def test_the_kernel_is_not_flipped():
    x, W = np.zeros((1, 1, 3, 3)), np.arange(4.0).reshape(1, 1, 2, 2)
    x[0, 0, 1, 1] = 1
    assert ops.conv2d(x, W)[0, 0].tolist() == [[3, 2], [1, 0]]


def test_a_convolution_is_a_linear_map_with_shared_weights():
    x, W = draw(1, 2, 4, 4), draw(3, 2, 2, 2, seed=1)
    eye = np.eye(x.size).reshape(-1, 2, 4, 4)
    matrix = ops.conv2d(eye, W).reshape(x.size, -1)
    np.testing.assert_allclose(ops.conv2d(x, W).ravel(), x.ravel() @ matrix, rtol=1e-12, atol=1e-14)
    assert len(np.unique(matrix[matrix != 0])) == W.size


def test_convolution_can_be_differentiated_twice():
    torch = pytest.importorskip("torch")
    x, W, v = draw(1, 2, 5, 5), draw(3, 2, 3, 3, seed=1), draw(3, 2, 3, 3, seed=2)
    weights = Tensor(W)
    found = hvp(ops.tanh(ops.conv2d(x, weights, stride=2, padding=1)).sum(), weights, v)

    def J(W):
        return torch.tanh(torch.nn.functional.conv2d(torch.tensor(x), W, stride=2, padding=1)).sum()

    peer = torch.autograd.functional.hvp(J, torch.tensor(W), torch.tensor(v))[1]
    np.testing.assert_allclose(found, peer.numpy(), rtol=1e-11, atol=1e-13)


def test_a_chain_of_all_the_layers_passes_the_gradient_check_twice():
    model = Sequential(conv(2, 3, 3, padding=1), ops.tanh, MaxPool2d(2), Flatten())
    for order in (1, 2):
        gradcheck(model, (draw(2, 2, 4, 4),), order=order)


@pytest.mark.parametrize(
    ("n", "kernel", "stride", "padding", "expected"),
    [
        (32, 5, 1, 0, 28),
        (28, 2, 2, 0, 14),
        (224, 11, 4, 2, 55),
        (5, 2, 2, 0, 2),
        (3, 3, 1, 0, 1),
        (3, 3, 1, 1, 3),
    ],
)
def test_the_size_of_a_map_is_the_number_of_places_of_the_kernel(n, kernel, stride, padding, expected):
    places = [i for i in range(-padding, n) if i + kernel <= n + padding and (i + padding) % stride == 0]
    assert output_size(n, kernel, stride, padding) == expected == len(places)


def test_flatten_makes_a_row_of_each_sample():
    x = np.arange(24.0).reshape(2, 3, 2, 2)
    np.testing.assert_array_equal(Flatten()(x), x.reshape(2, 12))
    assert Flatten()(np.ones((0, 3, 2))).shape == (0, 6)


def test_weights_keep_the_variance_that_their_fans_ask_for():
    layer = conv(16, 24, 5)
    fan_in, fan_out = 16 * 25, 24 * 25
    assert layer.W.array.var() == pytest.approx(2 / (fan_in + fan_out), rel=0.05)


def test_a_layer_knows_itself():
    layer = conv(3, 4, (5, 2), stride=2, padding=(1, 0))
    assert (layer.n_in, layer.n_out, layer.kernel, layer.n_parameters) == (3, 4, (5, 2), 4 * 3 * 10 + 4)
    assert repr(layer) == "Conv2d(3, 4, (5, 2), stride=(2, 2), padding=(1, 0))"
    assert (repr(MaxPool2d(2)), repr(Flatten())) == ("MaxPool2d((2, 2), stride=(2, 2))", "Flatten()")
    assert not layer.b.array.any() and layer.parameters() == [layer.W, layer.b]


def test_in_float32_everything_stays_float32_and_on_the_device():
    with use_dtype("float32"):
        layer = conv()
    layer.W, layer.b = (Parameter(StrictArray(p.array)) for p in (layer.W, layer.b))
    for p in (layer.W, layer.b):
        p.array = p.array.astype(np.float32)
    Y = ops.max_pool2d(layer(StrictArray(draw(*IMAGE).astype(np.float32))), 2)
    for array in (Y.array, *grad(Y.sum(), layer.parameters())):
        assert type(array) is StrictArray and array.dtype == np.float32


def test_split_is_the_inverse_of_concatenate():
    parts = [Tensor(draw(2, 3, seed=i)) for i in range(3)]
    joined = ops.concatenate(parts, axis=1)
    for part, found in zip(parts, ops.split(joined, 3, axis=1), strict=True):
        np.testing.assert_array_equal(found.array, part.array)
    gradients = grad((ops.split(joined, 3, axis=1)[1] * 2.0).sum(), parts)
    assert [g.sum() for g in gradients] == [0.0, 12.0, 0.0]


def test_joining_and_splitting_go_along_the_first_axis_unless_told():
    a, b = draw(2, 3), draw(2, 3, seed=1)
    np.testing.assert_array_equal(ops.concatenate([a, b]), np.vstack([a, b]))
    np.testing.assert_array_equal(ops.stack([a, b]), np.array([a, b]))
    assert [part.shape for part in ops.split(a, 2)] == [(1, 3), (1, 3)]
    np.testing.assert_array_equal(ops.split(a, 1)[0], a)


ONE = np.ones((1, 1, 4, 4))
WRONG = {
    "no channel axis": (lambda: ops.conv2d(ONE[0], ONE), ValueError, ["conv2d", "(1, 4, 4)", "x[:, None]"]),
    "channels differ": (lambda: conv()(ONE), ValueError, ["Conv2d", "(m, 3, h, w)", "(1, 1, 4, 4)"]),
    "kernel too wide": (lambda: conv(1, 1, 5)(ONE), ValueError, ["at most 4", "got 5"]),
    "stride zero": (lambda: conv(stride=0), ValueError, ["stride", "0"]),
    "padding negative": (lambda: conv(padding=(0, -1)), ValueError, ["padding", "(0, -1)"]),
    "kernel a fraction": (lambda: MaxPool2d(1.5), ValueError, ["kernel", "1.5"]),
    "window too wide": (lambda: MaxPool2d(5)(ONE), ValueError, ["at most 4", "got 5"]),
    "pooling rows": (lambda: MaxPool2d(2)(ONE[0, 0]), ValueError, ["max_pool2d", "(4, 4)"]),
    "no channels": (lambda: conv(n_in=0), ValueError, ["Conv2d", "n_in", "0"]),
    "a seed for the rng": (lambda: Conv2d(1, 1, 1, rng=0), ValueError, ["Conv2d", "default_rng"]),
    "init of another shape": (
        lambda: conv(init=lambda shape, rng: np.ones(2)),
        ValueError,
        ["Conv2d", "(2,)"],
    ),
    "joining no list": (lambda: ops.concatenate(ONE), TypeError, ["concatenate", "[a, b]"]),
    "stacking nothing": (lambda: ops.stack([]), TypeError, ["stack", "[]"]),
    "a split into nothing": (lambda: ops.split(ONE, 0), ValueError, ["split", "0 parts"]),
    "a split that leaves a rest": (lambda: ops.split(ONE, 3, axis=2), ValueError, ["split", "3", "got 4"]),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_mistake_is_answered_by_what_was_expected_and_what_to_do(wrong):
    call, error, words = WRONG[wrong]
    with pytest.raises(error, match=r"^[\w ]+: expected .+, got (.|\n)+; .+") as caught:
        call()
    assert all(word in str(caught.value) for word in words), str(caught.value)
