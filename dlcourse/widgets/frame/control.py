"""Chapter 2: the frame of every live control: one block of HTML with its style, its scripts and its picture.

A control is markup with the numbers already filled in by Python, from the initial state. The scripts find the
block, show its inputs and then update the same elements. Without JavaScript the static picture remains.

A folder holds a control: its Python, one or more scripts, and a style sheet where it needs one.
"""

import json
from collections.abc import Mapping
from functools import cached_property
from html import escape
from pathlib import Path

from dlcourse.widgets.frame.markup import button
from dlcourse.widgets.frame.state import checked

WIDGETS = Path(__file__).parents[1]
BASE = ("text", "state", "address", "control")
# foundations first; a control names those that it uses
PARTS = (*BASE, "random", "axes", "picture", "plane", "graph", "drag", "course", "stepper", "guess", "seeds")


class Control:
    """A control as notebooks and the book show it.   folder: of its files; title: its heading

    fields: the state, see `state.py`. given: the part of it that is not as declared. kernels: name -> Kernel.
    parts: shared scripts that it uses; scripts: its own. sentences: key -> template, constants: name ->
    value, for both languages. Elements of class `dlc-live` stay hidden until the scripts run. Raises the
    errors of `state.checked`.
    """

    parts: tuple = ()
    scripts: tuple = ()
    kernels: Mapping = {}
    sentences: Mapping = {}
    constants: Mapping = {}
    fields: tuple = ()
    title = folder = ""

    def __init__(self, **given):
        self.state = checked(self.folder, self.fields, given)

    @property
    def name(self) -> str:
        return self.folder.replace("_", "-")

    def body(self) -> str:
        """The markup, with the numbers of the state."""
        raise NotImplementedError(f"{type(self).__name__}: expected a method body(), got none; define it")

    def results(self) -> dict:
        """What the control computes from its state and Python may read: name -> number or array."""
        return {}

    @cached_property
    def files(self) -> tuple[list[Path], list[Path]]:
        """The style sheets and the scripts, foundations first."""
        shared = [part for part in PARTS if part in (*BASE, *self.parts)]
        scripts = [WIDGETS / "frame" / f"{part}.js" for part in shared]
        scripts += [WIDGETS / self.folder / f"{script}.js" for script in self.scripts or (self.folder,)]
        styles = [WIDGETS / "frame" / f"{style}.css" for style in ("control", "pictures")]
        return [*styles, *sorted((WIDGETS / self.folder).glob("*.css"))], scripts

    def kernel_script(self) -> str:
        """The kernels as JavaScript: dlcourse.kernels[name of the control][name of the kernel]."""
        table = ",\n".join(f"{json.dumps(name)}: {kernel.script()}" for name, kernel in self.kernels.items())
        return (
            "(window.dlcourse = window.dlcourse || {}).kernels = window.dlcourse.kernels || {};\n"
            f"window.dlcourse.kernels[{json.dumps(self.name)}] = {{\n{table}\n}};\n"
        )

    def markup(self) -> str:
        """The block itself, without styles and scripts."""
        declared = json.dumps([f.as_json() | {"start": self.state[f.name]} for f in self.fields])
        return (
            f'<div class="dlcourse-control" data-control="{self.name}" role="group" tabindex="-1" '
            f'aria-label="{escape(self.title)}" data-fields="{escape(declared)}" '
            f'data-sentences="{escape(json.dumps(dict(self.sentences)))}" '
            f'data-constants="{escape(json.dumps(dict(self.constants)))}">\n'
            f'<div class="dlc-head"><strong>{escape(self.title)}</strong>'
            f'<span class="dlc-live">{button("reset", "Reset all")}</span></div>\n'
            f"{self.body()}\n"
            '<p class="dlc-static">A picture of the initial state: with JavaScript on, it moves.</p>\n'
            '<p class="dlc-spoken" role="status"></p>\n'
            "</div>\n"
        )

    def _repr_html_(self) -> str:
        styles, scripts = self.files
        parts = [f'<style data-part="{part_name(path)}">{read(path)}</style>\n' for path in styles]
        parts.append(self.markup())
        parts += [f'<script data-part="{part_name(path)}">{read(path)}</script>\n' for path in scripts]
        if self.kernels:
            kernels = f'<script data-part="{self.folder}/kernels.js">{self.kernel_script()}</script>\n'
            parts.insert(-1, kernels)
        # mount() comes last in each control: it sets up this one, and those before it only once
        return "".join(parts) + "<script>window.dlcourse.mount();</script>"

    def __repr__(self) -> str:
        return f"{self.title} (a live control: see the HTML book or a notebook)"


def part_name(path: Path) -> str:
    """The file's name below dlcourse/widgets: what a page must hold only once."""
    return path.relative_to(WIDGETS).as_posix()


def read(path: Path) -> str:
    """The text of a file."""
    return path.read_text(encoding="utf-8")
