"""Checks: judgements of answers that are not unique; they show none, so they stand in the package."""

from dlcourse.checks.free import ch02_another_solution

JUDGES = {"another_solution": ch02_another_solution.judge}  # by the exercise's name
