"""Figures as they are placed: wide as their panels, legible on a phone, light, nothing cut off."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from gallery import FIGURES

from dlcourse import plotting
from dlcourse.plotting import panels, use_style
from dlcourse.plotting.placing import MOST_BYTES, WIDTHS, picture, problems

NOT_FIGURES = {"COLORS", "DASHES", "use_style", "panels", "activation_percentiles", "parameter_arrays"}
NOT_FIGURES |= {"describe_graph", "draw_recorded_graph", "plot_points"}  # a text; parts of others


@pytest.fixture(autouse=True)
def style():
    with matplotlib.rc_context():
        matplotlib.use("Agg")
        use_style()
        yield
    plt.close("all")


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_legible_on_a_phone_complete_and_light(name):
    figure = FIGURES[name]()
    text = picture(figure)  # a warning of what it finds is an error
    assert len(text.encode()) <= MOST_BYTES
    assert figure.get_figwidth() <= max(WIDTHS.values())


def test_every_kind_of_figure_is_in_the_gallery():
    drawn = {name for draw in FIGURES.values() for name in names_in(draw)}
    missing = set(plotting.__all__) - NOT_FIGURES - drawn
    assert not missing, f"add {sorted(missing)} to tests/plotting/gallery.py"


def names_in(function):
    """The names that a function of the gallery uses, and those that these use."""
    names = set(function.__code__.co_names)
    others = [function.__globals__.get(name) for name in names]
    return names.union(*(o.__code__.co_names for o in others if hasattr(o, "__code__")))


@pytest.mark.parametrize("n", [1, 2, 3])
def test_panels_stand_side_by_side_in_the_width_for_their_number(n):
    figure, axes = panels(n, n_rows=2, height=1.5)
    assert np.shape(axes) == ((2,) if n == 1 else (2, n))
    assert figure.get_size_inches().tolist() == [WIDTHS[n], 3.0]


def test_four_panels_side_by_side_are_refused():
    with pytest.raises(
        ValueError, match="panels: expected 1, 2 or 3 panels side by side, got 4; put the others"
    ):
        panels(4)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda ax: ax.set_xlabel("small", fontsize=8), "'small' is 8.3 px high on a phone, not 9"),
        (lambda ax: ax.text(0.5, 0.5, "-0.5"), "'-0.5' has a hyphen"),
        (lambda ax: ax.figure.text(0.99, 0.5, "far"), "'far' is cut off"),
    ],
)
def test_what_cannot_be_read_is_told(change, problem):
    figure, ax = panels()
    ax.set(xlim=(-1, 1))
    change(ax)
    (found,) = problems(figure)
    assert problem in found
    with pytest.warns(UserWarning, match="picture: "):
        picture(figure)


def test_ticks_outside_of_the_axes_are_not_seen():
    figure, ax = panels()
    ax.plot([0, 1], [0, 1])
    ax.set(xlim=(0.05, 0.95), ylim=(0.05, 0.95))
    assert problems(figure) == []


def test_a_heavy_picture_is_told():
    figure, ax = panels()
    ax.plot(*np.random.default_rng(0).normal(size=(2, 9000)), "o")
    with pytest.warns(UserWarning, match="expected an SVG of at most 60,000 bytes, got"):
        picture(figure)


def test_a_notebook_shows_this_picture(monkeypatch):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    monkeypatch.setattr("dlcourse.plotting.style.get_ipython", lambda: shell)
    use_style()
    figure, _ = panels()
    figure.set_label("an empty panel")
    (shown,) = shell.display_formatter.format(figure, include={"image/svg+xml"})[0].values()
    assert shown == picture(figure) and "<title>an empty panel</title>" in shown
