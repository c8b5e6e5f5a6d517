"""Tests of answers: they change what the question has sent, point into it, and reach nothing else."""

import collections

import numpy as np
import pytest
from wire_tools import forge, read, refuse, written

from dlcourse.grading.split import changes, wire
from dlcourse.grading.split.kinds import Encoder
from dlcourse.grading.split.reading import Decoder
from dlcourse.grading.split.wire import Forged


class TestAnswers:
    """An answer may change what the question has sent, point into it, and reach nothing else."""

    def ask(self, *values):
        self.question, message = written(*values)
        self.there, received = read(message)
        self.watch = changes.Watch(self.there)
        return received

    def answer(self, *values):
        encoder = Encoder(refuse, self.there)
        said = [encoder.value(value) for value in values]
        told = self.watch.changed(encoder)
        message = wire.pack({"v": said, "changes": told, "a": encoder.places()}, encoder.buffers)
        header, buffers = wire.unpack(message)
        decoder = Decoder(header, buffers, forge, self.question)
        found = [decoder.value(one) for one in header["v"]]
        changes.apply(header["changes"], self.question, decoder)
        return found

    def test_changes_are_made_to_the_very_objects(self):
        xs, table, a, rng = [1, 2], {"k": [3]}, np.arange(6.0), np.random.default_rng(1)
        theirs = self.ask(xs, table, a, rng, {5}, bytearray(b"x"), collections.deque([1]))
        theirs[0].append(theirs[0].pop(0))
        theirs[1]["k"].append(theirs[0])
        theirs[2][::2] = -1
        drawn = theirs[3].normal(size=3)
        theirs[4].add(6)
        same_list, view = self.answer(theirs[0], theirs[2][1:])
        assert xs == [2, 1] and table["k"][1] is xs is same_list
        assert a.tolist() == [-1, 1, -1, 3, -1, 5] and np.shares_memory(view, a)
        twin = np.random.default_rng(1)
        assert twin.normal(size=3).tolist() == drawn.tolist() and twin.normal() == rng.normal()

    def test_what_is_not_changed_is_not_told(self):
        self.ask([1, [2]], np.arange(1000.0), {"a": 1})
        assert self.watch.changed(Encoder(refuse, self.there)) == {"pools": [], "others": []}

    def test_an_array_that_may_not_be_written_stays_as_it_is(self):
        a = np.arange(3.0)
        a.flags.writeable = False
        theirs = self.ask(a)[0]
        with pytest.raises(ValueError, match="read-only"):
            theirs[0] = 5
        theirs.base[:] = 0  # by force
        self.answer()
        assert a.tolist() == [0, 1, 2]

    def test_gaps_of_an_array_are_neither_written_nor_read(self):
        a = np.array([[1.0, 7], [2, 8], [3, 9]])
        theirs = self.ask(a[:, 0])[0]
        theirs.base[:] = 0
        self.answer()
        assert a.tolist() == [[0, 7], [0, 8], [0, 9]]
        with pytest.raises(Forged, match="not sent"):
            self.answer(np.ndarray((3,), float, theirs.base, 0, (8,)))

    @pytest.mark.parametrize(
        "forged", [[[9, ["l", []]]], [[0, ["d", [], []]]], [[-1, ["l", []]]], [["0", ["l", []]]], [[0]], [3]]
    )
    def test_forged_changes_are_forged(self, forged):
        xs = [1]
        self.ask(xs)
        decoder = Decoder({}, [], forge, self.question)
        with pytest.raises(Forged):
            changes.apply({"pools": [], "others": forged}, self.question, decoder)
        assert xs == [1]
