"""Feedforward networks as deck Srihari defines them: mappings, chains, depth and width, without feedback."""

import itertools

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.data import noisy_sine
from dlcourse.experiments.ch05_paths import all_paths
from dlcourse.graphs import Symbol, get_consumers, graph_of
from dlcourse.layers import MLP, Conv2d, Linear, Maxout, MaxPool2d, RNNCell, Sequential
from dlcourse.losses import mean_squared_error, softmax_cross_entropy
from dlcourse.models import least_squares
from dlcourse.optimizers import Adam
from dlcourse.regularization import L2
from dlcourse.tensor import Tensor
from dlcourse.training import fit


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.rows("S001", "S009")
@pytest.mark.parametrize("seed", range(3))
def test_training_on_noisy_samples_comes_nearer_to_the_function_than_they_are(seed):
    x, y = noisy_sine(200, rng=rng(seed), noise=0.3)
    model = MLP((1, 12, 1), rng=rng(seed))
    fit(model, mean_squared_error, x, y, Adam(model.parameters(), lr=0.03), n_epochs=600, progress=False)
    dense = np.linspace(0.02, 0.98, 200)[:, None]
    error = np.sqrt(((model(dense).array - np.sin(2 * np.pi * dense)) ** 2).mean())
    assert error < 0.15 < 0.25 < np.std(y - np.sin(2 * np.pi * x))


@pytest.mark.rows("S001")
def test_the_parameters_alone_decide_the_mapping():  # y = f(x; theta)
    first, second = MLP((3, 5, 2), rng=rng(1)), MLP((3, 5, 2), rng=rng(2))
    x = rng().standard_normal((7, 3))
    assert not np.allclose(first(x).array, second(x).array)
    second.load_state_dict(first.state_dict())
    np.testing.assert_array_equal(first(x).array, second(x).array)


@pytest.mark.rows("S002")
def test_a_graph_with_feedback_is_refused():
    x, w = Symbol("x"), Symbol("w")
    h = x * w
    y = h + 1.0
    assert len(graph_of(y)) == 4
    h.inputs = (x, y)  # forged: no op makes a variable from a later one
    with pytest.raises(ValueError, match="graph_of: expected a graph without cycles, got .* made from"):
        graph_of(y)
    with pytest.raises(ValueError, match="expected edges without a cycle"):
        steps = [("vote", "college", 1.0), ("college", "result", 1.0), ("result", "vote", 1.0)]
        all_paths(steps, "vote", "result")


@pytest.mark.rows("S002")
def test_information_flows_one_way():  # inputs change what follows, and nothing before
    model = MLP((2, 4, 3, 1), rng=rng())
    x = rng(1).standard_normal((5, 2))
    before = model.trace(x)
    model.layers[1].b.array += 1.0
    after = model.trace(x)
    same = [np.array_equal(a, b) for a, b in zip(before, after, strict=True)]
    assert same == [True] * 3 + [False] * 3


@pytest.mark.rows("S003")
def test_a_recurrent_unit_unrolled_is_a_feedforward_chain_with_shared_weights():
    cell = RNNCell(1, 1, rng=rng())
    x = rng(1).standard_normal((4, 3, 1))  # 4 sequences of 3 steps
    h = np.zeros((4, 1))
    for t in range(3):
        h = cell(x[:, t], h)
    w, u, b = (float(p.array.ravel()[0]) for p in (cell.W, cell.U, cell.b))
    chain, slopes = np.zeros(4), []
    for t in range(3):
        previous, chain = chain, np.tanh(w * x[:, t, 0] + u * chain + b)
        slopes.append((1 - chain**2, previous))
    np.testing.assert_allclose(h.array[:, 0], chain, rtol=1e-12)
    G, by_u = np.ones(4), 0.0
    for slope, previous in reversed(slopes):  # one layer after the other, each with its own part for u
        by_u += (G * slope * previous).sum()
        G = G * slope * u
    assert float(grad(h.sum(), cell.U)[0, 0]) == pytest.approx(by_u, rel=1e-12)


@pytest.mark.rows("S004")
def test_a_convolution_follows_a_shift_of_the_photo_and_a_linear_layer_does_not():
    photo = np.zeros((1, 1, 12, 12))
    photo[..., 3:6, 3:6] = rng().random((3, 3))
    moved = np.roll(photo, (2, 4), axis=(2, 3))
    conv, linear = Conv2d(1, 2, 3, padding=1, rng=rng(1)), Linear(144, 144, rng=rng(1))
    np.testing.assert_allclose(conv(moved).array, np.roll(conv(photo).array, (2, 4), axis=(2, 3)), atol=1e-14)
    z, z_moved = (linear(p.reshape(1, -1)).array.reshape(12, 12) for p in (photo, moved))
    assert abs(z_moved - np.roll(z, (2, 4), axis=(0, 1))).max() > 0.1


@pytest.mark.rows("S093")
@pytest.mark.parametrize(("n_blocks", "width"), [(1, 4), (2, 10), (3, 22)])
def test_deeper_features_of_a_convolutional_net_see_more_of_the_image(n_blocks, width):
    """3 x 3 convolution and 2 x 2 pooling: the field grows by (k - 1) times the step between fields."""
    steps = []
    for _ in range(n_blocks):
        steps += [Conv2d(1, 1, 3, rng=rng(), init=lambda shape, rng: np.ones(shape)), MaxPool2d(2)]
    field, step = 1, 1
    for k, stride in [(3, 1), (2, 2)] * n_blocks:
        field, step = field + (k - 1) * step, step * stride
    assert field == width
    seen = np.zeros((64, 64), bool)
    for seed in range(30):  # pooling picks one of four, so several images
        image = Tensor(rng(seed).random((1, 1, 64, 64)))
        y = Sequential(*steps)(image)
        seen |= grad(y[0, 0, 1, 1], image)[0, 0] != 0
    rows, columns = np.nonzero(seen)
    assert 0.9 * width <= np.ptp(rows) + 1 <= width and 0.9 * width <= np.ptp(columns) + 1 <= width


@pytest.mark.rows("S005")
def test_a_chain_is_its_functions_one_in_the_other():  # f3(f2(f1(x)))
    f1, f2, f3 = Linear(3, 4, rng=rng()), ops.tanh, Linear(4, 2, rng=rng(1))
    x = Tensor(rng(2).standard_normal((5, 3)))
    chain = Sequential(f1, f2, f3)
    expected = np.tanh(x.array @ f1.W.array + f1.b.array) @ f3.W.array + f3.b.array
    np.testing.assert_allclose(chain(x).array, expected, rtol=1e-12)
    graph = graph_of(chain(x))
    along = [x]
    while followers := get_consumers(along[-1], graph):
        along += followers
    assert [repr(V.op) for V in along[1:]] == ["affine", "tanh", "affine"]  # one path from x to y


AUDIT = [(2, 2, 1), (5, 7), (64, 40, 10), (3, 8, 8, 8, 2), (1, 2, 2, 2, 2, 1)]


@pytest.mark.rows("S006", "S007", "S011", "S095")
@pytest.mark.parametrize("widths", AUDIT)
def test_depth_widths_and_parameters_are_counted_without_the_input(widths):
    torch = pytest.importorskip("torch")
    model = MLP(widths, rng=rng())
    peer = [torch.nn.Linear(*pair) for pair in itertools.pairwise(widths)]
    assert model.depth == len(peer) == len(widths) - 1
    assert model.widths == [layer.out_features for layer in peer] == list(widths[1:])
    assert model.n_parameters == sum(p.numel() for layer in peer for p in layer.parameters())
    if len(widths) == 3:
        D, M, K = widths
        assert model.n_parameters == M * (D + 1) + K * (M + 1)


@pytest.mark.rows("S006", "S007", "S011")
def test_the_net_for_xor_has_depth_2_width_2_and_9_parameters():
    model = MLP((2, 2, 1), rng=rng())
    assert (model.depth, model.widths[0], model.n_parameters) == (2, 2, 9)
    assert Sequential(Sequential(Linear(2, 2, rng=rng()), ops.relu), Linear(2, 1, rng=rng())).depth == 2


@pytest.mark.rows("S007")
def test_the_two_layer_formula_sum_by_sum():  # y_k = sigma(sum_j w_kj h(sum_i w_ji x_i + b_j) + b_k)
    D, M, K = 3, 4, 2
    model = Sequential(*MLP((D, M, K), rng=rng()).steps, ops.sigmoid)
    for layer in model.layers:
        layer.b.array[...] = rng(1).standard_normal(layer.b.shape)
    (W1, b1), (W2, b2) = ((layer.W.array, layer.b.array) for layer in model.layers)
    x = rng(2).standard_normal(D)
    h = [np.tanh(sum(W1[i, j] * x[i] for i in range(D)) + b1[j]) for j in range(M)]
    y = [1 / (1 + np.exp(-sum(W2[j, k] * h[j] for j in range(M)) - b2[k])) for k in range(K)]
    np.testing.assert_allclose(model(x[None]).array[0], y, rtol=1e-12)


@pytest.mark.rows("S072", "S011")
@pytest.mark.parametrize("name", ["relu", "tanh", "sigmoid", "softplus", "absolute", "elu", "hard_tanh"])
def test_a_hidden_unit_is_an_affine_map_and_a_nonlinearity(name):  # units act in parallel
    torch = pytest.importorskip("torch")
    peers = {"absolute": torch.abs, "hard_tanh": torch.nn.functional.hardtanh}
    g = peers.get(name) or getattr(torch.nn.functional, name)
    layer = Linear(4, 6, rng=rng(), bias_init=lambda shape, rng: rng.standard_normal(shape))
    x = rng(1).standard_normal((5, 4))
    h = Sequential(layer, getattr(ops, name))(x).array
    W, b = torch.tensor(layer.W.array), torch.tensor(layer.b.array)
    for j in range(6):  # each unit alone: vector to scalar
        np.testing.assert_allclose(h[:, j], g(torch.tensor(x) @ W[:, j] + b[j]).numpy(), rtol=1e-12)


@pytest.mark.rows("S081")
@pytest.mark.parametrize("k", [2, 4, 5])
def test_maxout_saves_a_factor_of_k_in_the_weights_of_the_next_layer(k):
    n_pieces = 40
    next_of_relu = Linear(n_pieces, 10, rng=rng())
    maxout = Maxout(6, n_pieces // k, k, rng=rng())
    next_of_maxout = Linear(maxout.n_out, 10, rng=rng())
    assert maxout.n_parameters == Linear(6, n_pieces, rng=rng()).n_parameters  # as many pieces as units
    assert next_of_relu.W.size == k * next_of_maxout.W.size
    assert Sequential(maxout, next_of_maxout)(np.ones((3, 6))).shape == (3, 10)


@pytest.mark.rows("S097")
def test_one_hidden_layer_fits_any_training_set_and_learns_nothing_by_that():
    x, noise = rng().standard_normal((30, 5)), rng(1).standard_normal((60, 1))
    hidden = Sequential(Linear(5, 30, rng=rng(2)), ops.tanh)
    w, b = least_squares(hidden(x).array, noise[:30])  # one unit per sample
    assert abs(hidden(x).array @ w + b - noise[:30]).max() < 1e-8
    fresh = hidden(rng(3).standard_normal((30, 5))).array @ w + b
    assert ((fresh - noise[30:]) ** 2).mean() > noise[30:].var()  # worse than any constant


@pytest.mark.rows("S120")
@pytest.mark.parametrize("penalty", [0.0, 0.3])
def test_forward_propagation_ends_in_a_scalar_cost(penalty):  # J(theta) = L + Omega
    model = MLP((3, 4, 2), rng=rng())
    x, y = rng(1).standard_normal((6, 3)), np.array([0, 1, 1, 0, 1, 0])
    J = softmax_cross_entropy(model(x), y) + L2(penalty)(model)
    W1, W2 = (layer.W.array for layer in model.layers)
    z = np.tanh(x @ W1) @ W2  # biases start at 0
    per_sample = [np.log(np.exp(row).sum()) - row[label] for row, label in zip(z, y, strict=True)]
    expected = np.mean(per_sample) + penalty / 2 * ((W1**2).sum() + (W2**2).sum())
    assert J.shape == () and float(J) == pytest.approx(expected, rel=1e-12)
