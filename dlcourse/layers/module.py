"""Chapter 3: modules. A Module maps inputs to outputs by `fprop` and knows the parameters it learns."""

import functools
from dataclasses import dataclass

from dlcourse.autodiff import grad
from dlcourse.backend import is_array, to_device, xp_of
from dlcourse.op import UNRECORDED, recording
from dlcourse.tensor import Parameter, Tensor


@dataclass(frozen=True)
class LastCall:
    """What `bprop` needs of the last `fprop`: inputs and outputs, tensors with the graph between them."""

    inputs: tuple
    outputs: object


class Module:
    """A part of a network.

    A subclass sets Parameters and other Modules as attributes and defines `fprop(x)` with ops; the
    gradients follow from the ops. `module(x)` computes the same and keeps nothing. What is set as an
    attribute, or stands in a list or tuple that is, is found by `parameters`, in the order of setting.
    `buffers` names attributes with arrays that are state but not learned, such as running statistics.
    `training` is switched by `train` and `eval`.

    By hand, module by module, as in Torch: `y = module.fprop(x)`, then `dE_dx, gradients = module.bprop(G)`
    with G = dE/dy. `fprop` keeps its inputs and outputs, of the last call alone, in `module.last_call`; no
    other module, and no global tape, knows of them.
    """

    buffers: tuple[str, ...] = ()
    training = True
    last_call: LastCall | None = None

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if "fprop" in vars(cls):
            cls._compute = cls.fprop
            cls.fprop = _keeping_the_call(cls.fprop)

    def fprop(self, x):
        raise NotImplementedError(f"{type(self).__name__}: expected a method fprop(x), got none; define it")

    _compute = fprop

    def __call__(self, *inputs):
        return self._compute(*inputs)

    def bprop(self, G):
        """dE/dx, and the gradients by `parameters()` as a list, from G = dE/dy, after y = fprop(x).

        Derived from the ops: a module has no second rule. G has the shape of y; several outputs take a tuple
        of them, and several inputs give one. May be called again, with another G. Source: deck Leibe,
        "Modular implementation". Raises RuntimeError when fprop was not called before, or under `no_grad`,
        ValueError for a G of another shape.
        """
        if self.last_call is None:
            raise RuntimeError(
                f"{type(self).__name__}.bprop: expected a call of fprop before, got none; "
                "y = module.fprop(x) comes first, and module(x) keeps nothing"
            )
        outputs, inputs = _flat(self.last_call.outputs), _flat(self.last_call.inputs)
        variables, parameters = [x for x in inputs if isinstance(x, Tensor)], self.parameters()
        E = _weighted_sum(type(self).__name__, outputs, _flat(G), variables + parameters)
        gradients = grad(E, variables + parameters)
        by_input, by_parameter = gradients[: len(variables)], gradients[len(variables) :]
        return by_input[0] if len(by_input) == 1 else tuple(by_input), by_parameter

    def __getstate__(self):
        """Copies and pickles of a module leave the last call out."""
        return {name: value for name, value in vars(self).items() if name != "last_call"}

    def named_parameters(self, prefix: str = ""):
        """Pairs of a dotted name and a Parameter, each parameter once, also when two modules share it."""
        pairs, seen = [], set()
        for name, value in _children(self, prefix):
            found = [(name, value)] if isinstance(value, Parameter) else value.named_parameters(name + ".")
            pairs += [(n, p) for n, p in found if p not in seen]
            seen.update(p for _, p in found)
        return pairs

    def parameters(self) -> list[Parameter]:
        """What the module learns, each parameter once, in the order in which they were set."""
        return [parameter for _, parameter in self.named_parameters()]

    @property
    def n_parameters(self) -> int:
        """How many numbers the module learns."""
        return sum(parameter.size for parameter in self.parameters())

    def modules(self) -> list["Module"]:
        """The module itself and all within it, each once, in the order in which they were set."""
        return [module for _, module in self._named_modules("")]

    def train(self, mode: bool = True) -> "Module":
        """Switch this module and all within it to training: dropout drops, batch norm uses the batch."""
        for module in self.modules():
            module.training = mode
        return self

    def eval(self) -> "Module":
        """Switch this module and all within it to prediction: `train(False)`."""
        return self.train(False)

    def named_buffers(self):
        """Pairs of a dotted name and an array that is state but not learned."""
        for prefix, module in self._named_modules(""):
            for name in module.buffers:
                yield prefix + name, getattr(module, name)

    def state_dict(self) -> dict:
        """Copies of all parameters and buffers by dotted name: what a checkpoint holds."""
        state = {name: parameter.array.copy() for name, parameter in self.named_parameters()}
        return state | {name: array.copy() for name, array in self.named_buffers()}

    def load_state_dict(self, state) -> None:
        """Put the arrays of `state_dict` back, in place. Raises ValueError, and changes nothing, unless names
        and shapes are those of this module."""
        own = {name: parameter.array for name, parameter in self.named_parameters()}
        own |= dict(self.named_buffers())
        if set(own) != set(state):
            missing, strange = sorted(set(own) - set(state)), sorted(set(state) - set(own))
            raise ValueError(
                f"load_state_dict: expected the names of {type(self).__name__}, got {missing} missing and "
                f"{strange} too many; build the model as it was when it was saved"
            )
        for name, array in own.items():
            fits = is_array(state[name]) and state[name].dtype.kind in "biuf"
            if not fits or array.shape != state[name].shape:
                got = state[name].shape if fits else f"{state[name]!r:.50}"
                raise ValueError(
                    f"load_state_dict: expected {name} of shape {array.shape}, got {got}; "
                    "build the model as it was when it was saved"
                )
        for name, array in own.items():
            array[...] = xp_of(array).asarray(state[name])

    def to(self, device: str) -> "Module":
        """Move parameters and buffers to "cpu" or "cuda". An optimizer of them must follow:
        `optimizer.to`."""
        for parameter in self.parameters():
            parameter.array = to_device(parameter.array, device)
        for module in self.modules():
            for name in module.buffers:
                setattr(module, name, to_device(getattr(module, name), device))
        return self

    def _named_modules(self, prefix):
        """Pairs of a prefix ("", "steps.0.") and a module, each module once."""
        found, seen, stack = [], set(), [(prefix, self)]
        while stack:
            name, module = stack.pop()
            if id(module) in seen:
                continue
            seen.add(id(module))
            found.append((name, module))
            children = [(n + ".", m) for n, m in _children(module, name) if isinstance(m, Module)]
            stack += reversed(children)
        return found


def _keeping_the_call(fprop):
    """`fprop` with its arrays as tensors, and with the call kept for bprop."""

    @functools.wraps(fprop)
    def kept(self, *inputs):
        inputs = _as_tensors(inputs)
        outputs = fprop(self, *inputs)
        self.last_call = LastCall(inputs, outputs)
        return outputs

    return kept


def _as_tensors(x):
    """Floating arrays as Tensors, also within tuples; all else as it is."""
    if isinstance(x, tuple | list):
        return tuple(_as_tensors(part) for part in x)
    return Tensor(x) if is_array(x) and x.dtype.kind == "f" else x


def _flat(x) -> list:
    """The parts of nested tuples and lists, in order."""
    return [leaf for part in x for leaf in _flat(part)] if isinstance(x, tuple | list) else [x]


def _weighted_sum(who, outputs, weights, targets):
    """E = sum of G y over all outputs: a number whose gradient by y is G."""
    shapes, got = [y.shape for y in outputs], [getattr(G, "shape", ()) for G in weights]
    if shapes != got:
        raise ValueError(
            f"{who}.bprop: expected G of the shape of y, {shapes}, got {got}; it is dE/dy, one number each"
        )
    if any(isinstance(y, Tensor) and y.serial == UNRECORDED and y not in targets for y in outputs):
        raise RuntimeError(
            f"{who}.bprop: expected fprop to be recorded, got one under no_grad; call it outside"
        )
    with recording(True):
        E = sum((y * G).sum() for y, G in zip(outputs, weights, strict=True))
    return E if isinstance(E, Tensor) else Tensor(E)


def _children(module, prefix):
    for name, value in vars(module).items():
        if isinstance(value, Parameter | Module):
            yield prefix + name, value
        elif isinstance(value, list | tuple):
            yield from (
                (f"{prefix}{name}.{i}", v) for i, v in enumerate(value) if isinstance(v, Parameter | Module)
            )


def shape_of(x):
    """The shape of an array or Tensor; raises TypeError for anything else."""
    if isinstance(x, Tensor) or hasattr(x, "shape"):
        return x.shape
    raise TypeError(f"Module: expected x as an array or a Tensor, got {type(x).__name__}; use np.asarray(x)")
