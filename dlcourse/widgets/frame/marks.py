"""Chapter 2: what a picture shows, declared once: marks in which names stand for values.

A template is a mark (see `picture.py`) in which "@name" stands for a value of the control, "@name.3" for an
entry of a list. A mark of which a value is not there, or false, is not drawn: so a line of unit 3 needs no
condition. "if": "@name" makes that a condition. "held" declares a handle (`declared.js`). Some marks stand
for several others:

- {"line": (a, b, c)}, {"arrow": (foot, tip)}, {"contour": values}, {"points": places}, {"texts": texts}: see
  `plane.py`
- {"network": weights}, {"histogram": counts}, {"course": values}: see `graph.py`
"""

from dlcourse.widgets.frame.graph import course, histogram, network
from dlcourse.widgets.frame.plane import arrow, contour_mark, line, points, texts
from dlcourse.widgets.frame.text import fill, value_of

COMPOSED = {
    "line": line,
    "arrow": arrow,
    "contour": contour_mark,
    "points": points,
    "texts": texts,
    "network": network,
    "histogram": histogram,
    "course": course,
}


def marks_of(templates, values):
    """The marks of templates, with these values.

    >>> marks_of([{"dot": ["@x", "@y.1"]}, {"dot": ["@x", "@y.2"]}], {"x": 1.0, "y": [2.0, 3.0]})
    [{'dot': [1.0, 3.0]}]
    """
    marks = []
    for template in templates:
        if not all(is_there(value_of(values, name)) for name in names_in(template)):
            continue
        mark = resolved(template, values)
        if "text" in mark:
            mark["text"] = fill(mark["text"], values)
        kinds = [kind for kind in COMPOSED if kind in mark]
        marks.extend(COMPOSED[kinds[0]](mark) if kinds else [mark])
    return marks


def is_there(value):
    """Whether a mark that names this value is drawn; 0 is a value."""
    return not (value is None or value is False)


def names_in(part):
    """The names that stand in a part of a template."""
    if isinstance(part, str):
        return [part[1:]] if part.startswith("@") else []
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list | tuple) else []
    return [name for one in inner for name in names_in(one)]


def resolved(part, values):
    """A part of a template with values in place of names."""
    if isinstance(part, dict):
        return {key: resolved(one, values) for key, one in part.items()}
    if isinstance(part, list | tuple):
        return [resolved(one, values) for one in part]
    return value_of(values, part[1:]) if isinstance(part, str) and part.startswith("@") else part
