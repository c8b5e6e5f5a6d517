"""Decision regions."""

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.collections import PathCollection

from dlcourse.plotting import plot_decision_regions
from dlcourse.plotting.decision_regions import as_classes
from dlcourse.tensor import Tensor

X = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_outputs_of_every_kind_become_classes():
    assert as_classes(np.array([0, 2])).tolist() == [0, 2]
    for lost in ([[np.nan, 1.0]], [[np.nan]], [np.nan]):
        with pytest.raises(ValueError, match="expected a prediction at each point, got NaN"):
            as_classes(np.array(lost))
    assert as_classes(np.array([[0.1, 0.3], [0.2, -1.0]])).tolist() == [1, 0]
    assert as_classes(Tensor([[-0.1], [0.1]])).tolist() == [0, 1]


def test_the_plane_shows_what_the_model_answers_and_the_samples_their_class():
    ax = plot_decision_regions(lambda p: (p[:, 0] > 0.5).astype(int), X, [0, 1, 0], n_points=50)
    shown = ax.collections[0].get_array().reshape(50, 50)
    assert (shown[:, :20] == 0).all() and (shown[:, 40:] == 1).all()
    samples = [c for c in ax.collections if isinstance(c, PathCollection)]
    assert [c.get_offsets().tolist() for c in samples] == [[[0, 0], [0, 1]], [[1, 0]]]


def test_a_line_parts_the_regions():
    ax = plot_decision_regions(lambda p: (p[:, 0] > 0.5).astype(int), X, [0, 1, 0], n_points=51)
    (border,) = (c for c in ax.collections if getattr(c, "levels", None) is not None)
    assert np.ptp(border.get_paths()[0].vertices[:, 0]) < 0.05
    np.testing.assert_allclose(border.get_paths()[0].vertices[:, 0], 0.5, atol=0.05)


def test_one_region_alone_has_no_border():
    ax = plot_decision_regions(lambda p: np.zeros(len(p), int), X, [0, 1, 0])
    assert not any(getattr(c, "levels", None) is not None for c in ax.collections)


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        (np.zeros((2, 3)), [0, 1], r"expected x \(m, 2\), got \(2, 3\)"),
        (X, [0, 1, 9], "at most 7 classes, got 10"),
    ],
)
def test_bad_input_is_named(x, y, message):
    with pytest.raises(ValueError, match=message):
        plot_decision_regions(lambda p: p[:, 0], x, y)
