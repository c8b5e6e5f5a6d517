"""Chapter 20: the update of an optimizer, replayed: the same lines of `update`, without new arrays."""

import contextlib
from functools import partial
from operator import attrgetter, is_

from dlcourse.backend import xp_of
from dlcourse.op import recording
from dlcourse.optimizers.blocks import cut
from dlcourse.optimizers.nesterov import Nesterov
from dlcourse.optimizers.optimizer import Optimizer
from dlcourse.replay.fastest import fastest
from dlcourse.replay.late import Late, together
from dlcourse.replay.machine_code import RaisedFlag
from dlcourse.replay.memory import place
from dlcourse.replay.tape import CannotReplay, Storage, bits, expect_all, expect_same
from dlcourse.replay.traced import TracedTape
from dlcourse.replay.traced_module import writing

CHANGING = ("_lr", "n_steps")  # from step to step
MOST_RECORDINGS = 16  # each takes the time of several updates
STEPS = (Optimizer.step, Nesterov.step)  # those that hand the gradients to `apply`
VECTORS = ("parameters", "theta", "state", "_g", "_g_views", "views")


class Update:
    """One optimizer's update as a list of calls.

    What cannot be replayed is left to `optimizer.apply`; `why` says why.
    """

    def __init__(self, optimizer):
        self.optimizer = optimizer
        self.vectors = None  # theta, g and the slots that the calls work on
        self.calls = self.cells = self.conditions = self.settings = self.values = None
        self.n_recordings, self.why = 0, ""
        kind = type(optimizer)
        self.own_step = kind.step not in STEPS or kind.apply is not Optimizer.apply
        if self.own_step:
            self.why = "the update is not replayed: the optimizer has a step of its own"

    def __call__(self) -> None:
        """What `optimizer.step` does, with the gradients that lie in its `g_views`."""
        optimizer = self.optimizer
        if self.own_step:
            return optimizer.step([g.copy() for g in optimizer.g_views])
        if self.vectors is None or not all(map(is_, self.vectors, vectors_of(optimizer))):
            return self._begin()
        if self.why:
            return optimizer.apply()
        if self.settings(optimizer) != self.values:
            return self._begin()
        for compute, value in self.conditions:
            if compute() is not value:
                return self._begin()
        numbers = self.numbers(*[getattr(optimizer, name) for name in CHANGING])
        for cell, number in zip(self.cells, numbers, strict=True):
            cell[()] = number
        try:
            for call in self.calls:
                call()
        except CannotReplay:  # a gradient that cannot be used: nothing was changed yet, and apply names it
            return optimizer.apply()
        except RaisedFlag as flag:  # the update is done, but for the warning
            self.calls = self.plain_calls
            flag.warn()
        optimizer.n_steps += 1

    def _begin(self):
        """Record the update, do it, and hold it against that of the optimizer, bit by bit."""
        optimizer = self.optimizer
        optimizer.refuse_overflow([optimizer.g])
        self.vectors, self.why = vectors_of(optimizer), ""
        self.n_recordings += 1
        before = [vector.copy() for vector in self.vectors]
        try:
            if self.n_recordings > MOST_RECORDINGS:
                raise CannotReplay(f"its settings changed {MOST_RECORDINGS} times")
            with TracedTape(xp_of(optimizer.theta)) as tape:
                self._record(tape)
            replayed = {self._trial(calls, before): calls for calls in (self.plain_calls, self.calls)}
        except Exception as reason:  # also of an update that takes late numbers where they do not fit
            self.why = f"the update is not replayed: {reason}"
        finally:
            put_back(self.vectors, before)
        optimizer.apply()
        if not self.why:
            self.calls = replayed.get(tuple(map(bits, self.vectors)))
            if self.calls is None:
                self.why = "the update is not replayed: it gave other bits than the optimizer's own"

    def _trial(self, calls, before):
        """The bits that calls make of the vectors as they were before."""
        put_back(self.vectors, before)  # a graph is run while it is captured
        with contextlib.suppress(RaisedFlag):
            for call in calls:
                call()
        return tuple(map(bits, self.vectors))

    def _record(self, tape):
        """Run `update` on copies of what it works on, and write down its calls."""
        optimizer = self.optimizer
        settings = settings_of(optimizer)
        with writing(tape), recording(True), late_settings(optimizer, tape):
            blocks = [self.vectors]
            if optimizer.elementwise:
                blocks = list(zip(*map(cut, self.vectors), strict=True))
            values = [vector.copy() for vector in blocks[0]]  # all are recorded on the numbers of the first
            blocks = [[own(tape, *pair) for pair in zip(block, values, strict=True)] for block in blocks]
            for _, g, *_ in blocks:
                tape.add(expect_all, (tape.xp.count_nonzero, abs(g) <= optimizer.largest))
            for block in blocks:
                optimizer.update(*block)
        if tape.why or any(call.function is expect_same for call in tape.calls):
            raise CannotReplay(tape.why or "it decides by the values of arrays")
        _, self.plain_calls, scratch = place(tape, homes=tape.homes)
        self.calls = fastest(tape.xp, self.plain_calls, scratch)
        self.cells = [traced.value for traced, _ in tape.cells.values()]
        self.numbers = together([formula for formula, _ in tape.cells], CHANGING)
        self.conditions = tape.conditions
        self.settings = attrgetter(*settings)
        self.values = self.settings(optimizer)


def put_back(vectors, before) -> None:
    """Let the vectors hold what they held before."""
    for vector, copy in zip(vectors, before, strict=True):
        vector[...] = copy


def own(tape, vector, values):
    """Other numbers to record on, of which the first stand for the vector itself in a replay."""
    traced = tape.traced(values[: vector.size], Storage(varies=True, fixed=False))
    tape.homes[traced.storage] = vector
    return traced


@contextlib.contextmanager
def late_settings(optimizer, tape):
    """A `with` block in which lr and the count of steps are late numbers."""
    before = dict(vars(optimizer))
    for name in CHANGING:
        vars(optimizer)[name] = Late(partial(setting, optimizer, name, before[name]), name, tape)
    try:
        yield
    finally:
        vars(optimizer).clear()
        vars(optimizer).update(before)


def settings_of(optimizer) -> list:
    """Names of the settings that an update may read, such as momentum: with others it is written anew.

    Raises CannotReplay for one that may change unseen, such as a list.
    """
    names = [name for name in vars(optimizer) if name not in (*CHANGING, *VECTORS)]
    for name in names:
        value = vars(optimizer)[name]
        if not isinstance(value, int | float | str | None):
            raise CannotReplay(
                f"the optimizer keeps {name}, a {type(value).__name__}, which may change unseen"
            )
    return names


def setting(optimizer, name, before):
    """The setting as it is now; while the tape is written, as it was before."""
    now = vars(optimizer)[name]
    return before if isinstance(now, Late) else now


def vectors_of(optimizer) -> tuple:
    """theta, g and the slots."""
    return (optimizer.theta, optimizer.g, *optimizer.state.values())
