"""The frame of every live control: one block of HTML with its style, its script and its static picture.

A control is markup with the numbers already filled in (by Python, from the starting state). The script finds
the block, shows its inputs and from then on fills in the same places: without JavaScript the picture stays.

The contract between the two sides: `data-input` names an input, `data-action` a button, `data-output` a place
whose content changes, and `data-template` what to write there, `{name}` or `{name:digits}` for each number.
There are no ids, so that two copies of a control can stand on one page.
"""

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from pathlib import Path

HERE = Path(__file__).parent
MINUS = "\N{MINUS SIGN}"


def rounded(value, digits: int) -> float:
    """The nearest decimal with so many digits, halves away from zero as JavaScript's toFixed does.

    >>> rounded(0.125, 2), round(0.125, 2)
    (0.13, 0.12)
    """
    return float(Decimal(float(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def number_text(value, digits: int | None = None) -> str:
    """A number to read: so many digits, or up to four with trailing zeros dropped; a true minus sign.

    >>> number_text(0.0595402, 3), number_text(0.35), number_text(-0.0001, 2)
    ('0.060', '0.35', '0.00')
    """
    text = f"{rounded(value, 4 if digits is None else digits):.{4 if digits is None else digits}f}"
    if digits is None:
        text = text.rstrip("0").rstrip(".")
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def fill(template: str, values: dict, digits: int | None = None) -> str:
    """The template with its numbers; `digits` given, it overrules the template's own.

    >>> fill("{a} + {b:2} = {c}", {"a": 1, "b": 2, "c": 3})
    '1 + 2.00 = 3'
    """

    def one(match):
        own = int(match[2]) if match[2] else None
        return number_text(values[match[1]], own if digits is None else digits)

    return re.sub(r"\{(\w+)(?::(\d+))?\}", one, template)


def output(name: str, template: str, values: dict, *, tag="span", digits=None, attributes="") -> str:
    """A place whose numbers change, filled in for the starting state."""
    text = escape(fill(template, values, digits))
    shown = f'data-output="{name}" data-template="{escape(template)}"'
    return f"<{tag} {attributes + ' ' if attributes else ''}{shown}>{text}</{tag}>"


def slider(name: str, label: str, spoken: str, value, low, high, step) -> str:
    """A range and a number for the same quantity, each with its label; both can be used from the keyboard."""
    short = f"{rounded(value, 2):.2f}"
    return (
        f'<div class="dlc-slider"><label><span class="dlc-symbol">{label}</span>'
        f'<input type="range" data-input="{name}" min="{low}" max="{high}" step="{step}" value="{short}" '
        f'aria-label="{escape(spoken)}, slider" autocomplete="off"></label>'
        f'<input type="number" data-input="{name}" step="0.01" value="{short}" '
        f'aria-label="{escape(spoken)}" autocomplete="off"></div>'
    )


def button(action: str, text: str, value: str = "", pressed: bool | None = None) -> str:
    """A button; `pressed` makes it one of a set that shows which one is on."""
    given = f' data-value="{value}"' if value else ""
    state = "" if pressed is None else f' aria-pressed="{str(pressed).lower()}"'
    return f'<button type="button" data-action="{action}"{given}{state}>{text}</button>'


class Control:
    """A control as notebooks and the book show it.   name: as in `<name>.js`, with hyphens

    title: its heading, and its name for a screen reader.   state: the starting state, plain JSON values.
    body: the markup. Elements of class `dlc-live` stay hidden until the script runs.
    shared: scripts that its own builds on, besides control.js.
    """

    def __init__(self, name: str, title: str, state: dict, body: str, shared: tuple = ()):
        self.name, self.title, self.state, self.body = name, title, state, body
        self.scripts = ("control", *shared, name.replace("-", "_"))

    def script(self) -> str:
        """The shared scripts and the control's own, foundations first."""
        return "".join((HERE / f"{script}.js").read_text(encoding="utf-8") for script in self.scripts)

    def _repr_html_(self) -> str:
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
