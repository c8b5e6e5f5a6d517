"""The state of a control: what fields allow, in Python and in the page, and how an address holds it."""

from dataclasses import replace

import numpy as np
import pytest
from javascript import CONTROLS, evaluate, needs_node

from dlcourse.widgets.frame import fields
from dlcourse.widgets.frame.state import checked, choice, flag, fragment, number, numbers, own_numbers, whole

FIELDS = [
    number("w", 0.5, -2, 2),
    whole("step", 0, 0, 100),
    choice("unit", "relu", {"relu": "ReLU", "tanh": "tanh"}),
    flag("hide", False),
    numbers("own", (), -100, 100, lengths=(0, 3)),
    number("guess", None, 0, 1),
    fields.text("line", 9),
]


def parsed(texts):
    message = {"fields": [field.as_json() for field in FIELDS], "texts": texts}
    return evaluate("({ fields, texts }) => dlcourse.parsed(fields, texts)", message)


def test_what_is_not_given_is_at_its_start():
    given = {"unit": "tanh", "own": [1, 2, 3]}
    expected = {"w": 0.5, "step": 0, "unit": "tanh", "hide": False, "own": [1.0, 2.0, 3.0], "guess": None}
    assert checked("demo", FIELDS, given) == expected | {"line": ""}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"w": 3}, "demo: expected w as a number from -2 to 2, got 3"),
        ({"w": float("nan")}, "expected w as a number"),
        ({"w": None}, "expected w as a number from -2 to 2, got None"),
        ({"step": "12"}, "expected step as a whole number from 0 to 100, got 12"),
        ({"step": 1.5}, "expected step as a whole number from 0 to 100, got 1.5"),
        ({"unit": "step"}, r"expected unit in \['relu', 'tanh'\], got 'step'"),
        ({"own": [1, 2]}, r"expected own of length \(0, 3\), got 2"),
        (
            {"line": "ten signs:"},
            "expected line as a text of at most 9 characters, got 'ten signs:'; shorten",
        ),
        ({"line": 5}, "expected line as a text of at most 9 characters, got 5"),
        ({"own": [1, 2, 1000]}, "expected own as a number from -100 to 100"),
    ],
)
def test_a_value_out_of_range_is_refused(given, message):
    with pytest.raises(ValueError, match=message):
        checked("demo", FIELDS, given)


def test_an_unknown_field_is_refused_with_the_list():
    with pytest.raises(TypeError, match=r"expected a field of \['w', .*, got 'v'"):
        checked("demo", FIELDS, {"v": 1})


def test_numpy_numbers_become_pythons():
    state = checked("demo", FIELDS, {"w": np.float32(0.25), "step": np.int64(3), "own": np.ones(3)})
    assert [type(state[name]) for name in ("w", "step", "own")] == [float, int, list]


@needs_node
def test_an_address_says_what_python_has_put_into_it():
    state = {"w": -0.125, "step": 7, "unit": "tanh", "hide": True, "own": [1.0, -2.5, 1e-7], "guess": 0.25}
    state |= {"line": "a&b = +"}
    code = """(hash) => Object.fromEntries([...new URLSearchParams(hash.slice(1))]
              .map(([name, text]) => [name.replace("demo.", ""), text]))"""
    assert parsed(evaluate(code, fragment("demo", state))) == state


@needs_node
def test_the_page_writes_addresses_as_python_does():
    values = [0.1, -2, 1 / 3, True, "run 1", [1, -0.5, 0.125], 123456789.125]
    for value, text in zip(values, evaluate("(v) => v.map(dlcourse.asText)", values), strict=True):
        assert fragment("demo", {"v": value}) == f"#demo.v={text.replace(' ', '+')}"
    tiny = [1, -1e-9, 1e-15]  # written differently, read alike
    assert parsed({"own": evaluate("dlcourse.asText", tiny)})["own"] == tiny


@needs_node
def test_nonsense_is_ignored_and_what_lies_outside_is_moved_to_the_border():
    texts = {"w": "9", "step": "2.7", "unit": "no", "hide": "maybe", "own": "1_2", "guess": ""}
    assert parsed(texts) == {"w": 2, "step": 3}
    assert parsed({"w": "x", "step": "", "own": "1_x_3", "other": "1"}) == {}
    assert parsed({"own": "1_2_1000", "line": "0123456789"}) == {"own": [1, 2, 100], "line": "012345678"}


@needs_node
def test_values_of_another_kind_are_ignored():
    code = "({ fields, values }) => dlcourse.accepted(fields, values)"
    message = {"fields": [field.as_json() for field in FIELDS]}
    wrong = {"w": "1", "step": None, "unit": 3, "hide": "true", "own": 5, "guess": None, "line": 7}
    assert evaluate(code, message | {"values": wrong}) == {"guess": None}


OF_OWN = [
    choice("data", "AND", {"AND": "AND", "OR": "OR", "own": "your own"}),
    choice("width", "1", {"1": "one", "2": "two"}),
    own_numbers("data", -9, 9, "numbers of your own", fits=("width", {"1": 2, "2": 4})),
    whole("step", 0, 0, 9, anew=("data",)),
    whole("guess", None, 0, 9, anew=("data", "own")),
]
HERE = {"data": "AND", "width": "1", "own": [], "step": 3, "guess": 5}
CHANGES = [  # what is changed, and what then differs from HERE
    ({"data": "OR"}, {"data": "OR", "step": 0, "guess": None}),
    ({"data": "own"}, {"data": "own", "own": [7, 8], "guess": None}),  # the same numbers: the run goes on
    ({"data": "own", "own": [1, 2]}, {"data": "own", "own": [1, 2], "guess": None}),
    ({"data": "own", "own": [1, 2], "width": "2"}, {"width": "2", "guess": None, "step": 0}),
    ({"step": 4}, {"step": 4}),
]


@needs_node
def test_own_numbers_come_and_go_with_their_choice_and_what_starts_anew_is_said_by_its_field():
    code = """({ fields, here, changes }) => changes.map((one) =>
      dlcourse.mended(fields, { ...here, ...one }, one, () => [7, 8]))"""
    message = {"fields": [field.as_json() for field in OF_OWN], "here": HERE}
    found = evaluate(code, message | {"changes": [change for change, _ in CHANGES]})
    assert found == [HERE | expected for _, expected in CHANGES]


def test_own_numbers_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="demo: expected 4 own numbers with width='2', got 2; list all"):
        checked("demo", OF_OWN, {"data": "own", "own": [1, 2], "width": 2})


@pytest.mark.parametrize("make", CONTROLS.values(), ids=CONTROLS)
def test_every_start_is_allowed_by_its_own_field(make):
    control = make()
    for field in control.fields:
        start = control.state[field.name]
        assert field.check(control.maker, start) == start
        assert field.spoken
        assert replace(field, start=start).as_json()["name"] == field.name
