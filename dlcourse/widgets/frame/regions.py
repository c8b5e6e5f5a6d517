"""Chapter 9: the regions of a network with ReLU layers in the plane, cut unit by unit, layer by layer.

What `models/regions.py` cuts in fractions is cut here in floats, since it must follow a hand: `polygons.py`
says what a tie is. A region has corners; h, what the units of the last layer pass on in it, and z, what they
receive, each as (a, b, c) for a x + b y + c; odd, whether one comes to it over an odd number of lines.
"""

from dlcourse.widgets.frame.polygons import chord, split, unit_line


def whole(corners):
    """All of the plane that is looked at, as one region."""
    return [{"corners": corners, "h": [[1, 0, 0], [0, 1, 0]], "odd": False}]


def received(h, W, b):
    """What the units of a layer receive, from what those below pass on.   W: row by row"""
    found = []
    for j, bias in enumerate(b):
        slope = [sum([row[j] * line[i] for row, line in zip(W, h, strict=True)]) for i in range(3)]
        found.append([slope[0], slope[1], slope[2] + bias])
    return found


def cut_by_layer(parts, W, b, again=()):
    """The regions cut by a layer of ReLU units: these; how many there are after each unit; and for each unit
    its line, in pieces.   again: units whose line is that of an earlier one: one comes over both at once"""
    parts = [{**part, "z": received(part["h"], W, b), "h": []} for part in parts]
    bends, counts = [[ends for part in parts for ends in piece(part, j)] for j in range(len(b))], []
    for j in range(len(b)):
        parts = [half for part in parts for half in divided(part, j, j in again)]
        counts.append(len(parts))
    return parts, counts, bends


def piece(part, j):
    """The line of unit j within a region, as a list: its two ends, or nothing."""
    one = unit_line(part["z"][j])
    ends = chord(part["corners"], one) if one else []
    return [ends] if ends else []


def divided(part, j, again):
    """The parts of a region on both sides of the line of unit j."""
    line, found = part["z"][j], []
    one = unit_line(line)
    halves = split(part["corners"], one) if one else [part["corners"], []]
    halves = halves if one or line[2] > 0 else [[], part["corners"]]  # no line: on everywhere, or off
    for on, corners in zip([True, False], halves, strict=True):
        passed = [*part["h"], line if on else [0, 0, 0]]
        odd = part["odd"] if again else part["odd"] != on
        found.extend([{**part, "corners": corners, "h": passed, "odd": odd}] if corners else [])
    return found
