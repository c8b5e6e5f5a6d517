"""Places in memory that a step reads."""

import types

import numpy as np

from dlcourse import MLP, Linear
from dlcourse.replay.places import EMPTY, Slots, content, holds_modules, is_in_c, names_within, own_classes


class Slotted:
    __slots__ = ("a", "b")


def test_slots_are_read_as_a_dict_is_and_empty_ones_and_cells_are_empty():
    x = Slotted()
    x.a = 1
    assert Slots(x, ["a", "b"]).items() == [("a", 1), ("b", EMPTY)] and Slots(x, ["a"]).get("b", 2) == 2
    assert content(types.CellType()) is EMPTY and content(types.CellType(3)) == 3


def test_of_the_librarys_classes_the_names_in_their_code_are_known():
    assert own_classes(Slotted) == [Slotted] and own_classes(MLP) == [] and "steps" in names_within(MLP)
    assert not is_in_c(Slotted) and is_in_c(type(iter([])))


def test_modules_are_seen_within_lists_and_dicts():
    assert holds_modules([{"a": (Linear(1, 1, rng=np.random.default_rng(0)),)}])
    assert not holds_modules([1, {}, "a"])
