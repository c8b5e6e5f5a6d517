"""Checks: judgements of answers that are not unique; they show none, so they stand in the package."""

from dlcourse.checks.free import (
    ch01_gate_weights,
    ch02_another_solution,
    ch06_backward_order,
    ch07_wrong_gradients,
    ch09_kinks_on_line,
    ch09_mirror_points,
    ch09_tent_layers,
    ch10_kind_of_point,
    ch10_symmetric_copies,
    ch11_minibatches,
    ch11_rates,
    ch14_signals,
    ch14_symmetry,
    ch14_weights,
    ch15_cliff,
)

JUDGES = {  # by the exercise's name
    "gate_weights": ch01_gate_weights.judge,
    "another_solution": ch02_another_solution.judge,
    "backward_order": ch06_backward_order.judge,
    "wrong_gradients": ch07_wrong_gradients.judge,
    "tent_layers": ch09_tent_layers.judge,
    "kinks_on_line": ch09_kinks_on_line.judge,
    "mirror_points": ch09_mirror_points.judge,
    "kind_of_point": ch10_kind_of_point.judge,
    "symmetric_copies": ch10_symmetric_copies.judge,
    "minibatches": ch11_minibatches.judge,
    "rates": ch11_rates.judge,
    "predict": ch14_signals.judge,
    "break_symmetry": ch14_symmetry.judge,
    "normal_weights": ch14_weights.normal,
    "uniform_weights": ch14_weights.uniform,
    "descend_cliff": ch15_cliff.judge,
}
