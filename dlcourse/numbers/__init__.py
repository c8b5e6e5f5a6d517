"""Numbers that pages show: with their origin, written as text, their slow runs kept."""

from dlcourse.numbers.number import Number
from dlcourse.numbers.store import kept

__all__ = ["Number", "kept"]
