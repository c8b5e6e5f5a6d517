"""Chapter 6: passes. What goes back through operations on arrays, for exercises 6.3, 6.4 and 6.7b."""

import numpy as np

from dlcourse.experiments.ch00_passes import Pass, by


def broadcast_cost(G, shape, x):
    """The sum of the numbers of x, repeated as NumPy does, each times the slope in G that arrives at it."""
    return (G * x).sum()


def pair_cost(op, a, b, G):
    """The same of a matrix product, or of a power."""
    return (G * (a @ b if op == "matmul" else a**b)).sum()


def reduction_cost(op, x, axis, G):
    """The same of a sum, a mean or a maximum."""
    return (G * getattr(np, op)(x, axis=axis)).sum()


def arrangement_cost(op, x, how, G):
    """The same of numbers that are moved."""
    return (G * (x[how] if op == "rows" else getattr(np, op)(x, how))).sum()


def tanh_cost(x, w, y, v):
    """Half the squared error of a layer of one tanh unit."""
    return ((np.tanh(x @ w) - y) ** 2).sum() / 2


def _broadcast(numbers, m, n, k, length):
    return {"G": numbers((m, n, k, length)), "shape": (1, length)}


def _product(numbers, m, k, n):
    return {"op": "matmul", "a": numbers((m, k)), "b": numbers((k, n)), "G": numbers((m, n))}


def _power(numbers, m, k):
    return {"op": "power", "a": abs(numbers((m, k))) + 0.3, "b": numbers((m, k)), "G": numbers((m, k))}


def _reduction(op):
    def draw(numbers, m, n, k):
        # No two numbers tie, also where all are 1: there is no derivative.
        spread = 1 + np.arange(m * n * k).reshape(m, n, k) % 7
        return {"op": op, "x": spread * numbers((m, n, k)), "axis": 1, "G": numbers((m, k))}

    return draw


def _reshape(numbers, m, n, k):
    return {"op": "reshape", "x": numbers((m, n, k)), "how": (k, m * n), "G": numbers((k, m * n))}


def _transpose(numbers, m, n, k, length):
    x, G = numbers((m, n, k, length)), numbers((n, k, length, m))
    return {"op": "transpose", "x": x, "how": (1, 2, 3, 0), "G": G}


def _rows(numbers, m, n):
    how = [m - 1, -min(2, m), 0, 0]
    return {"op": "rows", "x": numbers((m, n)), "how": how, "G": numbers((len(how), n))}


def _tanh(numbers, m, n):
    return {"x": numbers((m, n)), "w": numbers((n,)), "y": numbers((m,)), "v": numbers((n,))}


def _arrangement(sizes, draw):
    least = (1,) * len(sizes)
    return Pass("06_automatic_differentiation/arrangement_back", sizes, least, draw,
                by(arrangement_cost, "x"), lambda inputs, results: (results,))  # fmt: skip


PASSES = (
    Pass("06_automatic_differentiation/unbroadcast", (7, 5, 2, 3), (1, 1, 1, 1), _broadcast,
         by(broadcast_cost, "x"), lambda inputs, results: (results,),
         lambda inputs: {"x": np.zeros(inputs["shape"])}),
    Pass("06_automatic_differentiation/product_and_power", (5, 3, 2), (1, 1, 1), _product,
         by(pair_cost, "a", "b"), lambda inputs, results: results),
    Pass("06_automatic_differentiation/product_and_power", (5, 3), (1, 1), _power,
         by(pair_cost, "a", "b"), lambda inputs, results: results),
    *(Pass("06_automatic_differentiation/reduction_back", (5, 3, 2), (1, 1, 1), _reduction(op),
           by(reduction_cost, "x"), lambda inputs, results: (results,)) for op in ("sum", "mean", "max")),
    _arrangement((5, 2, 3), _reshape),
    _arrangement((5, 2, 3, 7), _transpose),
    _arrangement((5, 3), _rows),
    Pass("06_automatic_differentiation/hessian_vector", (5, 3), (1, 1), _tanh,
         by(tanh_cost, "w"), lambda inputs, results: results[:1]),
)  # fmt: skip
