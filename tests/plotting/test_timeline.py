"""Blocks in a row: each begins where the one before ends, and a kind is named once."""

from matplotlib import pyplot as plt

from dlcourse.plotting import plot_timeline


def test_blocks_follow_one_another_and_kinds_are_named_once():
    ax = plot_timeline({"recorded": [("decide", 2), ("compute", 1)] * 2, "replayed": [("compute", 1)] * 2})
    found = [(bar.get_x(), bar.get_width(), bar.get_hatch()) for c in ax.containers for bar in c]
    assert [place[:2] for place in found] == [(0, 2), (2, 1), (3, 2), (5, 1), (0, 1), (1, 1)]
    assert found[0][2] == found[2][2] != found[1][2] == found[4][2]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["decide", "compute"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["recorded", "replayed"]
    plt.close("all")
