"""Events in the order of their years, a dot at each year to scale, a cross for a limit."""

from pathlib import Path

from matplotlib import pyplot as plt

from dlcourse.experiments.ch01_history import EVENTS, Event
from dlcourse.plotting import plot_history


def test_events_stand_at_their_years_in_order():
    events = [Event(1969, "limits", "b", advance=False), Event(1958, "rule", "a")]
    ax = plot_history(events).axes[0]
    assert [text.get_text() for text in ax.texts] == ["1958  rule", "1969  limits"]
    marks = [line for line in ax.lines if line.get_marker() in ("o", "X")]
    assert [m.get_marker() for m in marks] == ["o", "X"]
    assert [m.get_xydata()[0, 1] for m in marks] == [1958, 1969]
    plt.close("all")


def test_each_event_has_its_publication_among_the_references():
    references = (Path(__file__).parents[2] / "book" / "references.bib").read_text(encoding="utf-8")
    for event in EVENTS:
        entry = references.split(f"{{{event.source},")[1].split("\n}")[0]
        assert f"{{{event.year}}}" in entry
