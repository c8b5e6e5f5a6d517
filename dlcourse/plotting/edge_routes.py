"""Chapter 5: the routes of edges through a drawn graph, as curves around all nodes but their own.

Between two columns there is nothing to hit, so edges curve there. Within a column, a passing edge runs
horizontally in a lane of its own.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from dlcourse.plotting.layered_layout import Layers, column_heights, make_layers, order_columns

RADIUS = 0.27  # inches, of a node as high as a circle
STEEPEST = np.radians(40)  # at which an edge leaves a node, so that it avoids the numbers above and below
BEND, MOST_BEND = 0.5, 1.0  # radians between parallel edges, and at most for the outermost
CLEAR = 0.02  # inches between an edge and a node that is not its own
N_POINTS = 13  # of one curve between two columns
MARGIN = 0.08  # inches around the picture


@dataclass(frozen=True)
class Layout:
    """A drawing in inches, measured from its lower left corner.

    place: name -> center (x, y). routes: for each edge the points (k, 2) from one node's border to the
    other's. boxes: name -> (left, bottom, right, top) of the node with the text around it.
    """

    place: dict
    routes: list
    boxes: dict
    width: float
    height: float


def layered_layout(sizes: dict, edges, *, gap: float = 0.6, room: float = 0.0) -> Layout:
    """The Layout of a graph: nodes in columns, each to the right of its inputs, and the routes of the edges.

    sizes: name -> (width of the node itself, width and height of its box), in inches. edges: pairs (tail,
    head), also parallel ones. gap: the smallest distance of columns; steep edges need more. room: left free
    around edges at the border of the drawing. Equal graphs have equal layouts. Raises ValueError for an edge
    to an unknown node and for a cycle.
    """
    edges = list(edges)
    layers = make_layers(sizes, edges)
    columns = order_columns(layers)
    shapes = np.array(list(sizes.values()), float).reshape(-1, 3)
    y = column_heights(layers, columns, shapes[:, 2])
    left, right = _column_borders(layers, columns, shapes, y, gap)
    column = np.zeros(len(y), int)
    for c, places in enumerate(columns):
        column[places] = c
    x = ((left + right) / 2)[column] if len(y) else np.zeros(0)
    half = np.column_stack([shapes[:, 1], shapes[:, 2]]) / 2
    centers = np.column_stack([x, y])
    boxes = np.hstack([centers[: len(half)] - half, centers[: len(half)] + half])
    router = _Router(layers, columns, column, centers, np.column_stack([left, right]), shapes[:, 0], boxes)
    routes = [router.route(*each) for each in zip(layers.chains, n_alike(edges), strict=True)]
    return _moved(sizes, centers, routes, boxes, room)


def n_alike(edges) -> list[tuple[int, int]]:
    """For each edge (k, n): it is the k-th, from 0, of n parallel edges.

    >>> n_alike([("x", "y"), ("x", "z"), ("x", "y")])
    [(0, 2), (0, 1), (1, 2)]
    """
    total, seen = Counter(edges), Counter()
    found = []
    for edge in edges:
        found.append((seen[edge], total[edge]))
        seen[edge] += 1
    return found


def _column_borders(layers, columns, shapes, y, gap):
    """The left and right border of each column. Steep edges and parallel edges widen the gap between."""
    # dummy nodes of passing edges have no width
    widths = [max((shapes[i, 1] for i in places if i < layers.n_nodes), default=0.0) for places in columns]
    rises = [np.abs(y[a] - y[b]).max(initial=0.0) for a, b in layers.joints]
    alike = [max(Counter(zip(a.tolist(), b.tolist(), strict=True)).values()) for a, b in layers.joints]
    rooms = [0.45 * n if n > 1 else 0.0 for n in alike]
    # 0.45 inches of width per inch of height keep edges flat; at most 2.5, or tall graphs get too wide
    gaps = [max(gap, room, min(0.45 * rise, 2.5)) for rise, room in zip(rises, rooms, strict=True)]
    left = np.concatenate([[0.0], np.cumsum(np.add(widths[:-1], gaps))]) if widths else np.zeros(0)
    return left, left + widths


def _moved(sizes, centers, routes, boxes, room):
    """The layout with its lower left corner at 0."""
    corners = [
        boxes[:, :2],
        boxes[:, 2:],
        *(way + side for way in routes for side in ([0, room], [0, -room])),
    ]
    everything = np.concatenate(corners) if len(boxes) else np.zeros((1, 2))
    low, high = everything.min(axis=0) - MARGIN, everything.max(axis=0) + MARGIN
    place = {name: tuple((centers[i] - low).tolist()) for i, name in enumerate(sizes)}
    box = {name: tuple((boxes[i] - np.tile(low, 2)).tolist()) for i, name in enumerate(sizes)}
    return Layout(place, [route - low for route in routes], box, *(high - low).tolist())


@dataclass(frozen=True)
class _Router:
    """What routes depend on: layers, columns, and centers, borders and boxes in inches."""

    layers: Layers
    columns: list
    column: np.ndarray
    centers: np.ndarray
    borders: np.ndarray
    widths: np.ndarray
    boxes: np.ndarray

    def route(self, chain, alike) -> np.ndarray:
        """The points of one edge. alike: (k, n) for the k-th of n parallel edges, the highest first."""
        k, n = alike
        # parallel edges are spread evenly from most to -most; a single edge has 0
        most = min(BEND * (n - 1) / 2, MOST_BEND)
        bend = most * (1 - 2 * k / max(n - 1, 1))
        ends = chain[0], chain[-1]
        points = [self._arm(chain[0], +1)]
        for place in chain[1:-1]:
            points += [
                np.array([border, self.centers[place, 1]]) for border in self.borders[self.column[place]]
            ]
        points.append(self._arm(chain[-1], -1))
        pieces = []
        for k in range(0, len(points), 2):
            first, last = k == 0, k + 2 == len(points)
            piece = _curve(points[k], points[k + 1], first, last, bend, most)
            # a curve may cut through a neighbor of its own node: then leave the column horizontally first
            if (first or last) and self._hits(piece, ends):
                piece = self._level(points[k], points[k + 1], first, last, ends)
            pieces.append(piece)
        return np.concatenate(pieces)

    def _arm(self, node, side):
        """The center of the round end of a node on one side, towards which its edges run."""
        return self.centers[node] + np.array([side * max(self.widths[node] / 2 - RADIUS, 0.0), 0.0])

    def _level(self, start, stop, first, last, ends):
        """A route that is horizontal within the tail's and the head's column and curves only between."""
        a, b = start, stop
        if first:
            a = np.array([self.borders[self.column[ends[0]], 1], start[1]])
            start = start + np.array([RADIUS, 0.0])
        if last:
            b = np.array([self.borders[self.column[ends[1]], 0], stop[1]])
            stop = stop - np.array([RADIUS, 0.0])
        way = np.vstack([start, _curve(a, b, False, False), stop])
        return way[np.append(True, np.diff(way[:, 0]) > 1e-9)]  # drop doubles: a straight part may be empty

    def _hits(self, piece, ends) -> bool:
        """Whether a piece runs through the box of a node that is not an end of the edge."""
        nodes = [self.columns[self.column[end]] for end in ends]
        foreign = [i for places in nodes for i in places if i < self.layers.n_nodes and i not in ends]
        low, high = self.boxes[foreign, :2] - CLEAR, self.boxes[foreign, 2:] + CLEAR
        # midpoints as well: with the points alone, a segment could pass through a corner of a box unseen
        fine = np.concatenate([piece, (piece[1:] + piece[:-1]) / 2])[:, None]
        return bool(((fine > low) & (fine < high)).all(axis=2).any())


def _curve(start, stop, first, last, bend=0.0, most=0.0):
    """Points of a cubic Bezier curve from start to stop.

    At a node (first, last) its tangent points towards the other end, elsewhere it is horizontal. bend: the
    angle, in radians, by which it starts and ends further to the left; most: the largest of parallel edges.
    """
    steepest = max(STEEPEST - most, 0.0)
    angle = np.clip(np.arctan2(*(stop - start)[::-1]), -steepest, steepest)
    out, into = angle + bend if first else 0.0, angle - bend if last else 0.0
    out, into = (np.array([np.cos(a), np.sin(a)]) for a in (out, into))
    a, b = start + RADIUS * first * out, stop - RADIUS * last * into
    # the distance of the control points from the ends: a third of the way for a nearly straight edge, more
    # for the round bend of parallel ones, half of the width for the S between two horizontal ends
    pull = (0.45 if most else 0.33) * np.hypot(*(b - a)) if first and last else (b - a)[0] / 2
    t = np.linspace(0, 1, N_POINTS)[:, None]
    return (
        (1 - t) ** 3 * a + 3 * t * (1 - t) * ((1 - t) * (a + pull * out) + t * (b - pull * into)) + t**3 * b
    )
