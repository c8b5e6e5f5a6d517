"""Tests of what students read: nothing by which their own code could tell what a hidden test has tried."""

import pytest
from trials import both, scores, verdict_of
from trials import test as a_test

from dlcourse.grading.split import unseen

HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
ASKED = a_test("assert f\n" + HIDDEN.format("assert f(987654) == 987654"))
KEEPS = """
seen = []
def f(x):
    seen.append(x)
    return x
def g(): return list(seen)
def fail(): raise type(f'Tried{seen}', (ValueError,), {})(str(seen))
"""
WAYS = {
    "numpy's message": a_test("import numpy as np\nnp.testing.assert_equal(g(), [1])"),
    "unittest's message": a_test(
        "import unittest\nclass T(unittest.TestCase):\n    def runTest(self): pass\nT().assertEqual(g(), [1])"
    ),
    "a key that is missing": a_test("{}[str(g())]"),
    "a message of the test's author": a_test("assert g() == [1], f'g gave {g()}'"),
    "a print of the test": a_test("print(g())"),
    "a print of a test that fails": a_test("print(g())\nassert g() == 1"),
    "a cell of the instructor's that raises": both("fail()"),
    "a cell of the instructor's that fails": both("value = g()\nassert value == 1, value"),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_ran_after_a_hidden_test_does_not_say_what_that_has_tried(way):
    verdict = verdict_of(KEEPS, ASKED, WAYS[way])
    assert verdict.outcomes[1].score == 4
    assert "987654" not in str(verdict), verdict


ECHOES = {
    "an assert": "assert f(987654) == 5, f'expected 5, got {f(987654)}'",
    "an assert with a value as its message": "assert f(987654) == 5, f(987654)",
    "a raise": "if f(987654) != 5: raise ValueError(f'got {f(987654)}')",
    "a raise of what was made before": "e = ValueError(str(f(987654)))\nraise e",
}


@pytest.mark.parametrize("way", ECHOES)
def test_a_hidden_test_does_not_repeat_what_the_students_code_gave_it(way):
    outcome = verdict_of("def f(x): return str(x)", a_test(HIDDEN.format(ECHOES[way]))).outcomes[-1]
    assert outcome.score == 0 and "987654" not in str(outcome.outputs)
    assert outcome.outputs[-1]["evalue"] == "A hidden test did not pass."


SHOWS = """
seen = []
def f(x):
    seen.append(x)
    print("said", x)
    return x
def g(): return list(seen)
class Page:
    def _repr_html_(self): return f"<b>{seen}</b>"
    def __repr__(self): return f"Page {seen}"
def page(): return Page()
"""
SHOWN = {
    "a print": HIDDEN.format("print('got', f(987654))\nassert False"),
    "a print below": HIDDEN.format("f(987654)") + "\nprint(g())",
    "an assert below": HIDDEN.format("f(987654)") + "\nassert g() == 1, g()",
    "NumPy's message below": HIDDEN.format("f(987654)")
    + "\nimport numpy as np\nnp.testing.assert_equal(g(), [1])",
    "a last value": HIDDEN.format("f(987654)") + "\npage()",
    "HTML": HIDDEN.format("from IPython.display import HTML, display\ndisplay(page(), HTML(str(f(987654))))"),
    "what was heard": HIDDEN.format(
        "import contextlib, io\nb = io.StringIO()\n"
        "with contextlib.redirect_stdout(b): f(987654)\nprint(b.getvalue())"
    ),
    "a warning": HIDDEN.format(
        "import warnings\nwarnings.simplefilter('always')\nwarnings.warn(str(f(987654)))"
    ),
    "an error told again": HIDDEN.format("try: f(987654)[0]\nexcept Exception as e: raise KeyError(str(e))"),
    "a log": HIDDEN.format("import logging\nlogging.warning(str(f(987654)))"),
    "a function above": "def show(x):\n    print('shown', x)\n" + HIDDEN.format("show(f(987654))"),
    "a picture": HIDDEN.format(
        "import matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as plt\nplt.title(f(987654))\n"
        "from IPython.display import display\ndisplay(plt.gcf(), {'text/plain': str(g())}, raw=True)"
    ),
}


@pytest.mark.parametrize("way", SHOWN)
def test_what_a_hidden_test_shows_is_shown_to_nobody(way):
    outcome = verdict_of(SHOWS, a_test("print('seen by all')\n" + SHOWN[way])).outcomes[-1]
    assert outcome.outputs[0]["text"] == "seen by all\n"
    shown = outcome.outputs[1:]
    assert not shown or (shown[-1]["evalue"] == "A hidden test did not pass." and len(shown) == 1), shown


def test_no_kind_of_exception_says_what_a_hidden_test_has_tried():
    chooses = "def f(x): raise [KeyError, TypeError][x]"
    told = [
        verdict_of(chooses, a_test(HIDDEN.format(f"f({i})"))).outcomes[-1].outputs[-1]["traceback"]
        for i in (0, 1)
    ]
    assert told[0] == told[1] == ["Error: Your code raised an error in a hidden test."]


WRONG = "def f(x): return x + 1\ndef g(): return [7]"


def test_a_visible_test_after_a_hidden_one_still_says_what_is_wrong():
    told = verdict_of(WRONG, ASKED, a_test("import numpy as np\nnp.testing.assert_equal(f(4), 4)")).outcomes[
        -1
    ]
    assert "ACTUAL: 5" in told.outputs[-1]["evalue"] and "DESIRED: 4" in told.outputs[-1]["evalue"]
    printed = verdict_of(WRONG, ASKED, a_test("print(g())")).outcomes[-1]
    assert printed.outputs[0]["text"] == "[7]\n"


@pytest.mark.slow
def test_where_a_notebook_takes_too_long_to_be_run_again_that_is_what_is_told():
    slow = f"import time\ntime.sleep({unseen.MOST_SECONDS})\n{WRONG}"
    told = verdict_of(slow, ASKED, a_test("assert f(4) == 4, f(4)")).outcomes[-1]
    assert told.outputs[-1]["evalue"] == unseen.SAYS_SLOW


def test_a_test_that_is_run_again_for_its_message_leaves_no_trace():
    makes = "class A:\n    n = 0\n    def up(self):\n        A.n += 1\n        return A.n\ndef f(x): return x"
    fails = a_test("a = A()\nn = 1\na.up()\nassert n == 2")
    uses = a_test("assert a.up() == 2 and n == 1 and A.n == 2")
    assert scores(makes, ASKED, fails, uses) == [4, 0, 4]


def test_a_note_before_any_test_says_what_was_wrong():
    notes = verdict_of("def f(x): return 1", both("raise ValueError('the data are missing')")).notes
    assert "the data are missing" in notes[0]


def test_hidden_tests_are_known_by_the_words_of_the_course():
    cell = a_test("assert f\n# GEHEIM\nassert f(987654) == 2\n# ENDE\n")
    for words, is_told in (("GEHEIM", "ENDE"), False), (("BEGIN", "END"), True):
        outcome = verdict_of("def f(x): return 1", cell, hidden=words).outcomes[-1]
        assert outcome.score == 0 and ("987654" in str(outcome.outputs)) == is_told
