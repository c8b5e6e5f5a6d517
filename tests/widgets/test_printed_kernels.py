"""Kernels: each op and its gradient, printed as JavaScript and run in Node, against Python at 1e-9."""

import inspect

import numpy as np
import pytest
from javascript import evaluate, needs_node
from op_cases import CASES

from dlcourse import ops
from dlcourse.graphs import Symbol, constant, symbolic_gradient
from dlcourse.widgets.frame.javascript_rules import EXPRESSIONS
from dlcourse.widgets.frame.kernel import Kernel, symbols

exactly = {"rtol": 1e-9, "atol": 1e-12, "equal_nan": True}
NOT_PRINTED = "BatchNorm Convolution FirstMax Fold MaxPooling Unfold matmul".split()  # matmul: of stacks
EDGES = [sign * x for x in (0.0, 1e-300, 1e-9, 0.5, 1.0, 36.9, 745.2, 1e308, np.inf) for sign in (1, -1)]
RUN = """(all) => all.map(([script, inputs]) => {
  const kernel = (0, eval)("(" + script + ")"), text = (v) => (Number.isFinite(v) ? v : String(v));
  const number = (v) => (typeof v === "string" ? Number(v) : v);
  const found = kernel(...inputs.map((x) => (Array.isArray(x) ? x.map(number) : number(x))));
  for (const name in found)
    found[name] = typeof found[name] === "number" ? text(found[name]) : [...found[name]].map(text);
  return found;
})"""


def in_node(*runs):
    """What each kernel returns for its values, in one process.   runs: pairs (kernel, values)"""
    as_json = [(kernel.script(), [flat(values[x.name]) for x in kernel.inputs]) for kernel, values in runs]
    return [{name: np.float64(v) for name, v in found.items()} for found in evaluate(RUN, as_json)]


def flat(value):
    """A number, or a flat list; what JSON has no word for as text."""
    numbers = [
        v if np.isfinite(v) else str(v).replace("inf", "Infinity").replace("nan", "NaN")
        for v in np.ravel(value).tolist()
    ]
    return numbers if np.ndim(value) else numbers[0]


def compare(runs):
    for (kernel, values), found in zip(runs, in_node(*runs), strict=True):
        with np.errstate(all="ignore"):
            expected = kernel(**values)
        for name, value in expected.items():
            np.testing.assert_allclose(
                found[name], np.ravel(value) if np.ndim(value) else value, **exactly, err_msg=name
            )


def has_floats(case):
    """Whether the inputs are arrays of floats, none of them empty."""
    return all(np.asarray(x).dtype.kind == "f" and np.size(x) for x in case.inputs)


def with_gradients(op, inputs):
    """A kernel with the value of op, and the gradient of its sum, weighted unevenly, by each input."""
    x = [Symbol("uvw"[k], np.shape(value)) for k, value in enumerate(inputs)]
    Y = op(*x)
    weights = np.linspace(0.5, 1.5, Y.size).reshape(Y.shape) if Y.shape else 1.5
    gradients = symbolic_gradient((Y * weights).sum(), x)
    kernel = Kernel(x, {"Y": Y} | {f"d{V.name}": g for V, g in zip(x, gradients, strict=True)})
    return kernel, {V.name: value for V, value in zip(x, inputs, strict=True)}


@needs_node
def test_every_op_and_its_gradient_agree_with_python():
    runs, refused = [], set()
    for case in filter(has_floats, CASES):
        run = with_gradients(case.op, case.inputs)
        try:
            run[0].script()
        except TypeError as error:
            refused.add(str(error).partition("got ")[2].partition("(")[0].split()[0])
        else:
            runs.append(run)
    assert refused == set(NOT_PRINTED)
    assert len(runs) > 100
    compare(runs)


@needs_node
def test_edge_inputs_agree_with_python():
    runs = []
    for op in [op for op in vars(ops).values() if type(op) in EXPRESSIONS]:
        one = len(inspect.signature(op.f).parameters) == 1
        edges = [x for x in EDGES if x > 0 or op not in (ops.log, ops.sqrt)]
        inputs = [np.array(edges)] if one else [a.ravel() for a in np.meshgrid(edges, edges)]
        with np.errstate(all="ignore"):
            runs.append(with_gradients(op, inputs))
    assert len(runs) > 20
    compare(runs)


@needs_node
def test_numbers_keep_their_sign_and_equal_ones_are_printed_once():
    x, W = symbols(x=(2,), W=(2, 2))
    z = constant(np.array([[-1.5, 1e-7], [np.inf, -np.inf]])) * W
    kernel = Kernel([x, W], {"z": z, "u": -2 * x, "v": -2 * x, "one": constant(np.ones(3))})
    compare([(kernel, {"x": np.array([1.0, -1.0]), "W": np.ones((2, 2))})])
    assert kernel.script().count("(-2) *") == 1


def test_a_graph_too_deep_for_recursion_is_printed():
    x = y = Symbol("x")
    for _ in range(3000):
        y = ops.tanh(y)
    assert Kernel([x], {"y": y}).script().count("Math.tanh") == 3000


def test_inputs_must_be_listed_once():
    x, y = symbols(x=(), y=())
    with pytest.raises(ValueError, match="with \\['x', 'y'\\] among them, got \\['x'\\]"):
        Kernel([x], {"z": x + y})
    with pytest.raises(ValueError, match="different names"):
        Kernel([x, x], {"z": x})


def test_an_op_without_a_rule_is_named():
    (x,) = symbols(x=(2, 3, 4))
    with pytest.raises(
        TypeError, match=r"got matmul with a result of shape \(2, 3, 3\); write it with simpler"
    ):
        Kernel([x], {"y": x @ x.swapaxes(-1, -2)}).script()
