"""The errors of tensors, ops, derivatives, devices and gradient checks."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from unittest.mock import patch

import numpy as np
from errors_common import EITHER, T, X, inf, mlp, nan

from dlcourse import Tensor, grad, hessian, hvp, jacobian, jvp, no_grad, ops, use_dtype, vjp
from dlcourse.backend import as_float_array, cuda_module, to_device
from dlcourse.forward_mode import Dual
from dlcourse.gradcheck import GradcheckError, gradcheck, numerical_gradient
from dlcourse.op import Op
from dlcourse.ops.activations import Tanh
from dlcourse.prediction import to_device_of
from dlcourse.strict_array import StrictArray, staying, strict
from dlcourse.tensor import Parameter

COUNTED = itertools.count(1.0)


class Doubled(Tanh):
    def bprop(self, inputs, X, G, Y):
        return 2 * super().bprop(inputs, X, G, Y)


class Transposed(Tanh):
    def bprop(self, inputs, X, G, Y):
        return G.T


def ending_elsewhere():
    """A block that another thread has opened."""

    def holding():
        with no_grad():
            yield

    generator = holding()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(next, generator).result()
    generator.close()


def no_cupy():
    with patch("importlib.util.find_spec", return_value=None):
        cuda_module()


def no_gpu():
    """cupy without a device: a module that counts none."""
    runtime = SimpleNamespace(getDeviceCount=lambda: 0, CUDARuntimeError=RuntimeError)
    cupy = SimpleNamespace(cuda=SimpleNamespace(runtime=runtime))
    with patch("importlib.util.find_spec", return_value=cupy), patch.dict("sys.modules", cupy=cupy):
        cuda_module()


def leaving():
    with staying():
        float(strict.asarray(1.0))


def square(x):
    return (x * x).sum()


def changed(change, create_graph=False):
    t = Parameter(np.ones(100_000))
    J = (t * t).sum()
    change(t)
    grad(J, t, create_graph=create_graph)


WRONG = {
    "values changed in place": (
        lambda: changed(lambda t: t.array.fill(2.0)),
        ValueError,
        ["grad", "multiply", "changed in place since", "(100000,)"],
    ),
    "another array since": (
        lambda: changed(lambda t: setattr(t, "array", t.array * 3), create_graph=True),
        ValueError,
        ["grad", "multiply", "has changed since", "again"],
    ),
    "a tensor of a tensor": (lambda: Tensor(T), TypeError, ["Tensor", ".array"]),
    "a tensor of words": (lambda: Tensor(["a"]), TypeError, ["real numbers"]),
    "a tensor of complex numbers": (lambda: Tensor(1j), TypeError, ["complex128"]),
    "a tensor of rows of different length": (lambda: Tensor([[1, 2], [3]]), EITHER, ["equal length"]),
    "a tensor of a masked array": (lambda: Tensor(np.ma.ones(2)), TypeError, ["masked", "x.filled(value)"]),
    "a tensor of tensors": (lambda: Tensor([T, T]), TypeError, ["numpy array", ".array", "ops.stack"]),
    "an entry assigned": (lambda: T.__setitem__(0, 1.0), TypeError, ["Tensor", "entries", ".array"]),
    "a loop over one number": (lambda: sum(Tensor(1.0)), TypeError, ["Tensor", "iterate along", "a vector"]),
    "complex numbers beside a tensor": (lambda: T * np.array([1j, 2]), TypeError, ["multiply", "complex128"]),
    "numpy's median of a tensor": (lambda: np.median(T), TypeError, ["numpy's median", ".array"]),
    "numpy's maximum of a tensor": (lambda: np.maximum(T, 0), TypeError, ["numpy's maximum", ".array"]),
    "a tensor as a condition": (lambda: bool(T), TypeError, ["truth value"]),
    "a parameter of words": (lambda: Parameter("a"), TypeError, ["real numbers"]),
    "a list as an operand": (lambda: T + [1.0, 2.0], TypeError, ["add", "list", "np.asarray"]),
    "an op without f": (lambda: Op()(X), NotImplementedError, ["Op", "f(*arrays)"]),
    "an op without a rule": (lambda: Op().bprop((X,), 0, X, X), NotImplementedError, ["bprop", "define"]),
    "a rule of another shape": (
        lambda: grad(Transposed()(x := Tensor(X)).sum(), x),
        ValueError,
        ["grad", "(4, 2)", "(2, 4)", "axes"],
    ),
    "numbers that are words": (lambda: as_float_array("abc"), TypeError, ["as_float_array", "real numbers"]),
    "dtype int": (lambda: use_dtype("int32").__enter__(), TypeError, ["use_dtype", "int32", "float32"]),
    "dtype unknown": (lambda: use_dtype("flot").__enter__(), TypeError, ["use_dtype", "flot", "float32"]),
    "device": (lambda: to_device(X, "gpu"), ValueError, ["to_device", "'gpu'", '"cuda"']),
    "device cuda without cupy": (no_cupy, RuntimeError, ["cupy", "pip install", 'device="cpu"']),
    "device cuda without a GPU": (no_gpu, RuntimeError, ["a GPU", 'device="cpu"']),
    "a number from a device that keeps it": (leaving, TypeError, ["StrictArray", "float()", "xp.maximum"]),
    "a strict array of a strict array": (lambda: StrictArray(StrictArray(X)), TypeError, ["on the device"]),
    "a strict array converted": (lambda: np.asarray(StrictArray(X)), TypeError, ["StrictArray", "to_numpy"]),
    "numpy's exp on a device": (
        lambda: np.exp(StrictArray(X)),
        TypeError,
        ["np.exp", "xp_of(x).exp"],
    ),
    "numpy's sum on a device": (lambda: np.sum(StrictArray(X)), TypeError, ["np.sum", "xp_of(x).sum"]),
    "a numpy array beside a strict one": (lambda: X * StrictArray(X), TypeError, ["multiply", "to_device"]),
    "a strict array and a numpy one": (lambda: StrictArray(X) * X, TypeError, ["ndarray", "to_device"]),
    "data on another device": (lambda: to_device_of(strict.asarray(X), X), ValueError, ["CPU", "to_numpy"]),
    "J an array": (lambda: grad(np.ones(1), T), TypeError, ["grad", "ndarray"]),
    "J of many numbers": (lambda: grad(T * 2, T), ValueError, ["grad", "(2,)", "J.sum()"]),
    "wrt an array": (lambda: grad(T.sum(), [np.ones(2)]), TypeError, ["grad", "ndarray", "Tensor"]),
    "wrt a model": (lambda: grad(T.sum(), mlp()), TypeError, ["grad", "MLP", "parameters()"]),
    "wrt without an order": (lambda: grad(T.sum(), {T}), TypeError, ["grad", "a list", "set"]),
    "hvp by a number": (lambda: hvp(T.sum(), 3, 3), TypeError, ["hvp", "wrt", "int"]),
    "hessian by a number": (lambda: hessian(T.sum(), 3), TypeError, ["hessian", "wrt", "int"]),
    "one number of many": (lambda: T.item(), ValueError, ["Tensor", "one number", "(2,)"]),
    "many numbers as a float": (lambda: float(T), ValueError, ["Tensor", "one number", "(2,)"]),
    "the length of a number": (lambda: len(Tensor(1.0)), TypeError, ["Tensor", "axis", ".item()"]),
    "vjp with a G of another shape": (
        lambda: vjp(lambda x: x, X, np.ones(3)),
        ValueError,
        ["(4, 2)", "(3,)"],
    ),
    "vjp of words": (lambda: vjp(lambda x: x, "a", 1.0), TypeError, ["real numbers"]),
    "jacobian of words": (lambda: jacobian(lambda x: x, "a"), TypeError, ["real numbers"]),
    "hvp of another shape": (lambda: hvp((T * T).sum(), T, np.ones(3)), ValueError, ["hvp", "(3,)"]),
    "hvp with too few": (lambda: hvp((T * T).sum(), [T, T], [np.ones(2)]), ValueError, ["hvp"]),
    "hessian of many numbers": (lambda: hessian(T * T, T), ValueError, ["(2,)"]),
    "jvp with too few directions": (
        lambda: jvp(square, [X, X], [X]),
        ValueError,
        ["jvp", "2 and 1", "zeros"],
    ),
    "jvp along another shape": (lambda: jvp(square, X, np.ones(3)), ValueError, ["Dual", "(4, 2)", "(3,)"]),
    "jvp of words": (lambda: jvp(square, "a", "b"), TypeError, ["real numbers"]),
    "a dual number as a condition": (lambda: bool(Dual(1.0, 1.0)), TypeError, ["Dual", "truth", ".value"]),
    "a block that another thread opened": (ending_elsewhere, RuntimeError, ["no_grad", "in another"]),
    "gradcheck of noise": (
        lambda: gradcheck(lambda x: x * next(COUNTED), [X]),
        ValueError,
        ["gradcheck", "the same numbers each time"],
    ),
    "gradcheck order": (lambda: gradcheck(ops.tanh, [X], order=3), ValueError, ["order 1 or 2", "3"]),
    "gradcheck of no tensor": (lambda: gradcheck(lambda x: 1.0, [X]), TypeError, ["gradcheck", "float"]),
    "gradcheck of an array": (lambda: gradcheck(ops.tanh, X), TypeError, ["ndarray", "gradcheck(f, [x])"]),
    "gradcheck of integers": (lambda: gradcheck(ops.tanh, [np.arange(3)]), ValueError, ["floating", "none"]),
    "gradcheck eps": (lambda: gradcheck(ops.tanh, [X], eps=0), ValueError, ["eps > 0", "0"]),
    "kinks at second order": (
        lambda: gradcheck(ops.relu, [X], order=2, subgradient=True),
        ValueError,
        ["order 1 with subgradient", "kinks"],
    ),
    "a wrong rule at a kink": (
        lambda: gradcheck(Doubled(), [X], subgradient=True),
        GradcheckError,
        ["entry (0, 0)", "two sides", "factor"],
    ),
    "a wrong rule": (lambda: gradcheck(Doubled(), [X]), GradcheckError, ["input 0", "(4, 2)", "factor"]),
    "scheme": (lambda: numerical_gradient(np.sum, X, scheme="exact"), ValueError, ["'exact'", "complex"]),
    "eps": (lambda: numerical_gradient(np.sum, X, eps=0), ValueError, ["eps > 0", "0"]),
    "eps beside large numbers": (
        lambda: numerical_gradient(np.sum, np.array([1e30])),
        ValueError,
        ["numerical_gradient", "1e+30", "1e+25"],
    ),
    "eps a word": (lambda: numerical_gradient(np.sum, X, eps="small"), EITHER, ["eps > 0", "'small'"]),
    "eps nan": (lambda: numerical_gradient(np.sum, X, eps=nan), ValueError, ["eps > 0", "nan"]),
    "eps infinite": (lambda: numerical_gradient(np.sum, X, eps=inf), ValueError, ["eps > 0", "inf"]),
    "f of many numbers": (lambda: numerical_gradient(np.tanh, X), ValueError, ["one number", "(4, 2)"]),
}
