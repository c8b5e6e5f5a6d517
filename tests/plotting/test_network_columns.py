"""What a drawing shows of a network: which units and edges, under which names."""

import numpy as np
from gallery import mlp

from dlcourse import ops
from dlcourse.layers import Linear, PReLU, Sequential
from dlcourse.plotting.network_columns import activations, columns_of, edges_of, linear_layers, shown


def test_of_many_units_a_few_are_drawn():
    assert shown(8) == list(range(8)) and shown(100) == [0, 1, 2, None, 99]


def test_activations_are_what_follows_each_layer():
    rng = np.random.default_rng(0)
    inner = Sequential(Linear(3, 3, rng=rng), PReLU())
    model = Sequential(Linear(2, 3, rng=rng), ops.leaky_relu, inner, Linear(3, 1, rng=rng))
    assert activations(model) == ["leaky relu", "PReLU", "linear"]


def test_edges_carry_the_weights_of_the_model():
    model = mlp(2, 3, 1)
    layers = linear_layers("draw_network", model)
    edges = edges_of(layers, columns_of(model, layers, None))
    assert len(edges) == 9
    for edge in edges:
        k, i, j = edge.key
        assert edge.weight == layers[k].W.array[i, j] and (edge.row_from, edge.row_to) == (i, j)


def test_units_of_several_hidden_layers_say_which():
    model = mlp(2, 3, 3, 2)
    columns = columns_of(model, linear_layers("draw_network", model), ["a", "w_1"])
    assert [column.names[0] for column in columns] == [
        "$a$",
        "$h^{(1)}_{1}$",
        "$h^{(2)}_{1}$",
        "$\\hat{y}_{1}$",
    ]
    assert [column.spoken[1] for column in columns] == ["w_1", "h2 of layer 1", "h2 of layer 2", "y_hat2"]
