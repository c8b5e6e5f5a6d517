"""Chapter 2: the state of a live control: its fields, each with a name, a kind, a range and a start.

A control declares its fields once. `checked` holds what Python code asks for to them, `state.js` what a
reader types, what the address of the page holds and what a live notebook sends. `fragment` is the part of an
address that asks for a state.
"""

from dataclasses import asdict, dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Field:
    """A field of the state.   kind: "number", "whole", "choice", "flag" or "numbers" (a list)

    spoken: what a screen reader says. low, high: the range that is allowed; slide: the narrower one of its
    slider. choices: value -> the text that is shown. lengths: of a list. A start of None means: no value yet.
    """

    kind: str
    name: str
    start: object
    spoken: str
    low: float = 0
    high: float = 0
    step: float = 0.01
    slide: tuple = ()
    choices: dict | None = None
    lengths: tuple = ()

    def check(self, who: str, value):
        """The value as the control takes it. Raises ValueError for one of another kind or out of range."""
        if value is None and self.start is None:
            return None
        if self.kind == "choice":
            if str(value) in self.choices:
                return str(value)
            raise ValueError(
                f"{who}: expected {self.name} in {[*self.choices]}, got {value!r}; choose one of these"
            )
        if self.kind == "flag":
            return bool(value)
        if self.kind == "numbers":
            numbers = [self.number(who, v) for v in value]
            if len(numbers) in self.lengths:
                return numbers
            raise ValueError(
                f"{who}: expected {self.name} of length {self.lengths}, got {len(numbers)}; list all of them"
            )
        return self.number(who, value)

    def number(self, who: str, value):
        """The value as a float, or an int where the field is whole."""
        if not self.low <= value <= self.high or (self.kind == "whole" and value != round(value)):
            whole = "a whole number" if self.kind == "whole" else "a number"
            raise ValueError(
                f"{who}: expected {self.name} as {whole} from {self.low:g} to {self.high:g}, got {value}; "
                "change it"
            )
        return int(value) if self.kind == "whole" else float(value)

    def as_json(self) -> dict:
        """What `state.js` needs to know."""
        return asdict(self) | {"choices": [*self.choices] if self.choices else []}


def number(name: str, start, low, high, *, spoken: str = "", step=0.01, slide=()) -> Field:
    """A number with decimals."""
    return Field("number", name, start, spoken or name, low, high, step, slide or (low, high))


def whole(name: str, start, low: int, high: int, *, spoken: str = "") -> Field:
    """A whole number."""
    return Field("whole", name, start, spoken or name, low, high, 1, (low, high))


def choice(name: str, start, choices: dict, *, spoken: str = "") -> Field:
    """One of several texts.   choices: value -> text shown"""
    return Field("choice", name, start, spoken or name, choices={str(k): v for k, v in choices.items()})


def flag(name: str, start: bool, *, spoken: str = "") -> Field:
    """On or off."""
    return Field("flag", name, start, spoken or name)


def numbers(name: str, start, low, high, *, lengths, spoken: str = "") -> Field:
    """A list of numbers that has one of these lengths."""
    return Field("numbers", name, start, spoken or name, low, high, lengths=tuple(lengths))


def checked(who: str, fields, given: dict) -> dict:
    """The whole state: what is given, and the start of every other field.

    Raises TypeError for a name that is no field, ValueError for a value that its field does not allow.

    >>> checked("demo", [number("w", 0.5, -2, 2), flag("slip", False)], {"w": 1})
    {'w': 1.0, 'slip': False}
    """
    names = [field.name for field in fields]
    for name in given:
        if name not in names:
            raise TypeError(f"{who}: expected a field of {names}, got {name!r}; choose one of these")
    starts = {f.name: list(f.start) if f.kind == "numbers" else f.start for f in fields}
    return starts | {f.name: f.check(who, given[f.name]) for f in fields if f.name in given}


def fragment(control: str, state: dict) -> str:
    """The end of an address that asks the control of that name for a state; what is not named is as at first.

    >>> fragment("neuron-calculator", {"w1": 3, "slip": True})
    '#neuron-calculator.w1=3&neuron-calculator.slip=true'
    """
    return "#" + urlencode({f"{control}.{name}": as_text(value) for name, value in state.items()})


def as_text(value) -> str:
    """A value as an address holds it: numbers of a list with `_` between them."""
    if isinstance(value, list | tuple):
        return "_".join(map(as_text, value))
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.12g}" if isinstance(value, float) else str(value)
