"""Chapter 2: what the body of a control is made of, each piece with the numbers of the control's state.

What a piece is, `markup.py` and `picture.py` tell; here it takes its field, its sentence and its values from
the control, by name.
"""

import functools
from collections.abc import Mapping
from html import escape

from dlcourse.widgets.frame import markup
from dlcourse.widgets.frame.picture import figure
from dlcourse.widgets.frame.state import Field, choice, number
from dlcourse.widgets.frame.text import value_of


class Parts:
    """The pieces, for a class that has a `state` with these `fields`.

    program: functions that Python calls and the page, too (`script.py`); only `values` must be there.

    - setting(state, kernels): what a run depends on, besides kernels in numbers and texts, which tell when it
      is another one; else {"kernels": kernels}
    - first(setting), following(place, setting), is_over(place, setting): the places of a run, of which the
      field `step` tells the last one that is shown; a run without them only counts its steps
    - values(state, past, setting): what pictures and texts name besides the state; past: the places up to
      the step; in the page also `seen`, what its script has found. "texts" among them: output -> text;
      "inputs": the values of inputs that are no fields; "things": how many there are of what has parts with
      `data-part-of`; "results": what Python reads, where it is not the value of that name; "own_now": what is
      shown, as own numbers, name -> value in the order of their list

    pictures: see `picture.py`. formulas: name -> function that makes it, or a function that makes all.
    """

    fields: tuple = ()
    program: tuple = ()
    pictures: tuple = ()
    formulas: Mapping = {}
    named: Mapping = {}
    state: Mapping = {}

    @property
    def kernels(self) -> dict:
        return kernels_of(type(self))

    @functools.cached_property
    def values(self) -> dict:
        """All that pictures and texts name."""
        called = {function.__name__: function for function in self.program}
        make = called.get("setting", lambda state, kernels: {"kernels": kernels})
        setting = make(self.state, self.kernels)
        past = [called["first"](setting)] if "first" in called else []
        while past and len(past) <= self.state["step"] and not called["is_over"](past[-1], setting):
            past.append(called["following"](past[-1], setting))
        return dict(self.state) | called["values"](self.state, past, setting)

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    def number(self, name: str, label: str = "") -> str:
        return markup.number_input(self.field(name), self.state[name], label)

    def select(self, name: str, label: str = "") -> str:
        return markup.select(self.field(name), self.state[name], label)

    def checkbox(self, name: str, label: str) -> str:
        return markup.checkbox(self.field(name), self.state[name], label)

    def slider(self, name: str, label: str, says: str) -> str:
        field, value = self.field(name), self.shown(name)
        return markup.slider(field, field.waits if value is None else value, label, says, self.values)

    def shown(self, name: str):
        """The value of an input, None where it is not there yet; `inputs.js` tells what its name may be."""
        inputs, own = self.values.get("inputs", {}), self.values.get("own_now", {})
        if name in inputs:
            return inputs[name]
        return round(own[name], 3) if name in own else value_of(self.state, name)

    def chosen(self, name: str, spoken: str, choices: dict) -> str:
        """A list of which one is chosen, by its number."""
        return markup.select(choice(name, "", choices, spoken=spoken), f"{self.shown(name):g}", "")

    def ticked(self, name: str, spoken: str) -> str:
        """A switch without a label."""
        on = " checked" if self.shown(name) else ""
        box = f'<input type="checkbox" data-input="{name}"{on} aria-label="{spoken}" autocomplete="off">'
        return f'<label class="dlc-switch">{box}</label>'

    def names(self, spoken: str, own: str = "your own") -> str:
        """What is named, to choose from."""
        return markup.names(spoken, self.named, own, self.state)

    def seed(self, label: str = "Seed") -> tuple[str, str]:
        """The field `seed`, and a button for the next one."""
        return self.number("seed", label), markup.button("next-seed", "Next", spoken="Next seed")

    def player(self, play: str, to: str) -> tuple[str, str]:
        return markup.player(play, self.state["speed"], to)

    def stepper(self, spoken: str, play: str, next_text: str, ends=()) -> str:
        most = int(self.field("step").high)
        return markup.stepper(spoken, play, most, self.state["speed"], next_text=next_text, ends=ends)

    def only_if(self, name: str, those, inside: str) -> str:
        """A part that is there while that field has one of those values."""
        hidden = "" if self.state[name] in those else " hidden"
        return f'<span data-part-if="{name}={" ".join(map(str, those))}"{hidden}>{inside}</span>'

    def output(self, name: str, template: str, **options) -> str:
        return markup.output(name, template, self.values, **options)

    def told(self, name: str, *, tag="span", kind="") -> str:
        """An element with the text of that name, see `values`.   kind: a class"""
        looks = f' class="{kind}"' if kind else ""
        return f'<{tag}{looks} data-output="{name}">{escape(self.values["texts"].get(name, ""))}</{tag}>'

    def typed(self, name: str, low, high, spoken: str, step=0.05) -> str:
        """A number to type that is no field."""
        return markup.number_input(number(name, 0, low, high, spoken=spoken, step=step), self.shown(name))

    def rows(self, kind: str, columns: dict, keys, *, some=False, caption: str = "") -> str:
        """A table of class `kind`, a row for each key.   columns: heading -> cell(key), or the name of its
        texts, "name.key" in each row; the first names the row; some: as many are there as "things" """
        body = []
        for k, key in enumerate(keys):
            cells = [
                made(key) if callable(made) else self.told(f"{made}.{key}", tag="td" if j else "span")
                for j, made in enumerate(columns.values())
            ]
            body.append((markup.part_of(k, self.values["things"]) if some else "", cells))
        return markup.table(kind, columns, body, caption)

    def picture(self, name: str, caption: str = "") -> str:
        """The picture of that name, of `pictures`."""
        return figure(next(one for one in self.pictures if one.name == name), self.values, caption)

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

    def guess(self, name: str, label: str = "Guess") -> str:
        """A guess to type, and what is said of it, the text of that name."""
        return f'<p class="dlc-guess dlc-live">{self.number(name, label)} {self.told(name)}</p>'


@functools.cache
def kernels_of(kind: type[Parts]) -> dict:
    """The kernels of a class of controls, made when they are first asked for."""
    made = kind.formulas
    return made() if callable(made) else {name: make() for name, make in made.items()}
