"""Chapter 20: the recordings of compiled steps and functions, each stored under a key of all that it depends
on.
"""

import threading

import numpy as np

from dlcourse.replay.tape import CHANGED_CONDITION, CannotReplay
from dlcourse.replay.watch import Watch

MOST_RECORDINGS = 16  # each takes memory, and the time of several steps to make
TOO_MANY = (
    f"recorded {MOST_RECORDINGS} times: too many kinds of batches, or settings and arrays that change "
    "from step to step"
)
FIRST, CHECKED = "the first batch of its kind is recorded", "the second batch of its kind is checked"
OTHER_BITS = "the replay gave other bits than the loop; something changes that is not in an array"
RECORDING = threading.RLock()  # held by the thread that records; others use the loop meanwhile
BUSY = "another thread is recording just now"


class Unchecked:
    """A program that was recorded and not yet compared with the loop."""

    def __init__(self, program):
        self.program = program


class Compiled:
    """Programs, stored under the state of all that is read besides the batch, then under the kind of batch.

    roots: where the search for what is read starts; modes: whether the modes of modules count.
    """

    def __init__(self, roots, modes=True):
        self._roots, self._modes = roots, modes
        self._lock = threading.RLock()  # the memory of a program serves one thread at a time
        self._n_recordings = self._n_changes = 0
        self._at_once = True  # whether modules are compared as a whole
        self._never = ""  # why nothing is replayed, whatever the batch
        self.drawn = ()  # of the last replay: its program, and the states of generators before it
        self._reset()

    def _reset(self):
        """Drop all programs: they work on arrays that are no longer in use."""
        self._states = {}  # what a Watch finds -> the Watch, and its programs
        self._watch = None
        self._programs = {}  # kind of batch -> Program, Unchecked, or why there is none
        self._last = None, None  # the kind of the batch before, and its program: found faster

    def _select_programs(self) -> None:
        """Select the programs that were recorded with everything as it is now."""
        if self._never or (self._watch is not None and self._watch.holds()):
            return
        self._last = None, None
        # A new search, since the change may have made other objects reachable.
        try:
            watch = Watch(self._roots, self._modes, at_once=self._at_once)
            if self._watch is not None and watch.key == self._watch.key:
                self._at_once = False  # what changed is not read, and may change at each step
                watch = Watch(self._roots, self._modes, at_once=False)
        except Exception as reason:
            # What the step was refused for may have left what cannot be watched, such as a kept output.
            refused = [why for why in self._programs.values() if isinstance(why, str)]
            self._never, self._watch = refused[0] if refused else in_words(reason), None  # a search is slow
            return
        state = self._states.get(watch.key)
        if state is None:
            state = watch, {}
            if self._n_recordings < MOST_RECORDINGS:
                self._states[watch.key] = state
            else:
                self._n_changes += 1
                self._never = TOO_MANY if self._n_changes > MOST_RECORDINGS else ""
        self._watch, self._programs = watch, state[1]

    def modules_read(self) -> list:
        """The modules that a call may read, those outside of the model included."""
        self._select_programs()
        return [] if self._watch is None else self._watch.modules

    def undo_draws(self) -> None:
        """Undo the draws of the last call, if it was replayed, also those from modules outside the model."""
        if self.drawn:
            program, states = self.drawn
            program.put_back(states)

    def _reconsider(self, kind, why) -> None:
        """Drop a recording whose batch took a rare branch: the next batch may be more typical."""
        if why == CHANGED_CONDITION:
            del self._programs[kind]

    def _try(self, recorded):
        """The result of `recorded()` as an Unchecked, or the reason, in words, why there is none.

        There is none when the recording changes what it reads. Its changes are undone, since the loop does
        the call once more.
        """
        watch = self._watch
        try:
            with np.errstate(all="ignore"):  # the loop does the call, too, and warns then
                program = recorded()
            after = Watch(self._roots, self._modes, at_once=self._at_once)
            if after.key != watch.key:
                self._never = f"the step changes what it reads: {watch.difference(after)}"
        except Exception as reason:  # refused, or an error that the loop meets, too
            program = in_words(reason)
        watch.put_back()
        if self._never:
            self._last = None, None
            return self._never
        return program if isinstance(program, str) else Unchecked(program)


def reason_of(recorded) -> str:
    """The reason why the first batch of a kind is not replayed."""
    return recorded if isinstance(recorded, str) else FIRST


def in_words(reason) -> str:
    """The reason why there was no replay, in words: that of CannotReplay, or an error with its name."""
    return str(reason) if isinstance(reason, CannotReplay) else f"{type(reason).__name__}: {reason}"
