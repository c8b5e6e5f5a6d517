"""Chapter 2: the state of a live control: its fields, each with a name, a kind, a range and a start.

A control declares its fields once. `checked` holds what Python code asks for to them, `state.js` what a
reader types, what the address of the page holds and what a live notebook sends. `fragment` is the part of an
address that asks for a state.
"""

from dataclasses import asdict, dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Field:
    """A field of the state.   kind: "number", "whole", "choice", "flag", "text"; a list: "numbers", "wholes"

    spoken: what a screen reader says. low, high: the range that is allowed, of a list also a high for each
    entry, of a text how many characters. choices: value -> the text that is shown. lengths: of a list. A
    start of None means: no value yet. anew: fields; when one of them is changed and this one is not, this
    one is at its start again. asks: what else is set when this one is. named: the choice that says "own"
    when this list is there, and only then. waits: where its handle and its slider stand as long as there is
    no value. fits: a choice, and for each of its values the length that this list has.
    """

    kind: str
    name: str
    start: object
    spoken: str
    low: float = 0
    high: float | tuple = 0
    step: float = 0.01
    choices: dict | None = None
    lengths: tuple = ()
    anew: tuple = ()
    asks: dict | None = None
    named: str = ""
    waits: float | None = None
    fits: tuple = ()

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
        if self.kind == "text":
            return self.line(who, value)
        if self.is_list:
            if len(value) in self.lengths:
                return [self.number(who, v, k) for k, v in enumerate(value)]
            raise ValueError(
                f"{who}: expected {self.name} of length {self.lengths}, got {len(value)}; list all of them"
            )
        return self.number(who, value)

    def described(self) -> str:
        """The field in a line, for who sets it from Python.

        >>> number("lr", 0.1, 0, 2, spoken="learning rate").described()
        'lr (0 to 2, at first 0.1): learning rate'
        """
        high = max(self.high) if isinstance(self.high, tuple) else self.high
        allowed = {"choice": ", ".join(map(repr, self.choices or ())), "flag": "True or False"}
        allowed |= {"text": f"a text of at most {high} characters"}
        said = allowed.get(self.kind, f"{self.low:g} to {high:g}")
        start = " each" if self.is_list else f", at first {self.start!r}"
        return f"{self.name} ({said}{start}): {self.spoken}"

    @property
    def is_list(self) -> bool:
        return self.kind in ("numbers", "wholes")

    def line(self, who: str, value) -> str:
        """The value, a text that is short enough."""
        if not isinstance(value, str) or len(value) > self.high:
            raise ValueError(
                f"{who}: expected {self.name} as a text of at most {self.high} characters, got {value!r}; "
                "shorten it"
            )
        return value

    def number(self, who: str, value, k: int = 0):
        """The value, of a list its entry k, as a float, or an int where the field is whole."""
        whole = self.kind in ("whole", "wholes")
        high = self.high[k] if isinstance(self.high, tuple) else self.high
        try:
            allowed = self.low <= value <= high and (not whole or value == round(value))
        except TypeError:  # no number at all
            allowed = False
        if not allowed:
            kind = "a whole number" if whole else "a number"
            raise ValueError(
                f"{who}: expected {self.name} as {kind} from {self.low:g} to {high:g}, got {value}; change it"
            )
        return int(value) if whole else float(value)

    def as_json(self) -> dict:
        """What `state.js` needs to know; blank: the start as declared."""
        blank = list(self.start) if self.is_list else self.start
        return asdict(self) | {"choices": [*(self.choices or ())], "asks": self.asks or {}, "blank": blank}


def number(name: str, start, low, high, *, step=0.01, **others) -> Field:
    """A number with decimals.   others: see `Field`"""
    return Field("number", name, start, others.pop("spoken", name), low, high, step, **others)


def whole(name: str, start, low: int, high: int, **others) -> Field:
    """A whole number."""
    return Field("whole", name, start, others.pop("spoken", name), low, high, 1, **others)


def choice(name: str, start, choices: dict, **others) -> Field:
    """One of several texts.   choices: value -> text shown"""
    shown = {str(k): v for k, v in choices.items()}
    return Field("choice", name, start, others.pop("spoken", name), choices=shown, **others)


def flag(name: str, start: bool, **others) -> Field:
    """On or off."""
    return Field("flag", name, start, others.pop("spoken", name), **others)


def text(name: str, most: int, **others) -> Field:
    """A line that is typed, at first empty.   most: how many characters"""
    return Field("text", name, "", others.pop("spoken", name), high=most, **others)


def numbers(name: str, start, low, high, *, kind="numbers", lengths, **others) -> Field:
    """A list of numbers that has one of these lengths."""
    return Field(kind, name, start, others.pop("spoken", name), low, high, lengths=tuple(lengths), **others)


def wholes(name: str, start, low: int, high, **others) -> Field:
    """A list of whole numbers."""
    return numbers(name, start, low, high, kind="wholes", **others)


def own_numbers(named: str, low, high, spoken: str, *, lengths=(), fits=(), **others) -> Field:
    """The list "own", of the choice `named`: numbers of the reader's own, or none.   fits: see `Field`"""
    lengths = (0, *lengths, *(fits[1].values() if fits else ()))
    given = {"lengths": lengths, "fits": fits, "spoken": spoken, "named": named}
    return numbers("own", (), low, high, **given, **others)


SPEED = choice(
    "speed", "1", {"0.25": "slow", "1": "usual", "4": "fast", "20": "very fast"}, spoken="speed of playing"
)


def run(most: int, anew, spoken: str = "step") -> tuple[Field, Field]:
    """The fields of a run: its step, which starts anew with those fields, and its speed."""
    return whole("step", 0, 0, most, spoken=spoken, anew=anew), SPEED


def checked(who: str, fields, given: dict) -> dict:
    """The whole state: what is given, and the start of every other field.

    Raises TypeError for a name that is no field, ValueError for a value that its field does not allow, and
    for own numbers without the choice of their name.

    >>> checked("demo", [number("w", 0.5, -2, 2), flag("slip", False)], {"w": 1})
    {'w': 1.0, 'slip': False}
    """
    names = [field.name for field in fields]
    for name in given:
        if name not in names:
            raise TypeError(f"{who}: expected a field of {names}, got {name!r}; choose one of these")
    starts = {f.name: list(f.start) if f.is_list else f.start for f in fields}
    state = starts | {f.name: f.check(who, given[f.name]) for f in fields if f.name in given}
    for own in (field for field in fields if field.named):
        if (state[own.named] == "own") != bool(state[own.name]):
            raise ValueError(
                f"{who}: expected {own.name} numbers with {own.named}='own' alone, got {own.named}="
                f"{state[own.named]!r} and {len(state[own.name])} numbers; give both, or neither"
            )
        if own.fits and state[own.name]:
            (by, lengths), n = own.fits, len(state[own.name])
            if n != lengths[state[by]]:
                raise ValueError(
                    f"{who}: expected {lengths[state[by]]} {own.name} numbers with {by}={state[by]!r}, got "
                    f"{n}; list all of them"
                )
    return state


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
