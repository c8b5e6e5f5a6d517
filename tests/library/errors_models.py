"""The errors of models: regressions, perceptrons, gates, RBF networks, constructions, critical points."""

import numpy as np
from errors_common import EITHER, X, Y, inf, nan, rng

from dlcourse.critical_points import classify, index, is_convex_along, kind_of, probe
from dlcourse.models import fit_logistic, fit_softmax, kmeans, lasso, least_squares, rbf_features, ridge
from dlcourse.models.approximation import (
    bump,
    bump_network,
    linear_of,
    maxout_tangents,
    n_boolean_functions,
    relu_interpolant,
    sup_error,
)
from dlcourse.models.gates import gate, margin
from dlcourse.models.kernel import fit_svm, kernel_ridge
from dlcourse.models.lenet import conv_parameters, lenet_parameters, linear_parameters
from dlcourse.models.logistic import logistic_loss, softmax_loss
from dlcourse.models.neural_gas import growing_neural_gas
from dlcourse.models.perceptron import fit_lms, fit_perceptron
from dlcourse.models.rbf import fit_three_phases, random_centers, uniform_centers, width_of
from dlcourse.models.regions import (
    fold,
    folding_network,
    guaranteed_regions,
    linear_regions,
    maxout_regions,
    mirror_points,
    tent_network,
    zaslavsky,
)
from dlcourse.models.ridge_lasso import equivalent_alpha
from dlcourse.models.table import table_network
from dlcourse.models.zigzag import zigzag_regions

LINE, BITS = np.arange(4.0)[:, None], np.array([0, 0, 1, 1])
BOX = [(-1, 1), (-1, 1)]


def squares(theta):
    return (theta * theta).sum()


WRONG = {
    "a flat x": (lambda: least_squares(np.ones(3), np.ones((3, 1))), ValueError, ["least_squares", "(3,)"]),
    "a flat y": (lambda: least_squares(X, np.ones(4)), ValueError, ["(4,)", "reshape(-1, 1)"]),
    "no points": (lambda: least_squares(np.ones((0, 2)), np.ones((0, 1))), ValueError, ["(0, 2)"]),
    "points nan": (lambda: least_squares(nan * X, Y), ValueError, ["least_squares", "finite"]),
    "points in words": (lambda: least_squares([["a"]], Y), TypeError, ["least_squares", "real numbers"]),
    "rows of different length": (lambda: ridge([[1, 2], [3]], Y, 1.0), TypeError, ["ridge", "real numbers"]),
    "ridge without a penalty": (lambda: ridge(X, Y, 0), ValueError, ["ridge", "alpha > 0", "least_squares"]),
    "lasso alpha in words": (lambda: lasso(X, Y, "a"), EITHER, ["lasso", "alpha > 0", "'a'"]),
    "lasso without rounds": (
        lambda: lasso(X, Y, 1.0, max_rounds=0),
        ValueError,
        ["lasso", "max_rounds", "0"],
    ),
    "labels of a machine 0 and 1": (lambda: fit_svm(LINE, BITS), ValueError, ["fit_svm", "-1", "2 * y - 1"]),
    "a machine that is not finished": (
        lambda: fit_svm(LINE, [-1, 1, -1, 1], 100.0, max_steps=1),
        ArithmeticError,
        ["fit_svm", "1 steps", "lower C"],
    ),
    "a kernel that is not one": (
        lambda: kernel_ridge(LINE, LINE, 1.0, lambda x, centers: x),
        ValueError,
        ["kernel_ridge", "symmetric", "(4, 1)"],
    ),
    "lasso that does not settle": (
        lambda: lasso(np.column_stack([LINE, LINE**2]), LINE, 1e-3, max_rounds=1),
        ArithmeticError,
        ["lasso", "1 rounds", "raise max_rounds"],
    ),
    "an unknown loss": (lambda: equivalent_alpha(1.0, "median", 3), ValueError, ["'median'", "half_sum"]),
    "an unknown penalty": (lambda: equivalent_alpha(1.0, "sum", 3, "l3"), ValueError, ["'l3'", "half_l2"]),
    "alpha for no samples": (lambda: equivalent_alpha(1.0, "mean", 0), ValueError, ["equivalent_alpha", "m"]),
    "logistic labels": (lambda: fit_logistic(X, 2 * BITS), ValueError, ["fit_logistic", "(y + 1) / 2"]),
    "logistic labels in columns": (lambda: fit_logistic(X, Y), ValueError, ["fit_logistic", "y.ravel()"]),
    "logistic nan": (lambda: fit_logistic(nan * X, BITS), ValueError, ["fit_logistic", "finite"]),
    "logistic alpha": (lambda: fit_logistic(X, BITS, alpha=-1), ValueError, ["alpha of at least 0", "-1"]),
    "logistic without steps": (lambda: fit_logistic(X, BITS, max_steps=0), ValueError, ["max_steps", "0"]),
    "classes that can be separated": (lambda: fit_logistic(LINE, BITS), ArithmeticError, ["set alpha > 0"]),
    "logistic weights": (lambda: logistic_loss(X, BITS, np.ones(3), 0.0), ValueError, ["(4, 2)", "(3,)"]),
    "softmax labels as floats": (lambda: fit_softmax(X, Y.ravel()), TypeError, ["float64", "astype(int)"]),
    "softmax of one class": (lambda: fit_softmax(X, 0 * BITS), ValueError, ["at least two", "[0]"]),
    "softmax class too high": (
        lambda: fit_softmax(X, BITS + 1, n_classes=2),
        ValueError,
        ["0 to 1", "[1, 2]"],
    ),
    "softmax of half a class": (lambda: fit_softmax(X, BITS, n_classes=1.5), EITHER, ["n_classes", "1.5"]),
    "softmax biases": (lambda: softmax_loss(X, BITS, X.T @ X, np.ones(3)), ValueError, ["(2, 2)", "(3,)"]),
    "perceptron labels": (lambda: fit_perceptron(X, 2 * BITS), ValueError, ["fit_perceptron", "0 and 1"]),
    "perceptron columns": (lambda: fit_perceptron(X, Y), ValueError, ["fit_perceptron", "y.ravel()"]),
    "perceptron nan": (lambda: fit_perceptron(nan * X, BITS), ValueError, ["fit_perceptron", "finite"]),
    "perceptron lr": (lambda: fit_perceptron(X, BITS, lr=-1), ValueError, ["fit_perceptron", "lr > 0", "-1"]),
    "perceptron epochs": (lambda: fit_perceptron(X, BITS, max_epochs=0), ValueError, ["max_epochs", "0"]),
    "perceptron with a seed": (lambda: fit_perceptron(X, BITS, rng=0), ValueError, ["rng", "default_rng"]),
    "delta rule lr": (lambda: fit_lms(X, BITS, lr=0, n_epochs=1), ValueError, ["fit_lms", "lr > 0", "0"]),
    "delta rule epochs": (lambda: fit_lms(X, BITS, lr=0.1, n_epochs=-1), ValueError, ["n_epochs", "-1"]),
    "an unknown gate of neurons": (lambda: gate("XOR", 0, 1), ValueError, ["'XOR'", "xor_from_gates"]),
    "a gate of twos": (lambda: gate("AND", 2, 0), ValueError, ["gate", "0 and 1", "2"]),
    "the margin of no gate": (lambda: margin("NOT"), ValueError, ["margin", "'NOT'", "NAND"]),
    "groups that leave a rest": (lambda: conv_parameters(3, 4, 5, groups=2), ValueError, ["n_in = 3", "2"]),
    "weights of no units": (lambda: linear_parameters(0, 4), ValueError, ["linear_parameters", "n_in", "0"]),
    "an unknown LeNet": (lambda: lenet_parameters("half"), ValueError, ["lenet_parameters", "'half'"]),
    "weights and bias": (lambda: linear_of(X, np.ones(3)), ValueError, ["linear_of", "(4, 2)", "(3,)"]),
    "a bump upside down": (lambda: bump(0.5, 0.7, 0.3, 10), ValueError, ["bump", "left < right", "0.7"]),
    "no bumps": (lambda: bump_network(np.sin, 0), ValueError, ["bump_network", "at least 1", "0"]),
    "bumps without slope": (lambda: bump_network(np.sin, 3, steepness=0), ValueError, ["steepness > 0", "0"]),
    "bumps nowhere": (lambda: bump_network(np.sin, 3, 1.0, 1.0), ValueError, ["low < high", "1.0"]),
    "bumps of one number": (lambda: bump_network(np.sum, 3), ValueError, ["bump_network", "(3,)", "()"]),
    "an interpolant on no end": (lambda: relu_interpolant(np.sin, 3, 0, inf), ValueError, ["finite", "inf"]),
    "an interpolant of nan": (lambda: relu_interpolant(lambda x: nan * x, 3), ValueError, ["finite number"]),
    "no tangents": (lambda: maxout_tangents(np.square, abs, 0), ValueError, ["maxout_tangents", "0"]),
    "an error on one point": (
        lambda: sup_error(np.sin, np.sin, n=1),
        ValueError,
        ["sup_error", "at least 1"],
    ),
    "functions of no bits": (lambda: n_boolean_functions(-1), ValueError, ["n_bits", "-1"]),
    "bells without width": (
        lambda: rbf_features(X, X, 0.0),
        ValueError,
        ["rbf_features", "sigma > 0", "0.0"],
    ),
    "bells of another width": (lambda: rbf_features(X, LINE, 1.0), ValueError, ["rbf", "(4, 2)", "(4, 1)"]),
    "centers of two inputs": (lambda: uniform_centers(X, 2), ValueError, ["uniform_centers", "kmeans"]),
    "centers of nan": (
        lambda: random_centers(nan * X, 2, rng=rng()),
        ValueError,
        ["random_centers", "finite"],
    ),
    "more centers than samples": (lambda: kmeans(X, 5, rng=rng()), ValueError, ["kmeans", "1 to 4", "5"]),
    "centers with a seed": (lambda: kmeans(X, 2, rng=0), ValueError, ["rng", "default_rng"]),
    "centers of another shape": (
        lambda: kmeans(X, 2, rng=rng(), centers=LINE),
        ValueError,
        ["(2, 2)", "(4, 1)"],
    ),
    "centers not finite": (
        lambda: kmeans(X, 2, rng=rng(), centers=nan * X[:2]),
        ValueError,
        ["kmeans", "finite centers"],
    ),
    "kmeans without rounds": (lambda: kmeans(X, 2, rng=rng(), max_rounds=0), ValueError, ["max_rounds", "0"]),
    "a gas of nan": (lambda: growing_neural_gas(nan * X, 2, rng=rng()), ValueError, ["neural_gas", "finite"]),
    "a gas of one center": (
        lambda: growing_neural_gas(X, 1, rng=rng()),
        ValueError,
        ["neural_gas", "2 to 4"],
    ),
    "the width of one center": (lambda: width_of(X[:1]), ValueError, ["width_of", "(1, 2)", "neighbor"]),
    "steps below none": (
        lambda: fit_three_phases(LINE, LINE, LINE, 1.0, n_steps=-1),
        ValueError,
        ["fit_three_phases", "n_steps", "-1"],
    ),
    "a tent without depth": (lambda: tent_network(0), ValueError, ["tent_network", "depth", "0"]),
    "folds of half a unit": (lambda: folding_network(1, 0.5), EITHER, ["folding_network", "n", "0.5"]),
    "hyperplanes below none": (lambda: zaslavsky(-1, 2), ValueError, ["zaslavsky", "n_units", "-1"]),
    "a unit too few": (lambda: guaranteed_regions(1, 2, 1), ValueError, ["n_units >= n_inputs", "1 and 2"]),
    "a zigzag too short": (lambda: zigzag_regions(2, 1, 1), ValueError, ["n_units >= 3", "2 and 1"]),
    "a table of three": (lambda: table_network([0, 1, 1]), ValueError, ["table_network", "(2^n,)", "(3,)"]),
    "pieces of none": (lambda: maxout_regions(0, 1, 1), ValueError, ["maxout_regions", "k", "0"]),
    "a fold along nothing": (lambda: fold(X, np.zeros(2), 0.0), ValueError, ["fold", "not 0", "crease"]),
    "mirrors of another width": (
        lambda: mirror_points(np.ones(2), [(np.ones(3), 0.0)]),
        ValueError,
        ["mirror_points", "(1, 2)", "(3,)"],
    ),
    "regions in three dimensions": (lambda: linear_regions([], [(0, 1)] * 3), ValueError, ["1 or 2 inputs"]),
    "regions without end": (lambda: linear_regions([], [(0, inf)]), ValueError, ["linear_regions", "inf"]),
    "regions of other weights": (
        lambda: linear_regions([(np.ones((3, 1)), np.ones(1))], BOX),
        ValueError,
        ["(2, n)", "(3, 1)", "hidden_layers"],
    ),
    "regions of nan": (
        lambda: linear_regions([(nan * X[:2], np.ones(2))], BOX),
        ValueError,
        ["linear_regions", "finite weights", "layer 0"],
    ),
    "a point that is a matrix": (lambda: classify(squares, X), ValueError, ["critical_points", "(4, 2)"]),
    "a point nan": (lambda: classify(squares, [nan]), ValueError, ["critical_points", "finite"]),
    "a function of many numbers": (
        lambda: classify(lambda x: x, [1.0, 2.0]),
        ValueError,
        ["(2,)", "J.sum()"],
    ),
    "a function of no tensor": (lambda: classify(lambda x: 1.0, [1.0]), ValueError, ["float", "J.sum()"]),
    "a circle without radius": (lambda: probe(squares, [1.0], 0), ValueError, ["probe", "radius > 0", "0"]),
    "a sphere without rng": (
        lambda: probe(squares, [1.0] * 3, 0.1),
        ValueError,
        ["3 variables", "default_rng"],
    ),
    "a chord of two widths": (
        lambda: is_convex_along(squares, [1.0], [1.0, 2.0]),
        ValueError,
        ["(1,)", "(2,)"],
    ),
    "no eigenvalues": (lambda: kind_of([]), ValueError, ["kind_of", "[]", "eigvalsh"]),
    "eigenvalues nan": (lambda: index([nan]), ValueError, ["index", "nan"]),
}
