"""Chapter 2: pieces of a control's markup: outputs, inputs and buttons, tables and legends.

The contract between Python and JavaScript: `data-input` names an input, `data-action` a button, `data-set`
the state that a button or link asks for, `data-output` an element whose content changes, and `data-template`
the text of that element, with `{name}` or `{name:digits}` for each number. There are no ids, so that two
copies of a control can stand on one page.
"""

import json
from html import escape

from dlcourse.widgets.frame.state import SPEED, Field, choice, fragment
from dlcourse.widgets.frame.text import fill

SAID = 'class="dlc-done"'


def as_attribute(value) -> str:
    """A value as JSON, in the single quotes of an attribute: what is full of double ones stays short.

    >>> print(as_attribute({"it's": "<b>"}))
    '{"it&#39;s": "&lt;b>"}'
    """
    text = json.dumps(value, ensure_ascii=False)
    return "'" + text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;") + "'"


def output(name: str, template: str, values: dict, *, tag="span", digits=None, attributes="") -> str:
    """An element whose numbers change, filled in for the initial state."""
    text = escape(fill(template, values, digits))
    shown = f'data-output="{name}" data-template="{escape(template)}"'
    return f"<{tag} {attributes + ' ' if attributes else ''}{shown}>{text}</{tag}>"


def button(action: str, text: str, value: str = "", kind: str = "", spoken: str = "") -> str:
    """A button that does something.   kind: a class, such as dlc-main; spoken: more than its text says"""
    given = f' data-value="{value}"' if value else ""
    looks = f' class="{kind}"' if kind else ""
    looks += f' aria-label="{escape(spoken)}"' if spoken else ""
    return f'<button type="button"{looks} data-action="{action}"{given}>{text}</button>'


def setter(text: str, state: dict, given: dict, spoken: str = "") -> str:
    """A button that asks for a part of the state; it shows whether the state is so, at first `given`."""
    pressed = str(all(given[name] == value for name, value in state.items())).lower()
    wanted, told = as_attribute(state), f' aria-label="{escape(spoken)}"' if spoken else ""
    return f'<button type="button"{told} data-set={wanted} aria-pressed="{pressed}">{text}</button>'


def number_input(field: Field, value, label: str = "") -> str:
    """A number to type, with a short label beside it or none; what it is, is spoken."""
    ends = "".join(f' {end}="{getattr(field, at):g}"' for end, at in (("min", "low"), ("max", "high")))
    shown = "" if value is None else f"{value:g}"
    box = (
        f'<input type="number" inputmode="decimal" data-input="{field.name}"{ends} step="{field.step:g}" '
        f'value="{shown}" aria-label="{escape(field.spoken)}" autocomplete="off">'
    )
    return f'<label class="dlc-field">{label} {box}</label>' if label else box


def text_input(field: Field, value: str) -> str:
    """A line to type; what it is, is spoken."""
    return (
        f'<input type="text" data-input="{field.name}" maxlength="{field.high}" value="{escape(value)}" '
        f'aria-label="{escape(field.spoken)}" autocomplete="off" autocapitalize="none" spellcheck="false">'
    )


def slider(field: Field, value, label: str, says: str, values: dict) -> str:
    """A range with a text beside it, a template, which is also what is spoken.   value: where it stands"""
    told = escape(fill(says, values)) or "none yet"
    return (
        f'<p class="dlc-slider dlc-live"><label><span class="dlc-symbol">{label}</span>'
        f'<input type="range" data-input="{field.name}" min="{field.low:g}" max="{field.high:g}" '
        f'step="{field.step:g}" value="{value:g}" aria-label="{escape(field.spoken)}" data-says="{says}" '
        f'aria-valuetext="{told}" autocomplete="off"></label>'
        f"{output(f'{field.name}-said', says, values, attributes=SAID)}</p>"
    )


def select(field: Field, value, label: str) -> str:
    """A list of which one is chosen."""
    options = "".join(
        f'<option value="{escape(key)}"{" selected" if key == value else ""}>{text}</option>'
        for key, text in field.choices.items()
    )
    box = f'<select data-input="{field.name}" aria-label="{escape(field.spoken)}" autocomplete="off">'
    box += f"{options}</select>"
    return f'<label class="dlc-field">{label} {box}</label>' if label else box


def names(spoken: str, named: dict, own: str, state: dict) -> str:
    """A list of parts of the state that have a name; own: the text for a state that has none."""
    so = (name for name, part in named.items() if all(state[key] == part[key] for key in part))
    field = choice("named", "own", {name: name for name in named} | {"own": own}, spoken=spoken)
    return select(field, next(so, "own"), "")


def checkbox(field: Field, value: bool, label: str) -> str:
    """A switch with its label."""
    on = " checked" if value else ""
    box = f'<input type="checkbox" data-input="{field.name}"{on} autocomplete="off">'
    return f'<label class="dlc-switch">{box} {label}</label>'


def bar(spoken: str, *parts: str, kind: str = "") -> str:
    """Inputs and buttons in a row, which only shows when the script runs."""
    looks = f"dlc-bar dlc-live {kind}".strip()
    return f'<div class="{looks}" role="group" aria-label="{escape(spoken)}">{"".join(parts)}</div>'


def player(play: str, speed: str, to: str) -> tuple[str, str]:
    """The button of a run, and its speed with how long it takes, which scripts write; see `player.js`.

    speed: the state's value of the field `SPEED`, which the control declares; to: where the run ends
    """
    main = f'<button type="button" class="dlc-main" data-action="play" data-play="{play}" data-pause="Pause">'
    seconds = f'<span data-output="pace" title="{to}"></span>'
    return (
        f"{main}{play}</button>",
        f'<span class="dlc-pace">{select(SPEED, speed, "Speed")} {seconds}</span>',
    )


def stepper(spoken: str, play: str, most: int, speed: str, *, next_text="Next", ends=()) -> str:
    """First, back, play, next, last, the speed, and a slider over all steps; see `stepper.js`.

    ends: the texts for the first and the last step, where a run may end before step `most`
    """
    start, end = ends or ("Step 0", f"Step {most}")
    main, pace = player(play, speed, f"to step {most}")
    slide = (
        '<input type="range" data-input="stepper" min="0" max="100" step="1" value="0" '
        'aria-label="step, slider" autocomplete="off">'
    )
    buttons = bar(
        spoken,
        main,
        button("next", next_text),
        button("back", "Back", spoken="Back one step"),
        button("first", start, spoken=f"Back to the start: {start}"),
        button("last", end, spoken=f"On to the end: {end}"),
        kind="dlc-tight",
    )
    done = f'<span {SAID}>step <span data-output="step">0</span></span>'
    return f'<div class="dlc-stepper">{buttons}<p class="dlc-slider dlc-live">{done}{slide}{pace}</p></div>'


def table(kind: str, head, rows, caption: str = "") -> str:
    """A table of class `kind`.   head: texts; rows: pairs of the attributes of the row, and its cells, the
    first of which is its name. What begins with "<th" or "<td" is a cell already."""
    top = "".join(text if text.startswith("<th") else f'<th scope="col">{text}</th>' for text in head)
    body = ""
    for attributes, (name, *cells) in rows:
        told = "".join(cell if cell.startswith("<td") else f"<td>{cell}</td>" for cell in cells)
        body += f'<tr{attributes and " "}{attributes}><th scope="row">{name}</th>{told}</tr>'
    above = f"<caption>{caption}</caption>" if caption else ""
    above += f"<thead><tr>{top}</tr></thead>" if head else ""
    return f'<div class="dlc-scroll"><table class="{kind}">{above}<tbody>{body}</tbody></table></div>'


def part_of(k: int, n: int) -> str:
    """The attributes of what belongs to the k-th of several things, of which n are there."""
    return f'data-part-of="{k}"{"" if k < n else " hidden"}'


def tasks(control: str, given) -> str:
    """Things to try, each a link to a state.   given: triples of a state, its title, what to look at"""
    items = "".join(
        f'<li><a href="{escape(fragment(control, state))}" data-set={as_attribute(state)}>'
        f"{title}</a> {text}</li>"
        for state, title, text in given
    )
    return f'<ol class="dlc-tasks dlc-live">{items}</ol>'


SQUARE = 'x="-6" y="-6" width="12" height="12"/>'
SIGNS = {  # of a legend; others are lines
    "zero": '<g class="dlc-zero"><circle r="6"/></g>',
    "one": f'<g class="dlc-one"><rect {SQUARE}</g>',
    "bar": f'<rect class="dlc-bar" {SQUARE}',
    "outline": f'<rect class="dlc-outline" {SQUARE}',
}


def sign(kind: str, text: str, attributes: str = "", d: str = "M0 0H28") -> str:
    """A mark of a legend, of the looks `kind`.   d: the path of one that is not among SIGNS"""
    box = "-8 -8 16 16" if kind in SIGNS else "0 -8 28 16"
    drawn = SIGNS.get(kind, f'<path class="dlc-{kind}" d="{d}"/>')
    svg = f'<svg viewBox="{box}" aria-hidden="true">{drawn}</svg>'
    return f"<span{attributes and ' '}{attributes}>{svg} {text}</span>"


def legend(*signs) -> str:
    """What marks and lines of pictures mean.   signs: tuples, see `sign`"""
    return f'<p class="dlc-legend">{" ".join(sign(*one) for one in signs)}</p>'
