"""Chapter 2: the frame of every live control: one block of HTML with its style, its scripts and its picture.

A control is markup with the numbers already filled in by Python, from the initial state. The scripts find the
block, show its inputs and then update the same elements. Without JavaScript the static picture remains.

A folder holds a control: its Python, its script, and a style sheet where it needs one.
"""

import functools
import inspect
import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from dlcourse.widgets.frame.markup import as_attribute, button, tasks
from dlcourse.widgets.frame.parts import Parts
from dlcourse.widgets.frame.shared import program_script, shared_script
from dlcourse.widgets.frame.state import checked

WIDGETS = Path(__file__).parents[1]
# the scripts of the frame, foundations first; every control has them all
FIRST = "text python product random".split()  # what printed functions call
SHARED = "state address shade picture things drag lines weights samples drawn course player".split()
SHARED += ["stepper", "seeds", "declared", "inputs", "control"]
STYLES = ("control", "pictures")
NAME = "window.dlcourse = window.dlcourse || {};\n"  # a page with two controls runs the frame's scripts twice
START = "window.dlcourse.mount();\ndocument.addEventListener('DOMContentLoaded', window.dlcourse.mount);\n"
COMMENTS = re.compile(r"^ */\*.*?\*/\n", re.DOTALL | re.MULTILINE)
SCOPE = '(function () {\n"use strict";\n'  # around each script


class Control(Parts):
    """A control as notebooks and the book show it.   maker: the function that makes one; title: its heading

    fields: the state, see `state.py`. given: the part of it that is not as declared. program: the functions
    that are printed, see `parts.py`. named: name -> a part of the state that one chooses by it. constants:
    what the script knows besides. read: the values that Python may read in a live notebook. spoken: the
    outputs that are said when something has changed. tasks: things to try, see `markup.tasks`. further:
    scripts of the frame that others do without. Elements of class `dlc-live` stay hidden until the scripts
    run. Raises the errors of `state.checked`.
    """

    constants: Mapping = {}
    read: tuple = ()
    spoken: tuple = ("verdict",)
    tasks: Sequence = ()
    further: tuple = ()
    title = maker = ""

    def __init__(self, **given):
        self.state = checked(self.maker, self.fields, given)

    @property
    def home(self) -> Path:
        """The folder of its files."""
        return Path(inspect.getfile(type(self))).parent

    @property
    def name(self) -> str:
        """What addresses and scripts call it."""
        return self.maker.replace("_", "-")

    def body(self) -> str:
        """The markup, with the numbers of the state."""
        raise NotImplementedError(f"{type(self).__name__}: expected a method body(), got none; define it")

    def head(self) -> str:
        """Markup beside the title: what comes first of all."""
        return ""

    def results(self) -> dict:
        """What the control computes from its state and Python may read: name -> number or array."""
        found = self.values | self.values.get("results", {})
        return {name: found[name] for name in self.read}

    @property
    def files(self) -> list[Path]:
        """The scripts that are written by hand, foundations first: the frame's, then its own, if any."""
        own = self.home / f"{self.maker}.js"
        frame = [WIDGETS / "frame" / f"{script}.js" for script in [*FIRST, *SHARED, *self.further]]
        return [*frame, own] if own.exists() else frame

    def styles(self) -> dict[str, str]:
        """The style sheets: of the frame, and its own."""
        frame = "".join(text_of(WIDGETS / "frame" / f"{style}.css") for style in STYLES)
        return {"frame": frame, self.maker: "".join(map(text_of, sorted(self.home.glob("*.css"))))}

    def programs(self) -> dict[str, str]:
        """The JavaScript of the frame, and its own with what is printed for it."""
        files, n, end = self.files, len(FIRST), len(FIRST) + len(SHARED)
        shared = NAME + scripts(files[:n]) + shared_script() + scripts(files[n:end])
        return {"frame": shared, self.maker: self.printed() + scripts(files[end:])}

    def printed(self) -> str:
        """The kernels and the program as JavaScript, in dlcourse.kernels and dlcourse.programs by name."""
        kernels = ",\n".join(
            f"{json.dumps(name)}: {kernel.script()}" for name, kernel in self.kernels.items()
        )
        return "".join(
            f"(window.dlcourse = window.dlcourse || {{}}).{part} = window.dlcourse.{part} || {{}};\n"
            f"window.dlcourse.{part}[{json.dumps(self.name)}] = {text};\n"
            for part, text in (("kernels", f"{{\n{kernels}\n}}"), ("programs", program_of(type(self))))
        )

    def markup(self) -> str:
        """The block itself, without styles and scripts."""
        told = {"fields": [f.as_json() | {"start": self.state[f.name]} for f in self.fields]}
        told |= {part: getattr(self, part) for part in ("constants", "named", "read", "spoken")}
        data = "".join(f" data-{k}={as_attribute(v)}" for k, v in told.items())
        # within an element with data-lm-suppress-shortcuts JupyterLab does not use arrow keys for its cells
        return (
            f'<div class="dlcourse-control" data-control="{self.name}" role="group" tabindex="-1" '
            f'data-lm-suppress-shortcuts="true" '
            f'aria-label="{escape(self.title)}"{data}>\n'
            f'<div class="dlc-head"><strong>{escape(self.title)}</strong>{self.head()}'
            f'<span class="dlc-live">{button("reset", "Reset all")}</span></div>\n'
            f"{self.body()}\n{tasks(self.name, self.tasks)}\n"
            '<p class="dlc-static">A picture of the initial state: with JavaScript on, it moves.</p>\n'
            '<p class="dlc-spoken" role="status"></p>\n'
            "</div>\n"
        )

    def _repr_html_(self) -> str:
        styles = [
            f'<style data-part="{name}">{text}</style>\n' for name, text in self.styles().items() if text
        ]
        programs = dict(self.programs())
        # mount() comes last: it sets up this control, and those before it only once
        programs[self.maker] += START
        scripts = [f'<script data-part="{name}">{text}</script>\n' for name, text in programs.items()]
        return "".join([*styles, self.markup(), *scripts])

    def __repr__(self) -> str:
        return f"{self.title} (a live control: see the HTML book or a notebook)"


@functools.cache
def program_of(kind: type[Control]) -> str:
    """The program of a class of controls, printed once."""
    return program_script(kind.program)


def scripts(paths) -> str:
    """The JavaScript of files, each in a scope of its own: what they share with the page is `dlcourse`."""
    return "".join(f"{SCOPE}{text_of(path)}}})();\n" for path in paths)


def text_of(path) -> str:
    """What a file holds, without the comments on lines of their own: every notebook would carry them."""
    return COMMENTS.sub("", path.read_text(encoding="utf-8"))
