"""Chapter 0: passes. Each is drawn for the exercise that it names, in sizes that tell axes apart."""

import ast

import numpy as np

from dlcourse.experiments import ch00_passes, ch00_wrong_answers


def arguments(one):
    """What the model answer takes."""
    tree = ast.parse(ch00_wrong_answers.model_answer(one))
    (function,) = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [argument.arg for argument in function.args.args]


def test_a_pass_draws_the_inputs_of_its_exercise():
    for one in ch00_wrong_answers.PASSES:
        for sizes in (one.sizes, one.least):
            inputs = one.draw(lambda shape: np.ones(shape), *sizes)
            assert sorted(inputs) == sorted(arguments(one)), one.exercise


def test_the_sizes_of_a_pass_are_distinct_primes():
    for one in ch00_wrong_answers.PASSES:
        assert len({*one.sizes}) == len(one.sizes) and {*one.sizes} <= {2, 3, 5, 7}, one.exercise


def test_the_derivatives_in_a_step_are_read_from_the_weights():
    inputs = {"w": np.array([1.0, 2.0]), "lr": 0.5}
    (dw,) = ch00_passes.steps(inputs, ("w",), [np.array([0.0, 4.0])])
    assert dw.tolist() == [2, -4]
