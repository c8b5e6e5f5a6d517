"""Chapter 20: programs. A program is a training step, or a function, as a list of calls on fixed buffers."""

import contextlib
from dataclasses import dataclass

import numpy as np

from dlcourse.autodiff import grad
from dlcourse.backend import xp_of
from dlcourse.op import recording
from dlcourse.replay.fastest import fastest
from dlcourse.replay.flags import RaisedFlag
from dlcourse.replay.memory import copied_batch, plan_memory, trim_memory
from dlcourse.replay.tape import CannotReplay, bits
from dlcourse.replay.traced import Traced, TracedTape
from dlcourse.replay.traced_module import writing
from dlcourse.replay.tracing import new_buffers, plain, traced_arrays

UNCHANGING = "the result of the step depends neither on the batch nor on the parameters"


@dataclass
class Program:
    """One recorded step: of training, up to the gradients in `optimizer.g_views`, or of a function.

    inputs: the arrays that a batch is copied to; outputs: the loss, a 0-d array, or the results of a
    function; gradients: where these are written. plain_calls: the calls of the tape; calls: the fastest
    equivalent of them; scratch: memory that nobody reads after them. buffers: module, name and the array that
    a replay reads; changed: the buffers that the step sets, with the array that holds the new value. frozen:
    parameters that are not the optimizer's, with the arrays that a replay reads. generators: those of the
    model. form: turns a list of the outputs into the tuple, list or array that the function returns.
    """

    inputs: list
    outputs: list
    calls: list
    plain_calls: list
    scratch: list
    buffers: list
    changed: list
    gradients: list
    frozen: list
    generators: list
    copyto: object
    form: object = None

    def run(self, *inputs) -> None:
        """Compute outputs and gradients for a batch.

        Raises CannotReplay when a condition has another outcome, or machine code raised an arithmetic flag.
        """
        for own, array in zip(self.inputs, inputs, strict=True):
            own[...] = array  # the calls are bound to these arrays, so each batch is copied to them
        try:
            for call in self.calls:
                call()
        except RaisedFlag as flag:  # the loop does this step, so that numpy warns; later ones use numpy
            self.calls = self.plain_calls
            raise CannotReplay(f"floating-point arithmetic raised: {flag}") from flag

    def ways(self) -> list:
        """The lists of calls that can be replayed, the fastest first."""
        return [self.calls] if self.calls is self.plain_calls else [self.calls, self.plain_calls]

    def trial(self, calls, inputs, states) -> list:
        """The bits of outputs, gradients and buffers that `calls` compute from these states of generators."""
        trim_memory(self.gradients)  # what the recording freed
        self.put_back(states)
        for own, array in zip(self.inputs, inputs, strict=True):
            own[...] = array
        with np.errstate(all="ignore"):  # the loop does this step, too, and warns
            for call in calls:
                with contextlib.suppress(RaisedFlag):  # raised after the results are written
                    call()
        return [bits(a) for a in (*self.outputs, *self.gradients, *[new for *_, new in self.changed])]

    def check(self, trials, outputs, gradients=()) -> bool:
        """Whether some calls computed the same bits as the loop; the fastest that did are kept.

        trials: pairs of calls and the result of `trial`. outputs, gradients: those of the loop.
        """
        buffers = [getattr(module, name) for module, name, *_ in self.changed]
        expected = [bits(a) for a in (*outputs, *gradients, *buffers)]
        fitting = [calls for calls, got in trials if got == expected]
        self.calls, self.plain_calls = (fitting[0], fitting[-1]) if fitting else (None, None)
        return bool(fitting)

    def fetch_buffers(self) -> bool:
        """Copy buffers that were set since the last replay to its arrays. Returns False when one has another
        shape or dtype by now, so that the program no longer fits."""
        for module, name, array in self.buffers:
            now = getattr(module, name)
            if now is array:  # nearly always: a replay leaves its own arrays in the modules
                continue
            if (getattr(now, "shape", None), getattr(now, "dtype", None)) != (array.shape, array.dtype):
                return False
            self.copyto(array, now)
        return True

    def keep_buffers(self) -> None:
        """Store the new values of buffers, such as running statistics, in their modules."""
        for module, name, array, new in self.changed:
            self.copyto(array, new)
            setattr(module, name, array)

    def is_stale(self) -> bool:
        """Whether a frozen parameter now holds another array than when it was recorded."""
        for parameter, array in self.frozen:  # a plain loop: a generator within any() takes twice the time
            if parameter.array is not array and plain(parameter.array) is not array:
                return True
        return False

    def states(self) -> list:
        """The states of the generators."""
        return [generator.bit_generator.state for generator in self.generators]

    def put_back(self, states) -> None:
        """Reset the generators to these states, so that they draw the same numbers again."""
        for generator, state in zip(self.generators, states, strict=True):
            generator.bit_generator.state = state


def record(model, loss, optimizer, x, y, watch):
    """The Program of a training step, recorded on the batch x, y, or the reason, in words, why there is none.

    watch: the Watch over what the step reads. Parameters, buffers and generators are left unchanged, also
    when it raises CannotReplay or an error of model or loss.
    """

    def step(x, y):
        J = loss(model(x), y)
        return [J.array], grad(J, optimizer.parameters)

    with TracedTape(xp_of(optimizer.theta)) as tape, recording(True):
        return record_on(tape, step, model, (x, y), watch, optimizer)


def record_function(f, model, inputs, watch):
    """The Program of f(*inputs), or the reason, in words, why there is none.

    f returns a list of arrays; model: the Module whose buffers f may set, or None.
    """
    with TracedTape(xp_of(inputs[0])) as tape:
        return record_on(tape, lambda *x: (f(*x), []), model, inputs, watch)


def record_on(tape, f, model, inputs, watch, optimizer=None):
    """The Program of f(*inputs), recorded on the tape, or the reason, in words, why there is none."""
    # Copies, to which a replay will write each batch: the caller's arrays must not change.
    own = [tape.varying(copied_batch(tape.xp, x)) for x in inputs]
    parameters = optimizer.parameters if optimizer else []
    learned, model_modules = set(parameters), model.modules() if model else []
    of_model = model.parameters() if model else []
    # Frozen parameters, too, become Traced values: somebody may write to their arrays between two steps.
    frozen = [p for p in dict.fromkeys([*of_model, *watch.tensors]) if p not in learned]
    modules = list(dict.fromkeys([*model_modules, *watch.modules]))
    traced = traced_arrays(tape, modules, model_modules, [*parameters, *frozen])
    with writing(tape), traced as (buffers, generators):
        outputs, gradients = f(*own)
        changed = new_buffers(tape, buffers)
    if tape.why or not all(isinstance(x, Traced) for x in outputs):
        return tape.why or UNCHANGING
    # Gradients go to the vector from which the optimizer's update reads them.
    targets = [tape.varying(view) for view in optimizer.g_views] if optimizer else []
    kept = [*outputs, *(new for *_, new in changed)]  # read after the last call, so no call may reuse them
    arrays, calls, scratch = plan_memory(tape, kept, gradients, targets)
    return Program(
        [x.array for x in own], [arrays(x) for x in outputs],
        fastest(tape.xp, calls, scratch), calls, scratch,
        [(module, name, old.array) for module, name, old in buffers],
        [(module, name, old.array, arrays(new)) for module, name, old, new in changed],
        [target.array for target in targets],
        [(parameter, parameter.array) for parameter in frozen], generators, tape.xp.copyto,
    )  # fmt: skip
