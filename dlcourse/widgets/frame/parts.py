"""Chapter 2: what the body of a control is made of, each piece with the numbers of the control's state.

What a piece is, `markup.py` and `picture.py` tell; here it takes its field, its sentence and its values from
the control, by name.
"""

import functools
from collections.abc import Mapping
from html import escape

from dlcourse.widgets.frame import markup, picture
from dlcourse.widgets.frame.state import Field


class Parts:
    """The pieces, for a class that has `fields`, `sentences`, `named` and a `state`."""

    fields: tuple = ()
    sentences: Mapping = {}
    named: Mapping = {}
    state: Mapping = {}

    def numbers(self) -> dict:
        """Every number that is shown, by name."""
        return {}

    @functools.cached_property
    def values(self) -> dict:
        """All that pictures and texts name."""
        return dict(self.state) | self.numbers()

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    def number(self, name: str, label: str = "") -> str:
        return markup.number_input(self.field(name), self.state[name], label)

    def select(self, name: str, label: str = "") -> str:
        return markup.select(self.field(name), self.state[name], label)

    def checkbox(self, name: str, label: str) -> str:
        return markup.checkbox(self.field(name), self.state[name], label)

    def slider(self, name: str, label: str, says: str, unsaid=None) -> str:
        """unsaid: where it stands as long as there is no value"""
        value = self.state[name]
        return markup.slider(self.field(name), unsaid if value is None else value, label, says, self.values)

    def names(self, spoken: str, own: str = "your own") -> str:
        """What is named, to choose from."""
        return markup.names(spoken, self.named, own, self.state)

    def player(self, play: str, to: str) -> tuple[str, str]:
        return markup.player(play, self.state["speed"], to)

    def stepper(self, spoken: str, play: str, next_text: str) -> str:
        most = int(self.field("step").high)
        return markup.stepper(spoken, play, most, self.state["speed"], next_text=next_text)

    def output(self, name: str, template: str, **options) -> str:
        return markup.output(name, template, self.values, **options)

    def said(self, name: str, key: str, **options) -> str:
        """An element for sentences, with the one of that key."""
        return markup.said(name, self.sentences[key], self.values, **options)

    def figure(self, name: str, spoken: str, x, y, templates, **options) -> str:
        return picture.figure(name, spoken, x, y, templates, self.values, **options)

    def steps_table(self, caption: str, stages: dict, digits: int) -> str:
        """A row for each number.   stages: heading -> rows of its name, what it is, its rule, the rule with
        numbers; a rule of None is no column"""
        body = ""
        for k, (heading, rows) in enumerate(stages.items(), 1):
            body += f'<tbody data-stage="{k}">'
            body += f'<tr><th colspan="3" scope="rowgroup">{k} {heading}</th></tr>' if heading else ""
            for name, quantity, rule, numbers in rows:
                body += f'<tr><th scope="row">{quantity}</th>'
                if rule is not None:
                    inserted = self.output(f"{name}-rule", numbers, attributes='class="dlc-numbers"')
                    body += f"<td>{escape(rule)}{inserted}</td>"
                body += self.output(name, f"{{{name}:~{digits}}}", tag="td") + "</tr>"
            body += "</tbody>"
        return f'<table class="dlc-steps"><caption>{caption}</caption>{body}</table>'

    def guess(self, name: str, label: str = "Guess", key: str = "") -> str:
        """A guess to type, and what is said of it; sentences as for `guess.js`, their keys begin with `key`,
        or with the field's name."""
        asked = self.sentences[f"{key or name}_ask"]
        said = f'<span data-output="{name}">{asked}</span>'
        return f'<p class="dlc-guess dlc-live">{self.number(name, label)} {said}</p>'
