"""Chapter 20: replayed functions. `compile_function` records a function of arrays once and replays it;
`compile_prediction` does the same for a model's predictions.
"""

import numpy as np

from dlcourse.autodiff import no_grad
from dlcourse.backend import is_array
from dlcourse.counting import innermost
from dlcourse.layers.module import Module
from dlcourse.op import is_recording
from dlcourse.prediction import in_mode
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
from dlcourse.replay.program import Program, record_function
from dlcourse.tensor import Tensor


def compile_function(f, model=None) -> "CompiledFunction":
    """A function that returns the arrays that f returns, with the same bits, but faster.

    f: (*arrays) -> an array or a Tensor, or a tuple or list of them; f may record and call `grad`. model: the
    Module that f uses, if any; f may read other modules, but must not set anything in them, such as running
    statistics. The first call for a kind of arrays (their shapes, dtypes and strides) is recorded, the second
    is done by f and compared with a replay, and from the third on calls are replayed. A call that cannot be
    replayed is done by f, and the attribute `why` tells why.

    f may depend on more than its arguments, through closures, globals, defaults and attributes. Before each
    call these are checked, as in `compile_step`: after a change f is recorded again, and where a change could
    not be noticed nothing is replayed. Raises TypeError unless f is callable and model a Module or None.

    >>> from dlcourse import Tensor, grad
    >>> def slope(x):
    ...     x = Tensor(x)
    ...     return grad((x**3).sum(), x)
    >>> fast = compile_function(slope)
    >>> [fast(np.array([1.0, 2.0])) for _ in range(3)][2], fast.gear
    (array([ 3., 12.]), 'replayed')
    """
    if not callable(f) or not (model is None or isinstance(model, Module)):
        got = f"{type(f).__name__}, {type(model).__name__}"
        raise TypeError(
            f"compile_function: expected a function of arrays, and a Module or None, got {got}; "
            "pass the function first"
        )
    return CompiledFunction(f, model, modes=True, anew=(compile_function, (f, model)))


def compile_prediction(model) -> "CompiledFunction":
    """A function of x that returns `predict(model, x)`, with the same bits: dropout off, no graph.

    x (m, ...): an array on the model's device; each new number of samples m needs a recording of its own.
    Between calls the same things may change as for `compile_step`. Raises TypeError unless model is a Module.

    >>> from dlcourse import MLP
    >>> answer = compile_prediction(MLP((2, 3, 1), rng=np.random.default_rng(0)))
    >>> [answer(np.ones((4, 2))).shape for _ in range(3)], answer.gear
    ([(4, 1), (4, 1), (4, 1)], 'replayed')
    """
    if not isinstance(model, Module):
        raise TypeError(
            f"compile_prediction: expected a Module, got {type(model).__name__}; "
            "wrap a function in Sequential"
        )

    def answer(x):
        with in_mode(model, training=False), no_grad():
            return model(x)

    return CompiledFunction(answer, model, modes=False, anew=(compile_prediction, (model,)))


class CompiledFunction(Compiled):
    """The function that `compile_function` returns.

    gear: "recorded" or "replayed", how the last call was done; why: in words, why it was not replayed.
    """

    def __init__(self, f, model, modes: bool, anew: tuple):
        # modes: whether f depends on those of the model; anew: what rebuilds it, with its arguments
        self.f, self.model, self._anew = f, model, anew
        self.gear, self.why = "recorded", "there was no call yet"
        super().__init__([("f", f), ("model", model)], modes)

    def __reduce__(self):
        """What copy and pickle need to make the function again, without its recordings."""
        return self._anew

    def __call__(self, *inputs):
        with self._lock:  # a program has one set of buffers, which one thread may use at a time
            return self._do(inputs)

    def _do(self, inputs):
        try:
            # Strides, too: the rounding of a product may depend on the layout of its arrays in memory. The
            # class, since f may do something else with, or refuse, an array with a mask.
            kind = (is_recording(), *[(x.__class__, x.shape, x.strides, x.dtype) for x in inputs])
        except AttributeError:
            return self._fall_back(inputs, "the arguments are not all arrays")
        if innermost() is not None:  # a `count` block is open
            return self._fall_back(inputs, "a `count` block counts sweeps, and a replay makes none")
        self._select_programs()
        last, program = self._last  # comparing with the last kind is faster than hashing this one
        if kind != last:
            program = self._programs.get(kind)
        if self._never:
            return self._fall_back(inputs, self._never)
        if program.__class__ is Program:
            self._last = kind, program
            return self._replay(kind, program, inputs)
        if program.__class__ is Unchecked:
            return self._check(kind, program.program, inputs)
        if program is None and self._n_recordings < MOST_RECORDINGS and inputs:
            return self._record(kind, inputs)
        return self._fall_back(inputs, program or TOO_MANY)

    def _fall_back(self, inputs, why):
        self.gear, self.why = "recorded", why
        outputs, form = flattened(self.f(*inputs))
        return form(outputs)

    def _record(self, kind, inputs):
        """Do the first call of a kind: once on a tape, for the program, and then by f for its result."""
        if not RECORDING.acquire(blocking=False):  # waiting could last longer than the call itself
            return self._fall_back(inputs, BUSY)
        self._n_recordings += 1
        try:
            found = self._try(lambda: self._recorded(inputs))
        finally:
            RECORDING.release()
        result = self._fall_back(inputs, reason_of(found))
        self._programs[kind] = found  # only now: where f raises, too, the next call is recorded again
        return result

    def _recorded(self, inputs):
        """The Program of f, or the reason, in words, why there is none."""
        forms = []  # tuple, list or a single array: known only when f has run

        def f(*traced):
            outputs, form = flattened(self.f(*traced))
            forms.append(form)
            return outputs

        program = record_function(f, self.model, inputs, self._watch)
        if program.__class__ is Program:
            program.form = forms[0]
        return program

    def _check(self, kind, program, inputs):
        """Do the second call of a kind by f, and compare a replay with its result, bit by bit."""
        if program.is_stale() or not program.fetch_buffers():
            del self._programs[kind]
            return self(*inputs)
        # The trials come first, so that f leaves generators and buffers as they are to be after the call.
        states, why = program.states(), ""
        try:
            trials = [(calls, program.trial(calls, inputs, states)) for calls in program.ways()]
        except Exception as reason:
            why = in_words(reason)
        finally:
            program.put_back(states)  # so that f draws the same random numbers as the trials
        if why:
            self._reconsider(kind, why)
            return self._fall_back(inputs, why)
        outputs, form = flattened(self.f(*inputs))
        same = program.check(trials, outputs)
        self._programs[kind] = program if same else OTHER_BITS
        self.gear, self.why = "recorded", CHECKED if same else OTHER_BITS
        return form(outputs)

    def _replay(self, kind, program, inputs):
        if program.is_stale() or not program.fetch_buffers():
            self._last = None, None
            del self._programs[kind]
            return self(*inputs)
        states = program.states() if program.generators else ()  # for f, should it have to do the call
        try:
            program.run(*inputs)
        except Exception as reason:  # a condition changed, or an error, which f raises in its own words
            program.put_back(states)
            return self._fall_back(inputs, in_words(reason))
        if program.changed:
            program.keep_buffers()
        self.gear, self.why = "replayed", ""
        return program.form([output.copy() for output in program.outputs])  # the next replay overwrites them


def flattened(result):
    """A list of the arrays in a result, and the function that turns such a list into the result's form."""
    if isinstance(result, tuple | list):
        return [array_of(x) for x in result], type(result)
    return [array_of(result)], _only


def _only(outputs):
    return outputs[0]


def array_of(x):
    """The array that x is, or that a Tensor x holds. Raises TypeError for anything else."""
    array = x.array if isinstance(x, Tensor) else x
    if isinstance(array, np.generic):
        return np.asarray(array)  # a result is copied from a buffer, and a scalar has none
    if not is_array(array):
        raise TypeError(
            f"compile_function: expected f to return arrays or Tensors, got {type(array).__name__}; "
            "convert its result with np.asarray"
        )
    return array
