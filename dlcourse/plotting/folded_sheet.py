"""Chapter 9: a folded sheet: what is drawn on it, and all that one sees when it is opened again."""

import numpy as np

from dlcourse.models.regions import mirror_points
from dlcourse.plotting.placing import panels
from dlcourse.plotting.style import COLORS

CORNERS = np.array([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)])


def unfolded(drawing, folds) -> np.ndarray:
    """All copies of a line through points, when the folds are undone.   drawing (m, 2) -> (n_copies, m, 2)

    The line must keep to one side of every crease (ValueError otherwise: its copies would be torn).
    """
    images = [mirror_points(point, folds) for point in np.asarray(drawing, float)]
    if len({len(points) for points in images}) != 1 or not len(images[0]):
        raise ValueError(
            "unfolded: expected a drawing that touches no crease, with as many images of each point, got "
            f"{[len(points) for points in images]}; draw it within the folded sheet"
        )
    return np.stack(images, axis=1)


def plot_folded_sheet(drawing, folds, axes=None):
    """Two axes: the folded square [-1, 1]^2 with a line drawn on it, and the square opened with all copies.

    drawing (m, 2): the points of the line, the first of them marked. folds: pairs (w, b).
    """
    left, right = panels(2, height=2.7, sharex=True, sharey=True)[1] if axes is None else axes
    paper = _folded_corners(folds)
    left.fill(*CORNERS.T, facecolor="none", edgecolor=COLORS["grey"], linestyle=":")
    left.fill(*paper.T, facecolor=COLORS["sky"], alpha=0.35, edgecolor="black", linestyle="-", linewidth=1)
    right.fill(*CORNERS.T, facecolor=COLORS["sky"], alpha=0.35, edgecolor="black", linestyle="-", linewidth=1)
    _line(left, np.asarray(drawing, float))
    copies = unfolded(drawing, folds)
    for copy in copies:
        _line(right, copy)
    for crease in _creases(folds):
        right.plot(*crease.T, color="black", linestyle="--", linewidth=1)
    left.set_title("folded: drawn once")
    right.set_title(f"opened: {len(copies)} copies")
    for ax in (left, right):
        ax.set(xlim=(-1.06, 1.06), ylim=(-1.06, 1.06), aspect="equal", xticks=(-1, 0, 1), yticks=(-1, 0, 1))
    return left, right


def _line(ax, points):
    ax.plot(*points.T, "-", color=COLORS["orange"], linewidth=2)
    ax.plot(*points[0], "o", color="black", markersize=5)


def _folded_corners(folds):
    """The corners of the part of the square that stays in place: cut at every crease, one after the other."""
    paper = CORNERS
    for w, b in folds:
        paper = _kept(paper, np.asarray(w, float), b)
    return paper


def _kept(corners, w, b):
    """The part of a convex polygon where x w + b >= 0."""
    s, found = corners @ w + b, []
    for i in range(len(corners)):
        j = (i + 1) % len(corners)
        if s[i] >= 0:
            found.append(corners[i])
        if s[i] * s[j] < 0:
            found.append(corners[i] + s[i] / (s[i] - s[j]) * (corners[j] - corners[i]))
    return np.array(found)


def _creases(folds):
    """The creases on the open sheet: each fold's, through all layers of the folds before it."""
    folds, at = list(folds), np.linspace(-1.5, 1.5, 1201)
    for k, (w, b) in enumerate(folds):
        w = np.asarray(w, float)
        foot, along = -b * w / (w @ w), np.array([-w[1], w[0]]) / (w @ w) ** 0.5
        line, paper = foot + at[:, None] * along, _folded_corners(folds[:k])
        line = line[[_is_inside(point, paper) for point in line]]
        if len(line):  # pulled in by a hair, so that its ends touch no earlier crease
            ends = line[[0, -1]] + 1e-9 * (line.mean(axis=0) - line[[0, -1]])
            yield from unfolded(ends, folds[:k])


def _is_inside(point, corners):
    edges = np.roll(corners, -1, axis=0) - corners
    to = point - corners
    return bool((edges[:, 0] * to[:, 1] - edges[:, 1] * to[:, 0] > -1e-9).all())
