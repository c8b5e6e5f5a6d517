"""Chapter 9: convex polygons in a plane, as lists of corners: cut by a line, and what lies within.

A line is (a, b, c): the points where a x + b y + c = 0.
"""

import math

TIE = 1e-9  # a point as near to a line as this lies on it, whatever its last digit says
FLAT = 1e-6  # shorter (a, b) make no line, as in `line_across`


def height(point, line):
    """a x + b y + c: positive on one side of the line, negative on the other."""
    return line[0] * point[0] + line[1] * point[1] + line[2]


def split(corners, line):
    """The parts where a x + b y + c is above and below 0; [] for one that has no interior.

    >>> split([(0, 0), (2, 0), (2, 1), (0, 1)], (1, 0, -1))
    [[[1.0, 0.0], (2, 0), (2, 1), [1.0, 1.0]], [(0, 0), [1.0, 0.0], [1.0, 1.0], (0, 1)]]
    """
    return [half(corners, line, side) for side in (1, -1)]


def half(corners, line, side):
    """The part on one side: 1 above, -1 below."""
    heights, found = [side * height(point, line) for point in corners], []
    if max(heights) <= TIE:
        return []
    for k, p in enumerate(corners):
        after = (k + 1) % len(corners)
        q, s, t = corners[after], heights[k], heights[after]
        if s >= -TIE:
            found.append(p)
        if (s > TIE and t < -TIE) or (s < -TIE and t > TIE):
            part = s / (s - t)
            found.append([p[0] + part * (q[0] - p[0]), p[1] + part * (q[1] - p[1])])
    return found


def sides(corners):
    """The lines of the sides, above 0 within, of unit normals; corners may go around either way."""
    found, n = [], len(corners)
    twice = sum([corners[k - 1][0] * p[1] - p[0] * corners[k - 1][1] for k, p in enumerate(corners) if k])
    twice += corners[n - 1][0] * corners[0][1] - corners[0][0] * corners[n - 1][1]
    for k, p in enumerate(corners):
        q = corners[(k + 1) % n]
        a, b = p[1] - q[1], q[0] - p[0]
        size = (a * a + b * b) ** 0.5 * (1 if twice > 0 else -1)
        if abs(size) > TIE:
            found.append([a / size, b / size, -(a * p[0] + b * p[1]) / size])
    return found


def is_inside(point, corners):
    """Whether a point lies in a polygon or on its border."""
    return all([height(point, side) >= -TIE for side in sides(corners)])


def part_inside(p, q, corners):
    """The part of the way from p to q that lies in a polygon, as its ends; None where there is none.

    >>> part_inside((-1, 0.5), (3, 0.5), [(0, 0), (2, 0), (2, 1), (0, 1)])
    [[0.0, 0.5], [2.0, 0.5]]
    """
    first, last = 0, 1
    for side in sides(corners):
        s, t = height(p, side), height(q, side)
        if s < -TIE and t < -TIE:
            return None
        if s < -TIE and t > s:
            first = max(first, s / (s - t))
        if t < -TIE and s > t:
            last = min(last, s / (s - t))
    if first >= last:
        return None
    return [[p[0] + u * (q[0] - p[0]), p[1] + u * (q[1] - p[1])] for u in (first, last)]


def unit_line(line):
    """The line with an (a, b) of length 1, so that heights are distances; None for an (a, b) of 0."""
    size = math.sqrt(line[0] * line[0] + line[1] * line[1])
    return None if size < FLAT else [v / size for v in line]


def chord(corners, line):
    """The ends of what a line cuts a polygon along; [] where it cuts off nothing.

    >>> chord([(0, 0), (1, 0), (1, 1), (0, 1)], (1, 0, -0.5))
    [[0.5, 0.0], [0.5, 1.0]]
    """
    above, below = split(corners, line)
    if not above or not below:
        return []
    ends = [point for point in above if abs(height(point, line)) <= TIE]
    return [ends[0], ends[-1]]


def crossing(one, other):
    """The point in which two lines cross; None where they are parallel.

    >>> crossing([1, 0, -1], [0, 1, -2]), crossing([1, 0, 0], [1, 0, 1])
    ([1.0, 2.0], None)
    """
    (a, b, c), (p, q, r) = one, other
    turn = a * q - p * b
    return None if abs(turn) < TIE else [(b * r - q * c) / turn, (p * c - a * r) / turn]


def middle_and_room(corners):
    """The mean of the outline of a polygon, a point within; and its area by the length of that outline.

    >>> middle_and_room([[0, 0], [1, 0], [1, 1], [0, 1]])
    ([0.5, 0.5], 0.25)
    """
    x = y = area = around = 0.0
    for k, (p, q) in enumerate(corners):
        r, s = corners[(k + 1) % len(corners)]
        length = math.sqrt((r - p) * (r - p) + (s - q) * (s - q))
        x += length * (p + r) / 2
        y += length * (q + s) / 2
        area += (p * s - r * q) / 2
        around += length
    return [x / around, y / around], abs(area) / around


def nearest_on(pieces, spot):
    """The point of some segments that is nearest to a spot; None where there is no segment.

    >>> nearest_on([[[0, 0], [0, 2]], [[3, 0], [3, 2]]], [1, 1])
    [0.0, 1.0]
    """
    found, least = None, math.inf
    for (x, y), (p, q) in pieces:
        size = max((p - x) * (p - x) + (q - y) * (q - y), 1e-18)
        part = max(0.0, min(1.0, ((spot[0] - x) * (p - x) + (spot[1] - y) * (q - y)) / size))
        at = [x + part * (p - x), y + part * (q - y)]
        far = (at[0] - spot[0]) * (at[0] - spot[0]) + (at[1] - spot[1]) * (at[1] - spot[1])
        if far < least:
            found, least = at, far
    return found
