"""Chapter 5: labels on the edges of a drawn graph, each along its edge, where nothing else stands."""

from functools import cache

import numpy as np
from matplotlib.textpath import TextPath

POINTS_PER_INCH = 72
ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8)  # fractions of the edge, the best first
# the costs of a position, so far apart that a label crosses edges rather than nodes or other labels
HIT_NODE, HIT_LABEL, HIT_EDGE, NEAR, OFF_MIDDLE, BELOW = 100.0, 50.0, 3.0, 1.0, 4.0, 0.3
ROOM = 0.03  # inches around a label, and between a label and its edge


@cache
def text_width(text: str, fontsize: float) -> float:
    """The width of a text in inches, also for formulas between dollars."""
    if not text:
        return 0.0
    # from the outlines of the letters: no figure has to be drawn first
    x = TextPath((0, 0), text, size=fontsize).vertices[:, 0]
    return float(x.max() - x.min()) / POINTS_PER_INCH


def frame(width: float, height: float) -> list:
    """Four boxes around a picture: kept free, they keep all labels inside."""
    far = 10.0  # inches, beyond the reach of any label
    return [
        (-far, -far, 0.0, height + far),
        (width, -far, width + far, height + far),
        (-far, -far, width + far, 0.0),
        (-far, height, width + far, height + far),
    ]


def place_labels(routes, widths, height: float, boxes) -> list:
    """The positions of the labels of edges: (x, y, angle in degrees) for each, None without a label.

    routes: the points (k, 2) of each edge. widths: of the labels, 0 for none. height: of every label. boxes
    (n, 4): left, bottom, right, top of areas to keep free. A label stands beside its edge, preferably above
    and near the middle. Greedy: labels are placed one after the other, each at its lowest cost.
    """
    boxes, placed, found = np.reshape(boxes, (-1, 4)), [], []
    dense = [_dense(route) for route in routes]
    edge_of = np.repeat(np.arange(len(dense)), [len(points) for points in dense])
    points = np.concatenate([np.zeros((0, 2)), *dense])
    for i, (route, width) in enumerate(zip(routes, widths, strict=True)):
        if not width:
            found.append(None)
            continue
        # only what is near can be hit: without this, the time would grow with the square of the edges
        reach = width + height
        low, high = route.min(axis=0) - reach, route.max(axis=0) + reach
        near = ((points > low) & (points < high)).all(axis=1)
        own, others = points[near & (edge_of == i)], points[near & (edge_of != i)]
        around = boxes[((boxes[:, 2:] > low) & (boxes[:, :2] < high)).all(axis=1)]
        labels = [label for label in placed if ((label[0] > low - reach) & (label[0] < high + reach)).all()]
        costs = [
            (_cost(at, around, labels, others, own), k, at)
            for k, at in enumerate(_candidates(route, width, height))
        ]
        center, angle, half, _ = min(costs)[2]  # k comes before the array, which min could not compare
        placed.append((center, angle, half))
        found.append((*center.tolist(), float(np.degrees(angle))))
    return found


def _dense(route):
    """Points along a route, at most 0.05 inches apart, less than a letter."""
    steps = np.hypot(*np.diff(route, axis=0).T)
    way = np.concatenate([[0.0], np.cumsum(steps)])
    at = np.linspace(0, way[-1], max(2, int(way[-1] / 0.05)))
    return np.column_stack([np.interp(at, way, route[:, k]) for k in (0, 1)])


def _candidates(route, width, height):
    """(center, angle, half size, cost so far) of each position beside the route."""
    steps = np.hypot(*np.diff(route, axis=0).T)
    way = np.concatenate([[0.0], np.cumsum(steps)])
    half = np.array([width, height]) / 2
    for part in ALONG:
        # the angle is that of the chord below the middle half of the label, not of the tangent at a point
        reach = np.clip([part * way[-1] - half[0] / 2, part * way[-1] + half[0] / 2], 0, way[-1])
        a, b = (np.array([np.interp(at, way, route[:, k]) for k in (0, 1)]) for at in reach)
        on = np.array([np.interp(part * way[-1], way, route[:, k]) for k in (0, 1)])
        angle = float(np.arctan2(*(b - a)[::-1]))
        across = np.array([-np.sin(angle), np.cos(angle)])
        for side in (+1, -1):
            center = on + side * (half[1] + ROOM) * across
            yield center, angle, half, OFF_MIDDLE * abs(part - 0.5) + BELOW * (side < 0)


def _cost(at, boxes, labels, other_points, own_points):
    """The cost of a position: of what a label there would cover or come near."""
    center, angle, half, cost = at
    grid = center + _turned(_grid(half + ROOM / 2), angle)
    inside = (grid[:, None] > boxes[:, :2]) & (grid[:, None] < boxes[:, 2:])
    cost += HIT_NODE * inside.all(axis=2).any(axis=0).sum()
    for other_center, other_angle, other_half in labels:
        # turned back by the other label's angle, that label is an upright box
        off = abs(_turned(grid - other_center, -other_angle)) - other_half
        cost += HIT_LABEL * (off < ROOM / 2).all(axis=1).any() + NEAR * (off < 4 * ROOM).all(axis=1).any()
    for points, room in ((other_points, 1.5 * ROOM), (own_points, 0.0)):
        cost += HIT_EDGE * (abs(_turned(points - center, -angle)) < half + room).all(axis=1).sum()
    return cost


def _grid(half):
    """Points over a box around 0, closer together than the smallest label."""
    n_x, n_y = (max(3, int(2 * h / 0.06)) for h in half)
    x, y = np.meshgrid(np.linspace(-1, 1, n_x) * half[0], np.linspace(-1, 1, n_y) * half[1])
    return np.column_stack([x.ravel(), y.ravel()])


def _turned(points, angle):
    """points (k, 2), rotated by an angle in radians around 0."""
    c, s = np.cos(angle), np.sin(angle)
    return points @ np.array([[c, s], [-s, c]])


def labels_fit(spots, widths, height: float, routes, boxes) -> bool:
    """Whether placed labels lie on no box, no other label and no edge.   spots: of `place_labels`"""
    boxes = np.reshape(boxes, (-1, 4))
    labels = [
        (np.array(spot[:2]), np.radians(spot[2]), np.array([width, height]) / 2)
        for spot, width in zip(spots, widths, strict=True)
        if spot
    ]
    points = np.concatenate([np.zeros((0, 2)), *map(_dense, routes)])
    for i, (center, angle, half) in enumerate(labels):
        grid = center + _turned(_grid(half), angle)
        on_box = ((grid[:, None] > boxes[:, :2]) & (grid[:, None] < boxes[:, 2:])).all(axis=2).any()
        on_edge = (abs(_turned(points - center, -angle)) < half).all(axis=1).any()
        others = labels[:i] + labels[i + 1 :]
        on_label = any((abs(_turned(grid - c, -a)) < h).all(axis=1).any() for c, a, h in others)
        if on_box or on_edge or on_label:
            return False
    return True
