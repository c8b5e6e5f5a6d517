"""Chapter 20: the recorded update of an optimizer: the calls of its `update`, replayed.

As numpy calls they take as long as the optimizer's own `apply`, which needs no new arrays either. As machine
code they take a fraction of that, and a loop over many steps needs the update in machine code; so this
module stands there. On a GPU the update becomes a CUDA graph: one launch in place of one per operation.
"""

from itertools import groupby
from numbers import Number
from operator import attrgetter, is_

import numpy as np

from dlcourse.backend import xp_of
from dlcourse.op import recording
from dlcourse.optimizers.blocks import cut
from dlcourse.replay.flags import RaisedFlag
from dlcourse.replay.machine_code.deferred import Plan, as_list
from dlcourse.replay.machine_code.deferred_settings import CHANGING, changing, deferred_settings, settings_of
from dlcourse.replay.machine_code.update_tape import UpdateTape
from dlcourse.replay.machine_code.update_trial import fingerprint, restore, trial, vectors_of
from dlcourse.replay.memory import plan_memory, trim_memory, view_in
from dlcourse.replay.places import own_classes
from dlcourse.replay.tape import CannotReplay, expect_all, expect_same
from dlcourse.replay.traced_module import writing
from dlcourse.replay.update import Update
from dlcourse.replay.watch import Watch

MOST_RECORDINGS = 16  # each takes the time of several updates


class RecordedUpdate(Update):
    """The update of one optimizer as a list of calls. Its `step` must be the library's.

    Where the update cannot be replayed, it calls `optimizer.apply`, and `why` is the reason. fastest: the
    function of replay/fastest.py.
    """

    def __init__(self, optimizer, fastest):
        self.optimizer, self.fastest = optimizer, fastest
        self.vectors = None  # theta, g and the slots that the calls work on
        self.calls = self.plain_calls = self.cells = self.values = None
        self.settings = no_settings
        self.n_recordings, self.why = 0, ""
        self.watch = None  # over the values that an update reads which is not the library's

    def __call__(self) -> None:
        """The update of `optimizer.step`, from the gradients in its `g_views`."""
        optimizer = self.optimizer
        if self.vectors is None:
            return self._record_anew()
        # One comparison for all: it takes a tenth of the whole step of a small network.
        if not all(map(is_, self._parts(), self.values)) and self._has_changed():
            return self._record_anew()
        if self.why:
            return optimizer.apply()
        if self.watch is not None and not self.watch.holds():
            return self._record_anew()
        try:
            numbers = changing(optimizer)
            # A branch on t or lr goes the other way.
            if self.truths and [*map(bool, self.conditions(*numbers))] != self.truths:
                return self._record_anew()
            numbers = self.numbers.next(*numbers)
        except ArithmeticError:  # such as an overflow of a power, which `apply` raises in its own line
            return optimizer.apply()
        for cell, number in zip(self.cells, numbers, strict=True):
            cell[()] = number  # the calls read lr and the like from 0-d arrays
        raised, calls = [], iter(self.calls)  # an iterator: after a flag the loop resumes at the next call
        while True:
            try:
                for call in calls:
                    call()
                break
            except CannotReplay:  # from the check of g, before anything changed: `apply` names the gradient
                return optimizer.apply()
            except RaisedFlag as flag:  # the call is done; the warning comes below
                raised += flag.kinds
        if raised:
            self.calls = self.plain_calls  # from now on numpy's own, which warn by themselves
            RaisedFlag(dict.fromkeys(raised)).warn()
        optimizer.n_steps += 1
        if optimizer.large:
            optimizer.note_change()

    def numbers_ahead(self, lr, n: int):
        """The deferred numbers of the next steps, with the bits of one step after the other.

        lr: of all these steps, or a list.   -> (how many, an array of their numbers for each cell)

        There are fewer than n where a condition of the update has another outcome.
        """
        counts = np.arange(self.optimizer.n_steps, self.optimizer.n_steps + n)
        for column, truth in zip(self.conditions.columns(lr, counts), self.truths, strict=True):
            truths = [*map(bool, as_list(column, n))]
            n = min(n, truths.index(not truth)) if (not truth) in truths else n
        columns = self.numbers.columns(lr if isinstance(lr, Number) else lr[:n], counts[:n])
        pairs = zip(columns, self.cells, strict=True)
        with np.errstate(all="ignore"):  # the caller looks for infinities
            return n, [np.full(n, column, cell.dtype) for column, cell in pairs]

    def is_ready(self) -> bool:
        """Whether the update is replayed, unless something changed since."""
        return self.vectors is not None and not self.why

    def _parts(self) -> tuple:
        """The optimizer's vectors and settings, on which the recording depends."""
        optimizer = self.optimizer
        return (optimizer.theta, optimizer._g, *optimizer.state.values(), *self.settings(optimizer))

    def _has_changed(self) -> bool:
        """Whether the optimizer has other vectors, as after a move to another device, or other settings.

        A setting changes in value or in type, since the type may decide about rounding.
        """
        before, self.values, n = self.values, self._parts(), len(self.vectors)
        if not all(map(is_, self.vectors, self.values)):
            return True
        return [*map(repr, before[n:])] != [*map(repr, self.values[n:])]

    def _record_anew(self):
        """Record the update, do it by `apply`, and compare the two bit by bit on the first block."""
        optimizer = self.optimizer
        vectors, self.vectors, self.why = vectors_of(optimizer), None, ""  # also when the next line raises
        self.settings = no_settings  # until it is known which ones count
        self.values = self._parts()
        optimizer.expect_in_range([optimizer.g])
        trim_memory([optimizer.theta])  # what the recording of the step took
        self.n_recordings += 1
        blocks = [vectors]
        if optimizer.elementwise:
            blocks = list(zip(*map(cut, vectors), strict=True))  # as `apply` goes through them
        before = [vector.copy() for vector in blocks[0]]
        try:
            if self.n_recordings > MOST_RECORDINGS:
                raise CannotReplay(f"its settings changed {MOST_RECORDINGS} times")
            self.watch = watch_of(optimizer)
            with np.errstate(all="ignore"):  # `apply` does this step, too, and warns
                candidates = self._record(blocks)
                trials = [trial(first, blocks[0], before) for first, _ in candidates]
        except Exception as reason:  # also where an update uses a deferred number in a way that it lacks
            self.why = f"the update is not replayed: {reason}"
        finally:
            restore(blocks[0], before)
            if self.watch is not None:
                self._undo_side_effects()
        optimizer.apply()
        self.vectors = vectors  # only now, as `apply` may raise
        if not self.why:
            expected = fingerprint(blocks[0])
            matching = [
                first + rest for (first, rest), got in zip(candidates, trials, strict=True) if got == expected
            ]
            self.calls, self.plain_calls = (matching[0], matching[-1]) if matching else (None, None)
            if not matching:
                self.why = "the update is not replayed: it gave other bits than the optimizer's own"

    def _undo_side_effects(self):
        """Undo what the recording changed besides the vectors; an update that does so is not replayed."""
        if not self.watch.holds():
            self.why = self.why or "the update is not replayed: it changes what it reads"
            self.watch.put_back()

    def _record(self, blocks) -> list:
        """The lists of calls that may serve, the fastest first.

        Each is a pair: the calls for the first block with the checks of all, and those for the other blocks.
        """
        optimizer = self.optimizer
        settings = settings_of(optimizer)
        checks, updates, cells, conditions, self.in_order = [], [], [], [], []
        scratch = [optimizer.g]  # an update may overwrite it; in machine code it need not be written at all
        for same_size in by_size(blocks):
            with UpdateTape(xp_of(optimizer.theta)) as tape:
                n_checks = record_block(tape, optimizer, same_size[0])
                array_of, calls, memory = plan_memory(tape, buffers=tape.buffers)
                # Blocks of one size have the same calls, each bound to the memory of its own block.
                others = [on_other_block(tape, array_of, block) for block in same_size[1:]]
                parts = [calls, *map(tape.bound, others)]
                cells += [(deferred, traced.value) for traced, deferred in tape.cells.values()]
                conditions += tape.conditions
            self.in_order += [call for part in parts for call in part]
            # All checks before the first change: a step is whole or not done.
            checks += [call for part in parts for call in part[:n_checks]]
            updates += [part[n_checks:] for part in parts]
            scratch += memory
        plain = checks + updates[0], [call for update in updates[1:] for call in update]
        xp = xp_of(optimizer.theta)
        self.cells = [cell for _, cell in cells]
        self.numbers = Plan([deferred for deferred, _ in cells], CHANGING)
        self.conditions = Plan([deferred for deferred, _ in conditions], CHANGING)
        self.truths = [truth for _, truth in conditions]
        self.settings = attrgetter("largest", *settings)  # two names at least, so that it returns a tuple
        self.values = self._parts()  # now: `apply` may change a setting
        self.scratch = scratch
        trim_memory(scratch)  # what the recording of the update took
        fast = tuple(self.fastest(xp, calls, scratch) for calls in plain)
        return [plain] if fast == plain else [fast, plain]


def no_settings(optimizer) -> tuple:
    """No settings: those of an update that is not replayed do not matter."""
    return ()


def watch_of(optimizer):
    """A Watch over what the code of the optimizer reads, or None where that is the library's own."""
    kind = type(optimizer)
    return Watch([(kind.__name__, kind)], names=("update",)) if own_classes(kind) else None


def by_size(blocks) -> list:
    """Lists of consecutive blocks of equal size: all blocks but the last have one size."""
    return [list(group) for _, group in groupby(blocks, key=lambda block: block[0].size)]


def record_block(tape, optimizer, block) -> int:
    """Record the calls of `update` on copies of a block of the vectors.

    Returns the number of calls that come before anything is changed.
    """
    with writing(tape), recording(True), deferred_settings(optimizer, tape):
        vectors = [tape.own(vector) for vector in block]
        # The check of `expect_in_range`, as a call.
        tape.add(expect_all, (tape.xp.count_nonzero, abs(vectors[1]) <= optimizer.largest))
        n_checks = len(tape.calls)
        optimizer.update(*vectors)
    if tape.why or any(call.function is expect_same for call in tape.calls):
        raise CannotReplay(tape.why or "it branches on the values of arrays")
    return n_checks


def on_other_block(tape, array_of, block):
    """The function array_of for the same calls on another block of the vectors."""
    others = dict(zip(tape.buffers, block, strict=True))
    return lambda x: view_in(x, others[x.storage]) if x.storage in others else array_of(x)
