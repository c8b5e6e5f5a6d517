"""Every answer of the bank, in a process of its own: the same verdict and message as in this one."""

from dataclasses import replace

import pytest
import test_exercises as here
from there import told_there, warm

pytestmark = pytest.mark.slow
ODD = {
    "a generator": "return (n for n in range(3))",
    "a coroutine": "async def later(): pass\n    return later()",
    "a function": "return lambda: 1",
    "a class": "return dict",
    "a method": "return [].append",
    "None": "return None",
    "a text": "return 'three'",
    "a dict": "return {'xW': 1}",
    "a set": "return {1, 2}",
    "texts": "return ['a', 'b']",
    "a ragged list": "return [[1.0], [1.0, 2.0]]",
    "a map": "return map(float, '12')",
    "a range": "return range(4)",
    "a fraction": "from fractions import Fraction\n    return Fraction(1, 3)",
    "a matrix": "import numpy as np\n    return np.matrix([[1.0]])",
    "a masked array": "import numpy as np\n    return np.ma.masked_array([1.0, 2.0], [True, False])",
    "an array of objects": "import numpy as np\n    return np.array([None, 1.0])",
    "complex numbers": "import numpy as np\n    return np.array([1j])",
    "NaN": "import numpy as np\n    return np.full(3, np.nan)",
    "a tensor": "from dlcourse.tensor import Tensor\n    return Tensor([1.0])",
    "an own object": "class Mine: pass\n    return Mine()",
    "a truth value": "return True",
    "exit": "import sys; sys.exit(3)",
    "an error of its own": "class Mine(BaseException): pass\n    raise Mine('no')",
    "a warning": "import numpy as np\n    return np.log(np.zeros(1))",
    "a print": "print('seen')",
}


@pytest.fixture(autouse=True, scope="module")
def both_shells():
    warm()


def differences(exercise, sources):
    task = exercise.task(quiet=True)
    task = replace(task, limits=replace(task.limits, seconds=task.limits.seconds / here.SLOWER))
    cases = {check: here.cases(exercise, check) for check in ("check", "hidden")}
    there = told_there(sources, exercise, task, cases)
    both = {name: (here.told(exercise, source), there[name]) for name, source in sources.items()}
    return {name: pair for name, pair in both.items() if pair[0] != pair[1]}


@pytest.mark.parametrize(
    "exercise", [one for one in here.ALL if one.name not in here.SLOW], ids=lambda one: one.name
)
def test_each_answer_of_the_bank_is_told_the_same(exercise):
    edits = exercise.module.WRONG | {f"right: {k}": v for k, v in exercise.get("RIGHT", {}).items()}
    sources = {"the model answer": exercise.answer}
    sources |= {name: edit.of(exercise.answer) for name, edit in edits.items()}
    assert not differences(exercise, sources)


@pytest.mark.parametrize("name", ["forward", "unbroadcast", "lookup_layer", "accuracy_on_the_unseen"])
def test_odd_results_are_told_the_same(name):
    exercise = next(one for one in here.ALL if one.name == name)
    head = exercise.answer.split('"""')[0]
    sources = {what: f'{head}"""Odd."""\n    {body}\n' for what, body in ODD.items()}
    assert not differences(exercise, sources)
