"""Chapter 18: honest numbers. A number of a page, with what one must know to trust it."""

import math
from dataclasses import dataclass

from dlcourse.numbers.written import SPACE, in_tex, written


@dataclass(frozen=True)
class Number:
    """A number that a page shows.

    value: a finite number. form: how it is written, as in `written`. unit: what follows it. rows: of the
    decks' inventory, that state it. source: where an independent value comes from, or how it was measured.
    tolerance: how far the two may lie apart, relative to that value (absolute where it is 0). An estimate
    has an interval (low, high), the number n of its runs, and their seeds as text. Raises ValueError where
    one of these makes no sense.

    >>> rate = Number(0.1925, ".0%", interval=(0.147, 0.248), n=400, seeds="0-399")
    >>> print(rate, "|", format(rate, ".1%"), "|", format(rate, "interval"))
    19\\xa0% (15 to 25\\xa0%, n\\xa0=\\xa0400, seeds 0-399) | 19.2\\xa0% | 15 to 25\\xa0%
    """

    value: float
    form: str
    rows: tuple[str, ...] = ()
    source: str = ""
    tolerance: float = 1e-12
    interval: tuple[float, float] | None = None
    n: int | None = None
    seeds: str = ""
    unit: str = ""

    def __post_init__(self):
        written(self.value, self.form)
        if self.interval and not self.interval[0] <= self.value <= self.interval[1]:
            raise ValueError(
                f"Number: expected {self.value} within its interval, got {self.interval}; give low, then high"
            )
        if (self.interval is None) != (self.n is None):
            raise ValueError(
                f"Number: expected an interval and the n of its runs, got {self.interval} and {self.n}; "
                "give both or none"
            )

    def __str__(self) -> str:
        """The number as a page shows it, an estimate with its interval, n and seeds."""
        if self.interval is None:
            return format(self, self.form)
        seeds = f", seeds {self.seeds}" if self.seeds else ""
        return f"{format(self, self.form)} ({format(self, 'interval')}, n{SPACE}={SPACE}{self.n:,}{seeds})"

    def __format__(self, form: str) -> str:
        """The number alone, in Python's format or its own; "interval" for the ends of its interval."""
        if form == "interval":
            if self.interval is None:
                raise ValueError(
                    "Number: expected an interval to show, got a number without one; ask for the number"
                )
            low, high = (written(end, self.form) for end in self.interval)
            return self._with_unit(f"{low.removesuffix(f'{SPACE}%')} to {high}")
        return self._with_unit(written(self.value, form or self.form))

    def _with_unit(self, text):
        return f"{text}{SPACE}{self.unit}" if self.unit else text

    def in_tex(self, form: str = "") -> str:
        """The number alone, as it stands in a formula; its unit is left to the formula."""
        return in_tex(self.value, form or self.form)

    def agrees_with(self, other: float) -> bool:
        """Whether an independent value of it lies within the tolerance."""
        return math.isclose(self.value, other, rel_tol=self.tolerance, abs_tol=0 if other else self.tolerance)
