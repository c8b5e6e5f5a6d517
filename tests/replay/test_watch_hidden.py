"""What a loss reads by ways that its code does not show is watched too, or not replayed."""

import collections
import enum
import functools
import operator
import types
from functools import partial

import numpy as np
import pytest
from replay_cases import MSE, expect_the_loop
from watch_cases import BATCHES, BOXES, net, of

from dlcourse import Module
from dlcourse.layers import Dropout
from dlcourse.ops import square


class Config:
    def __init__(self, rate=0.5):
        self.rate, self.title = rate, "a"

    def __repr__(self):
        return self.title


class Pair:
    __match_args__ = ("rate",)

    def __init__(self):
        self.rate = 0.5


def matched(pair):
    match pair:
        case Pair(rate):
            return rate


def of_new(box):
    return type(box)(box.rate).rate


RATE, LOOK, TABLE = ["ra", "te"], vars, {"a": 1.0, "b": 2.0}
READS = {  # how a loss gets a number of the box
    "an alias of vars": lambda box: LOOK(box)["".join(RATE)],
    "__getattribute__": lambda box: box.__getattribute__("".join(RATE)),
    "format": lambda box: float("{0.rate}".format(box)),  # noqa: UP030, UP032
    "an attrgetter": lambda box: operator.attrgetter("".join(RATE))(box),
    "type": of_new,
    "%": lambda box: TABLE["%s" % box],  # noqa: UP031
}


def changing(make_reads, change):
    """A test: the loss is multiplied by a number, and at some steps what it comes from is changed."""

    def make():
        read, box = make_reads()
        return lambda z, y: MSE(z, y) * read(), box

    def at_steps(i, model, optimizer):
        if i in (4, 9):
            change(BOXES[model], i)

    return expect_the_loop(of(make), BATCHES[:12], at_steps)


def turn(box, i):
    box.rate, box.title = float(i), "b" if i == 4 else "a"


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_attributes_that_no_code_names_are_watched(read):
    def make():
        box = Config()
        return lambda: read(box), box

    assert changing(make, turn).gear == "replayed"


def test_a_partial_getattr_and_a_pattern_by_position_are_watched():
    def with_partial():
        box = Config()
        return partial(getattr, box, "rate"), box

    def with_pattern():
        box = Pair()
        return lambda: matched(box), box

    assert changing(with_partial, turn).gear == changing(with_pattern, turn).gear == "replayed"


def test_members_of_an_enum_may_hold_what_changes():
    def make():
        class Kind(enum.Enum):
            ONE = [1.0]

        Kind.ONE.rate = 1.0
        return lambda: Kind.ONE.value[0] * Kind.ONE.rate, Kind

    def change(kind, i):
        kind.ONE.rate = float(i)
        kind.ONE.value[0] = 2.0 * i

    assert changing(make, change).gear == "replayed"


def test_what_a_module_answers_by_a_function_is_watched():
    def make():
        settings = types.ModuleType("settings")
        exec("numbers = [1.0]\ndef __getattr__(name):\n    return numbers[0]", vars(settings))
        return lambda: settings.rate, settings

    step = changing(make, lambda settings, i: settings.numbers.append(settings.numbers.pop(0) + i))
    assert step.gear == "replayed"


def test_a_function_that_keeps_its_results_is_not_replayed():
    def make():
        return functools.lru_cache(lambda: np.array([1.0]))

    def reads():
        kept = make()
        return lambda: (kept() / 2.0).item(), kept

    def change(kept, i):
        kept()[:] = i

    assert "keeps results" in changing(reads, change).why


def weighted(w, change):
    def make():
        own = w()
        return lambda z, y: (square(z - y) * (own / own.sum())).sum(), own

    def at_steps(i, model, optimizer):
        if i in (4, 9):
            change(BOXES[model])

    return expect_the_loop(of(make), BATCHES[:12], at_steps)


def test_an_array_that_is_given_another_shape_or_dtype_in_place_is_noticed():
    def reinterpreted(w):
        w.dtype = np.int64 if w.dtype == np.float64 else np.float64

    def turned(w):
        w.shape = (1, 2) if w.shape == (2, 1) else (2, 1)

    def pairs():
        own = np.array([[1.0, 9.0]])
        return lambda z, y: (square(z - y)[:2] * (own / own.sum())).sum(), own

    def turn_it(i, model, optimizer):
        if i in (4, 9):
            turned(BOXES[model])

    assert weighted(lambda: np.array([1.0, 2.0]), reinterpreted).gear == "replayed"
    assert expect_the_loop(of(pairs), BATCHES[:12], turn_it).gear == "replayed"


def test_the_mask_and_the_attributes_of_other_arrays_are_watched():
    class Weights(np.ndarray):
        scale = 1.0

    def masked():
        w = np.ma.array([1.0, 2.0], mask=[False, False])
        return lambda: float(w.sum()), w

    def scaled():
        w = np.ones(2).view(Weights)
        return lambda: w.scale, w

    changing(masked, lambda w, i: w.mask.__setitem__(0, i == 4))
    assert changing(scaled, lambda w, i: setattr(w, "scale", float(i))).gear == "replayed"


def test_a_row_of_an_array_with_fields_is_refused():
    def make():
        table = np.array([(1.0, 2.0)], dtype=[("rate", "f8"), ("decay", "f8")])
        row = table[0]
        return lambda: float(row["rate"]), table

    step = changing(make, lambda table, i: table["rate"].fill(float(i)))
    assert "a row of an array with fields" in step.why


def test_a_class_that_hides_what_it_inherits_and_another_class_are_noticed():
    class Base:
        rate = 1.0

    class Other(Base):
        rate = 7.0

    def make():
        class Part(Base):
            pass

        box = Part()
        return lambda: box.rate, box

    def change(box, i):
        if i == 4:
            type(box).rate = 3.0
        else:
            box.__class__ = Other

    assert changing(make, change).gear == "replayed"


def test_what_inherited_code_of_the_library_or_of_python_reads_is_watched():
    class Settings(collections.UserDict):
        pass

    class Thinned(Dropout):
        pass

    def make():
        settings = Settings(rate=1.0)
        return lambda: settings["rate"], settings

    def at_steps(i, model, optimizer):
        if i == 5:
            model.steps[1].keep = 0.9

    assert changing(make, lambda settings, i: settings.update(rate=float(i))).gear == "replayed"
    step = expect_the_loop(net(lambda rng: Thinned(0.5, rng=rng)), BATCHES[:9], at_steps)
    assert step.gear == "replayed"


def test_a_layer_that_is_given_another_class_is_recorded_anew():
    class Passes(Module):
        def fprop(self, x):
            return x

    class Doubles(Passes):
        def fprop(self, x):
            return x * 2.0

    def at_steps(i, model, optimizer):
        if i == 5:
            model.steps[1].__class__ = Doubles

    assert expect_the_loop(net(Passes), BATCHES[:9], at_steps).gear == "replayed"
