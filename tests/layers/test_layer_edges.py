"""Layers at their edges: sequences in batch norm, all subnetworks of the smallest nets, wrong states."""

import numpy as np
import pytest

from dlcourse.autodiff import grad
from dlcourse.layers import BatchNorm, Dropout, Linear, LSTMCell, Module, Sequential
from dlcourse.layers import dropout as dropout_module
from dlcourse.layers.dropout import subnetworks
from dlcourse.models.lenet import conv_parameters
from dlcourse.optimizers import clip_by_norm, global_norm
from dlcourse.prediction import predict
from dlcourse.tensor import Tensor

RNG = np.random.default_rng(6)


@pytest.mark.parametrize("shape", [(6, 3), (6, 3, 4), (6, 3, 4, 2)])
def test_batch_norm_takes_vectors_sequences_and_images_as_pytorch_does(shape):
    torch = pytest.importorskip("torch")
    x = RNG.standard_normal(shape)
    ours = BatchNorm(3, momentum=0.9)
    ours.gamma.array[...], ours.beta.array[...] = [1.0, 2.0, 3.0], [0.1, 0.2, 0.3]
    kind = {2: torch.nn.BatchNorm1d, 3: torch.nn.BatchNorm1d, 4: torch.nn.BatchNorm2d}[len(shape)]
    theirs = kind(3, momentum=0.1, dtype=torch.float64)
    theirs.weight.data, theirs.bias.data = torch.tensor(ours.gamma.array), torch.tensor(ours.beta.array)
    input_, U = torch.tensor(x, requires_grad=True), RNG.standard_normal(shape)
    Y = theirs(input_)
    (Y * torch.tensor(U)).sum().backward()
    z = Tensor(x)
    np.testing.assert_allclose(ours(z).array, Y.detach().numpy(), rtol=1e-9, atol=1e-12)
    gradients = grad((ours(z) * U).sum(), [z, ours.gamma, ours.beta])
    for found, expected in zip(gradients, (input_.grad, theirs.weight.grad, theirs.bias.grad), strict=True):
        np.testing.assert_allclose(found, expected.numpy(), rtol=1e-8, atol=1e-11)
    ours, theirs = ours.eval(), theirs.eval()
    ours.running_mean[...] = theirs.running_mean.numpy()
    ours.running_variance[...] = theirs.running_var.numpy()
    np.testing.assert_allclose(ours(x).array, theirs(torch.tensor(x)).detach().numpy(), rtol=1e-9)


def test_every_way_to_count_units_wrongly_is_refused(monkeypatch):
    layer = Dropout(0.5, rng=RNG)
    p, outputs = subnetworks(layer, np.array([[4.0]]), [1])
    assert p.tolist() == [0.5, 0.5] and outputs.ravel().tolist() == [0.0, 8.0]
    monkeypatch.setattr(dropout_module, "MAX_UNITS", 3)
    assert len(subnetworks(layer, np.ones((1, 3)), [3])[0]) == 8
    for model, widths in ((layer, [4]), (layer, [2.0]), (layer, [0]), (layer, [1, 1]), (Sequential(), [])):
        with pytest.raises(ValueError, match="subnetworks: expected one width"):
            subnetworks(model, np.ones((1, 4)), widths)


def test_looking_at_subnetworks_or_at_a_trace_records_nothing():
    seen = []

    class Watching(Module):
        def fprop(self, x):
            y = Tensor(np.ones(1)) * 2
            seen.append(y.op)
            return x

    model = Sequential(Watching(), Dropout(0.5, rng=RNG))
    subnetworks(model, np.ones((1, 1)), [1])
    model.trace(np.ones((1, 1)))
    assert seen == [None] * 3
    model(np.ones((1, 1)))
    assert seen[3] is not None


@pytest.mark.parametrize("state", [np.zeros((2, 3)), [np.zeros((2, 3))], [np.zeros((2, 3))] * 3])
def test_the_state_of_an_lstm_is_a_pair(state):
    with pytest.raises(ValueError, match=r"LSTMCell: expected the state as a pair \(h, c\)"):
        LSTMCell(1, 3, rng=RNG)(np.zeros((2, 1)), state)


@pytest.mark.parametrize(
    ("shape", "advice"),
    [
        ((5,), "a single sample is a row"),
        ((5, 4), "transpose it"),
        ((5, 4, 4), "flatten it"),
        ((4, 4), "compare the layer's n_in"),
        ((4,), "compare the layer's n_in"),
    ],
)
def test_the_advice_fits_the_shape(shape, advice):
    with pytest.raises(ValueError, match=f"Linear: expected .*; .*{advice}"):
        Linear(5, 2, rng=RNG)(np.zeros(shape))


def test_a_subclass_may_take_options_and_inherit_its_fprop():
    options = []

    class Named(Linear):
        def __init_subclass__(cls, **given):
            options.append(given)
            super().__init_subclass__()

    class Taking(Named, title="x"):
        pass

    layer = Taking(2, 3, rng=RNG)
    x = Tensor(np.ones((1, 2)))
    gradients = layer.bprop(x, np.ones((1, 3)), layer.fprop(x))[1]
    assert options == [{"title": "x"}] and [g.shape for g in gradients] == [(2, 3), (3,)]
    with pytest.raises(TypeError):

        class Unknown(Linear, title="x"):
            pass


def test_counts_of_a_convolution_are_checked():
    with pytest.raises(ValueError, match="conv_parameters: expected n_in"):
        conv_parameters(0, 6, 5)


def test_a_norm_of_nothing_is_zero_and_that_of_the_smallest_numbers_is_not():
    assert global_norm([np.zeros(0)]) == 0.0 == global_norm([])
    assert global_norm([np.array([3e-200]), np.array([4e-200])]) == pytest.approx(5e-200)
    assert global_norm([np.array([0.3, 0.4])]) == pytest.approx(0.5)
    g = [np.array([3.0, 4.0])]
    assert clip_by_norm(g, 5.0)[0] is g[0]  # just as long as allowed: the same arrays


def test_what_only_looks_like_a_model_is_refused():
    class Half:
        def parameters(self):
            return []

        def __call__(self, x):
            return x

    with pytest.raises(TypeError, match="predict: expected"):
        predict(Half(), np.ones((2, 1)))
