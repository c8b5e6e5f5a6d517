"""The lamp on the stairs: on when one switch is up, fed by one wire of the two, along a way without a gap."""

import matplotlib
import pytest

matplotlib.use("agg")

import matplotlib.pyplot as plt  # noqa: E402

from dlcourse.data import xor  # noqa: E402
from dlcourse.plotting import plot_stair_lamp  # noqa: E402

STATES = [(0, 0), (0, 1), (1, 0), (1, 1)]


@pytest.fixture
def axes():
    yield dict(zip(STATES, plot_stair_lamp().axes, strict=True))
    plt.close("all")


def thick(ax):
    drawn = [line for line in ax.lines if line.get_linestyle() != "None"]
    return [line.get_xydata() for line in drawn if line.get_linewidth() > 3]


def is_lit(ax):
    (lamp,) = (line for line in ax.lines if line.get_gid() == "lamp")
    return lamp.get_markerfacecolor() != "none"


def test_the_lamp_and_its_title_follow_xor(axes):
    for (state, ax), y in zip(axes.items(), xor()[1].ravel(), strict=True):
        assert is_lit(ax) == bool(y), state
        assert ax.get_title().endswith("on" if y else "off")


def test_current_runs_from_the_source_to_the_lamp_without_a_gap(axes):
    for state in ((0, 1), (1, 0)):
        pieces = sorted(thick(axes[state]), key=lambda piece: piece[0, 0])
        assert len(pieces) == 5
        for one, following in zip(pieces, pieces[1:], strict=False):
            assert one[-1].tolist() == following[0].tolist()


def test_where_the_lamp_is_off_nothing_carries_current_and_no_wire_joins_the_switches(axes):
    for state in ((0, 0), (1, 1)):
        assert thick(axes[state]) == []
        lines = [line for line in axes[state].lines if line.get_linestyle() != "None"]
        pieces = {tuple(map(tuple, line.get_xydata())) for line in lines}
        (left,) = (end for start, end in pieces if start == (0.8, 0.0))
        (right,) = (start for start, end in pieces if end == (3.2, 0.0))
        assert (left, right) not in pieces


def test_each_lit_state_has_a_wire_of_its_own(axes):
    wires = [
        tuple(map(tuple, piece))
        for state in ((0, 1), (1, 0))
        for piece in thick(axes[state])
        if piece[0, 0] == 1.5 and piece[1, 0] == 2.5
    ]
    assert len(set(wires)) == 2
