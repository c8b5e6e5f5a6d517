"""Chapter 9: lines in the box of the region map: which a hand means, and why they make few regions."""

import math

from dlcourse.widgets.frame import fill
from dlcourse.widgets.frame.polygons import FLAT, TIE, chord, crossing, height, unit_line
from dlcourse.widgets.frame.regions import received
from dlcourse.widgets.frame.wiring import and_joined

LOW, HIGH = -1, 1
BOX = [[LOW, LOW], [HIGH, LOW], [HIGH, HIGH], [LOW, HIGH]]
SNAP = 0.02  # a line that is dragged so near to a crossing of two others goes through it
REASONS = {
    "none": "No line: {these}. ",
    "outside": "Outside of the box: {these}. ",
    "same": "The same line: {these}. ",
    "parallel": "Parallel: {these}. ",
    "far": "They cross outside of the box: {these}. ",
    "point": "In one point: {these}. ",
}


def bend_at(lines, weights, point):
    """The bias with which a unit of the second layer has its line through a point; None where nothing turns:
    who passes on to it is off there, or in balance.   weights: to it"""
    passed = [line if height(point, line) > 0 else [0, 0, 0] for line in lines]
    line = received(passed, [[weight] for weight in weights], [0])[0]
    return None if math.sqrt(line[0] * line[0] + line[1] * line[1]) < FLAT else -height(point, line)


def same(one, other):
    """Whether two lines are the same where they cross the box."""
    a, b = unit_line(one), unit_line(other)
    ends = chord(BOX, a) if a and b else []
    return len(ends) > 0 and all(abs(height(point, b)) <= TIE for point in ends)


def is_seen(point):
    """Whether a point lies within the box, not on its border."""
    return point is not None and max(abs(point[0]), abs(point[1])) < HIGH - TIE


def snapped(lines, k):
    """Line k, through the nearest crossing of two others where one is near."""
    line, size = unit_line(lines[k]), math.sqrt(lines[k][0] ** 2 + lines[k][1] ** 2)
    others = [unit_line(lines[i]) for i in range(len(lines)) if i != k]
    if line is None:
        return lines[k]
    least, found = SNAP, 0.0
    for one in others:
        for other in others:
            point = crossing(one, other) if one and other else None
            far = height(point, line) if is_seen(point) else 1.0
            if abs(far) < least:
                least, found = abs(far), far
    return [lines[k][0], lines[k][1], size * (line[2] - found)]


def why(lines):
    """Why lines make fewer regions in the box than so many lines can: lines that are not there, pairs that do
    not cross there, points with more than two lines."""
    ones, these = [unit_line(line) for line in lines], {key: [] for key in REASONS}
    seen = []  # lines in the box, each once
    for k, one in enumerate(ones):
        twins = [i for i in seen if same(ones[i], lines[k])]
        if one is None:
            these["none"].append(str(k + 1))
        elif not chord(BOX, one):
            these["outside"].append(str(k + 1))
        elif twins:
            these["same"].append(numbers_of([twins[0], k]))
        else:
            seen.append(k)
    for j, k in [(j, k) for k in seen for j in seen if j < k]:
        point = crossing(ones[j], ones[k])
        if not is_seen(point):
            these["parallel" if point is None else "far"].append(numbers_of([j, k]))
            continue
        through = [i for i in seen if abs(height(point, ones[i])) <= TIE]
        if len(through) > 2 and through[0] == j and through[1] == k:
            these["point"].append(numbers_of(through))
    return "".join([fill(REASONS[key], {"these": ", ".join(these[key])}) for key in these if these[key]])


def numbers_of(those):
    """The numbers of these lines, counted from 1."""
    return and_joined([str(k + 1) for k in those])
