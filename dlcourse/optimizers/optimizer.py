"""Chapter 11: the base of all optimizers. All parameters lie in one vector, so an update is a few lines."""

import contextlib

import numpy as np

from dlcourse import expect
from dlcourse.backend import to_device, to_numpy, xp_of
from dlcourse.optimizers.blocks import checked_gradients, cut, in_blocks, is_large, raise_out_of_range
from dlcourse.tensor import Parameter
from dlcourse.unchanged import SMALL

INFINITY = float("inf")
LR = "common values lie from 0.001 to 0.1"  # advice about a learning rate
EPS = "1e-8 is common, it avoids a division by 0"


class Optimizer:
    """The base of optimizers: `step(gradients)` changes the parameters in place.

    The arrays of the parameters become views of one contiguous vector, theta. A subclass names its `slots`,
    vectors kept between steps that start at zeros, and defines `update(theta, g, *slots)`, which works in
    place and may overwrite g. If it is `elementwise`, a long vector is updated block by block. State belongs
    to a parameter's place in the list.

    Raises ValueError for an empty list, a parameter given twice, mixed dtypes, or lr not above 0; TypeError
    for anything that is no Parameter. `lr` may be changed between steps, also to 0.
    """

    slots: tuple[str, ...] = ()
    squares_gradients = False  # whether update forms g * g, which overflows for large finite gradients
    cached_step = None  # a compiled step, from one call of `fit` to the next
    elementwise = False  # whether the update of a number depends only on its own g and slots

    def __init__(self, parameters, lr: float):
        if not hasattr(parameters, "__iter__") or isinstance(parameters, set | frozenset):
            raise TypeError(
                f"{type(self).__name__}: expected Parameters, got {type(parameters).__name__}; "
                "pass model.parameters()"
            )
        self.parameters = list(parameters)
        self._check()
        expect.positive(type(self).__name__, lr=lr, advice=LR)
        self.lr = lr
        self._gather()  # before the slots, which are as long as theta
        self.n_steps, self.cached_step = 0, None
        self.state = {slot: self._zeros() for slot in self.slots}
        largest = float(np.finfo(self.theta.dtype).max)
        self.largest = largest**0.5 if self.squares_gradients else largest  # beyond it g * g is infinite

    def update(self, theta, g, *slots):
        raise NotImplementedError(
            f"{type(self).__name__}: expected a method update(theta, g, ...), got none; define it"
        )

    @property
    def lr(self) -> float:
        """The learning rate; a schedule sets it between steps."""
        return self._lr

    @lr.setter
    def lr(self, lr):
        if lr.__class__ is not float or not 0.0 <= lr < INFINITY:  # quick: a schedule sets it at each step
            expect.not_negative(type(self).__name__, lr=lr, advice=f"look at the schedule, {LR}")
        self._lr = float(lr)  # a Python number does not widen float32

    def lookahead(self):
        """A `with` block in which the parameters stand where the gradient is to be taken.

        For Nesterov that is ahead of theta, for all others theta itself. A loop that computes loss and
        gradient within the block serves every optimizer.
        """
        return contextlib.nullcontext()

    def state_dict(self) -> dict:
        """Numpy copies of all that the next step depends on besides the parameters: lr, n_steps, slots."""
        numbers = {"lr": np.array(self.lr), "n_steps": np.array(self.n_steps)}
        return numbers | {name: np.array(to_numpy(array)) for name, array in self.state.items()}

    def load_state_dict(self, state) -> None:
        """Load a `state_dict` of this class over the same parameters: the next steps have the same bits.

        Raises ValueError, and changes nothing, unless names, shapes and ranges of numbers are those of here.
        """
        expected = {name: np.shape(value) for name, value in self.state_dict().items()}
        given = dict(state) if hasattr(state, "keys") else {}
        state = {name: np.asarray(to_numpy(value)) for name, value in given.items()}
        got = {name: a.shape if a.dtype.kind in "biuf" else str(a.dtype) for name, a in state.items()}
        got |= {name: "a masked array" for name, a in given.items() if isinstance(a, np.ma.MaskedArray)}
        if got != expected:
            raise ValueError(
                f"{type(self).__name__}: expected a state of shapes {expected}, got {got}; "
                "load it into the optimizer class and the model that it was saved from"
            )
        who, n_steps = type(self).__name__, state["n_steps"].item()
        expect.count(who, least=0, n_steps=n_steps, advice="load what state_dict returned")
        fitting = {}
        for name, array in self.state.items():
            with np.errstate(over="ignore"):
                fitting[name] = xp_of(array).array(xp_of(array).asarray(state[name]), array.dtype)
            # Infinity that was not in the saved state comes from the cast.
            if np.isinf(to_numpy(fitting[name])).any() and not np.isinf(state[name]).any():
                raise ValueError(
                    f"{who}: expected numbers of {name} that {array.dtype} holds, got larger ones; "
                    "build model and optimizer in the dtype that they were saved in"
                )
        # The setter of lr may raise, so it comes before any array is written.
        self.lr, self.n_steps = float(state["lr"]), n_steps
        for name, array in self.state.items():
            array[...] = fitting[name]  # in place: blocks and replays refer to these arrays

    def __setstate__(self, state):
        """Set up an object made by copy or pickle: its parameters become views of its vector again."""
        vars(self).update(state, cached_step=None)
        self._gather()

    def to(self, device: str) -> "Optimizer":
        """The optimizer, with parameters and state moved to "cpu" or "cuda". `model.to` moves buffers."""
        for parameter in self.parameters:
            parameter.array = to_device(parameter.array, device)  # `_gather` joins them on the new device
        self.state = {name: to_device(array, device) for name, array in self.state.items()}
        self._gather()
        return self

    def step(self, gradients) -> None:
        """Update all parameters. gradients: one array per parameter, in their order and shapes.

        Nothing changes when the gradients do not fit (ValueError).
        """
        self._expect_same_device()
        gradients = checked_gradients(type(self).__name__, gradients, self.parameters)
        if self.elementwise and is_large(self.theta):
            self._step_in_blocks(gradients)
        else:
            for view, gradient in zip(self.g_views, gradients, strict=True):
                view[...] = gradient
            self.adopt()
            self.apply()

    def apply(self) -> None:
        """Update all parameters from the gradients in `g_views`, arrays shaped like the parameters."""
        self.expect_in_range([self.g])  # before the update: a slot that holds NaN never recovers
        vectors = self.theta, self.g, *self.state.values()
        in_parts = self.elementwise and is_large(self.theta)
        for block in zip(*map(cut, vectors), strict=True) if in_parts else [vectors]:
            self.update(*block)
        self.n_steps += 1
        self.note_change()

    def note_change(self) -> None:
        """Tell `grad` that theta has changed: it compares samples of large parameters only."""
        for parameter in self.large:
            parameter.note_change()

    def _step_in_blocks(self, gradients):
        """`apply` without a second copy of all gradients, which for a large network takes much memory."""
        vectors = [gradient.astype(self.theta.dtype, copy=False).reshape(-1) for gradient in gradients]
        self.expect_in_range(vectors)
        self.adopt()
        blocks = zip(*map(cut, (self.theta, *self.state.values())), strict=True)
        for (theta, *slots), g in zip(blocks, in_blocks(vectors, self.theta.dtype), strict=True):
            self.update(theta, g, *slots)
        self.n_steps += 1
        self.note_change()

    @property
    def g(self):
        """The vector of all gradients, allocated when it is first needed."""
        if self._g is None:
            self._g = self._zeros()
        return self._g

    @property
    def g_views(self) -> list:
        """The parts of `g`, shaped like the parameters."""
        if self._g_views is None:
            self._g_views = self._views_of(self.g)
        return self._g_views

    def _zeros(self):
        """A vector of zeros like theta."""
        # `zeros` gets its memory when it is first written; `zeros_like` would take it at once.
        return xp_of(self.theta).zeros(self.theta.size, self.theta.dtype)

    def _views_of(self, vector) -> list:
        """The parts of the vector, shaped like the parameters."""
        stops = np.cumsum([parameter.size for parameter in self.parameters])
        return [
            vector[stop - parameter.size : stop].reshape(parameter.shape)
            for stop, parameter in zip(stops, self.parameters, strict=True)
        ]

    def _check(self):
        who = type(self).__name__
        if not self.parameters:
            raise ValueError(f"{who}: expected at least one parameter, got none; pass model.parameters()")
        for parameter in self.parameters:
            if not isinstance(parameter, Parameter):
                raise TypeError(
                    f"{who}: expected Parameters, got {type(parameter).__name__}; pass model.parameters()"
                )
        if len(set(self.parameters)) < len(self.parameters):  # Tensors hash by identity
            raise ValueError(
                f"{who}: expected each parameter once, got one twice; it would be updated twice per step"
            )
        dtypes = sorted({str(parameter.dtype) for parameter in self.parameters})
        if len(dtypes) > 1:
            advice = "build the model under use_dtype"
            raise ValueError(f"{who}: expected parameters of one dtype, got {dtypes}; {advice}")

    def _gather(self):
        """Copy all parameters into one vector, and make their arrays views of it."""
        arrays = [parameter.array for parameter in self.parameters]
        # One vector, so that an update is a few calls of numpy, however many parameters there are.
        self.theta = xp_of(arrays[0]).concatenate([array.reshape(-1) for array in arrays])
        self._g = self._g_views = None
        self.large = [p for p in self.parameters if p.size > SMALL or xp_of(self.theta) is not np]
        self.views = self._views_of(self.theta)
        for parameter, view in zip(self.parameters, self.views, strict=True):
            parameter.array = view

    def adopt(self):
        """Copy arrays that were assigned to parameters since the last step, and make them views again."""
        for parameter, view in zip(self.parameters, self.views, strict=True):
            if parameter.array is not view:
                view[...] = parameter.array  # `parameter.array = new` is allowed; theta has to follow
                parameter.array = view

    def _expect_same_device(self):
        if xp_of(self.parameters[0].array) is not xp_of(self.theta):
            raise ValueError(
                f"{type(self).__name__}: expected parameters on the device of the optimizer's state, got them"
                " moved to another; move the state too, with optimizer.to(device)"
            )

    def _flatten(self, gradients):
        """The gradients, checked, as one vector: `g`, which the next call overwrites."""
        gradients = checked_gradients(type(self).__name__, gradients, self.parameters)
        for view, gradient in zip(self.g_views, gradients, strict=True):
            view[...] = gradient
        self.expect_in_range([self.g])
        return self.g

    def expect_in_range(self, vectors) -> None:
        """Raise FloatingPointError for a gradient that would put infinity or NaN into the state."""
        xp, largest = xp_of(self.theta), self.largest
        for vector in vectors:
            for g in cut(vector) if is_large(vector) else [vector]:
                if xp.count_nonzero(abs(g) <= largest) < g.size:  # NaN is not <= largest either
                    raise_out_of_range(type(self).__name__, g, largest)
