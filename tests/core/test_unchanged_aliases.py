"""Arrays that share memory with others, and constants of an op, may change after an op used them."""

import numpy as np
import pytest

from dlcourse import ops
from dlcourse.autodiff import grad
from dlcourse.tensor import Tensor


class Labeled(np.ndarray):
    pass


def mapped(a, path):
    array = np.memmap(path / "a", a.dtype, "w+", shape=a.shape)
    array[:] = a
    return array


SUBCLASSES = {
    "a class of one's own": lambda a, path: a.view(Labeled),
    "a matrix": lambda a, path: a.view(np.matrix),
    "a file": mapped,
}


@pytest.mark.parametrize("kind", SUBCLASSES)
def test_a_tensor_of_an_array_of_a_subclass_has_numbers_of_its_own(kind, tmp_path):
    a = SUBCLASSES[kind](np.array([[1.0, 2.0]]), tmp_path)
    t = Tensor(a)
    J = (t * t).sum()
    a[:] = 100
    assert grad(J, t).tolist() == [[2.0, 4.0]] and t.array.tolist() == [[1.0, 2.0]]
    assert a.flags.writeable


def read_only():
    """An array that is read-only, and a view of it that is not."""
    a = np.array([1.0, 2.0])
    view = a[:]
    a.setflags(write=False)
    return a, view


def test_a_read_only_array_may_change_by_a_view_that_was_made_before():
    a, view = read_only()
    t, constant = Tensor(a), Tensor([3.0, 5.0])
    squares, J = (t * t).sum(), (constant * a).sum()
    view[:] = 100
    assert grad(squares, t).tolist() == [2.0, 4.0] and grad(J, constant).tolist() == [1.0, 2.0]


CUBE, WEIGHTS = np.arange(8.0).reshape(2, 2, 2), np.arange(1.0, 9.0).reshape(2, 2, 2) ** 2
CHANGING = {  # an op with a constant that can be changed in place: before, after
    "alpha of elu": (lambda t, c: ops.elu(-t, c), np.array(0.5), 2.0),
    "axes of transpose": (ops.transpose, np.array([1, 2, 0]), [2, 0, 1]),
    "axes of the method": (lambda t, c: t.transpose(c), np.array([1, 2, 0]), [2, 0, 1]),
    "the start of a slice": (lambda t, c: t[c:], np.array(1), 0),
    "an index": (lambda t, c: t[:, c], np.array(1), 0),
}


@pytest.mark.parametrize("what", CHANGING)
def test_a_constant_of_an_op_may_change(what):
    op, before, after = CHANGING[what]

    def gradient(change):
        t, constant = Tensor(CUBE), before.copy()
        Y = op(t, constant)
        J = (Y * WEIGHTS.reshape(-1)[: Y.size].reshape(Y.shape)).sum()
        if change:
            constant[...] = after
        return grad(J, t).tolist()

    assert gradient(change=True) == gradient(change=False)
