"""The errors of figures, experiments, and the ways to and from other libraries."""

from types import SimpleNamespace
from unittest.mock import patch

import numpy as np
from errors_common import T, X, mlp, nan, rng

from dlcourse import Sequential, interop, ops
from dlcourse.experiments.ch02_intervals import mean_interval, median_interval, wilson
from dlcourse.experiments.ch05_backpropagation import training_step
from dlcourse.experiments.ch05_paths import count_paths
from dlcourse.experiments.ch06_cost_of_derivatives import forward_passes
from dlcourse.experiments.ch06_own_engine import value_and_slopes
from dlcourse.experiments.ch08_many_inputs import cell_error
from dlcourse.experiments.ch08_no_free_lunch import accuracy_on_the_unseen, majority
from dlcourse.experiments.ch10_deviations import deviation_interval
from dlcourse.experiments.ch10_landscape import escape_steps
from dlcourse.experiments.ch11_bowl import steps_to
from dlcourse.experiments.ch13_second_order import taylor
from dlcourse.experiments.ch17_double_descent import noise_in_weights
from dlcourse.experiments.ch18_digits_depth import width_for
from dlcourse.experiments.ch18_hidden_units import network
from dlcourse.interop.pytorch import TORCH_ACTIVATIONS
from dlcourse.plotting.contours import plot_paths
from dlcourse.plotting.curves import plot_loss
from dlcourse.plotting.decision_regions import plot_decision_regions
from dlcourse.plotting.folded_sheet import plot_folded_sheet
from dlcourse.plotting.graphs import draw_graph
from dlcourse.plotting.hidden_space import plot_spaces
from dlcourse.plotting.layer_statistics import parameter_arrays, plot_histograms, plot_percentiles
from dlcourse.plotting.linear_regions import plot_linear_regions
from dlcourse.plotting.network import draw_network
from dlcourse.plotting.placing import panels
from dlcourse.plotting.products import draw_products
from dlcourse.plotting.recorded_graph import draw_recorded_graph


def without(package, call):
    """call() as if the package were not installed."""
    error = ModuleNotFoundError(f"No module named {package!r}", name=package)
    with patch("importlib.import_module", side_effect=error):
        return call()


def from_no_torch():
    """from_torch with a torch that has the classes alone."""
    names = ("Sequential", "Linear", "Module", *TORCH_ACTIVATIONS.values())
    torch = SimpleNamespace(nn=SimpleNamespace(**{name: type(name, (), {}) for name in names}))
    with patch("importlib.import_module", return_value=torch):
        return interop.from_torch(np.tanh)


def with_stub(call):
    """call() with something in place of torch or onnx: what is refused before they are needed."""
    with patch("importlib.import_module"):
        return call()


def regions(x=X, y=(0, 1, 0, 1)):
    return plot_decision_regions(lambda points: points, x, np.asarray(y))


def figure(call):
    """call(), and no figure of it left open."""
    import matplotlib.pyplot as plt

    try:
        return call()
    finally:
        plt.close("all")


WRONG = {
    "an operation without a rule": (
        lambda: value_and_slopes("arctan", [1.0]),
        ValueError,
        ["value_and_slopes", "arctan", "write its rule here"],
    ),
    "a drawing of other layers": (
        lambda: draw_network(Sequential(ops.relu)),
        ValueError,
        ["draw_network", "Sequential of Linear layers", "draw_recorded_graph"],
    ),
    "a drawing with too few names": (
        lambda: draw_network(mlp(2, 1), inputs=["a"]),
        ValueError,
        ["draw_network", "2 names", "name each"],
    ),
    "a drawing with values of many samples": (
        lambda: draw_network(mlp(2, 1), above=[X, X]),
        ValueError,
        ["draw_network", "column 0", "one sample"],
    ),
    "a product of matrices that do not multiply": (
        lambda: draw_products([(("x", X), ("g", X), ("G", X))]),
        ValueError,
        ["draw_products", "(4, 2) and (4, 2)", "transpose one"],
    ),
    "a product that is another": (
        lambda: draw_products([(("x^T", X.T), ("g", X), ("G", X[:2]))]),
        ValueError,
        ["draw_products", "expected G", "compute it from the two"],
    ),
    "four panels in a row": (lambda: panels(4), ValueError, ["panels", "1, 2 or 3", "below"]),
    "no path": (lambda: plot_paths(np.sum, {}), ValueError, ["plot_paths", "none", "{label: points}"]),
    "a path of one column": (lambda: plot_paths(np.sum, {"a": X[:, :1]}), ValueError, ["'a'", "(4, 1)"]),
    "a path of no steps": (lambda: plot_paths(np.sum, {"a": X[:0]}), ValueError, ["'a'", "(0, 2)"]),
    "a path to nan": (lambda: plot_paths(np.sum, {"a": nan * X}), ValueError, ["'a'", "finite", "earlier"]),
    "no run": (lambda: plot_loss({}), ValueError, ["plot_loss", "none", "{label: history}"]),
    "regions of three columns": (lambda: regions(np.ones((4, 3))), ValueError, ["(m, 2)", "(4, 3)"]),
    "regions of points nan": (lambda: regions(nan * X), ValueError, ["plot_decision_regions", "finite"]),
    "regions of answers nan": (
        lambda: plot_decision_regions(lambda points: nan * points, X, np.array([0, 1, 0, 1])),
        ValueError,
        ["a prediction at each point", "NaN", "overflows"],
    ),
    "regions without a class": (lambda: regions(y=[0, 1]), ValueError, ["4 samples and 2 classes"]),
    "regions of minus one": (lambda: regions(y=[-1, 1, 1, 1]), ValueError, ["from 0 up", "-1"]),
    "regions of eight classes": (lambda: regions(y=[7, 1, 1, 1]), ValueError, ["at most 7", "8"]),
    "spaces of another network": (lambda: figure(lambda: plot_spaces(mlp())), ValueError, ["2-2-1", "MLP"]),
    "percentiles of two columns": (lambda: plot_percentiles(X), ValueError, ["(n, 3)", "(4, 2)"]),
    "no histogram": (lambda: plot_histograms({}), ValueError, ["plot_histograms", "{label: array}"]),
    "gradients too few": (lambda: parameter_arrays(mlp(), []), ValueError, ["2 gradients", "got 0"]),
    "a model without relu": (
        lambda: figure(lambda: plot_linear_regions(mlp())),
        ValueError,
        ["relu"],
    ),
    "a drawing across a crease": (
        lambda: figure(lambda: plot_folded_sheet([(0.5, 0.5), (0.0, 0.5)], [((1, 0), 0)])),
        ValueError,
        ["unfolded", "touches no crease", "[2, 1]"],
    ),
    "an edge to nowhere": (lambda: draw_graph(["x"], [("x", "y", 1.0)]), ValueError, ["'x' -> 'y'", "nodes"]),
    "a circle of edges": (
        lambda: draw_graph(["x", "y"], [("x", "y", 1.0), ("y", "x", 1.0)]),
        ValueError,
        ["draw_graph", "cycle"],
    ),
    "two nodes of one name": (
        lambda: draw_recorded_graph(y := (T * T).sum(), {T: "a", y: "a"}),
        ValueError,
        ["draw_recorded_graph", "'a' twice", "names"],
    ),
    "no torch": (lambda: without("torch", lambda: interop.to_torch(mlp())), ImportError, ["[torch]"]),
    "no torch to come from": (lambda: without("torch", lambda: interop.from_torch(1)), ImportError, ["pip"]),
    "no onnx": (
        lambda: without("onnx", lambda: interop.to_onnx(mlp(), "a")),
        ImportError,
        ["dlcourse[onnx]"],
    ),
    "a function from torch": (from_no_torch, TypeError, ["from_torch", "tanh", "replace"]),
    "a function for torch": (lambda: with_stub(lambda: interop.to_torch(np.tanh)), TypeError, ["to_torch"]),
    "a step unknown to torch": (
        lambda: with_stub(lambda: interop.to_torch(Sequential(ops.sine))),
        TypeError,
        ["to_torch", "Linear, Conv2d", "sine"],
    ),
    "an onnx file that begins with relu": (
        lambda: with_stub(lambda: interop.to_onnx(Sequential(ops.relu), "a")),
        ValueError,
        ["to_onnx", "begins with", "relu"],
    ),
    "no room for a layer": (lambda: width_for(1, 10), ValueError, ["width_for", "85", "10"]),
    "an unknown unit": (lambda: network("step", rng()), ValueError, ["network", "'step'", "softplus"]),
    "an unknown scheme": (lambda: forward_passes(3, "exact"), ValueError, ["'exact'", "central"]),
    "x and w that differ": (lambda: training_step(X[0], np.ones(3)), ValueError, ["training_step", "(3,)"]),
    "more successes than trials": (lambda: wilson(3, 2), ValueError, ["wilson", "k = 3", "n = 2"]),
    "an interval of one run": (lambda: mean_interval([1.0]), ValueError, ["mean_interval", "another seed"]),
    "a median of 7 runs": (lambda: median_interval(range(7)), ValueError, ["median_interval", "got 7"]),
    "a spread of one run": (lambda: deviation_interval([1.0]), ValueError, ["deviation_interval", "another"]),
    "certain": (lambda: wilson(1, 2, confidence=1), ValueError, ["wilson", "confidence", "1"]),
    "too few steps": (
        lambda: steps_to(0.001, "plain", 20, 10),
        ValueError,
        ["steps_to", "10 steps", "allow more"],
    ),
    "on the axis": (lambda: escape_steps(0.0), ValueError, ["escape_steps", "0.0", "no way off"]),
    "nothing unseen": (
        lambda: accuracy_on_the_unseen(majority, 2, seen=range(4)),
        ValueError,
        ["accuracy_on_the_unseen", "leave one out"],
    ),
    "cells that fill no cube": (
        lambda: cell_error(10, 2),
        ValueError,
        ["cell_error", "k^2 cells", "got 10", "take 9"],
    ),
    "edges in a cycle": (
        lambda: count_paths([("a", "b", 1), ("b", "a", 1)], "a", "b"),
        ValueError,
        ["a -> "],
    ),
    "taylor of order 3": (lambda: taylor(np.sum, [1.0], order=3), ValueError, ["taylor", "1 or 2", "3"]),
    "noise at the peak": (lambda: noise_in_weights(30, 31), ValueError, ["noise_in_weights", "30 and 31"]),
}
