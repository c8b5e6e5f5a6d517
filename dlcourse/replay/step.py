"""Chapter 20: the second gear. A training step that was recorded once is replayed: the same calls, on the
same arrays, without a graph. `compile_step` returns a function of a batch that trains as the loop does.
"""

from operator import is_

import numpy as np

from dlcourse.counting import innermost
from dlcourse.layers.module import Module
from dlcourse.optimizers.optimizer import Optimizer
from dlcourse.replay.compiled import (
    BUSY,
    CHECKED,
    MOST_RECORDINGS,
    OTHER_BITS,
    RECORDING,
    TOO_MANY,
    Compiled,
    Unchecked,
    in_words,
    reason_of,
)
from dlcourse.replay.fastest import update_of
from dlcourse.replay.loop import Loop
from dlcourse.replay.many import Batches, chunks
from dlcourse.replay.program import Program, record
from dlcourse.replay.update import adopt, array_of, looks_ahead


def compile_step(model, loss, optimizer) -> "CompiledStep":
    """A function step(x, y) -> J, the loss before the update, as a float.

    model: a Module; loss: (model(x), y) -> a Tensor of one number; optimizer: of its parameters. Does what

        with optimizer.lookahead():
            J = loss(model(x), y)
            gradients = grad(J, optimizer.parameters)
        optimizer.step(gradients)

    does, to the same bits. The first batch of a kind (its classes, shapes, dtypes and strides, and the modes
    of the model) is recorded, the second is compared with a replay, bit by bit, and both train in the loop
    above; from the third on the calls are replayed into the buffers of the recording. A step that cannot be
    replayed is done by the loop, and the attribute `why` tells why. Errors are those of the loop.

    With llvmlite installed, the calls and the update become machine code; without it the update is the
    optimizer's own `apply`. After an overflow, a division by zero or an invalid operation (one that gives
    NaN) in machine code the loop does the step, so that numpy warns; so for underflow, if errstate asks.

    Between the steps anything may be changed: parameters, buffers, layers and their settings, the optimizer's
    settings, modes, and all arrays, numbers and objects that model and loss read through closures, globals,
    defaults or attributes. All that their Python code can read is checked before each step; after a change
    the step is recorded again. Nothing is replayed where a change could not be noticed, as that of a clock, a
    file, a random generator that is no attribute of a module, or an array of more than a MiB, nor where a
    step changes what it reads. Assumed to stay the same: the code of this library and of numpy, and the
    internal state of C code. Raises TypeError for other arguments.

    >>> from dlcourse import MLP, losses, optimizers
    >>> model = MLP((2, 8, 1), rng=np.random.default_rng(0))
    >>> optimizer = optimizers.Adam(model.parameters())
    >>> step = compile_step(model, losses.mean_squared_error, optimizer)
    >>> x, y = np.ones((4, 2)), np.ones((4, 1))
    >>> history = [step(x, y) for _ in range(5)]
    >>> step.gear, history[4] < history[0]
    ('replayed', True)
    """
    if not (isinstance(model, Module) and callable(loss) and isinstance(optimizer, Optimizer)):
        got = ", ".join(type(x).__name__ for x in (model, loss, optimizer))
        raise TypeError(
            f"compile_step: expected a Module, a function (prediction, y) and an Optimizer, got {got}; "
            "pass model, loss, optimizer in this order"
        )
    return CompiledStep(model, loss, optimizer)


class CompiledStep(Compiled):
    """The function that `compile_step` returns.

    gear: "recorded" or "replayed", how the last step was done; why: in words, what was not replayed and why.
    loop: the Loop that does the steps that are not replayed.
    """

    def __init__(self, model, loss, optimizer, loop=None):
        self.model, self.loss, self.optimizer = model, loss, optimizer
        self.loop = loop or Loop(model, loss, optimizer)
        self.gear, self.why = "recorded", "no batch came yet"
        self.n_looped, self.n_called, self.why_called = 0, 0, ""  # what `run` reports
        super().__init__([("model", model), ("loss", loss)])

    def __reduce__(self):
        """What copy and pickle need to make the step again, with its own model and optimizer, unrecorded."""
        return compile_step, (self.model, self.loss, self.optimizer)

    def attach(self, loop) -> None:
        """Serve a loop of the same model, loss and optimizer; with None, drop the reference to the optimizer,
        which may refer to this step."""
        self.loop, self.optimizer = loop, loop and loop.optimizer
        self._update.optimizer = self.optimizer
        self._settings = loop and vars(self.optimizer)

    def _reset(self):
        super()._reset()
        optimizer = self.optimizer
        self._theta, self._update, self._settings = optimizer.theta, update_of(optimizer), vars(optimizer)
        self._n_settings, self._kind_of_optimizer = len(self._settings), type(optimizer)
        self._looks_ahead = looks_ahead(optimizer)  # most do not, and an empty `with` block takes time
        self.looped = None  # the LoopedSteps of the last run

    def __call__(self, x, y) -> float:
        with self._lock:  # a program has one set of buffers, which one thread may use at a time
            try:  # the key of a recording; classes, too, since a loss may refuse an array with a mask
                kind = (x.__class__, x.shape, x.strides, x.dtype, y.__class__, y.shape, y.strides, y.dtype)
            except AttributeError:
                return self._step(x, y, "x and y are not both arrays")
            last, program = self._last
            if kind == last and self._is_as_it_was():  # nearly every step
                return self._replay(kind, program, x, y)
            return self._another(kind, x, y)

    def _is_as_it_was(self) -> bool:
        """Whether the program of the last step may do this one: the checks before each replay."""
        optimizer = self.optimizer
        if not self._watch.holds() or optimizer.theta is not self._theta or innermost() is not None:
            return False
        if len(self._settings) != self._n_settings or optimizer.__class__ is not self._kind_of_optimizer:
            return False  # `_is_another`, written out: a call of a method less
        # A parameter may have been given another array, whose numbers then go to the optimizer's vector.
        return all(map(is_, map(array_of, optimizer.parameters), optimizer.views)) or adopt(optimizer)

    def _is_another(self) -> bool:
        """Whether the optimizer was given another class, or attributes such as a step of its own."""
        return len(self._settings) != self._n_settings or type(self.optimizer) is not self._kind_of_optimizer

    def _another(self, kind, x, y):
        """Do a step on another kind of batch than the last one, or after a change."""
        if innermost() is not None:
            return self._step(x, y, "a `count` block counts the sweeps of the loop")
        if self.optimizer.theta is not self._theta or self._is_another():
            self._reset()
        self._select_programs()
        if not adopt(self.optimizer):
            return self._step(x, y, "a parameter has another shape, dtype or device")
        program = self._never or self._programs.get(kind)
        if program.__class__ is Program:
            self._last = kind, program
            return self._replay(kind, program, x, y)
        if program.__class__ is Unchecked:
            return self._check(kind, program.program, x, y)
        if program is None and self._n_recordings < MOST_RECORDINGS:
            return self._record(kind, x, y)
        return self._step(x, y, program or TOO_MANY)

    def is_ready(self, x, y) -> bool:
        """Whether a step on this batch is replayed as a whole, unless a condition has another outcome."""
        if not self._update.is_ready() or self._never or self._watch is None or not self._watch.holds():
            return False
        kind = (x.__class__, x.shape, x.strides, x.dtype, y.__class__, y.shape, y.strides, y.dtype)
        return self._programs.get(kind).__class__ is Program

    def run(self, x, y, rows, size=None):
        """The losses (n,) before each of n steps on the batches x[rows[k]], y[rows[k]], as by n calls.

        rows (n, m): the samples of each batch; or, with `size`, rows (n,): the first sample of each batch of
        `size` consecutive ones. The run ends before a step that is not finite or raises, with everything as
        it was before that step; call the step on that batch to see what happens. Afterwards n_looped is the
        number of steps done in machine code without Python between them, and why_called says, in words, why
        others were called one by one.
        """
        return np.concatenate([np.empty(0), *self.chunks(x, y, rows, size)])

    def chunks(self, x, y, rows, size=None):
        """The losses of `run` in pieces, each of one step or of at most about 0.05 s.

        Between two pieces parameters, state and n_steps are those after the losses yielded so far, also when
        Ctrl-C ends the run.
        """
        return chunks(self, Batches(x, y, rows, size))

    def _replay(self, kind, program, x, y):
        if (program.frozen and program.is_stale()) or not program.fetch_buffers():
            return self._again(kind, x, y)
        states, why = program.states(), ""
        self.drawn = program, states
        try:
            if self._looks_ahead:
                with self.optimizer.lookahead():
                    program.run(x, y)
            else:
                program.run(x, y)
        except Exception as reason:  # a condition, or an error, which the loop raises in its own words
            why = in_words(reason)
        if why:
            program.put_back(states)
            return self._step(x, y, why)
        program.keep_buffers()  # only now: nothing of a step that failed may remain
        self._update()
        self.gear, self.why = "replayed", self._update.why
        return program.outputs[0].item()

    def _step(self, x, y, why):
        """Do the step by the loop, as a user would write it."""
        self.gear, self.why, self.drawn = "recorded", why, ()
        return self.loop(x, y)

    def _record(self, kind, x, y):
        """Do the first step of a kind: on a tape, which changes nothing but makes a program, and then by the
        loop. So no step depends on how a loss treats traced arrays, such as by their type."""
        if not RECORDING.acquire(blocking=False):
            return self._step(x, y, BUSY)
        self._n_recordings += 1
        try:
            with self.optimizer.lookahead():
                found = self._try(lambda: record(self.model, self.loss, self.optimizer, x, y, self._watch))
        finally:
            RECORDING.release()
        J = self._step(x, y, reason_of(found))
        self._programs[kind] = found  # only now: where the loop raises, the next one is recorded again
        return J

    def _again(self, kind, x, y):
        """Record again, since a frozen parameter or a buffer is now another array."""
        self._reset()
        return self._another(kind, x, y)

    def _check(self, kind, program, x, y):
        """Do the second step of a kind by the loop, and compare a replay with it, bit by bit."""
        optimizer = self.optimizer
        if program.is_stale() or not program.fetch_buffers():
            return self._again(kind, x, y)
        states, why = program.states(), ""
        J, gradients = self.loop.gradients(x, y)  # without the update, so that the trials see the same theta
        J, after = J.array, program.states()  # without its graph, which takes memory
        try:
            with optimizer.lookahead():
                trials = [(calls, program.trial(calls, (x, y), states)) for calls in program.ways()]
        except Exception as reason:
            why = in_words(reason)
        finally:
            program.put_back(after)  # the trials drew the loop's random numbers once more
        if why:
            self._reconsider(kind, why)
        else:
            same = program.check(trials, [J], gradients)
            self._programs[kind] = program if same else OTHER_BITS
            why = CHECKED if same else OTHER_BITS
        self.gear, self.why, self.drawn = "recorded", why, ()
        self.loop.update(J, gradients)
        return J.item()
