"""Tests of this course's hidden checks: whatever a student's code says while it is tried, nobody reads it."""

import pytest
from small_assignment import NAME, write_small
from trials import test as a_test
from trials import verdict_of

HIDDEN = a_test(
    "# More numbers.\n### BEGIN HIDDEN TESTS\nfrom dlcourse.checks import grade\n"
    f'grade("{NAME}/double", double)\n### END HIDDEN TESTS'
)


@pytest.fixture
def said(tmp_path):
    """(answer) -> what its student reads of the hidden check."""
    folder = write_small(tmp_path).parent

    def said(answer, points=0):
        verdict = verdict_of(answer, HIDDEN, environment={"DLCOURSE_SOLUTIONS": str(folder)})
        outcome = verdict.outcomes[-1]
        assert outcome.score == points and not verdict.notes
        return "\n".join(str(one.get("evalue", one)) for one in outcome.outputs)

    return said


WAYS = {
    "the text of an error": "raise ValueError(repr(x))",
    "the text of an error that Python words": "return {}[x]",
    "the name of an error's class": "raise type(f'Tried{x}', (ValueError,), {})('no')",
    "an attribute": "return getattr(x, f'tried_{x}')",
    "a name": "return eval(f'tried_{x}')",
    "a warning": "import warnings\n    warnings.warn(f'tried {x}')\n    return x",
    "a warning like NumPy's": "import warnings as w\n    w.warn(f'overflow {x}')\n    return x",
    "a warning's class": "import warnings as w\n    w.warn('', type(f'T{x}', (Warning,), {}))\n    return x",
    "what it prints": "print(x)",
    "a number": "return x",
    "an array": "import numpy as np\n    return np.full(abs(int(x)), x)",
    "a text": "return str(x)",
    "a text in an array": "import numpy as np\n    return np.array([str(x)])",
    "a dtype": "import numpy as np\n    return np.array(['a' * abs(int(x))]).astype(f'S{abs(int(x))}')",
    "a date": "import numpy as np\n    return np.array(['2020'], f'M8[{abs(int(x))}D]')",
    "a class": "return type(f'T{x}', (), {})()",
    "a class of iterators": "return type(f'T{x}', (), {'__iter__': iter, '__next__': iter})()",
    "so many results": "return (x,) * abs(int(x))",
    "an input that it changes": "global double\n    double.__name__ = f'd{x}'\n    raise NotImplementedError",
    "the line of an error": "exec(compile(f'raise ValueError # {x}', f'<{x}>', 'exec'))",
    "a sentence of the checks": "raise SystemExit(f'1, in the line `{x}`')",
    "its own frames": "import sys\n    sys._getframe(1).f_locals['problem'] = str(x)\n    raise KeyError(x)",
}


@pytest.mark.parametrize("way", WAYS)
def test_no_input_of_a_hidden_check_can_be_read(said, way):
    text = said(f"def double(x):\n    {WAYS[way]}")
    assert "double" in text
    assert not any(secret in text for secret in ("1234", "2468")), text


FORGED = """
from dlcourse.grading.split import checked
def answer(function, what, *parts):
    return {"peeks": None, "unused": ["1234"], "call": [["plain", None], PROBLEM, ["1234"], False]}[what]
checked.answer = answer
def double(x):
    return x
"""


@pytest.mark.parametrize(
    "problem",
    [
        "double stopped with ValueError: 1234",
        "double stopped with V1234: no.",
        "double should take x, in this order; yours is defined as double(x1234)",
        "double was not done after 1234 seconds of computing, and was stopped.",
        "double changed its input: x was 1234 before the call",
        "double calls t1234 of the library, which is what the exercise asks for: write it yourself.",
        "x1234 is not written yet: put your answer in the place of `raise ...`.",
        "double stopped with ValueError: operands could not be broadcast together 1234, in the line `1234`.",
        "1234",
    ],
)
def test_a_process_that_forges_its_answers_tells_nothing_by_them(said, problem):
    assert "1234" not in said(FORGED.replace("PROBLEM", repr(problem)))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("raise NotImplementedError", "double is not written yet: put your answer in the place of"),
        (
            "y = x\n    return y[0]",
            "double stopped with TypeError: an object cannot be used so, in the line `return y[0]`.",
        ),
        (
            "return 1 / 0",
            "double stopped with ZeroDivisionError: division by zero, in the line `return 1 / 0`.",
        ),
        (
            "return double(x)",
            "RecursionError: maximum recursion depth exceeded, in the line `return double(x)`",
        ),
        ("return x + z", "double stopped with NameError: a name is not defined, in the line `return x + z`."),
        ("raise ValueError(x)", "double stopped with ValueError, in the line `raise ValueError(x)`."),
        ("return x", "Is a number fixed in yours?"),
        ("return 6", "double never uses its argument x. Y is a wrong count."),
        ("x += 1\n    return 6", "Y is a wrong count. Is a number fixed in yours?"),
        ("pass", "Y is None. Does the function end with `return`?"),
    ],
)
def test_what_is_wrong_is_still_told(said, body, told):
    text = " ".join(said(f"def double(x):\n    {body}").split())
    assert told in text and text.endswith("Called: double(x a number)"), text


def test_another_number_of_arguments_is_told(said):
    assert "double should take x." in said("def double(x, y):\n    return x")
    assert said("def double(x):\n    return x + x", points=4) == ""


def test_a_page_has_the_words_of_the_notebook(tmp_path):
    folder = write_small(tmp_path).parent
    answer = "def double(x):\n    return x"
    (said,) = verdict_of(answer, HIDDEN, environment={"DLCOURSE_SOLUTIONS": str(folder)}).outcomes[-1].outputs
    assert said["ename"] == "CheckFailed" and said["traceback"] == ["Not right yet.", said["evalue"]]
