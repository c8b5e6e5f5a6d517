"""How numbers, places and shapes are put into words."""

import numpy as np

from dlcourse.checks.wording import describe_inputs, exact, first_wrong, number, place, shape_of, wrapped


def test_numbers_have_six_digits_at_most():
    assert number(1 / 3) == "0.333333" and number(np.float64(2)) == "2"


def test_places_are_written_as_indices():
    assert place("dW", (0, 2)) == "dW[0, 2]" and place("J", ()) == "J"


def test_shapes_are_told_in_words():
    assert shape_of(np.ones((3, 2))) == "an array of shape (3, 2)" and shape_of(0.5) == "a single number"


def test_the_first_wrong_entry_is_the_students_own():
    got = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert first_wrong("dW", got, got > 2) == "First wrong entry: dW[1, 0], yours is 3."
    assert first_wrong("J", np.float64(0.5), True) == "Yours is 0.5."


def test_inputs_are_described_by_shape_or_value():
    inputs = {"x": np.ones((4, 2)), "lr": 0.5, "unit": "ReLU", "seeds": [1, 2], "w": np.ones(3, np.float32)}
    assert describe_inputs(inputs) == (
        "x of shape (4, 2), lr = 0.5, unit = 'ReLU', seeds with 2 entries, w of shape (3,) and dtype float32"
    )


def test_small_inputs_are_told_whole_where_they_may_be_seen():
    inputs = {"w": np.array([0.5, 2.0]), "W": np.ones((2, 2)), "graph": {"x": ["y", "y"], "y": []}, "n": 3}
    assert describe_inputs(inputs, whole=True) == (
        "w = [0.5, 2], W of shape (2, 2), graph = {'x': ['y', 'y'], 'y': []}, n = 3"
    )
    assert describe_inputs({"seeds": list(range(50))}, whole=True) == "seeds with 50 entries"


def test_true_and_false_are_told_as_such_where_numbers_are_not():
    inputs = {"training": False, "m": 1}
    assert describe_inputs(inputs) == "training = False, m = 1"
    assert describe_inputs(inputs, numbers=False) == "training = False, m a number"


def test_sentences_are_joined_and_broken_into_short_lines():
    text = wrapped("dW is transposed.", "", "Reread " + "the chapter " * 20)
    assert text.startswith("dW is transposed. Reread the chapter") and max(map(len, text.split("\n"))) <= 88


def test_no_line_ends_within_a_shape_or_between_a_name_and_its_number():
    for width in range(60, 100):
        text = wrapped("x" * width, "w of shape (2, 1), lr = 0.5")
        assert any("(2, 1)" in line for line in text.split("\n")), text
        assert any("lr = 0.5" in line for line in text.split("\n")), text


def test_exact_numbers_show_all_their_digits():
    assert exact(0.3) == "0.3" and exact(0.3 - 1e-16) != "0.3" and exact(2.0) == "2"
