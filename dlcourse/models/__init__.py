"""Chapters 1, 2, 8, 9, 17 and 19: classical models, and networks whose weights are calculated."""

from dlcourse.models.approximation import bump_network, maxout_tangents, relu_interpolant
from dlcourse.models.kernel import fit_svm, kernel_ridge, rbf_kernel
from dlcourse.models.lenet import LeNet
from dlcourse.models.linear import least_squares
from dlcourse.models.logistic import fit_logistic, fit_softmax
from dlcourse.models.neural_gas import growing_neural_gas
from dlcourse.models.perceptron import fit_lms, fit_perceptron
from dlcourse.models.rbf import fit_three_phases, fit_two_phases, kmeans, rbf_features
from dlcourse.models.regions import (
    count_regions,
    folding_network,
    guaranteed_regions,
    linear_regions,
    tent_network,
    zaslavsky,
)
from dlcourse.models.ridge_lasso import lasso, ridge
from dlcourse.models.table import table_network
from dlcourse.models.zigzag import zigzag_network, zigzag_regions

__all__ = [
    "LeNet",
    "bump_network",
    "count_regions",
    "fit_lms",
    "fit_logistic",
    "fit_perceptron",
    "fit_softmax",
    "fit_svm",
    "fit_three_phases",
    "fit_two_phases",
    "folding_network",
    "growing_neural_gas",
    "guaranteed_regions",
    "kernel_ridge",
    "kmeans",
    "lasso",
    "least_squares",
    "linear_regions",
    "maxout_tangents",
    "rbf_features",
    "rbf_kernel",
    "relu_interpolant",
    "ridge",
    "table_network",
    "tent_network",
    "zaslavsky",
    "zigzag_network",
    "zigzag_regions",
]
