"""The frame of every live control: one block of HTML with its style, its script and its static picture.

A control is markup with the numbers already filled in by Python, from the initial state. The script finds the
block, shows its inputs and then updates the same elements. Without JavaScript the static picture remains.

The contract between Python and JavaScript: `data-input` names an input, `data-action` a button, `data-output`
an element whose content changes, and `data-template` the text of that element, with `{name}` or
`{name:digits}` for each number. There are no ids, so that two copies of a control can stand on one page.
"""

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from pathlib import Path

HERE = Path(__file__).parent
MINUS = "\N{MINUS SIGN}"


def rounded(value, digits: int) -> float:
    """The value rounded to so many decimals, halves away from zero, as JavaScript's toFixed does.

    >>> rounded(0.125, 2), round(0.125, 2)
    (0.13, 0.12)
    """
    # Decimal(float) is the exact binary value: only a true half is a tie, also as in toFixed
    return float(Decimal(float(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def number_text(value, digits: int | None = None) -> str:
    """A number as text, with a true minus sign: so many decimals, or up to four without trailing zeros.

    >>> number_text(0.0595402, 3), number_text(0.35), number_text(-0.0001, 2)
    ('0.060', '0.35', '0.00')
    """
    text = f"{rounded(value, 4 if digits is None else digits):.{4 if digits is None else digits}f}"
    if digits is None:
        text = text.rstrip("0").rstrip(".")
    if float(text) == 0:  # no "-0.00" for what is rounded to 0
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def fill(template: str, values: dict, digits: int | None = None) -> str:
    """The template with its numbers filled in; `digits`, if given, overrides those of the template.

    >>> fill("{a} + {b:2} = {c}", {"a": 1, "b": 2, "c": 3})
    '1 + 2.00 = 3'
    """

    def one(match):  # a group of {name:digits} that is absent is None
        own = int(match[2]) if match[2] else None
        return number_text(values[match[1]], own if digits is None else digits)

    return re.sub(r"\{(\w+)(?::(\d+))?\}", one, template)


def output(name: str, template: str, values: dict, *, tag="span", digits=None, attributes="") -> str:
    """An element whose numbers change, filled in for the initial state."""
    text = escape(fill(template, values, digits))
    # the template travels with the element, so texts stand in Python alone and not in JavaScript, too
    shown = f'data-output="{name}" data-template="{escape(template)}"'
    return f"<{tag} {attributes + ' ' if attributes else ''}{shown}>{text}</{tag}>"


def slider(name: str, label: str, spoken: str, value, low, high, step) -> str:
    """A range input and a number input for the same quantity, both with a label and usable by keyboard."""
    # autocomplete="off": Firefox would restore old values on reload, against what the control shows
    short = f"{rounded(value, 2):.2f}"
    return (
        f'<div class="dlc-slider"><label><span class="dlc-symbol">{label}</span>'
        f'<input type="range" data-input="{name}" min="{low}" max="{high}" step="{step}" value="{short}" '
        f'aria-label="{escape(spoken)}, slider" autocomplete="off"></label>'
        f'<input type="number" data-input="{name}" step="0.01" value="{short}" '
        f'aria-label="{escape(spoken)}" autocomplete="off"></div>'
    )


def button(action: str, text: str, value: str = "", pressed: bool | None = None) -> str:
    """A button; `pressed`, if given, makes it a toggle whose state screen readers tell."""
    given = f' data-value="{value}"' if value else ""
    state = "" if pressed is None else f' aria-pressed="{str(pressed).lower()}"'
    return f'<button type="button" data-action="{action}"{given}{state}>{text}</button>'


class Control:
    """A control as notebooks and the book show it.   name: that of its script, with hyphens

    title: its heading, and its name for a screen reader. state: the initial state, plain JSON values. body:
    the markup; elements of class `dlc-live` stay hidden until the script runs. shared: scripts that its own
    script needs, besides control.js.
    """

    def __init__(self, name: str, title: str, state: dict, body: str, shared: tuple = ()):
        self.name, self.title, self.state, self.body = name, title, state, body
        self.scripts = ("control", *shared, name.replace("-", "_"))

    def script(self) -> str:
        """The text of all scripts, each after those that it needs."""
        # inline, not linked: a saved notebook or page works without a server and from disk
        return "".join((HERE / f"{script}.js").read_text(encoding="utf-8") for script in self.scripts)

    def _repr_html_(self) -> str:
        # mount() comes last in each control: it sets up this one, and those before it only once
        return (
            f"<style>{(HERE / 'control.css').read_text(encoding='utf-8')}</style>\n"
            f'<div class="dlcourse-control" data-control="{self.name}" role="group" '
            f'aria-label="{escape(self.title)}" data-state="{escape(json.dumps(self.state))}">\n'
            f'<div class="dlc-head"><strong>{escape(self.title)}</strong>'
            f'<span class="dlc-live">{button("reset", "Reset")}</span></div>\n'
            f"{self.body}\n"
            '<p class="dlc-static">A picture of the starting state: with JavaScript on, it moves.</p>\n'
            '<p class="dlc-spoken" role="status"></p>\n'
            "</div>\n"
            f"<script>{self.script()}window.dlcourse.mount();</script>"
        )

    def __repr__(self) -> str:
        return f"{self.title} (a live control: see the HTML book or a notebook)"
