"""Markers: lines such as `### BEGIN SOLUTION` and `### END SOLUTION`, and the regions between them."""

import re
from dataclasses import dataclass

SOLUTION, HIDDEN, SCHEME = KINDS = ("SOLUTION", "HIDDEN TESTS", "MARK SCHEME")
MARKER = re.compile(r"\s*### (BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)")
# nbgrader takes any line with the exact words for a marker, and overlooks a near miss: the answer gets out.
LOOKS_LIKE_A_MARKER = re.compile(
    r"\b(begin|end)[ _-]*(solutions?|hidden[ _-]*tests?|mark(ing)?[ _-]*scheme)\b", re.I
)

SPEAKING = "CheckFailed"  # the class of errors that say themselves what a notebook shows, see dlcourse.checks


@dataclass(frozen=True)
class Region:
    """The lines between a BEGIN and its END; start is the position of BEGIN in the cell, from 0."""

    kind: str
    start: int
    lines: tuple[str, ...]


def marker(line):
    """(BEGIN or END, kind) when the whole line is a marker, else None."""
    match = MARKER.fullmatch(line.rstrip())  # the whole line: nbgrader removes all of it
    return match.groups() if match else None


def marker_faults(source):
    """Each (line position, what is there, what to do) where markers are misspelled, nested or unbalanced."""
    opened = None
    for i, line in enumerate(source.split("\n")):
        found = marker(line)
        if not found:
            if LOOKS_LIKE_A_MARKER.search(line):
                yield i, repr(line.strip()), "write the marker alone on its line, as in `### BEGIN SOLUTION`"
            continue
        word, kind = found
        if word == "BEGIN" and opened:
            yield i, f"BEGIN {kind} inside {opened[1]}", f"end {opened[1]} first"
        elif word == "BEGIN":
            opened = (i, kind)
        elif not opened or opened[1] != kind:
            yield i, f"END {kind} without its BEGIN", f"add `### BEGIN {kind}` above it"
        else:
            opened = None
    if opened:
        yield opened[0], f"BEGIN {opened[1]} without its END", f"add `### END {opened[1]}` below it"


def regions(source):
    """The regions of a cell, in order. Unbalanced ones are left out: marker_faults reports them."""
    found, opened = [], None
    lines = source.split("\n")
    for i, line in enumerate(lines):
        word, kind = marker(line) or (None, None)
        if word == "BEGIN":
            opened = (i, kind)
        elif word == "END" and opened and opened[1] == kind:
            # Without the two marker lines.
            found.append(Region(kind, opened[0], tuple(lines[opened[0] + 1 : i])))
            opened = None
    return found


def visible_lines(source):
    """(position, line) of each line that students see: outside regions, and no marker."""
    secret = {
        # 2 for the markers themselves.
        i
        for region in regions(source)
        for i in range(region.start, region.start + len(region.lines) + 2)
    }
    return [(i, line) for i, line in enumerate(source.split("\n")) if i not in secret]


def visible(source):
    """The cell's text as students see it."""
    return "\n".join(line for _, line in visible_lines(source))


STUB = "raise NotImplementedError()"


def released(source):
    """The cell's text as nbgrader releases it: a stub for each solution, nothing for other regions."""
    lines, cut = source.split("\n"), {}
    for region in regions(source):
        end = region.start + len(region.lines) + 2
        indent = re.match(r"\s*", lines[region.start])[0]
        cut[region.start] = end, [indent + STUB] if region.kind == SOLUTION else []
    shown, i = [], 0
    while i < len(lines):
        end, instead = cut.get(i, (i + 1, [lines[i]]))
        shown += instead
        i = end
    return "\n".join(shown)
