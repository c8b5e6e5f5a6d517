"""The register is complete, and what `dlcourse.ops` offers is what the ops do."""

import numpy as np
import pytest
from op_cases import CASES

from dlcourse import ops
from dlcourse.op import Op
from dlcourse.tensor import Tensor


def test_every_op_has_a_case():
    found, classes = set(), [Op]
    while classes:
        classes += (below := classes.pop().__subclasses__())
        found |= {c.__name__ for c in below if c.__module__.startswith("dlcourse.ops.") and c.f is not Op.f}
    missing = found - {type(case.op).__name__ for case in CASES}
    assert not missing, f"add a Case to tests/ops/op_cases.py for {sorted(missing)}"


def test_every_public_name_of_ops_is_an_op_or_makes_one():
    x = Tensor(np.ones((2, 2)))
    image = x.reshape(1, 1, 2, 2)
    calls = {  # what is not called with one matrix
        "concatenate": lambda: ops.concatenate([x, x]),
        "conv2d": lambda: ops.conv2d(image, np.ones((1, 1, 2, 2))),
        "fold": lambda: ops.fold(image.reshape(1, 4, 1), (2, 2), 2),
        "max_pool2d": lambda: ops.max_pool2d(image, 2),
        "split": lambda: ops.split(x, 2)[0],
        "stack": lambda: ops.stack([x, x]),
        "unfold": lambda: ops.unfold(image, 2),
    }
    more = {
        "reshape": [(4,)],
        "swapaxes": [0, 1],
        "broadcast_to": [(2, 2)],
        "getitem": [0],
        "affine": [x, np.ones(2)],
        "rbf": [np.ones((3, 2))],
    }
    two = {"add", "subtract", "multiply", "divide", "power", "matmul", "sigmoid_cross_entropy"}
    for name in ops.__all__:
        arguments = more.get(name, [x] if name in two else [])
        if name == "softmax_cross_entropy":
            arguments = [np.array([0, 1])]
        Y = calls[name]() if name in calls else getattr(ops, name)(x, *arguments)
        assert isinstance(Y.op, Op), name


def test_an_op_on_arrays_records_nothing():
    assert isinstance(ops.tanh(np.ones(3)), np.ndarray)
    assert ops.add(1.0, np.ones(2)).tolist() == [2.0, 2.0]


def test_functions_hand_their_constants_on():
    x = np.arange(24.0).reshape(2, 3, 4)
    assert ops.sum(x, 1, True).tolist() == x.sum(1, keepdims=True).tolist()
    assert ops.mean(x, axis=(0, 2)).tolist() == x.mean((0, 2)).tolist()
    assert ops.max(x, -1).tolist() == x.max(-1).tolist()
    assert ops.softmax(x * 0, axis=1)[0, 0, 0] == pytest.approx(1 / 3)
    assert ops.log_softmax(x * 0, axis=0)[0, 0, 0] == pytest.approx(-np.log(2))
    assert ops.logsumexp(x * 0, 1, keepdims=True).shape == (2, 1, 4)
    assert ops.transpose(x, (0, 2, 1)).shape == ops.swapaxes(x, 1, 2).shape == (2, 4, 3)


def test_a_misfit_says_which_op_and_which_shapes():
    with pytest.raises(ValueError) as caught:
        ops.add(Tensor(np.ones(2)), Tensor(np.ones(3)))
    assert caught.value.__notes__ == [
        "add: expected inputs that fit together, got shapes (2,), (3,); compare the axes"
    ]
