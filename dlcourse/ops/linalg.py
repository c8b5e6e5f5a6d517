"""Chapter 7: matrix products, the work of a layer."""

from dlcourse.op import Op
from dlcourse.ops.shaping import reshape


class Matmul(Op):
    """A B.   A (..., m, n), B (..., n, k) -> Y (..., m, k)

    Leading axes broadcast: a stack of products at once.

    Source: DL book, section 6.5.6: the gradients are G B^T and A^T G.
    """

    def f(self, A, B):
        return A @ B

    def bprop(self, inputs, X, G, Y):
        A, B = inputs
        # Not .T, which reverses all the axes of a stack. Where leading axes were broadcast, `grad` sums.
        return G @ B.swapaxes(-1, -2) if X == 0 else A.swapaxes(-1, -2) @ G


class Affine(Op):
    """x W + b.   x (m, n_in), W (n_in, n_out), b (n_out,) -> Y (m, n_out)"""

    def f(self, x, W, b):
        if x.ndim != 2 or W.ndim != 2:
            raise ValueError(
                f"affine: expected matrices x and W, got shapes {x.shape} and {W.shape}; "
                "use x @ W + b for stacks"
            )
        Y = x @ W
        if Y.dtype.kind != "f":
            return Y + b  # integers, which `f` may meet when called by itself: they cannot hold the sum
        Y += b  # in place: one array fewer than x @ W + b
        return Y

    def bprop(self, inputs, X, G, Y):
        x, W, b = inputs
        if X == 0:
            return G @ W.T
        return x.T @ G if X == 1 else G  # grad sums over the samples: b was broadcast


_matmul, affine = Matmul(), Affine()


def matmul(A, B):
    """A @ B for matrices, stacks of matrices, and vectors: a row on the left, a column on the right.

    Raises TypeError for what is neither an array nor a Tensor, ValueError for single numbers.
    """
    for x in (A, B):
        if not hasattr(x, "ndim"):
            raise TypeError(
                f"matmul: expected arrays or Tensors, got {type(x).__name__}; convert it with np.asarray"
            )
    # `Matmul` knows matrices only, so that its rule has no case for vectors: they become matrices of one row
    # or one column here, and the axis of length 1 goes again below.
    if A.ndim >= 2 and B.ndim >= 2:
        return _matmul(A, B)
    if A.ndim == 0 or B.ndim == 0:
        raise ValueError(
            f"matmul: expected vectors or matrices, got shapes {A.shape} and {B.shape}; multiply with *"
        )
    rows = A if A.ndim > 1 else reshape(A, (1, -1))
    columns = B if B.ndim > 1 else reshape(B, (-1, 1))
    Y = _matmul(rows, columns)
    shape = Y.shape
    if B.ndim == 1:
        shape = shape[:-1]
    if A.ndim == 1:
        # The row axis is the last one now, or the last but one.
        shape = shape[:-1] if B.ndim == 1 else shape[:-2] + shape[-1:]
    return reshape(Y, shape)
