"""Chapter 6: forward mode. Dual numbers carry a value and its derivative along one direction, op by op.

There is no second set of rules. `bprop` is a linear map of G, from the output to the input: it multiplies G
by the transposed Jacobian. The transpose of that map multiplies a tangent by the Jacobian itself, from the
input to the output, and that is all forward mode needs.
"""

import operator

from dlcourse.autodiff import grad
from dlcourse.backend import COMPARISONS, as_float_array, xp_of
from dlcourse.counting import count, tally
from dlcourse.op import recording
from dlcourse.tensor import Operand, Tensor


class Dual(Operand):
    """A value with its tangent: a + b eps with eps^2 = 0.   value and tangent: arrays of one shape

    Ops on Duals give Duals; arrays, numbers and Tensors beside them are constants, with tangent 0. The
    tangent takes the dtype of the value. Raises ValueError when the two shapes differ. Source: deck Leibe,
    "Why Do We Care?", first slide; deck Fix, page 43.

    >>> x = Dual(3.0, 1.0)
    >>> x * x
    Dual(9.0, tangent=6.0)
    """

    __slots__ = ("tangent", "value")

    def __init__(self, value, tangent):
        self.value = as_float_array(value)[()]  # [()] makes a scalar of a 0-d array, as in Tensor
        self.tangent = as_float_array(tangent)[()].astype(self.value.dtype)
        if self.value.shape != self.tangent.shape:
            raise ValueError(
                f"Dual: expected a tangent of the value's shape {self.value.shape}, got "
                f"{self.tangent.shape}; a direction has one number for each number of the value"
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
        """The Dual Y = op(*inputs): its value, and as tangent the sum of (dY/dX) tangent over the inputs."""
        arrays = [_constant(x) for x in inputs]
        Y = op(*arrays)
        tangent = xp_of(Y).zeros_like(Y)  # not Y * 0, which is NaN where Y is infinite
        for X, x in enumerate(inputs):
            if isinstance(x, Dual):
                tally(edges=1)  # before `push`, whose own sweep is not to be counted
                tangent = tangent + push(op, arrays, X, Y, x.tangent)
        return Dual(Y, tangent)

    def __repr__(self):
        return f"Dual({self.value}, tangent={self.tangent})"


def _constant(x):
    """The plain array in a Dual or a Tensor; x itself when it is neither."""
    return x.array if isinstance(x, Dual | Tensor) else x


def _compared(relation):
    return lambda self, other: relation(self.value, _constant(other))


for _name in COMPARISONS:  # plain arrays of booleans, as for Tensors; hashing stays by identity
    setattr(Dual, f"__{_name}__", _compared(getattr(operator, _name)))


def push(op, arrays, X, Y, tangent):
    """(dY/dX) tangent, from the op's only rule: the transpose of G -> bprop(inputs, X, G, Y).

    bprop(G) = (dY/dX)^T G is linear in G. Hence <bprop(G), tangent> = <G, (dY/dX) tangent>, and the gradient
    of this number with respect to G is (dY/dX) tangent. Returns an array of the shape of Y.
    """
    with recording(True), count():  # an inner `count` block, so that an outer one does not see this sweep
        G = Tensor(xp_of(Y).zeros_like(Y))  # any G will do: the gradient of a linear function is constant
        part = op.bprop(tuple(arrays), X, G, Y)
        if not isinstance(part, Tensor):  # the rule gave a constant: Y does not depend on the input
            return xp_of(Y).zeros_like(Y)
        return grad((part * tangent).sum(), G)


def jvp(f, x, v):
    """f(x) and the directional derivative J v, by one forward sweep.   x, v: arrays of one shape, or lists

    The Jacobian J is not formed and no graph is stored. A sweep gives one direction; a whole Jacobian takes n
    sweeps, where n counts the inputs. Deck Leibe, "Why Do We Care?", second slide, says one per node: it is
    one per input. Source: DL book, section 6.5.9.
    Raises ValueError when x and v differ in number or shape.

    >>> e, de_db = jvp(lambda a, b: (a + b) * (b + 1), [2.0, 1.0], [0.0, 1.0])
    >>> float(e), float(de_db)
    (6.0, 5.0)
    """
    single = not isinstance(x, list | tuple)
    xs, vs = ([x], [v]) if single else (x, v)
    if len(xs) != len(vs):
        raise ValueError(
            f"jvp: expected one v per x, got {len(xs)} and {len(vs)}; use zeros for a constant input"
        )
    tally(sweeps=1)
    Y = f(*(Dual(a, b) for a, b in zip(xs, vs, strict=True)))  # the sweep: each op pushes its tangent on
    if isinstance(Y, Dual):
        return Y.value, Y.tangent
    Y = as_float_array(_constant(Y))[()]  # f does not depend on x
    return Y, xp_of(Y).zeros_like(Y)


def jacobian(f, x):
    """The matrix dY_i/dX_j of Y = f(x), both flattened, (Y.size, x.size): one forward sweep per input.

    Cheap for few inputs; for few outputs take `autodiff.jacobian`.
    """
    x = as_float_array(x)
    xp = xp_of(x)
    columns = []
    for j in range(x.size):
        direction = xp.zeros(x.size, x.dtype)
        direction[j] = 1  # e_j picks column j of the Jacobian
        columns.append(jvp(f, x, direction.reshape(x.shape))[1].reshape(-1))
    # Without inputs there is no column to stack, and one call of f tells the number of rows.
    return xp.stack(columns, axis=1) if columns else xp.zeros((jvp(f, x, x)[0].size, 0), x.dtype)
