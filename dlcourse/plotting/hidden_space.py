"""Chapter 2: XOR. The input space and the hidden space of a small network, side by side.

For networks 2-2-1, `Sequential(Linear, activation, Linear)`. Points with target 0 are circles, those with
target 1 squares, nested where they coincide; the thick black line is where the output is 1/2, the hatched
part of the plane where it is above 3/4.
"""

import numpy as np
from matplotlib import rc_context

from dlcourse.data import xor
from dlcourse.plotting.free_labels import free_labels
from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS

LOW, HIGH = -0.4, 1.4  # the part of the input plane that is shown
OUTPUT_COLORS = ("#9ecae1", "#ffffff", "#fdbe85")  # output below 1/4, between, above 3/4
HATCH_COLOR = "#a8672c"  # of what is above 3/4: seen in grey print, and quieter than the lines
UNIT_LINES = ({"colors": COLORS["blue"], "linestyles": "--"}, {"colors": COLORS["orange"], "linestyles": ":"})
NAMES = ("00", "01", "10", "11")
MARKS = (("o", 10, COLORS["blue"]), ("s", 7, COLORS["orange"]))  # of target 0 and 1: shape, size, color
NESTED = 7  # points between the sizes of marks that coincide
# keeps a label legible on a line; an outline of each letter would make the picture heavy
GROUND = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.75}


def plot_spaces(model):
    """A figure with two panels: the input plane, with the output and the lines of the units; hidden space."""
    figure, (left, right) = panels(2)
    plot_input_space(model, left)
    plot_hidden_space(model, right)
    free_labels(figure)  # last: it needs the final positions
    return figure


def plot_batch_walk(model):
    """A figure with three panels for the network set by hand: the points x, z = x W + c, and h after ReLU."""
    figure, (first, second, third) = panels(3)
    x, _ = xor()
    first.plot(*_unit_square().T, color=COLORS["grey"], linestyle="-", linewidth=1)
    plot_points(first, x)
    _name(first, "Input space", "x")
    first.set(xticks=(0, 1), yticks=(0, 1))
    second.plot(*model.trace(_unit_square())[1].T, color=COLORS["grey"], linestyle="-", linewidth=1)
    plot_points(second, model.trace(x)[1])
    _name(second, "Before ReLU", "z")
    second.set(xticks=(0, 1, 2), yticks=(-1, 0, 1))
    plot_hidden_space(model, third)
    third.set(xticks=(0, 1, 2), yticks=(0, 1))
    free_labels(figure)
    return figure


def plot_solutions(models: dict):
    """A figure with the input plane of each model, two in a row, with the dict's keys as titles."""
    n_rows = (len(models) + 1) // 2
    figure, axes = panels(2, n_rows, squeeze=False)
    for ax in axes.flat[len(models) :]:
        ax.set_axis_off()
    for ax, (title, model) in zip(axes.flat, models.items(), strict=False):
        plot_input_space(model, ax)
        ax.set_title(title)
    free_labels(figure)
    return figure


def plot_input_space(model, ax) -> None:
    """Draw the output over the input plane in three shades, the line z = 0 of each unit, and the points."""
    _expect_network("plot_input_space", model)
    at = np.linspace(LOW, HIGH, 181)
    grid = np.stack(np.meshgrid(at, at), axis=-1)
    _, z, _, f = model.trace(grid.reshape(-1, 2))
    f = f.reshape(grid.shape[:2])
    with rc_context({"hatch.color": HATCH_COLOR, "hatch.linewidth": 0.8}):
        levels = [-np.inf, 0.25, 0.75, np.inf]
        ax.contourf(at, at, f, levels=levels, colors=OUTPUT_COLORS, hatches=[None, None, "//"])
    if f.min() < 0.5 < f.max():  # contour warns about a level that occurs nowhere
        ax.contour(at, at, f, levels=[0.5], colors="black", linewidths=2)
    for j, z_j in enumerate(z.T):
        if z_j.min() < 0 < z_j.max():
            ax.contour(at, at, z_j.reshape(f.shape), levels=[0], **UNIT_LINES[j])
            _point_to_side(ax, model.layers[0], j)
    plot_points(ax, xor()[0])
    _name(ax, "Input space", "x")
    ax.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), xticks=(0, 1), yticks=(0, 1), aspect="equal")


def _expect_network(who, model):
    if getattr(model, "widths", None) != [2, 1] or len(model.steps) != 3 or model.layers[0].n_in != 2:
        raise ValueError(
            f"{who}: expected a network 2-2-1, Linear, activation, Linear, got {model!r:.80}; "
            "plot_decision_regions draws others"
        )


def _point_to_side(ax, layer, j) -> None:
    """Draw a short arrow from the line of unit j to the side where z > 0, at a free place on the line."""
    # z / |w| is the signed distance from the line
    length = np.hypot(*layer.W.array[:, j])
    normal, c = layer.W.array[:, j] / length, layer.b.array[j] / length
    center = np.full(2, (LOW + HIGH) / 2)
    nearest = center - normal * (center @ normal + c)
    along = np.array([-normal[1], normal[0]])
    for step in (0.3, -0.3, 0.55, -0.55, 0.1):
        foot = nearest + step * along * (-1) ** j  # units in opposite directions: their lines may coincide
        tip = foot + 0.18 * normal
        inside = abs(np.stack([foot, tip]) - center).max() < (HIGH - LOW) / 2 - 0.05
        if inside and np.hypot(*(xor()[0] - tip).T).min() > 0.2:
            arrow = {
                "arrowstyle": "->",
                "color": UNIT_LINES[j]["colors"],
                "linewidth": 2,
                "shrinkA": 0,
                "shrinkB": 0,
            }
            ax.annotate("", tip, foot, arrowprops=arrow)
            return


def plot_hidden_space(model, ax) -> None:
    """Draw the images of the four points and of the unit square, and the line on which the output is 1/2."""
    _expect_network("plot_hidden_space", model)
    edge = model.trace(_unit_square())[2]
    ax.plot(*edge.T, color=COLORS["grey"], linestyle="-", linewidth=1)
    low, high = edge.min(axis=0), edge.max(axis=0)
    margin = 0.28 * max(float((high - low).max()), 0.4)  # 0.4: all points may land on one
    ax.set(xlim=(low[0] - margin, high[0] + margin), ylim=(low[1] - margin, high[1] + margin))
    _plot_readout(model.layers[1], ax)
    plot_points(ax, model.trace(xor()[0])[2])
    _name(ax, "Hidden space", "h")


def _plot_readout(output_layer, ax) -> None:
    """Draw the line h w + b = 1/2 across the present limits."""
    (w1, w2), b = output_layer.W.array.ravel(), output_layer.b.array.item()
    if w1 == w2 == 0:  # the output is constant
        return
    # solved for the coordinate with the larger weight, so that no steep line divides by about 0
    h1, h2 = np.array(ax.get_xlim()), np.array(ax.get_ylim())
    if abs(w2) > abs(w1):
        h2 = (0.5 - b - w1 * h1) / w2
    else:
        h1 = (0.5 - b - w2 * h2) / w1
    ax.plot(h1, h2, color="black", linestyle="-", scalex=False, scaley=False)


def plot_points(ax, places) -> None:
    """Draw the four points of XOR at `places`, with labels; what coincides is nested, under one label.

    places (4, 2), or (4, 3) on axes with three dimensions, then without labels.
    """
    groups = coinciding(places)
    for group in groups:
        for k, i in enumerate(group):
            marker, size, color = MARKS[int(xor()[1][i, 0])]
            # the first of those that coincide is the largest, and lies below the others
            size += NESTED * (len(group) - 1 - k)
            look = {"markersize": size, "markeredgecolor": "black", "linestyle": "none", "zorder": 3 + k / 10}
            ax.plot(*([at] for at in places[i]), marker, color=color, **look)
    for i, label in point_labels(places).items() if len(places[0]) == 2 else ():
        ax.annotate(label, places[i], (8, 7), textcoords="offset points", zorder=4, bbox=GROUND)


def coinciding(places) -> list[list[int]]:
    """The points in groups, each of those closer to its first than 0.03 of the spread.

    >>> coinciding(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 0.0], [2.0, 1.0]]))
    [[0], [1, 2], [3]]
    """
    near = 0.03 * np.ptp(places, axis=0).max()
    groups: list[list[int]] = []
    for i, place in enumerate(places):
        group = next((group for group in groups if np.abs(places[group[0]] - place).max() <= near), None)
        if group is None:
            groups.append(group := [])
        group.append(i)
    return groups


def point_labels(places) -> dict[int, str]:
    """The labels by the index of their point; points that coincide share one label.

    >>> point_labels(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 0.0], [2.0, 1.0]]))
    {0: '00', 1: '01, 10', 3: '11'}
    """
    return {group[0]: ", ".join(NAMES[i] for i in group) for group in coinciding(places)}


def _unit_square() -> np.ndarray:
    """Points along the edge of the unit square, 00, 01, 11, 10 and back."""
    # many: an activation may bend the image of a side
    corners = np.array([[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]], float)
    t = np.linspace(0, 1, 101)[:, None]
    return np.concatenate([(1 - t) * a + t * b for a, b in zip(corners[:-1], corners[1:], strict=True)])


def _name(ax, title, letter) -> None:
    ax.set(title=title, xlabel=f"${letter}_1$", ylabel=f"${letter}_2$")
    ax.margins(0.28)
