"""Chapter 3: modules. A Module maps inputs to outputs by `fprop` and knows the parameters it learns."""

from dlcourse.tensor import Parameter, Tensor


class Module:
    """A part of a network.

    A subclass sets Parameters and other Modules as attributes and defines `fprop(x)` with ops; the gradients
    follow from the ops. `module(x)` calls fprop. What is set as an attribute, or stands in a list or tuple
    that is, is found by `parameters`, in the order of setting.
    """

    def fprop(self, x):
        raise NotImplementedError(f"{type(self).__name__}: expected a method fprop(x), got none; define it")

    def __call__(self, x):
        return self.fprop(x)

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
