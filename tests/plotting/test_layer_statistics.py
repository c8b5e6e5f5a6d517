"""Percentiles and histograms along the depth of a network."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from dlcourse.layers import MLP
from dlcourse.plotting import (
    activation_percentiles,
    parameter_arrays,
    plot_histograms,
    plot_percentiles,
    use_style,
)

RNG = np.random.default_rng(0)


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_percentiles_are_those_of_every_array_along_the_chain():
    model, x = MLP((3, 5, 2), rng=RNG), RNG.standard_normal((40, 3))
    rows = activation_percentiles(model, x)
    assert rows.shape == (4, 3)
    hidden = np.tanh(x @ model.layers[0].W.array + model.layers[0].b.array)
    np.testing.assert_allclose(rows[2], np.quantile(hidden, [0.15, 0.5, 0.85]))
    ax = plot_percentiles(rows)
    assert [line.get_ydata().tolist() for line in ax.lines] == rows.T.tolist()


def test_a_histogram_counts_every_finite_value_and_tells_the_lost_ones():
    figure = plot_histograms({"W": np.arange(10.0), "g": np.array([1.0, np.nan, np.inf, 2.0])}, bins=5)
    first, second = figure.axes
    assert [patch.get_height() for patch in first.patches] == [2] * 5
    assert sum(patch.get_height() for patch in second.patches) == 2
    assert first.get_xlabel() == f"std {np.arange(10.0).std():.2g}"
    assert second.get_xlabel().endswith("2 not finite")


def test_parameters_and_gradients_go_by_the_names_of_the_model():
    model = MLP((3, 5, 2), rng=RNG)
    arrays = parameter_arrays(model, [p.array * 2 for p in model.parameters()])
    assert list(arrays) == [name for name, _ in model.named_parameters()]
    assert np.array_equal(arrays["steps.0.W"], 2 * model.layers[0].W.array)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plot_percentiles(np.zeros((4, 2))), r"expected rows \(n, 3\), got \(4, 2\)"),
        (lambda: plot_histograms({}), "at least one array, got none"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_more_than_three_histograms_take_another_row():
    figure = plot_histograms({f"layer {i}": RNG.standard_normal(20) for i in range(4)})
    assert figure.axes[0].get_gridspec().get_geometry() == (2, 3)
    assert [ax.axison for ax in figure.axes] == [True] * 4 + [False] * 2


@pytest.mark.parametrize("scale", [1e-7, 1e-4, 1.0, 1e5])
def test_numbers_below_a_histogram_stand_apart(scale):
    with plt.rc_context():
        use_style()
        figure = plot_histograms({f"layer {i}": scale * RNG.standard_normal(500) for i in range(3)})
        figure.draw_without_rendering()
    for ax in figure.axes:
        boxes = [text.get_window_extent() for text in ax.get_xticklabels()]
        assert len(boxes) > 1
        assert not any(a.overlaps(b) for a, b in zip(boxes[:-1], boxes[1:], strict=True))


def test_the_highest_percentile_is_named_first():
    ax = plot_percentiles(np.array([[0, 1, 2], [0, 1, 2]]))
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["85 %", "50 %", "15 %"]
