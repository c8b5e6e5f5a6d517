"""A node per layer: the shapes of its arrays, where there is room, and the same in words."""

import matplotlib
import matplotlib.pyplot as plt
import pytest
from gallery import mlp

from dlcourse import ops
from dlcourse.experiments.ch02_xor import hand_set_network
from dlcourse.plotting import draw_layers, draw_network, use_style


@pytest.fixture(autouse=True)
def _no_window():
    matplotlib.use("Agg")
    use_style()
    yield
    plt.close("all")


def texts(figure):
    return [text.get_text() for text in figure.axes[0].texts]


@pytest.mark.rows("S168")
def test_one_network_is_drawn_with_a_node_per_unit_and_with_a_node_per_layer():
    """XOR's nine parameters: once as numbers on edges and units, once as the shapes of four arrays."""
    model = hand_set_network()
    by_unit, by_layer = draw_network(model), draw_layers(model)
    numbers = [text for text in texts(by_unit) if text.startswith("bias")] + [
        text.get_text() for text in by_unit.axes[0].texts if text.get_gid() == "weight"
    ]
    assert len(numbers) == model.n_parameters == 9
    assert {"$W$ 2 × 2", "$b$ 2", "$W$ 2 × 1", "$b$ 1"} <= set(texts(by_layer))
    assert len([patch for patch in by_layer.axes[0].patches if patch.get_gid() == "layer"]) == 3


def test_the_label_says_the_layers_in_words():
    assert draw_layers(mlp(64, 100, 10, 1)).get_label() == (
        "A network in layers: x, 64 inputs; h1, 100 units, relu; h2, 10 units, relu; y_hat, 1 unit, linear."
    )


def test_shapes_are_left_out_where_there_is_no_room():
    assert not [text for text in texts(draw_layers(mlp(9, 100, 100, 100, 100, 9))) if text.startswith("$W$")]


def test_other_layers_are_refused():
    with pytest.raises(ValueError, match="draw_layers: expected a Sequential of Linear layers"):
        draw_layers(ops.relu)
