"""Chapters 4 and 7: what a line of a puzzle gives: arrays of at most two axes, as NumPy computes them.

An array is {"shape", "data"}, row after row; what is refused is {"error", "shapes", "n", "from", "to"}: why,
of which shapes, and which part of the line. Printed as JavaScript; tests compare it with NumPy.
"""

import math

from dlcourse.widgets.one_line.scalars import exponential, of_one, of_two

TWO = ["+", "-", "*", "/", "**", "<", ">", "<=", ">=", "==", "!=", "maximum", "minimum"]
REDUCED = ["sum", "mean", "max", "min"]


def array(shape, data):
    """An array of that shape, with these entries, row after row."""
    return {"shape": shape, "data": data}


def number(value):
    """A number as an array without axes."""
    return array([], [value])


def refused(key, inputs, n=0):
    """Why an operation is refused, of which shapes."""
    return {"error": key, "shapes": [x["shape"] for x in inputs], "n": n}


def two_axes(shape):
    """The shape with two axes: an array with one axis is a row."""
    return [1, 1] if len(shape) == 0 else [1, shape[0]] if len(shape) == 1 else shape


def joint(shapes):
    """The shape to which these are broadcast, None where they do not fit."""
    sizes, axes = [1, 1], max([len(shape) for shape in shapes])
    for shape in shapes:
        for k, n in enumerate(two_axes(shape)):
            if n != 1 and sizes[k] != 1 and sizes[k] != n:
                return None
            if n != 1:
                sizes[k] = n
    return sizes[2 - axes :]


def spread(x, shape):
    """The entries of x, broadcast to that shape."""
    m, n = two_axes(shape)
    rows, columns = two_axes(x["shape"])
    found = []
    for i in range(m):
        for j in range(n):
            found.append(x["data"][(0 if rows == 1 else i) * columns + (0 if columns == 1 else j)])
    return found


def broadcast(op, inputs):
    """An operation of two or three arrays, entry by entry."""
    shape = joint([x["shape"] for x in inputs])
    if shape is None:
        return refused("fit", inputs)
    parts = [spread(x, shape) for x in inputs]
    a, b, c = parts[0], parts[1], parts[-1]
    if op == "where":
        return array(shape, [b[k] if a[k] else c[k] for k in range(len(a))])
    if op == "clip":
        return array(shape, [of_two("minimum", of_two("maximum", a[k], b[k]), c[k]) for k in range(len(a))])
    return array(shape, [of_two(op, a[k], b[k]) for k in range(len(a))])


def product(x, y):
    """The matrix product; an array with one axis is a row on the left and a column on the right."""
    if len(x["shape"]) == 0 or len(y["shape"]) == 0:
        return refused("number", [x, y])
    m, n = two_axes(x["shape"])
    p, q = two_axes(y["shape"])
    if len(y["shape"]) == 1:
        p, q = q, 1
    if n != p:
        return refused("product", [x, y])
    data = []
    for i in range(m):
        for j in range(q):
            data.append(sum([x["data"][i * n + k] * y["data"][k * q + j] for k in range(n)]))
    rows, columns = ([m] if len(x["shape"]) == 2 else []), ([q] if len(y["shape"]) == 2 else [])
    return array([*rows, *columns], data)


def transposed(x):
    """The array with rows and columns exchanged; one with a single axis as it is."""
    if len(x["shape"]) < 2:
        return x
    m, n = x["shape"]
    return array([n, m], [x["data"][i * n + j] for j in range(n) for i in range(m)])


def groups(x, axis):
    """The lists of entries that are taken together along an axis of two: columns or rows."""
    m, n = two_axes(x["shape"])
    if axis == 0:
        return [[x["data"][i * n + j] for i in range(m)] for j in range(n)]
    return [x["data"][i * n : (i + 1) * n] for i in range(m)]


def place_of(x, axis):
    """Of an axis its place among two; None where there is no such axis."""
    axes = len(x["shape"])
    if axis != math.floor(axis) or axis >= axes or axis < -axes:
        return None
    return (axis if axis >= 0 else axis + axes) + 2 - axes


def along(op, x, axis, keeps):
    """Sum, mean, maximum or minimum: of all entries, or along an axis."""
    if axis is None or (len(x["shape"]) == 0 and axis in (0, -1)):  # NumPy lets a number have that axis
        one = reduced(op, x["data"])
        return array([1 for n in x["shape"]] if keeps else [], [one])
    place = place_of(x, axis)
    if place is None:
        return refused("axis", [x], axis)
    data = [reduced(op, part) for part in groups(x, place)]
    axes = len(x["shape"])
    if keeps:
        shape = [1 if k + 2 - axes == place else n for k, n in enumerate(x["shape"])]
    else:
        shape = [n for k, n in enumerate(x["shape"]) if k + 2 - axes != place]
    return array(shape, data)


def reduced(op, data):
    """The sum, mean, maximum or minimum of a list."""
    total = sum(data)
    if (
        op in ("max", "min") and abs(total) < math.inf
    ):  # else not finite, as what is no number may be anywhere
        return max(data) if op == "max" else min(data)
    return total / len(data) if op == "mean" else total


def softmax(x, axis):
    """Softmax along an axis, the last one where none is named."""
    place = 1 if axis is None else place_of(x, axis)
    if place is None or len(x["shape"]) == 0:
        return refused("axis", [x], 0 if axis is None else axis)
    parts = []
    for part in groups(x, place):
        e = [exponential(v - max(part)) for v in part]
        parts.append([v / sum(e) for v in e])
    if place == 1:
        return array(x["shape"], [v for part in parts for v in part])
    m, n = x["shape"]
    return array(x["shape"], [parts[j][i] for i in range(m) for j in range(n)])


def with_axis(op, x):
    """An array with one axis as a column or a row."""
    if len(x["shape"]) != 1:
        return refused("flat", [x])
    n = x["shape"][0]
    return array([n, 1] if op == "column" else [1, n], x["data"])


def size_of(op, x, k):
    """How many entries an array has in all, or along an axis."""
    if op == "size":
        return number(len(x["data"]))
    return number(x["shape"][k]) if k < len(x["shape"]) else refused("axis", [x], k)


def evaluated(tree, env):
    """The array that a tree gives, with the arrays of its names.   env: name -> array"""
    op, value, inputs = tree["op"], tree["value"], []
    for part in tree["inputs"]:
        x = evaluated(part, env)
        if "error" in x:
            return x
        inputs.append(x)
    if op == "number":
        return number(value)
    if op == "name":
        return env[value]
    found = applied(op, inputs, value)
    return found | {"from": tree["from"], "to": tree["to"]} if "error" in found else found


def applied(op, inputs, value):
    """What an operation gives."""
    x = inputs[0]
    if op in TWO or op in ("where", "clip"):
        return broadcast(op, inputs)
    if op in ("@", "dot", "matmul"):
        return product(x, inputs[1])
    if op in ("T", "transpose"):
        return transposed(x)
    if op in REDUCED:
        return along(op, x, value["axis"], value["keeps"])
    if op == "softmax":
        return softmax(x, value["axis"])
    if op in ("column", "row"):
        return with_axis(op, x)
    if op in ("size", "len", "shape"):
        return size_of(op, x, value if op == "shape" else 0)
    return array(x["shape"], [of_one(op, v) for v in x["data"]])


def finite(x):
    """Whether all entries are numbers, none of them infinite."""
    return all([abs(v) < math.inf for v in x["data"]])
