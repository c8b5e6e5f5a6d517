"""An answer that is a network is judged by what it computes, in any order of its units."""

import numpy as np
import pytest
from checked import check, failure

from dlcourse.checks import Right
from dlcourse.checks.kinds_tried import functions, tried

X = np.array([-1.0, 0.0, 0.5, 2.0])


def bend(**more):
    """relu(x) - 2 relu(x - 1), worked out by hand, of two ReLUs."""
    right = Right(y=np.array([0.0, 0.0, 0.5, 0.0]), **more)
    return right.of_network("relu", X, 2, "one for each bend", *more)


def told(*weights, right=None):
    """What is said of a function that returns these."""
    return failure(lambda a: weights if a else None, {"a": 1.0}, right or bend(), name="answer")


def test_units_may_stand_in_any_order_and_have_any_size():
    check(lambda a: ([[1, 1]], [0, -1], [[1], [-2]], [0]), {"a": 1.0}, bend())
    check(lambda a: ([[3.0, 0.5]], [-3.0, 0.0], [[-2 / 3], [2.0]], [0.0]), {"a": 1.0}, bend())


def test_a_wrong_network_is_told_at_the_first_point_where_it_is_wrong():
    said = told([[1, 1]], [0, -1], [[1], [-3]], [0])
    assert "Your network is right at 3 of 4 points" in said and "At x = 2, your network says y = -1." in said
    assert "wrong at all 4 points" in told([[1, -1]], [1, 1], [[1], [2]], [3])
    assert "entries" not in said and "y[" not in said


def test_a_slip_leads_to_an_answer_whatever_the_order_of_its_units():
    right = bend().slip("y", np.maximum(0, X) + 2 * np.maximum(0, X - 1), "It is added.")
    assert "It is added. At x = 2" in told([[1, 1]], [-1, 0], [[2], [1]], [0], right=right)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (
            (([[1, 1, 1]]), [0, 0, 0], [[1], [1], [1]], [0]),
            "has 3 units; it has to have 2 units, one for each",
        ),
        (
            ([[1], [1]], [0, -1], [[1], [-2]], [0]),
            "W1 has the shape (2, 1); expected is (1, 2), a column",
        ),
        (
            ([[1, 1]], [0, -1], [1, -2], [0]),
            "W2 has the shape (2,); expected is (2, 1), a row for each",
        ),
        (([[1, 1]], [0, -1], [[1], [-2]], 0.0), "b2 has the shape (); expected is (1,)."),
        (([[1, 1]], [0, -1], [[1], [-2]]), "answer should return 4 arrays: `return W1, b1, W2, b2`."),
        (([[1, 1], [1]], [0, -1], [[1], [-2]], [0]), "W1 has rows of different lengths"),
        (([[1, np.nan]], [0, -1], [[1], [-2]], [0]), "W1[0, 1] is nan"),
    ],
)
def test_what_is_no_such_network_is_told_in_words(weights, words):
    assert words in told(*weights)


def test_a_lookup_is_no_network():
    said = failure(lambda a: lambda x: x, {"a": 1.0}, bend(), name="answer")
    assert "answer returned a function: the weights are asked for, `return W1, b1, W2, b2`." in said


def test_a_number_beside_the_weights_is_judged_by_itself():
    right = bend(top=1.0)
    check(lambda a: ([[1, 1]], [0, -1], [[1], [-2]], [0], 1.0), {"a": 1.0}, right)
    assert "top has the wrong sign" in told([[1, 1]], [0, -1], [[1], [-2]], [0], -1.0, right=right)


def test_sigmoids_and_lines_are_computed_as_by_hand():
    z = 2 * X - 1
    right = Right(y=3 / (1 + np.exp(-z)) + 4).of_network("sigmoid", X, 1, "for the sake of it")
    check(lambda a: ([[2.0]], [-1.0], [[3.0]], [4.0]), {"a": 1.0}, right)
    right = Right(y=abs(X)).of_network("maxout", X, 2, "one for each side")
    check(lambda a: ([[-1, 1]], [0, 0]), {"a": 1.0}, right)
    assert "has 1 line; it has to have 2 lines" in told([[1]], [0], right=right)


def test_two_inputs_are_named_as_a_point():
    x = np.array([[0.0, 0.0], [0.0, 1.0]])
    right = Right(y=np.array([0.0, 1.0])).of_network("relu", x, 1, "which is enough")
    check(lambda a: ([[0], [1]], [0], [[1]], [0]), {"a": 1.0}, right)
    assert "At x = (0, 1), your network says y = 0." in told([[1], [0]], [0], [[1]], [0], right=right)


def test_changes_of_the_model_answer_are_compared_by_what_they_compute():
    source = "def answer(a):\n    return [[1.0, 1.0]], [0.0, -a], [[1.0], [-2.0]], [0.0]\n"
    right = bend()
    changed = functions(source, right.returned, {"np": np})
    kinds = list(tried(changed, right.results, lambda: {"a": 1.0}, lambda found: right.read(found, "answer")))
    assert kinds and all(len(kind.prints) == 1 for kind in kinds)
