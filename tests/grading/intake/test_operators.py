"""Whether tests may have objects work out operators: only where right answers can make such objects."""

import pytest
from small_intake import SQUARES, assignment, cell, notebook

ANSWERS = {
    "functions alone": (SQUARES, False),
    "numpy and the standard library": (f"import math\nimport numpy as np\n{SQUARES}", False),
    "a class without operators": (
        "class A:\n    def __init__(self): self.x = 1\nclass B(object): pass",
        False,
    ),
    "a class with an operator": ("class A:\n    def __sub__(self, other): return self", True),
    "a class that inherits": ("class A(dict): pass", True),
    "a library of objects": (f"import sympy\n{SQUARES}", True),
}


@pytest.mark.parametrize("answer, expected", ANSWERS.values(), ids=ANSWERS)
def test_objects_are_asked_for_operators_where_answers_make_such(answer, expected):
    book = notebook(
        cell(answer, grade_id="a", solution=True),
        cell("assert True", grade_id="t", grade=True, locked=True, points=1),
    )
    assert assignment(book).sheets[0].operators is expected
