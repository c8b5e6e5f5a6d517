"""An exercise's file becomes visible and hidden checks; what is frozen is what was judged."""

import json

import numpy as np
import pytest
from house import PARTIAL, ROOT

from dlcourse.checks import CheckFailed, checks_of, edit, edits, grade
from dlcourse.checks.bank import SOLUTIONS, Exercise, exercises
from dlcourse.checks.encoding import decode, encode
from dlcourse.checks.freezing import freeze, thaw
from dlcourse.checks.visible import FROZEN

TEXT = '''
Read [chapter 1](https://site/01_double.html). See [What is twice?](https://site/01_double.html#some-section)
```{code-cell} ipython3
:nbgrader: {grade_id: setup, grade: false}
import numpy as np
```

```{code-cell} ipython3
---
nbgrader: {grade_id: double, solution: true}
---
def double(x):
    """2 x"""
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION
```

```{code-cell} ipython3
:nbgrader: {grade_id: double_check, grade: true, points: 1}
check("double", double)
```

```{code-cell} ipython3
:nbgrader: {grade_id: double_hidden, grade: true, points: 2.5}
```
'''
FILE = '''
import numpy as np
from dlcourse.checks import Right, edits
READ = "some-section"
HINT = "Add it to itself."
CONTROL = "01_double.html#control"
VISIBLE = [{"x": np.array([1.5, -2.0, 0.5])}]
def draw(rng):
    yield {"x": rng.normal(size=2)}
    yield {"x": rng.normal(size=(2, 3))}
def judge(x):
    return Right(Y=2 * x)
WRONG = edits("""
x + x -> x * x | x is squared.
x + x -> x @ x | never told: it does not fit
""")
'''


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "01_double"
    folder.mkdir()
    (folder / "01_double.md").write_text(TEXT)
    (folder / "double.py").write_text(FILE)
    (folder / "rows.py").write_text("")
    frozen = tmp_path / "frozen"
    frozen.mkdir()
    (frozen / "01_double.json").write_bytes(freeze(folder))
    monkeypatch.setenv(SOLUTIONS, str(tmp_path))
    monkeypatch.setenv(FROZEN, str(frozen))
    return folder


def test_an_exercise_is_its_file_and_its_cells(folder):
    (found,) = exercises(folder)
    assert found == Exercise(folder, "double") and found.reread == '"What is twice?" in chapter 1'
    assert found.task(quiet=True).control == "https://site/01_double.html#control"
    assert (found.points("check"), found.points("hidden")) == (1, 2.5)
    assert "SOLUTION" not in found.answer and found.function(found.answer)(3) == 6


def test_the_visible_check_says_what_is_right_and_what_is_wrong(folder, capsys):
    check = checks_of("01_double")
    check("double", lambda x: 2 * x)
    assert capsys.readouterr().out == "Right so far: Y. Grading tries other numbers.\n"
    with pytest.raises(
        CheckFailed,
        match=r'x is squared. First(?s:.)*Reread "What is twice\?"(?s:.)*\nSee it here: https://site/\S+#control$',
    ):
        check("double", lambda x: x * x)
    check.hint("double")
    assert capsys.readouterr().out == (
        'Not right: Y. Add it to itself.\nReread "What is twice?" in chapter 1.\n'
        "See it here: https://site/01_double.html#control\n"
    )


def test_a_function_is_checked_under_the_name_that_is_given(folder):
    with pytest.raises(
        CheckFailed, match=r'Called: double\(x = \[1.5, -2, 0.5\]\); these are check.inputs\("double"\)'
    ):
        checks_of("01_double")("double", lambda x: x)
    with pytest.raises(ValueError, match="expected one of"):
        checks_of("01_double")("triple", lambda x: x)
    with pytest.raises(ValueError, match="is dlcourse up to date"):
        checks_of("99_nothing")("double", lambda x: x)


def test_inputs_are_handed_out_as_copies(folder):
    check = checks_of("01_double")
    check.inputs("double")["x"][:] = 0
    assert check.inputs("double")["x"][0] == 1.5


def test_the_hidden_check_judges_other_numbers_in_other_forms(folder):
    seen = []

    def double(x):
        seen.append((x.shape, x.dtype.name))
        return 2 * x

    grade("01_double/double", double)
    assert seen == [(s, d) for s in ((2,), (2, 3)) for d in ("float64", "float64", "float32")]
    with pytest.raises(CheckFailed, match="x is squared"):
        grade("01_double/double", lambda x: x * x)


def test_without_a_folder_of_exercises_nothing_is_graded(monkeypatch):
    monkeypatch.delenv(SOLUTIONS, raising=False)
    with pytest.raises(ValueError, match="grade with nbgrader"):
        grade("01_double/double", abs)


def test_what_is_frozen_has_numbers_and_no_formula(folder):
    entry = json.loads(freeze(folder))["double"]
    (case,) = entry["cases"]
    assert decode(case["parts"])["results"]["Y"].tolist() == [3, -4, 1]
    assert entry["slips"][0][0] == "x is squared." and entry["changes"]
    assert "x + x" not in freeze(folder).decode()
    task, (thawed,) = thaw(freeze(folder))["double"]
    assert thawed.judge().results["Y"].tolist() == [3, -4, 1]
    assert [slip.told for slip in thawed.judge().slips][:1] == ["x is squared."]


@pytest.mark.parametrize("value", [{"a": [1, 2.5], 3: ("b", None)}, [True, "x"], {"x": (1, [2])}], ids=str)
def test_inputs_are_written_down_exactly(value):
    assert decode(json.loads(json.dumps(encode(value)))) == value


def test_arrays_are_written_down_exactly():
    array = np.random.default_rng(0).normal(size=(2, 3))
    again = decode(json.loads(json.dumps(encode({"x": array}))))["x"]
    assert again.dtype == array.dtype and np.array_equal(again, array)


def test_an_edit_that_no_longer_fits_the_model_answer_is_named():
    with pytest.raises(ValueError, match="expected 'x - x' in the model answer"):
        edit("x - x", "0").of("return x + x")
    with pytest.raises(ValueError, match="expected `old -> new"):
        edits("x + x is wrong")
    assert edit("def f(): pass").of("whatever") == "def f(): pass"


def test_the_frozen_checks_of_the_course_are_there():
    names = {path.name for path in (ROOT / "solutions").glob("[0-9]*")}
    frozen = ROOT / "dlcourse" / "checks" / "frozen"
    assert {path.stem for path in frozen.glob("*.json")} == names - set(PARTIAL)  # not released yet
