import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.backend import use_dtype
from dlcourse.gradcheck import gradcheck
from dlcourse.initializers import constant, normal
from dlcourse.layers import Linear
from dlcourse.ops import affine
from dlcourse.strict_array import StrictArray
from dlcourse.tensor import Parameter, Tensor


def linear(n_in=3, n_out=2, **options):
    return Linear(n_in, n_out, rng=np.random.default_rng(0), **options)


def test_samples_in_rows_times_weights_plus_bias():
    layer = linear(2, 3)
    layer.W.array[...] = [[1, 2, 3], [4, 5, 6]]
    layer.b.array[...] = [10, 20, 30]
    assert layer(np.array([[1.0, 1.0], [2.0, 0.0]])).array.tolist() == [
        [15.0, 27.0, 39.0],
        [12.0, 24.0, 36.0],
    ]


def test_weights_come_from_the_rng_and_biases_start_at_zero():
    first, second = linear(), linear()
    np.testing.assert_array_equal(first.W.array, second.W.array)
    assert len(np.unique(first.W.array)) == 6 and not first.b.array.any()
    assert isinstance(first.W, Parameter) and isinstance(first.b, Parameter)


def test_initializers_can_be_chosen():
    layer = linear(init=normal(1e-9), bias_init=constant(0.1))
    assert np.abs(layer.W.array).max() < 1e-7
    assert layer.b.array.tolist() == [0.1, 0.1]


def test_a_layer_knows_its_widths_and_counts_its_parameters():
    layer = linear(3, 2)
    assert (layer.n_in, layer.n_out, layer.n_parameters, repr(layer)) == (3, 2, 8, "Linear(3, 2)")
    assert layer.parameters() == [layer.W, layer.b]


def test_gradients_agree_with_central_differences():
    layer = linear()
    rng = np.random.default_rng(1)
    inputs = [rng.standard_normal((4, 3)), layer.W.array, layer.b.array]
    for order in (1, 2):
        gradcheck(lambda x, W, b: affine(x, W, b), inputs, order=order)
    x, U = Tensor(inputs[0]), rng.standard_normal((4, 2))
    g_x, g_W, g_b = grad((layer(x) * U).sum(), [x, layer.W, layer.b])
    np.testing.assert_allclose(g_x, U @ layer.W.array.T)
    np.testing.assert_allclose(g_W, x.array.T @ U)
    np.testing.assert_allclose(g_b, U.sum(axis=0))


def test_values_and_gradients_are_those_of_torch():
    torch = pytest.importorskip("torch")
    layer, x = linear(5, 4), np.random.default_rng(2).standard_normal((6, 5))
    peer = torch.nn.Linear(5, 4, dtype=torch.float64)
    with torch.no_grad():
        peer.weight.copy_(torch.tensor(layer.W.array.T))
        peer.bias.copy_(torch.tensor(layer.b.array))
    z, z_peer = layer(x), peer(torch.tensor(x))
    np.testing.assert_allclose(z.array, z_peer.detach().numpy(), rtol=1e-13)
    g_W, g_b = grad((z**2).sum(), layer.parameters())
    (z_peer**2).sum().backward()
    np.testing.assert_allclose(g_W, peer.weight.grad.numpy().T, rtol=1e-12)
    np.testing.assert_allclose(g_b, peer.bias.grad.numpy(), rtol=1e-12)


def test_in_float32_everything_stays_float32():
    with use_dtype("float32"):
        layer = linear()
    z = layer(np.ones((4, 3), np.float32))
    assert z.dtype == layer.W.dtype == layer.b.dtype == np.float32
    assert {g.dtype for g in grad(z.sum(), layer.parameters(), create_graph=True)} == {np.dtype("float32")}


def test_the_layer_runs_where_numpy_may_not_reach():
    layer, x = linear(), np.ones((4, 3))
    expected = [layer(x).array, *grad(layer(x).sum(), layer.parameters())]
    layer.W, layer.b = Parameter(StrictArray(layer.W.array)), Parameter(StrictArray(layer.b.array))
    z = layer(StrictArray(x))
    for found, right in zip([z.array, *grad(z.sum(), layer.parameters())], expected, strict=True):
        assert type(found) is StrictArray
        np.testing.assert_allclose(found.get(), right)


@pytest.mark.parametrize("m", [0, 1])
def test_empty_and_single_batches_are_fine(m):
    layer = linear()
    z = layer(np.ones((m, 3)))
    assert z.shape == (m, 2)
    assert grad(z.sum(), layer.b).tolist() == [m, m]


@pytest.mark.parametrize("n", [np.int64(3), np.int32(3)])
def test_a_count_may_be_numpys_integer(n):
    assert linear(n_in=n).W.shape == (3, 2)
