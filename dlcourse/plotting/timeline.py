"""Chapter 20: figures of what happens one after the other, as blocks in a row."""

from dlcourse.plotting.free_labels import legend_above
from dlcourse.plotting.placing import panels
from dlcourse.plotting.ratios import FILLS
from dlcourse.plotting.style import COLORS

ROW = 0.45  # inches


def plot_timeline(rows: dict, *, xlabel: str = "time", ax=None):
    """Axes with a row of blocks per label, one after the other, without ticks: lengths are a sketch.

    rows: label -> list of (kind, length); a kind has one color and one hatching in all rows.
    """
    own = ax is None
    ax = panels(height=1.0 + ROW * len(rows))[1] if own else ax
    kinds = list(dict.fromkeys(kind for blocks in rows.values() for kind, _ in blocks))
    looks = dict(zip(kinds, zip(COLORS.values(), FILLS, strict=False), strict=False))
    for label, blocks in rows.items():
        start = 0.0
        for kind, length in blocks:
            color, fill = looks[kind]
            bar = {"color": color, "hatch": fill, "edgecolor": "white", "height": 0.6}
            ax.barh([label], [length], left=start, label=kind, **bar)
            start += length
    ax.invert_yaxis()  # the first label on top
    ax.set(xlabel=f"{xlabel} →", xticks=[])
    _name_once(ax, kinds)
    legend_above(ax, grow=own)
    return ax


def _name_once(ax, kinds):
    """In a legend each kind stands once."""
    for container in ax.containers:
        kind = container.get_label()
        if kind in kinds:
            kinds.remove(kind)
        else:
            container.set_label("_nolegend_")
