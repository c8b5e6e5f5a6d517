"""Networks as the decks build them: units, layers, stages and directions, against plain loops and torch."""

import itertools

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.data import xor
from dlcourse.experiments.ch02_xor import network as xor_network
from dlcourse.layers import MLP, Linear, RNNCell, Sequential
from dlcourse.models.gates import GATES, gate, step
from dlcourse.models.perceptron import fit_perceptron

rng = np.random.default_rng(11)


def layer_by_loops(x, W, b, g):
    """h_j = g(sum_i W_ij x_i + b_j), sample by sample and sum by sum.   W_ij leads from i to j"""
    return np.array(
        [
            [g(b[j] + sum(W[i, j] * row[i] for i in range(len(W)))) for j in range(len(b))]
            for row in np.asarray(x)
        ]
    )


@pytest.mark.rows("K003")
@pytest.mark.parametrize("name", GATES)
def test_the_threshold_of_a_gate_is_its_negative_bias(name):  # 1 if w1 x1 + w2 x2 > theta
    (w1, w2), b = GATES[name]
    for x1, x2 in itertools.product((0, 1), repeat=2):
        assert gate(name, x1, x2) == int(w1 * x1 + w2 * x2 > -b)


@pytest.mark.rows("K003", "K004")
def test_on_its_threshold_a_unit_is_off():  # > and not >=
    theta = 1.5
    sums = np.array([theta - 1e-9, theta, theta + 1e-9])
    assert step(sums - theta).tolist() == [int(s > theta) for s in sums] == [0, 0, 1]


@pytest.mark.rows("L002")
def test_the_bias_is_the_weight_of_a_constant_input_and_classes_get_an_output_each():
    unit = Linear(3, 4, rng=rng)
    unit.b.array[...] = rng.standard_normal(4)
    x = rng.standard_normal((5, 3))
    extended = np.column_stack([np.ones(5), x]) @ np.vstack([unit.b.array, unit.W.array])
    np.testing.assert_allclose(unit(x).array, extended, rtol=1e-12, atol=1e-14)


@pytest.mark.rows("L002")
def test_one_perceptron_per_class_tells_three_classes_apart():
    centers = np.array([[0.0, 4.0], [4.0, -3.0], [-4.0, -3.0]])
    y = np.repeat(np.arange(3), 30)
    x = centers[y] + np.random.default_rng(2).uniform(-1, 1, (90, 2))
    fits = [fit_perceptron(x, (y == k).astype(float)) for k in range(3)]
    assert all(fit.converged for fit in fits)
    outputs = Linear(2, 3, rng=rng)
    outputs.W.array[...] = np.stack([fit.w for fit in fits], axis=1)
    outputs.b.array[...] = [fit.b for fit in fits]
    linear = outputs(x).array
    assert (linear.argmax(axis=1) == y).all()  # linear outputs, largest wins
    np.testing.assert_array_equal(step(linear), np.eye(3, dtype=int)[y])  # thresholded: one is on


@pytest.mark.rows("L011", "K009", "K012")
@pytest.mark.parametrize(("g1", "g2"), [(ops.tanh, None), (ops.sigmoid, ops.sigmoid), (ops.relu, ops.tanh)])
def test_two_stages_are_g2_of_w2_g1_of_w1_x(g1, g2):
    model = MLP((3, 5, 2), activation=g1, rng=rng)
    model = model if g2 is None else Sequential(*model.steps, g2)
    first, second = model.layers
    for parameter in (first.b, second.b):
        parameter.array[...] = rng.standard_normal(parameter.shape)
    x = rng.standard_normal((4, 3))

    def apply(g):
        return (lambda s: s) if g is None else lambda s: float(g(np.array(s)))

    h = layer_by_loops(x, first.W.array, first.b.array, apply(g1))
    expected = layer_by_loops(h, second.W.array, second.b.array, apply(g2))
    np.testing.assert_allclose(model(x).array, expected, rtol=1e-12, atol=1e-14)


@pytest.mark.rows("K014", "M011", "F016")
@pytest.mark.parametrize("widths", [(2, 3, 1), (4, 6, 6, 6, 2), (3, 8, 7, 6, 5, 4)])
def test_a_deep_network_is_the_repetition_of_one_layer(widths):  # x(l) = g(x(l-1) W(l))
    torch = pytest.importorskip("torch")
    model = MLP(widths, activation=ops.tanh, rng=rng)
    assert model.depth == len(widths) - 1  # the input is no layer
    assert model.widths == list(widths[1:])
    x = rng.standard_normal((6, widths[0]))
    h = torch.tensor(x)
    for k, layer in enumerate(model.layers):
        W, b = (torch.tensor(p.array) for p in (layer.W, layer.b))
        h = torch.nn.functional.linear(h, W.T, b)
        h = h if k == model.depth - 1 else torch.tanh(h)
    np.testing.assert_allclose(model(x).array, h.numpy(), rtol=1e-12, atol=1e-14)


@pytest.mark.rows("K010")
def test_a_topology_is_layers_units_and_direction():
    model = MLP((5, 7, 3, 2), activation=ops.relu, rng=rng)
    assert (model.depth, sum(model.widths)) == (3, 12)
    assert model.n_parameters == 5 * 7 + 7 + 7 * 3 + 3 + 3 * 2 + 2
    with pytest.raises(ValueError, match=r"Linear: expected x of shape \(m, 3\)"):
        Sequential(*reversed(model.steps))(np.ones((1, 5)))  # the other way round nothing fits


@pytest.mark.rows("K011")
def test_a_recurrent_network_remembers_and_a_feedforward_one_does_not():
    cell, feedforward = RNNCell(2, 3, rng=rng), MLP((2, 3, 3), rng=rng)
    cell.U.array[...] = 0.9 * np.eye(3)  # a loop from each unit to itself
    sequence = 0.2 * rng.standard_normal((5, 1, 2))
    other = sequence.copy()
    other[0] += 1.0  # only the first input differs

    def last_of(cell, sequence):
        h = np.zeros((1, 3))
        for x in sequence:
            h = np.tanh(x @ cell.W.array + h @ cell.U.array + cell.b.array)
        return h

    def states(sequence):
        h = np.zeros((1, 3))
        for x in sequence:
            h = cell(x, h)
        return h.array

    np.testing.assert_allclose(states(sequence), last_of(cell, sequence), rtol=1e-12)
    assert np.abs(states(sequence) - states(other)).max() > 1e-2
    np.testing.assert_array_equal(feedforward(sequence[-1]).array, feedforward(other[-1]).array)
    cell.U.array[...] = 0  # without the loop the cell is feedforward
    np.testing.assert_array_equal(states(sequence), states(other))


@pytest.mark.rows("M013")
def test_hidden_units_may_trade_places_but_their_mean_is_no_solution():
    """Solutions of linear equations could be averaged: with a hidden layer there is no closed form of that
    kind. The two exact XOR networks differ in the order of their units only."""
    x, y = xor()
    solution = {"W": [[1.0, 1.0], [1.0, 1.0]], "c": [0.0, -1.0], "w": [[1.0], [-2.0]], "b": [0.0]}
    swapped = {"W": solution["W"], "c": [-1.0, 0.0], "w": [[-2.0], [1.0]], "b": [0.0]}
    mean = {name: (np.array(solution[name]) + np.array(swapped[name])) / 2 for name in solution}
    errors = [((xor_network(**p)(x).array - y) ** 2).mean() for p in (solution, swapped, mean)]
    assert errors[0] == errors[1] == 0
    # the mean has two equal units: -relu(x1 + x2 - 1/2) is 0, -1/2, -1/2, -3/2 for targets 0, 1, 1, 0
    assert errors[2] == pytest.approx((0 + 1.5**2 + 1.5**2 + 1.5**2) / 4, rel=1e-14)


@pytest.mark.rows("M006", "M010", "M012")
def test_layers_and_a_nonlinear_activation_are_both_needed_for_xor():
    x, y = xor()
    assert not fit_perceptron(x, y[:, 0]).converged  # a nonlinear unit, no layers
    deep_and_linear = Sequential(*[Linear(a, b, rng=rng) for a, b in itertools.pairwise((2, 8, 8, 1))])
    f = deep_and_linear(x).array[:, 0]
    assert f[0] + f[3] == pytest.approx(f[1] + f[2], abs=1e-12)  # layers, but a plane: XOR has 0 and 2 there
    both = xor_network(W=[[1, 1], [1, 1]], c=[0, -1], w=[[1], [-2]], b=[0])
    np.testing.assert_array_equal(both(x).array, y)


@pytest.mark.rows("M033")
def test_through_a_step_no_gradient_reaches_a_weight():  # the activation must be differentiable
    x, y = xor()
    model = MLP((2, 6, 1), activation=ops.step, rng=np.random.default_rng(3))
    first, second = model.layers
    g_first, g_second = grad(((model(x) - y) ** 2).sum(), [first.W, second.W])
    assert not g_first.any() and g_second.any()  # the last layer learns, what lies below the steps cannot
    smooth = MLP((2, 6, 1), activation=ops.sigmoid, rng=np.random.default_rng(3))
    assert grad(((smooth(x) - y) ** 2).sum(), smooth.layers[0].W).all()
