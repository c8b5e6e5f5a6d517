"""Chapter 6: how each op is printed as JavaScript; tests compare each with Python at 1e-9.

EXPRESSIONS: ops that work entry by entry, by the expression of one entry. LOWERED: ops that are first written
with simpler ones, for finite numbers. The functions below print loops: moves of numbers, sums, products.
"""

import re

import numpy as np

from dlcourse import ops
from dlcourse.graphs.symbol import Cast, Comparison
from dlcourse.ops import (
    activations,
    arithmetic,
    cross_entropy,
    elementwise,
    joining,
    linalg,
    normalization,
    reductions,
    shaping,
)

RELATIONS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "and_": "&", "or_": "|"}
EXPRESSIONS = {  # of an entry a of the first input and b of the second; {low} is a constant of the op
    arithmetic.Add: "a + b",
    arithmetic.Subtract: "a - b",
    arithmetic.Multiply: "a * b",
    arithmetic.Divide: "a / b",
    arithmetic.Negative: "-a",
    # numpy's 1 where JavaScript has NaN
    arithmetic.Power: "(a * a === 1 && Math.abs(b) === Infinity ? 1 : Math.pow(a, b))",
    elementwise.Exp: "Math.exp(a)",
    elementwise.Log: "Math.log(a)",
    elementwise.Sqrt: "Math.sqrt(a)",
    elementwise.Square: "a * a",
    elementwise.Sign: "Math.sign(a)",
    elementwise.Absolute: "Math.abs(a)",
    elementwise.Cosine: "Math.cos(a)",
    elementwise.Sine: "Math.sin(a)",
    activations.Tanh: "Math.tanh(a)",
    activations.Sigmoid: "(a >= 0 ? 1 : Math.exp(a)) / (1 + Math.exp(-Math.abs(a)))",
    activations.ReLU: "Math.max(a, 0)",
    activations.Softplus: "Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)))",
    activations.Step: "Number(a > 0)",
    activations.Clip: "Math.max({low}, Math.min({high}, a))",
    activations.LeCunTanh: "{scale} * Math.tanh({slope} * a)",
    activations.LeakyReLU: "Math.max(a, 0) + b * Math.min(a, 0)",
    activations.ELU: "(a > 0 ? a : {alpha} * Math.expm1(a))",
    Cast: "a",
    Comparison: "Number(a {relation} b)",
}
LOWERED = {
    linalg.Affine: lambda op, x, W, b: x @ W + b,
    normalization.Softmax: lambda op, z: _softmax(z, op.axis),
    normalization.LogSoftmax: lambda op, z: z - ops.logsumexp(z, op.axis, keepdims=True),
    normalization.LogSumExp: lambda op, z: _logsumexp(op, z),
    cross_entropy.SigmoidCrossEntropy: lambda op, z, y: (
        (ops.relu(z) - y * z + ops.softplus(-ops.absolute(z))).sum() / z.shape[0]
    ),
}


def _softmax(z, axis):
    e = ops.exp(z - ops.max(z, axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def _logsumexp(op, z):
    top = ops.max(z, op.axis, keepdims=True)
    Y = top + ops.log(ops.exp(z - top).sum(op.axis, keepdims=True))
    return Y if op.keepdims else ops.reshape(Y, ops.sum(z, op.axis).shape)


def printed(printer, V) -> str:
    """Prints the line that computes V from its inputs, and returns what V is called."""
    op = V.op
    if type(op) in EXPRESSIONS:
        return entrywise(printer, V)
    if isinstance(op, reductions.Sum | reductions.Mean | reductions.Max):
        return reduced(printer, V)
    if isinstance(op, linalg.Matmul) and V.ndim == 2:
        return product(printer, V)
    if isinstance(op, shaping.PutItem):
        places = ", ".join(map(str, np.arange(V.size).reshape(V.shape)[op.key].ravel()))
        x = printer.array(V.inputs[0])
        added = f"[{places}].forEach((k, i) => {{ {{t}}[k] += {x}{'[i]' * bool(V.inputs[0].shape)}; }});"
        return printer.line(f"Array({V.size}).fill(0)", added)
    if isinstance(op, joining.Concatenate | joining.Stack):
        return joined(printer, V)
    if isinstance(op, shaping.Arrangement):
        return moved(printer, V)
    raise TypeError(
        f"Kernel: expected ops that can be printed as JavaScript, got {op!r} with a result of shape "
        f"{V.shape}; write it with simpler ops, or give it a rule in javascript_rules.py"
    )


def entrywise(printer, V) -> str:
    """One expression for each entry, with broadcasting."""
    op, called = V.op, [printer.call(x) for x in V.inputs]
    if all(map(is_literal, called)):
        return number(op.f(*(np.float64(text.strip("()").replace("Infinity", "inf")) for text in called)))
    shapes = [np.shape(x) for x in V.inputs]
    if isinstance(op, arithmetic.Multiply):
        for one, other in ((0, 1), (1, 0)):
            if called[one] == "1" and shapes[other] == V.shape:
                return called[other]
    entries = [
        text if is_literal(text) or shape == () else f"{text}[{broadcast_place(shape, V.shape)}]"
        for text, shape in zip(called, shapes, strict=True)
    ]
    template = EXPRESSIONS[type(op)]
    if isinstance(op, Comparison):
        template = template.replace("{relation}", RELATIONS[op.relation.__name__])
    text = re.sub(r"\b[ab]\b", lambda match: entries["ab".index(match[0])], template)
    text = re.sub(r"\{(\w+)\}", lambda match: number(getattr(op, match[1])), text)
    return printer.line(text) if V.shape == () else loop(printer, V.size, f"{{t}}[i] = {text}")


def moved(printer, V) -> str:
    """The same numbers in other places: reshaped, transposed, repeated or selected."""
    x = V.inputs[0]
    called = printer.call(x)
    if is_literal(called):
        return called
    source = np.empty(x.shape)
    view = np.broadcast_to(source, V.shape) if isinstance(V.op, shaping.BroadcastTo) else V.op.f(source)
    if np.shape(view) == ():
        places = np.arange(source.size).reshape(x.shape)
        return printer.line(f"{called}[{V.op.f(places)}]") if x.shape else called
    if not np.shares_memory(view, source):  # an array of indices, so a table
        table = ", ".join(map(str, V.op.f(np.arange(source.size).reshape(x.shape)).ravel()))
        return printer.line(f"[{table}].map((k) => {called}[k])")
    first = (view.ctypes.data - source.ctypes.data) // source.itemsize
    text = place(view.shape, [step // source.itemsize for step in view.strides])
    if text == "i" and not first and V.size == x.size:
        return called if x.shape else printer.line(f"[{called}]")
    entry = called if x.shape == () else f"{called}[{f'{first} + ' if first else ''}{text}]"
    return loop(printer, V.size, f"{{t}}[i] = {entry}")


def joined(printer, V) -> str:
    """Several arrays in one, by the place of each entry in the list of all."""
    parts = ", ".join(("..." if np.shape(x) else "") + printer.array(x) for x in V.inputs)
    ends = np.cumsum([np.size(x) for x in V.inputs])
    starts = [end - np.size(x) + np.arange(np.size(x)) for x, end in zip(V.inputs, ends, strict=True)]
    places = V.op.f(*(start.reshape(np.shape(x)) for start, x in zip(starts, V.inputs, strict=True)))
    every = printer.line(f"[{parts}]")
    return printer.line(f"[{', '.join(map(str, places.ravel()))}].map((k) => {every}[k])")


def reduced(printer, V) -> str:
    """Sums, means and maxima: each entry of x goes into its place of the result."""
    op, x = V.op, V.inputs[0]
    called, kept = printer.array(x), op.keepdims_shape(x)
    if x.shape == ():
        return called
    greatest, n = isinstance(op, reductions.Max), V.size
    to = broadcast_place(kept, x.shape)
    value = f"Math.max({{t}}[{to}], {called}[i])" if greatest else f"{{t}}[{to}] + {called}[i]"
    start = f"Array({n}).fill({'-Infinity' if greatest else '0'})"
    name = printer.line(start, f"for (let i = 0; i < {x.size}; i++) {{t}}[{to}] = {value};")
    if isinstance(op, reductions.Mean):
        name = loop(printer, n, f"{{t}}[i] = {name}[i] / {x.size / n:.0f}")
    return printer.line(f"{name}[0]") if V.shape == () else name


def product(printer, V) -> str:
    """The matrix product of A (m, n) and B (n, k)."""
    (A, B), (m, k) = map(printer.array, V.inputs), V.shape
    n = V.inputs[0].shape[1]
    return printer.line(f"dlcourse.product({A}, {B}, {m}, {n}, {k})")


def loop(printer, n: int, entry: str) -> str:
    """Prints a new array of n entries; {t}[i] is one of them in `entry`."""
    return printer.line(f"Array({n})", f"for (let i = 0; i < {n}; i++) {entry};")


def broadcast_place(shape, to) -> str:
    """Where in an array of `shape` the entry i of the array lies to which it is broadcast."""
    view = np.broadcast_to(np.empty(shape), to)
    return place(view.shape, [step // 8 for step in view.strides])


def place(shape, steps) -> str:
    """The place in memory of entry i of an array (row after row), as JavaScript.   steps: along each axis

    >>> place((4, 2), (2, 1)), place((4, 2), (0, 1)), place((4, 2), (1, 0)), place((4, 2), (1, 4))
    ('i', 'i % 2', '(i / 2 | 0)', '(i / 2 | 0) + i % 2 * 4')
    """
    axes = []  # length and step of each axis; those that lie in memory one after the other are one
    for n, step in zip(shape, steps, strict=True):
        if n == 1:
            continue
        if axes and axes[-1][1] == step * n:
            axes[-1] = (axes[-1][0] * n, step)
        else:
            axes.append((n, step))
    parts, inner = [], 1
    for k, (n, step) in reversed(list(enumerate(axes))):
        text = "i" if inner == 1 else f"(i / {inner} | 0)"
        if k:
            text += f" % {n}"
        if step:
            parts.insert(0, text if step == 1 else f"{text} * {step}")
        inner *= n
    return " + ".join(parts) or "0"


def number(value) -> str:
    """A literal that JavaScript reads as the same double; a negative one in parentheses.

    >>> number(2.0), number(-0.5), number(float("inf"))
    ('2', '(-0.5)', 'Infinity')
    """
    text = repr(float(value)).removesuffix(".0").replace("inf", "Infinity").replace("nan", "NaN")
    return f"({text})" if text.startswith("-") else text


def is_literal(text: str) -> bool:
    """Whether a call is a number, not a name."""
    return text[0] in "0123456789(" or text in ("Infinity", "NaN")
