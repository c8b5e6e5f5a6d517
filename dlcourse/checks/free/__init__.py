"""Checks: judgements of answers that are not unique; they show none, so they stand in the package."""

from dlcourse.checks.free import (
    ch01_gate_weights,
    ch02_another_solution,
    ch06_backward_order,
    ch07_wrong_gradients,
)

JUDGES = {  # by the exercise's name
    "gate_weights": ch01_gate_weights.judge,
    "another_solution": ch02_another_solution.judge,
    "backward_order": ch06_backward_order.judge,
    "wrong_gradients": ch07_wrong_gradients.judge,
}
