"""Chapter 3: modules. A Module maps inputs to outputs by `fprop` and knows the parameters it learns."""

from dlcourse.backend import to_device
from dlcourse.layers.backward import module_gradients
from dlcourse.layers.parts import ORDINARY, expect_apart, expect_no_parts, expect_settable, walk
from dlcourse.layers.state import load_arrays
from dlcourse.tensor import Parameter, Tensor


class Module:
    """A part of a network: a layer, a block, a whole model.

    A subclass sets Parameters and other Modules as attributes and defines `fprop(x)` with ops; the gradients
    follow from the ops. `module(x)` calls `fprop`. `parameters` finds what is set as an attribute, or stands
    in a list, tuple or dict that is an attribute, in the order in which the attributes were set. `buffers`
    names attributes with arrays that are state but not learned, such as running statistics. `training` is
    switched by `train` and `eval`.

    Backpropagation by hand, module by module, as in Torch: `y = module(x)`, then `dE_dx, gradients =
    module.bprop(x, G, y)` with G = dE/dy. Both are pure: y holds what the backward pass needs of the forward
    pass, and neither the module nor a global tape keeps it.
    """

    buffers: tuple[str, ...] = ()
    training = True

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        # When the class is made: a part of the class fails before any object.
        expect_no_parts(cls, (Module, Parameter))

    def fprop(self, x):
        raise NotImplementedError(f"{type(self).__name__}: expected a method fprop(x), got none; define it")

    def __call__(self, *inputs):
        return self.fprop(*inputs)  # a subclass defines fprop alone; callers write module(x)

    def bprop(self, x, G, y):
        """dE/dx, and a list of dE/dtheta for the `parameters()` theta, from G = dE/dy, where y = module(x).

        x: the Tensor that y was computed from; G has the shape of y; several inputs or outputs are tuples.
        The ops' rules are all it needs: a module has none of its own. Source: deck Leibe, "Modular
        implementation", where the module stores what here y holds. Raises TypeError and ValueError as
        `backward.module_gradients` does.

        >>> from dlcourse import Sequential, Tensor, ops
        >>> layer, x = Sequential(ops.square), Tensor([1.0, 2.0])
        >>> layer.bprop(x, np.array([1.0, 10.0]), layer(x))
        (array([ 2., 40.]), [])
        """
        return module_gradients(type(self).__name__, x, G, y, self.parameters())

    def __setattr__(self, name, value):
        before = self.__dict__.get(name)  # `get`: the attribute may be new
        # Training sets buffers in each step: numbers and arrays pass without further checks.
        if value.__class__ not in ORDINARY or before.__class__ not in ORDINARY:
            expect_settable(self, name, before, value)
        object.__setattr__(self, name, value)

    def named_parameters(self, prefix: str = ""):
        """The pairs of a dotted name and a Parameter, each Parameter once, even if two modules share it."""
        return [(prefix + name, part) for name, part in self._parts() if isinstance(part, Parameter)]

    def parameters(self) -> list[Parameter]:
        """The Parameters that the module learns, each once, in the order in which they were set."""
        return [parameter for _, parameter in self.named_parameters()]

    @property
    def n_parameters(self) -> int:
        """The number of numbers that the module learns."""
        return sum(parameter.size for parameter in self.parameters())

    def modules(self) -> list["Module"]:
        """The module itself and all modules within it, each once, in the order in which they were set."""
        return [module for _, module in self._parts() if isinstance(module, Module)]

    def train(self, mode: bool = True) -> "Module":
        """The module, switched to training with all within it: dropout drops, batch norm uses the batch."""
        for module in self.modules():
            module.training = mode  # on each object: the class has only the default
        return self

    def eval(self) -> "Module":
        """The module, switched to test time with all within it: `train(False)`."""
        return self.train(False)

    def named_buffers(self):
        """The pairs of a dotted name and an array that is state but not learned."""
        return self._arrays()[1]

    def state_dict(self) -> dict:
        """Copies of all parameters and buffers by dotted name: what a checkpoint holds."""
        # Copies, since steps change the arrays in place: the state would go on changing.
        return {name: array.copy() for pairs in self._arrays() for name, array in pairs}

    def load_state_dict(self, state) -> None:
        """Write the arrays of a `state_dict` into those of this module.

        Raises ValueError, and changes nothing, unless names and shapes are those of this module and each
        number fits its dtype here.
        """
        load_arrays(type(self).__name__, dict(pair for pairs in self._arrays() for pair in pairs), state)
        for parameter in self.parameters():
            parameter.note_change()  # `grad` compares only a sample of a large parameter

    def to(self, device: str) -> "Module":
        """The module, its parameters and buffers moved to "cpu" or "cuda".

        Its optimizer holds arrays, too: move it with `optimizer.to`.
        """
        for parameter in self.parameters():
            # The Parameter stays the same object, so optimizers find it again.
            parameter.array = to_device(parameter.array, device)
        for module in self.modules():
            for name in module.buffers:
                setattr(module, name, to_device(getattr(module, name), device))
        return self

    def _parts(self):
        """The pairs of a dotted name and a Module or Parameter: the module itself, "", and all within."""
        return walk(self, (Module, Parameter))

    def _arrays(self):
        """The parameters' arrays and the buffers: two lists of pairs of a dotted name and an array."""
        parts = self._parts()
        parameters = [(name, part.array) for name, part in parts if isinstance(part, Parameter)]
        buffers = [
            (f"{prefix}.{name}" if prefix else name, getattr(module, name))
            for prefix, module in parts
            if isinstance(module, Module)
            for name in module.buffers
        ]
        # Else one array would replace another in the dict.
        expect_apart(self, [name for name, _ in parameters + buffers])
        return parameters, buffers


def shape_of(x):
    """The shape of an array or Tensor; raises TypeError for anything else."""
    if isinstance(x, Tensor) or hasattr(x, "shape"):
        return x.shape
    raise TypeError(f"Module: expected x as an array or a Tensor, got {type(x).__name__}; use np.asarray(x)")
