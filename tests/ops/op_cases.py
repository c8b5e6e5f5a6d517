"""The register of ops. A Case here, and every property in test_ops.py is checked for the op."""

import importlib
from pathlib import Path

import numpy as np
from op_case import Case, apart, normal, off_zero, positive, rng
from scipy import special

from dlcourse import ops
from dlcourse.ops.linalg import Matmul
from dlcourse.ops.normalization import LogSoftmax, LogSumExp, Softmax
from dlcourse.ops.reductions import Max, Mean, Sum
from dlcourse.ops.shaping import BroadcastTo, GetItem, PutItem, Reshape, SwapAxes, Transpose


def put(key, shape):
    """Zeros with values added at key, one by one."""

    def reference(values):
        positions = np.arange(np.prod(shape)).reshape(shape)[key]
        Y = np.zeros(int(np.prod(shape)))
        for position, value in zip(
            positions.ravel(), np.broadcast_to(values, positions.shape).ravel(), strict=True
        ):
            Y[position] += value
        return Y.reshape(shape)

    return reference


def binary_cross_entropy(z, y):
    return -(y * special.log_expit(z) + (1 - y) * special.log_expit(-z)).sum() / len(z)


def cross_entropy(z, y):
    return -np.mean([special.log_softmax(row)[label] for row, label in zip(z, y, strict=True)])


def elementwise(op, reference, draw):
    """A matrix, a number, no numbers at all."""
    return [Case(op, (draw(*shape),), reference) for shape in ((3, 4), (), (0, 3))]


def of_two(op, reference, draw_a=normal, draw_b=normal):
    """Equal shapes, and each kind of broadcasting."""
    shapes = [
        ((3, 4), (3, 4)),
        ((3, 4), (4,)),
        ((3, 1), (1, 4)),
        ((2, 1, 3), (4, 1)),
        ((), (3,)),
        ((), ()),
        ((0, 3), (3,)),
    ]
    return [Case(op, (draw_a(*a), draw_b(*b)), reference) for a, b in shapes]


def keys():
    repeated = np.array([2, 0, 2, 2])
    return [
        1,
        slice(None, None, -2),
        (slice(None), None, 1),
        (..., 0),
        (repeated, np.array([0, 1, 0, 3])),
        repeated,
    ]


ARITHMETIC = [
    *of_two(ops.add, np.add),
    *of_two(ops.subtract, np.subtract),
    *of_two(ops.multiply, np.multiply),
    *of_two(ops.divide, np.divide, normal, off_zero),
    *of_two(ops.power, np.power, positive, normal),
    *elementwise(ops.negative, np.negative, normal),
]
ELEMENTWISE = [
    *elementwise(ops.exp, np.exp, normal),
    *elementwise(ops.log, np.log, positive),
    *elementwise(ops.sqrt, np.sqrt, positive),
    *elementwise(ops.square, np.square, normal),
    *elementwise(ops.sign, np.sign, off_zero),
    *elementwise(ops.absolute, np.absolute, off_zero),
    *elementwise(ops.tanh, np.tanh, normal),
    *elementwise(ops.sigmoid, special.expit, normal),
    *elementwise(ops.relu, lambda x: np.where(x > 0, x, 0.0), off_zero),
    *elementwise(ops.softplus, lambda x: -special.log_expit(-x), normal),
]
REDUCTIONS = [
    case
    for axis, keepdims in (
        (None, False),
        (None, True),
        (0, False),
        (-1, True),
        ((0, 2), False),
        ((1, -1), True),
    )
    for case in (
        Case(
            Sum(axis, keepdims),
            (normal(2, 3, 4),),
            lambda x, a=axis, k=keepdims: np.add.reduce(x, a, keepdims=k),
        ),
        Case(
            Mean(axis, keepdims), (normal(2, 3, 4),), lambda x, a=axis, k=keepdims: np.mean(x, a, keepdims=k)
        ),
        Case(Max(axis, keepdims), (apart(2, 3, 4),), lambda x, a=axis, k=keepdims: np.amax(x, a, keepdims=k)),
        Case(
            LogSumExp(axis, keepdims),
            (normal(2, 3, 4),),
            lambda x, a=axis, k=keepdims: special.logsumexp(x, a, keepdims=k),
        ),
    )
]
REDUCTIONS += [
    Case(op, (draw(*shape),), reference)
    for op, reference, draw, shape in (
        (Sum(), np.sum, normal, ()),
        (Sum(), np.sum, normal, (0, 3)),
        (Sum(0), lambda x: np.sum(x, 0), normal, (0, 3)),
        (Sum(-1), lambda x: np.sum(x, -1), normal, ()),
        (Mean(), np.mean, normal, ()),
        (Mean(0), lambda x: np.mean(x, 0), normal, (3, 0)),
        (Max(), np.max, normal, ()),
        (Max(1), lambda x: np.max(x, 1), normal, (0, 3)),
        (LogSumExp(), special.logsumexp, normal, ()),
        (LogSumExp(1), lambda x: special.logsumexp(x, 1), normal, (0, 3)),
    )
]
NORMALIZATIONS = [
    case
    for axis in (-1, 0, 1)
    for case in (
        Case(Softmax(axis), (normal(3, 4, 2),), lambda z, a=axis: special.softmax(z, a)),
        Case(LogSoftmax(axis), (normal(3, 4, 2),), lambda z, a=axis: special.log_softmax(z, a)),
    )
] + [
    Case(Softmax(), (normal(0, 3),), lambda z: special.softmax(z, -1)),
    Case(LogSoftmax(), (normal(0, 3),), lambda z: special.log_softmax(z, -1)),
]
SHAPING = [
    Case(Reshape((2, -1)), (normal(3, 4),), lambda x: np.reshape(x, (2, 6)), is_view=True),
    Case(Reshape(()), (normal(1, 1),), lambda x: np.reshape(x, ()), is_view=True),
    Case(Reshape((3, 0)), (normal(0, 2),), lambda x: np.reshape(x, (3, 0)), is_view=True),
    Case(Transpose(), (normal(2, 3, 4),), lambda x: np.einsum("ijk->kji", x), is_view=True),
    Case(Transpose((1, 2, 0)), (normal(2, 3, 4),), lambda x: np.einsum("ijk->jki", x), is_view=True),
    Case(Transpose((-1, 0, 1)), (normal(2, 3, 4),), lambda x: np.einsum("ijk->kij", x), is_view=True),
    Case(SwapAxes(0, -1), (normal(2, 3, 4),), lambda x: np.einsum("ijk->kji", x), is_view=True),
    Case(BroadcastTo((2, 3, 4)), (normal(3, 1),), lambda x: x * np.ones((2, 3, 4)), is_view=True),
    Case(BroadcastTo((3, 2)), (normal(),), lambda x: x * np.ones((3, 2)), is_view=True),
    Case(BroadcastTo((0, 3)), (normal(1, 3),), lambda x: x * np.ones((0, 3)), is_view=True),
    *(
        Case(GetItem(key), (normal(3, 4),), lambda x, key=key: np.array(x.tolist())[key], is_view=True)
        for key in keys()
    ),
    *(
        Case(PutItem(key, (3, 4)), (normal(*np.zeros((3, 4))[key].shape),), put(key, (3, 4)))
        for key in keys()
    ),
]
LINALG = [
    Case(Matmul(), (normal(*A), normal(*B)), np.matmul)
    for A, B in (
        ((2, 3), (3, 4)),
        ((5, 2, 3), (3, 4)),
        ((5, 1, 2, 3), (6, 3, 4)),
        ((2, 3), (5, 3, 4)),
        ((0, 3), (3, 4)),
    )
] + [
    Case(ops.affine, (normal(*x), normal(*W), normal(*b)), lambda x, W, b: np.add(np.matmul(x, W), b))
    for x, W, b in (
        ((5, 3), (3, 2), (2,)),
        ((1, 3), (3, 1), (1,)),
        ((0, 3), (3, 2), (2,)),
        ((5, 3), (3, 2), (1, 2)),
    )
]
CROSS_ENTROPIES = [
    Case(ops.sigmoid_cross_entropy, (off_zero(4, 3), rng.random((4, 3))), binary_cross_entropy),
    Case(ops.sigmoid_cross_entropy, (off_zero(5), rng.integers(0, 2, 5).astype(float)), binary_cross_entropy),
    Case(ops.softmax_cross_entropy, (normal(4, 3), np.array([0, 2, 1, 2])), cross_entropy),
    Case(ops.softmax_cross_entropy, (normal(1, 1), np.array([0])), cross_entropy),
]
PARTS = [importlib.import_module(path.stem) for path in sorted(Path(__file__).parent.glob("cases_*.py"))]
CASES = ARITHMETIC + ELEMENTWISE + REDUCTIONS + NORMALIZATIONS + SHAPING + LINALG + CROSS_ENTROPIES
CASES += [case for part in PARTS for case in part.CASES]
