"""Checks: judgements. What a right answer returns, what slips return in its place, what each slip is called.

An exercise's judge returns one of these from the inputs of a call. It holds numbers and sentences only, so it
can be written down (see `frozen`), and compared wherever the student's function runs.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from dlcourse.checks import networks
from dlcourse.checks.agreement import agrees
from dlcourse.checks.arrays import arrays_of
from dlcourse.checks.results import by_name
from dlcourse.checks.slips import Slip, Slips

RTOL = (
    1e-9  # of float64: what is computed in float32 on the way is further off, what rounds in float64 is not
)
RTOL32 = 1e-4


def none(sentences) -> tuple:
    """No slips at all."""
    return ()


@dataclass
class Right:
    """The right results, by name and in order. The methods add to it and return it.

    known: quantities besides the inputs from which the results are computed, by name: integers are counts,
    anything else may be a factor or a term that is missing.
    rtol, rtol32: the tolerance for float64 inputs and for float32 ones, see `gradients.off`.
    keeps: results that have to be float32 where the inputs are: what promotes them, in a sentence, by name.
    kinds: (sentences, or None for all) -> slips that any formula knows, as prints (see `prints`); asked
    when nothing else fits.
    counting: whether the results are counts and sums of whole numbers, which agree by chance: then a slip is
    told only where it leads to every result.
    network: how the answer is read if it is a network: then the results are what that computes.
    declared: other results that are as right, and the name of the one by which an answer says so.

    >>> list(Right(h=[0.0, 2.0]).slip("h", [-1.0, 2.0], "The ReLU is forgotten.").slips)
    [Slip(told='The ReLU is forgotten.', results={'h': [-1.0, 2.0]})]
    """

    results: dict
    known: dict = field(default_factory=dict)
    slips: Slips = field(default_factory=Slips)
    hint: str = ""
    rtol: float = RTOL
    rtol32: float = RTOL32
    keeps: dict | None = None
    counting: bool = False
    network: dict | None = None
    declared: dict | None = None
    kinds: Callable = none

    def __init__(self, **results):
        self.results, self.known, self.slips, self.kinds = results, {}, Slips(), none

    def knowing(self, known: dict) -> "Right":
        """With further quantities, by name."""
        self.known |= known
        return self

    def apart_from(self, *inputs: str) -> "Right":
        """With inputs that no result has as a factor or a term, as the data that a Hessian is made of."""
        self.known |= dict.fromkeys(inputs, 0)  # counts, and counts of nothing
        return self

    def slip(self, name: str, value, told: str) -> "Right":
        """With a slip in a single result: told when that result is `value`."""
        self.slips.append(Slip(told, {name: value}))
        return self

    def if_instead(self, told: str, results: dict) -> "Right":
        """With a slip that changes several results together: those that are not named stay right."""
        self.slips.append(Slip(told, results))
        return self

    def hinting(self, hint: str) -> "Right":
        """With a sentence for when no cause is found."""
        self.hint = hint
        return self

    def keeping(self, **keeps) -> "Right":
        """With results that must not be promoted, in order: what promotes them, in a sentence."""
        self.keeps = keeps
        return self

    def of_counts(self) -> "Right":
        """With slips that are told only where they lead to every result."""
        self.counting = True
        return self

    def of_network(self, unit: str, x, n: int, why: str, *more: str) -> "Right":
        """Of a network, whose result y (m,) is what it computes at x.   `networks` tells the rest."""
        x = np.asarray(x, float)
        self.network = {"unit": unit, "x": x if x.ndim == 2 else x[:, None], "n": n, "why": why}
        self.network["more"] = list(more)
        return self

    def declaring(self, name: str, **results) -> "Right":
        """With other results that are as right, for an answer whose result of that name is theirs."""
        self.declared = {"name": name, "results": results}
        return self

    @property
    def forms(self) -> list[dict]:
        """The results of each form that an answer may have."""
        return [self.results] + ([self.declared["results"]] if self.declared else [])

    def as_declared(self, results: dict) -> "Right":
        """The judgement of an answer with these results: in the form that it says it has."""
        if not self.declared:
            return self
        name, other = self.declared["name"], copy.copy(self)
        other.results = self.declared["results"]
        return other if agrees(results[name], other.results[name], self.rtol) else self

    @property
    def returned(self) -> list[str]:
        """The names of what an answer returns."""
        return networks.returned(self.network) if self.network else list(self.results)

    def read(self, result, function: str) -> tuple[dict, str | None]:
        """The results by name, from what a function has returned; and None, or what is wrong with it."""
        if self.network:
            return networks.computed(result, self.network, function)
        return by_name(result, self.results, function)

    def within(self, rtol: float | None = None, rtol32: float | None = None) -> "Right":
        """With other tolerances."""
        self.rtol, self.rtol32 = rtol or self.rtol, rtol32 or self.rtol32
        return self


@dataclass
class Share:
    """A success rate: n_right of n_runs, up to one run, which rounding on another machine may decide.

    slips: the rates of wrong answers, as `Slip`s with a result "rate".

    >>> Share(10, 40).slip(0.75, "Those are the runs that fail.").slips[0].results
    {'rate': 0.75}
    """

    n_right: int
    n_runs: int
    slips: Slips = field(default_factory=Slips)
    hint: str = ""

    @property
    def results(self) -> dict:
        """What a slip is compared with."""
        return {"rate": self.n_right / self.n_runs}

    def read(self, result, function: str) -> tuple[dict, str | None]:
        """The rate by its name, from what a function has returned; and None, or what is wrong with it."""
        return by_name(result, self.results, function)

    def slip(self, rate: float, told: str) -> "Share":
        """With the rate that a slip leads to."""
        self.slips.append(Slip(told, {"rate": rate}))
        return self

    def hinting(self, hint: str) -> "Share":
        """With a sentence for when no cause is found."""
        self.hint = hint
        return self


@dataclass(frozen=True)
class Free:
    """A judgement of an answer of which there are many: any arrays of these shapes that pass a test.

    shapes: of the results, by name.   test: takes them as arrays, returns what is wrong, or None.
    seeded: whether its chance is that of an argument `seed` alone: the same call gives the same again.
    keeps: whether the results keep the precision of the inputs.
    It stands in the package, since it shows no answer (see `free`), and is found there by its name.
    """

    shapes: dict
    test: Callable
    slips: tuple = ()
    hint: str = ""
    seeded: bool = False
    keeps: bool = False

    def problem(self, result, function: str) -> str | None:
        """A sentence on what is wrong with the result; None when it will do.   function: its name"""
        arrays, problem = arrays_of(result, self.shapes, function)
        return problem or self.test(*arrays)

    def coarse(self, result) -> str | None:
        """A sentence on a result of float32, from inputs of float64, where it is to keep their precision."""
        results = (result if len(self.shapes) > 1 else [result]) if self.keeps else ()
        named = zip(self.shapes, results, strict=False)
        return next(
            (KEEP.format(name) for name, one in named if getattr(one, "dtype", 0) == np.float32), None
        )


KEEP = "{} has dtype float32 where the inputs have float64: keep the precision of the inputs."
