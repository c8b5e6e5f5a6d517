"""Chapter 6: what the frame computes in Python and in the page alike, printed once for all controls."""

import functools
from html import escape

from dlcourse.widgets.frame import axes, graph, guess, marks, picture, plane, text
from dlcourse.widgets.frame.kernel import at_points
from dlcourse.widgets.frame.random import draws, generator, normals, orthonormal, uniforms
from dlcourse.widgets.frame.script import Script

BY_HAND = {  # written in both languages: what a language has of its own is another in the other one
    escape: "dlcourse.escaped",
    text.number_text: "dlcourse.numberText",
    text.fill: "dlcourse.fill",
    text.value_of: "dlcourse.valueOf",
    at_points: "dlcourse.atPoints",
    draws: "dlcourse.draws",
    **{f: f"dlcourse.{f.__name__}" for f in (generator, normals, uniforms, orthonormal)},
}
SHARED = (
    *(axes.share, axes.value_at, axes.fitting, axes.ticks),
    *(marks.marks_of, marks.resolved, picture.placed, picture.ticks_text, picture.mark_text),
    *(plane.grid, plane.line_across, plane.arrow_of, plane.level_lines, graph.layered, graph.sides),
    guess.compared,
)


@functools.cache
def shared_script() -> str:
    """The JavaScript of SHARED: dlcourse.shared[name], named as in Python."""
    constants = f"{{ HALF: {list(graph.HALF)} }}"
    return f"window.dlcourse.shared = Object.assign({Script(BY_HAND).returning(*SHARED)}, {constants});\n"


def program_script(functions) -> str:
    """The functions of a control, as an expression: an object of them by name."""
    known = {function: f"dlcourse.shared.{function.__name__}" for function in SHARED}
    return Script(BY_HAND | known).returning(*functions)
