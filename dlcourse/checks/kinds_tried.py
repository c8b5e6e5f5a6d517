"""Checks: what each of two hundred changed model answers gives on some inputs, as prints of its results."""

import math
import warnings
from collections.abc import Callable, Iterator

import numpy as np

from dlcourse.checks import kinds_of_units
from dlcourse.checks.kinds import TURN, changes, unchanged
from dlcourse.checks.limits import OutOfTime, in_time
from dlcourse.checks.listed import has_arrays
from dlcourse.checks.prints import Kind, print_of, written

LONGEST = 1.0  # seconds: a changed loop may not end
MORE, FEWEST = 4, 100  # as many turns of while loops as the model answer's, and always allowed


class Turns:
    """Counts the turns of while loops, and ends a changed answer that takes many more than the model answer.

    Counted, since a time would differ from machine to machine, and a hundred loops without an end take long.
    model: the model answer, which counts them, too.
    """

    def __init__(self):
        self.n, self.most, self.model = 0, math.inf, None

    def __call__(self):
        self.n += 1
        if self.n > self.most:
            raise OutOfTime

    def allow(self, inputs: dict):
        """Count those of the model answer on these inputs."""
        self.n, self.most = 0, math.inf
        _results(self.model, inputs)
        self.most = max(FEWEST, MORE * self.n)


def functions(source: str, results, names: dict) -> list[tuple[Callable, str]]:
    """The changed model answers, each with its sentence.   results, names: what it returns, what it uses"""
    turns, name = Turns(), source.split("def ")[1].split("(")[0]

    def defined(code):
        own = {**names, "_u": kinds_of_units, TURN: turns}
        exec(code, own)
        own[name].turns = turns
        return own[name]

    turns.model = defined(unchanged(source))
    return [(defined(code), told) for code, told in changes(source, results)]


def tried(changed, right: dict, inputs: Callable, read: Callable | None = None) -> Iterator[Kind]:
    """The kinds that lead to other numbers in the right shapes.   right: by name.   inputs: () -> a copy

    read: of an answer that is a network, see `Right.read`.
    """
    expected = [(np.shape(value), *print_of(value)) for value in right.values()]
    own = [one for _, one, _ in expected], [size for _, _, size in expected]
    seen = set()
    if changed:
        changed[0][0].turns.allow(inputs())
    for function, told in changed:
        results = _results(function, inputs(), read)
        if results is None or len(results) != len(expected):
            continue
        if any(
            np.shape(value) != shape or not np.isfinite(value).all()
            for value, (shape, *_) in zip(results, expected, strict=True)
        ):
            continue
        kind = Kind(told, tuple(map(written, results)))
        # To zeros many mistakes lead.
        if kind not in seen and any(kind.prints) and not kind.leads_to(*own):
            seen.add(kind)
            yield kind


def _results(function, inputs: dict, read: Callable | None = None) -> list | None:
    function.turns.n = 0
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings(), in_time(LONGEST, function):
            warnings.simplefilter("ignore")
            found = function(*inputs.values())
            if read:
                return [np.asarray(one) for one in read(found)[0].values()]
            parts = list(found) if isinstance(found, (tuple, list)) else [found]
            each = [one for part in parts for one in (part if has_arrays(part) else [part])]
            return [np.asarray(one, dtype=float) for one in each]
    except (Exception, OutOfTime):  # most changes do not fit most shapes
        return None
