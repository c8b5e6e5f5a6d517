"""A folded sheet: every copy folds back onto the drawing, and creases cut the open sheet."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from dlcourse.models.regions import fold
from dlcourse.plotting import plot_folded_sheet
from dlcourse.plotting.folded_sheet import unfolded

FOLDS = [((1, 0), 0.0), ((0, 1), 0.0), ((-1, -1), 1.0)]
FLAG = [(0.55, 0.1), (0.12, 0.1), (0.12, 0.55)]


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_every_copy_folds_back_onto_the_drawing():
    copies = unfolded(FLAG, FOLDS)
    assert copies.shape == (8, 3, 2) and len(np.unique(copies[:, 0].round(9), axis=0)) == 8
    for copy in copies:
        for w, b in FOLDS:
            copy = fold(copy, w, b)
        np.testing.assert_allclose(copy, FLAG, atol=1e-12)


def test_creases_lie_where_folding_leaves_a_point_in_its_place():
    left, right = plot_folded_sheet(FLAG, FOLDS)
    assert right.get_title() == "opened: 8 copies"
    creases = [line.get_xydata() for line in right.lines if line.get_linestyle() == "--"]
    assert len(creases) == 1 + 2 + 4  # the first straight through, then through two layers, then four
    for ends in creases:
        x, nearest = ends, np.inf
        for w, b in FOLDS:
            s = x @ np.array(w, float) + b
            nearest, x = np.minimum(nearest, abs(s).max()), fold(x, w, b)
        assert nearest < 1e-6


def test_a_drawing_across_a_crease_is_refused():
    with pytest.raises(ValueError, match="unfolded: expected a drawing that touches no crease"):
        unfolded([(0.2, 0.2), (0.0, 0.5)], FOLDS)
    with pytest.raises(ValueError, match="unfolded: expected a drawing"):
        unfolded([(0.9, 0.9), (0.8, 0.9)], FOLDS)  # where the last fold has left no paper
