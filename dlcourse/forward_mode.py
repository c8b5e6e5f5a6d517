"""Chapter 6: forward mode. Dual numbers carry a value and its derivative along one direction, op by op.

There is no second set of rules. `bprop` is linear in G: read backwards it maps G on the output to the
input; its transpose maps a tangent on the input to the output, and that is all that forward mode needs.
"""

import operator

from dlcourse.autodiff import grad
from dlcourse.backend import COMPARISONS, as_float_array, xp_of
from dlcourse.counting import count, tally
from dlcourse.op import recording
from dlcourse.tensor import Operand, Tensor


class Dual(Operand):
    """A value with its tangent: a + b eps with eps^2 = 0.   value and tangent: arrays of one shape

    Ops on Duals give Duals; among Duals, arrays, numbers and Tensors are constants, with tangent 0. The
    tangent takes the dtype of the value. Raises ValueError when the two shapes differ. Source: deck Leibe,
    "Why Do We Care?", first slide; deck Fix, page 43.

    >>> x = Dual(3.0, 1.0)
    >>> x * x
    Dual(9.0, tangent=6.0)
    """

    __slots__ = ("tangent", "value")

    def __init__(self, value, tangent):
        self.value = as_float_array(value)[()]
        self.tangent = as_float_array(tangent)[()].astype(self.value.dtype)
        if self.value.shape != self.tangent.shape:
            raise ValueError(
                f"Dual: expected a tangent of the value's shape {self.value.shape}, got "
                f"{self.tangent.shape}; a direction has one number per number"
            )

    @property
    def shape(self):
        return self.value.shape

    @property
    def ndim(self):
        return self.value.ndim

    @property
    def size(self):
        return self.value.size

    @property
    def dtype(self):
        return self.value.dtype

    @property
    def array(self):
        return self.value

    def __len__(self) -> int:
        return len(self.value)

    def __bool__(self):
        raise TypeError("Dual: expected no use as a truth value, got one; compare its .value")

    def apply(self, op, inputs):
        """op on Duals: its value, and the sum over inputs of (dY/dX) tangent."""
        arrays = [_constant(x) for x in inputs]
        Y = op(*arrays)
        tangent = xp_of(Y).zeros_like(Y)  # not Y * 0, which is no number where Y is infinite
        for X, x in enumerate(inputs):
            if isinstance(x, Dual):
                tally(edges=1)
                tangent = tangent + push(op, arrays, X, Y, x.tangent)
        return Dual(Y, tangent)

    def __repr__(self):
        return f"Dual({self.value}, tangent={self.tangent})"


def _constant(x):
    """The plain array in a Dual or a Tensor, which takes no part in this derivative; else x itself."""
    return x.array if isinstance(x, Dual | Tensor) else x


def _compared(relation):
    return lambda self, other: relation(self.value, _constant(other))


for _name in COMPARISONS:  # as of a Tensor: plain arrays of booleans; the hash goes on by identity
    setattr(Dual, f"__{_name}__", _compared(getattr(operator, _name)))


def push(op, arrays, X, Y, tangent):
    """(dY/dX) tangent, from the op's one rule: the transpose of G -> bprop(inputs, X, G, Y).

    bprop is linear in G, so the derivative by G of <bprop(G), tangent> is what it multiplies G with,
    transposed.
    """
    with recording(True), count():  # the small sweep in here is not one over the graph
        G = Tensor(xp_of(Y).zeros_like(Y))
        part = op.bprop(tuple(arrays), X, G, Y)
        if not isinstance(part, Tensor):  # the rule gave a constant: no dependence on the input
            return xp_of(Y).zeros_like(Y)
        return grad((part * tangent).sum(), G)


def jvp(f, x, v):
    """f(x) and the directional derivative J v, by one forward sweep.   x, v: arrays of one shape, or lists
    of them

    The Jacobian is not formed; nothing is stored. One sweep per direction: n of them for a whole Jacobian,
    where n counts the inputs. Deck Leibe, "Why Do We Care?", second slide, says one per node: it is one per
    input. Source: DL book, section 6.5.9.
    Raises ValueError when x and v differ in number or shape.

    >>> e, de_db = jvp(lambda a, b: (a + b) * (b + 1), [2.0, 1.0], [0.0, 1.0])
    >>> float(e), float(de_db)
    (6.0, 5.0)
    """
    single = not isinstance(x, list | tuple)
    xs, vs = ([x], [v]) if single else (x, v)
    if len(xs) != len(vs):
        raise ValueError(
            f"jvp: expected one v per x, got {len(xs)} and {len(vs)}; use zeros for an input held still"
        )
    tally(sweeps=1)
    Y = f(*(Dual(a, b) for a, b in zip(xs, vs, strict=True)))
    if isinstance(Y, Dual):
        return Y.value, Y.tangent
    Y = as_float_array(_constant(Y))[()]  # f does not depend on x
    return Y, xp_of(Y).zeros_like(Y)


def jacobian(f, x):
    """The matrix dY_i/dX_j of Y = f(x), flattened, (Y.size, x.size): one forward sweep per input.

    Cheap for few inputs; `autodiff.jacobian` is for few outputs.
    """
    x = as_float_array(x)
    xp = xp_of(x)
    columns = []
    for j in range(x.size):
        direction = xp.zeros(x.size, x.dtype)
        direction[j] = 1
        columns.append(jvp(f, x, direction.reshape(x.shape))[1].reshape(-1))
    return xp.stack(columns, axis=1) if columns else xp.zeros((jvp(f, x, x)[0].size, 0), x.dtype)
