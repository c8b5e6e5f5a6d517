"""Numbers on edges: beside their edge, free of nodes, of each other and of other edges."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from dlcourse.plotting.edge_labels import frame, place_labels, text_width

LEVEL = np.array([[0.0, 0.0], [2.0, 0.0]])
FALLING = np.array([[0.0, 2.0], [2.0, 0.0]])
NOWHERE = np.zeros((0, 4))


def test_a_text_is_as_wide_as_it_is_drawn():
    for text in ("\N{MULTIPLICATION SIGN} 0.241", "$w_{12}$", "sigmoid"):
        figure = Figure(figsize=(3, 1), dpi=200)
        drawn = (
            figure.text(0.1, 0.5, text, fontsize=13)
            .get_window_extent(FigureCanvasAgg(figure).get_renderer())
            .width
        )
        assert text_width(text, 13) == pytest.approx(drawn / 200, abs=0.05)
    assert text_width("", 13) == 0


def test_a_label_stands_above_the_middle_of_its_edge_along_it():
    (x, y, angle) = place_labels([LEVEL], [0.5], 0.14, NOWHERE)[0]
    assert (x, angle) == (1, 0) and 0.07 < y < 0.15
    (x, y, angle) = place_labels([FALLING], [0.5], 0.14, NOWHERE)[0]
    assert angle == pytest.approx(-45) and x + y > 2.05


def test_an_edge_without_a_label_gets_none():
    assert place_labels([LEVEL, LEVEL + 1], [0, 0.5], 0.14, NOWHERE)[0] is None


def test_a_label_evades_a_node():
    box = np.array([[0.6, 0.01, 1.4, 1.0]])
    x, y, _ = place_labels([LEVEL], [0.5], 0.14, box)[0]
    assert y < 0 or abs(x - 1) > 0.65


def test_labels_of_edges_that_cross_lie_on_neither_edge_nor_on_each_other():
    spots = place_labels([FALLING, FALLING * [1, -1] + [0, 2]], [0.5, 0.5], 0.14, NOWHERE)
    corners = []
    for x, y, angle in spots:
        turn = np.exp(1j * np.radians(angle))
        corners.append(x + 1j * y + turn * np.array([s * 0.25 + t * 0.07j for s in (-1, 1) for t in (-1, 1)]))
    for c in corners:
        assert len(set(np.sign(c.real + c.imag - 2))) == 1
        assert len(set(np.sign(c.imag - c.real))) == 1
    assert abs(corners[0].mean() - corners[1].mean()) > 0.3


def test_the_frame_keeps_a_label_in_the_picture():
    at_the_top = LEVEL + [0.0, 0.95]
    assert place_labels([at_the_top], [0.5], 0.14, NOWHERE)[0][1] > 1
    assert place_labels([at_the_top], [0.5], 0.14, frame(2.0, 1.0))[0][1] < 0.95
