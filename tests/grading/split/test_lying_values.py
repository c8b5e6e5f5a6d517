"""Values of a student that lie where a test computes with them: in a difference, in points it counts."""

import pytest
from trials import judge, plan_of
from trials import test as a_test

LIAR = """
class Number(float):
    def __sub__(self, other): return 0.0
    __rsub__ = __add__ = __mul__ = __truediv__ = __rtruediv__ = __sub__
class Other:
    def __sub__(self, other): return self
    def __abs__(self): return 0.0
    __rsub__ = __truediv__ = __add__ = __sub__
"""
CLOSE = [
    "abs(f() - 3.0) < 1e-6",
    "abs(3.0 - f()) < 1e-6",
    "abs(f() / 3.0 - 1) < 1e-6",
    "abs(-3.0 + f()) < 1e-6",
]


@pytest.mark.parametrize("close", CLOSE)
@pytest.mark.parametrize("value, points", [("3.0", 4), ("Number(77)", 0), ("Other()", 0)])
def test_no_object_says_how_far_it_is_from_what_a_test_expects(close, value, points):
    plan = plan_of(f"{LIAR}\ndef f(): return {value}", a_test(f"assert {close}"), operators=False)
    assert judge(plan).outcomes[-1].score == points


def test_objects_work_out_operators_where_the_assignment_asks_for_such():
    vector = """
class Vector:
    def __init__(self, x): self.x = x
    def __sub__(self, other): return Vector(self.x - getattr(other, "x", other))
"""
    plan = plan_of(vector, a_test("assert (Vector(3) - 1).x == 2 and (Vector(3) - Vector(1)).x == 2"))
    assert judge(plan).outcomes[-1].score == 4


COUNT = "n = 0\nfor x in (1, 2):\n    n += f(x) == x\n"


@pytest.mark.parametrize(
    "last", ["n", "2 * n", "4 * n / 2", "min(4, 2 * n)", "2.0 * (f(1) == 1) + 2.0 * (f(2) == 2)"]
)
@pytest.mark.parametrize(
    "value, points", [("x", 4), ("0", 0), ("np.array([x, 0])", 0), ("1j * np.ones(2)", 0)]
)
def test_points_that_are_no_number_are_none(last, value, points):
    source = f"import numpy as np\ndef f(x): return {value}"
    expected = 2 if (last, points) == ("n", 4) else points
    assert judge(plan_of(source, a_test(COUNT + last))).outcomes[-1].score == expected


@pytest.mark.parametrize("last", ["f(2)", "f(2) - 1", "'passed: ' + str(n)", "[n]", "f(2)[0] == 2"])
def test_a_test_that_ends_by_showing_something_gives_all_points(last):
    source = "import numpy as np\ndef f(x): return np.array([x, x])"
    assert judge(plan_of(source, a_test(f"n = 1\n{last}"))).outcomes[-1].score == 4
