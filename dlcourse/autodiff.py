"""Chapter 6: automatic differentiation. Gradients by one backward sweep from the result to the variables.

The sweep itself, algorithm 6.5, is in `sweep.py`. Here it computes gradients, products with the Jacobian and
the Hessian, and these two matrices.
"""

import contextlib

import numpy as np

from dlcourse.backend import as_float_array, xp_of
from dlcourse.counting import innermost
from dlcourse.op import expect_recorded, recording
from dlcourse.sweep import backpropagate, pruned_graph, sweep
from dlcourse.tensor import Tensor

UNORDERED = (set, frozenset)  # refused: gradients are returned in the order of the tensors
MOST_AT_ONCE = 2**22  # numbers in a Jacobian whose rows share one sweep: more would need too much memory


def no_grad():
    """A `with` block in which ops compute but record nothing: their results are detached from the graph.

    Derivatives of what was recorded before can be taken within it. The block holds for the thread or asyncio
    task that opened it. Functions that take derivatives themselves, such as `jacobian`, `hvp` and `fit`,
    still record what they need.

    >>> with no_grad():
    ...     y = Tensor([1.0, 2.0]) * 2
    >>> y.op is None
    True
    """
    return recording(False)


def grad(J, wrt, create_graph: bool = False):
    """dJ/dx for each tensor x in wrt ("with respect to"): an array of the shape and dtype of x.

    J: a Tensor with one number. wrt: a Tensor, for one gradient, or a list of Tensors, for a list of them;
    leaves or results of ops. The gradient is zeros where J does not depend on a tensor. With `create_graph`
    the gradients are Tensors, recorded in turn, also within `no_grad`, so that they can be differentiated
    again. Cost: each edge of the graph between wrt and J is visited once. Source: DL book, algorithms 6.5 and
    6.6 (deck Srihari, section V, slides 54 and 55, where grad_table[z] <- 1 is missing).

    The gradient is taken at the values that J was computed from, whatever was written into arrays since;
    where those values are lost, `grad` raises ValueError. Two changes it may miss: one by hand of a few
    numbers of a large parameter, of which only a sample is compared, and, on a GPU, any change of a parameter
    or of a result, which is not read-only there; see `Parameter`. Raises TypeError when J or wrt are not
    Tensors, ValueError when J holds more than one number, was computed under `no_grad`, or when a large
    parameter was changed since.

    >>> x = Tensor(3.0)
    >>> float(grad(x * x, x))
    6.0
    """
    targets = _as_list(wrt)
    _check(J, targets)
    gradients = sweep(J, targets, create_graph)
    return gradients[0] if isinstance(wrt, Tensor) else gradients


def vjp(f, x, G):
    """f(x) and the vector-Jacobian product G^T dY/dx of Y = f(x), by one backward sweep.

    x: an array, or a list of arrays; G: an array of the shape of f(x). The product has the shape of x, and
    is zeros where f(x) does not depend on x. Source: DL book, equation 6.46; deck Srihari, section V, slide
    20, where the last factor lacks the index i. Raises ValueError when the shapes of G and f(x) differ.

    >>> Y, product = vjp(lambda x: x * x, np.array([1.0, 2.0, 3.0]), np.array([1.0, 0.0, 2.0]))
    >>> product
    array([ 2.,  0., 12.])
    """
    single = not isinstance(x, list | tuple)
    tensors = [Tensor(a) for a in ([x] if single else x)]
    Y, G = _recorded(f, tensors), as_float_array(G)
    expect_recorded("vjp", Y, tensors)
    if Y.shape != G.shape:
        raise ValueError(
            f"vjp: expected G of the shape of f(x), {Y.shape}, got {G.shape}; it has one weight per output"
        )
    with recording(True):
        J = (Y * G).sum()  # <G, Y>: its gradient with respect to x is G^T dY/dx
    gradients = grad(J, tensors)
    return Y.array.copy(), gradients[0] if single else gradients


def jacobian(f, x):
    """The matrix dY_i/dX_j of Y = f(x), both flattened, (Y.size, x.size): one backward sweep per output.

    Cheap for few outputs; for few inputs take `forward_mode.jacobian`.

    >>> jacobian(lambda x: x * x, np.array([1.0, 2.0]))
    array([[2., 0.],
           [0., 4.]])
    """
    tensor = Tensor(x)
    Y = _recorded(f, [tensor])
    expect_recorded("jacobian", Y, [tensor])
    return _rows(Y, [tensor])


def _recorded(f, tensors):
    """f(*tensors) as a Tensor, recorded even within `no_grad`; a constant result becomes a leaf."""
    with recording(True):
        Y = f(*tensors)
    return Y if isinstance(Y, Tensor) else Tensor(Y)


def hvp(J, wrt, v):
    """The product H v of the Hessian of J with v, without forming H.

    wrt: a Tensor or a list; v: an array, or a list of arrays, of the shapes of wrt. Returns one array, or a
    list as wrt is one. H v is the gradient of the number <dJ/dx, v>, so two sweeps are enough. Source: DL
    book, section 6.5.10; Pearlmutter 1994, who applies forward mode to the backward sweep. Raises ValueError
    when the shapes of v and wrt differ, and what `grad` raises.
    """
    targets = _as_list(wrt, "hvp")
    vectors = list(v) if isinstance(v, list | tuple) else [v]
    shapes, got = [t.shape for t in targets], [getattr(u, "shape", ()) for u in vectors]
    if shapes != got:  # numpy would broadcast v without an error, and the product would be wrong
        raise ValueError(
            f"hvp: expected v of shapes {shapes} as wrt has, got {got}; give one array per tensor"
        )
    slope = 0.0  # <dJ/dx, v> over all tensors of wrt, since H has blocks for every pair of them
    with recording(True):
        for gradient, u in zip(grad(J, targets, create_graph=True), vectors, strict=True):
            slope = slope + (gradient * u).sum()
    return grad(slope, wrt)


def hessian(J, wrt):
    """The Hessian of J, (n, n), where n counts the numbers in all tensors of wrt, in their order.

    One sweep per row, so for small n; where the rules allow it, all rows share a sweep (`stacked.py`). The
    Hessian is symmetric up to rounding. Raises what `grad` raises.
    """
    targets = _as_list(wrt, "hessian")
    # The Hessian is the Jacobian of the gradient: each tensor's gradient contributes a block of rows.
    gradients = grad(J, targets, create_graph=True)
    return xp_of(J.array).concatenate([_rows(gradient, targets) for gradient in gradients])


def _rows(Y, targets):
    """The Jacobian of Y with respect to all numbers of the targets, (Y.size, n), one sweep per row."""
    xp, graph = xp_of(Y.array), pruned_graph(Y, targets)
    few = 0 < Y.size * sum(target.size for target in targets) <= MOST_AT_ONCE
    if xp is np and few and innermost() is None:  # a `count` block shall see one sweep per row
        from dlcourse.stacked import CannotStack, rows_of, stack_of  # loaded when it is first used

        with contextlib.suppress(CannotStack):  # a rule that no stack can follow: one sweep per row, below
            parts = backpropagate(graph, stack_of(Y.array))
            return np.concatenate([rows_of(part, Y.size) for part in parts], axis=1)
    rows = []
    for G in xp.eye(Y.size, dtype=Y.dtype):  # e_i^T J is row i of the Jacobian J
        rows.append(xp.concatenate([part.reshape(-1) for part in backpropagate(graph, G.reshape(Y.shape))]))
    return xp.stack(rows) if rows else xp.zeros((0, sum(target.size for target in targets)), Y.dtype)


def _as_list(wrt, who="grad"):
    if isinstance(wrt, Tensor):
        return [wrt]
    if not hasattr(wrt, "__iter__") or isinstance(wrt, UNORDERED):  # also a model, passed by mistake
        raise TypeError(
            f"{who}: expected a Tensor or a list of them in wrt, got {type(wrt).__name__}; "
            "for a model, pass model.parameters()"
        )
    return list(wrt)


def _check(J, targets):
    if not isinstance(J, Tensor):
        raise TypeError(
            f"grad: expected J to be a Tensor, got {type(J).__name__}; compute it from the tensors in wrt: "
            "an op on plain arrays records nothing"
        )
    if J.size != 1:
        raise ValueError(f"grad: expected J with one number, got shape {J.shape}; reduce it, as in J.sum()")
    for target in targets:
        if not isinstance(target, Tensor):
            raise TypeError(
                f"grad: expected Tensors in wrt, got {type(target).__name__}; "
                "wrap it in Tensor before computing J"
            )
    expect_recorded("grad", J, targets)  # else every gradient would be 0, without an error
