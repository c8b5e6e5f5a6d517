"""Tests of questions: of a student's object a test asks what it asks of a right answer, and no more."""

import pytest
from trials import against, plan_of, verdict_of
from trials import test as a_test

from dlcourse.grading.plans import Plan, Verdict

LIAR = """
class Liar:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __contains__ = equals = startswith = issubset = __lt__
    def __hash__(self): return 0
    def __bool__(self): return True
    def __sub__(self, other): return self
    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __mod__ = __sub__
    def __divmod__(self, other): return (0, 0)
    def __abs__(self): return 0.0
    __float__ = __abs__
    def __int__(self): return 0
    __index__ = __int__
    def __array__(self, dtype=None, copy=None):
        import numpy as np
        return np.zeros(3)
"""
VECTOR = """
class Vector:
    def __init__(self, x, y): self.x, self.y = x, y
    def __eq__(self, other): return (self.x, self.y) == (other.x, other.y)
    def __hash__(self): return hash((self.x, self.y))
    def __lt__(self, other): return self.norm() < other.norm()
    def __add__(self, other): return Vector(self.x + other.x, self.y + other.y)
    def __sub__(self, number): return Vector(self.x - number, self.y - number)
    def __mul__(self, number): return Vector(self.x * number, self.y * number)
    __rmul__ = __mul__
    def __matmul__(self, other): return self.x * other.x + self.y * other.y
    def __contains__(self, number): return number in (self.x, self.y)
    def __abs__(self): return self.norm()
    def norm(self): return (self.x**2 + self.y**2) ** 0.5
    def __bool__(self): return self.norm() > 0
def size(v): return v.norm()
"""
ASKED = {
    "two are equal": "assert Vector(1, 2) + Vector(1, 1) == Vector(2, 3)",
    "two differ": "assert Vector(1, 2) != Vector(1, 1)",
    "the lesser": "assert Vector(1, 0) < Vector(3, 4)",
    "sorted": "assert [v.x for v in sorted([Vector(3, 4), Vector(1, 0)])] == [1, 3]",
    "in a set": "assert len({Vector(1, 2), Vector(1, 2), Vector(3, 4)}) == 2",
    "a key": "assert {Vector(1, 2): 'a'}[Vector(1, 2)] == 'a'",
    "a number in it": "assert 1 in Vector(1, 2) and 3 not in Vector(1, 2)",
    "one of a list": "assert Vector(1, 2) in [Vector(0, 0), Vector(1, 2)]",
    "times a number": "v = 2 * Vector(1, 2) * 3\nassert (v.x, v.y) == (6, 12)",
    "its product": "assert Vector(1, 2) @ Vector(3, 4) == 11",
    "its size": "assert abs(Vector(3, 4) * 2) == 10",
    "its truth": "assert Vector(1, 0) and not Vector(0, 0)",
    "by name": "assert Vector(1, 2).__eq__(Vector(1, 2)) is True",
    "by unittest": "import unittest\nunittest.TestCase().assertEqual(Vector(1, 2), Vector(1, 2))",
}
WRONG = (
    VECTOR.replace("x + other.x", "x").replace("> 0", ">= 0").replace("** 0.5", "** 1.5")
    + """
Vector.__eq__ = lambda self, other: self is other
Vector.__contains__ = lambda self, number: True
Vector.__mul__ = Vector.__rmul__ = lambda self, number: self
Vector.__lt__ = Vector.__matmul__ = lambda self, other: 0
Vector.__ne__ = lambda self, other: False
"""
)


@pytest.mark.parametrize("name", ASKED)
def test_what_is_asked_of_right_answers_is_asked_of_others(name):
    assert against(VECTOR, VECTOR, ASKED[name]).outcomes[-1].score == 4
    assert against(VECTOR, WRONG, ASKED[name]).outcomes[-1].score == 0


LIES = {
    "equal to a number": "assert size(Vector(3, 4)) == 5",
    "a number equal to it": "assert 5 == size(Vector(3, 4))",
    "near to a number": "assert abs(size(Vector(3, 4)) - 5) < 1e-9",
    "a number near to it": "assert abs(5 - size(Vector(3, 4))) < 1e-9",
    "a ratio": "assert abs(size(Vector(3, 4)) / 5 - 1) < 1e-9",
    "a remainder": "assert divmod(size(Vector(3, 4)), 5) == (1, 0)",
    "less": "assert 4.9 < size(Vector(3, 4)) < 5.1",
    "one of some": "assert size(Vector(3, 4)) in (5, 5.0)",
    "one of a set": "assert size(Vector(3, 4)) in {5}",
    "a key": "assert {5: 'yes'}[size(Vector(3, 4))] == 'yes'",
    "near by NumPy": "import numpy as np\nnp.testing.assert_allclose(size(Vector(3, 4)), 5)",
    "near by math": "import math\nassert math.isclose(size(Vector(3, 4)), 5)",
    "near by unittest": "import unittest\nunittest.TestCase().assertAlmostEqual(size(Vector(3, 4)), 5)",
    "near in two steps": "import numpy as np\nassert np.allclose(np.asarray(size(Vector(3, 4)) - 5), 0)",
    "near in a test that subtracts, too": "(Vector(3, 4) - 1).x\nassert abs(size(Vector(3, 4)) - 5) < 1e-9",
    "its own comparison": "assert size(Vector(3, 4)).__eq__(5)",
}


@pytest.mark.parametrize("name", LIES)
def test_no_object_lies_where_right_answers_are_numbers(name):
    lies = VECTOR + LIAR + "def size(v): return Liar()\n"
    assert against(VECTOR, VECTOR, LIES[name]).outcomes[-1].score == 4
    verdict = against(VECTOR, lies, LIES[name])
    assert verdict.outcomes[-1].score == 0, verdict


METHODS = {
    "a set": ("{1, 2}", "assert f().issubset({1, 2, 3}) and f()"),
    "a text": ("'hello'", "assert f().startswith('hell')"),
    "bytes": ("b'hello'", "assert f().endswith(b'llo')"),
}


@pytest.mark.parametrize("name", METHODS)
def test_no_object_is_handed_what_is_expected_where_right_answers_are_values(name):
    value, test = METHODS[name]
    right = f"def f(): return {value}"
    assert against(right, right, test).outcomes[-1].score == 4
    assert against(right, LIAR + "def f(): return Liar()", test).outcomes[-1].score == 0


def test_who_gives_an_object_is_told_what_to_give_and_a_person_looks():
    lies = VECTOR + LIAR + "def size(v): return Liar()\n"
    verdict = against(VECTOR, lies, "assert abs(size(Vector(3, 4)) - 5) < 1e-9")
    assert "return a plain value (a number" in verdict.outcomes[-1].outputs[-1]["evalue"]
    assert verdict.notes == (
        "'test1' met an object where the source's answers give none, and did not ask it for sub: look at it.",
    )


NUMBER = """
import numpy as np
class Number:
    def __float__(self): return 2.5
    def __array__(self, *more, **options): return np.array(2.5)
def f(): return Number()
"""


def test_an_object_where_a_number_would_do_is_a_number_by_its_own_words():
    test = "import numpy as np\nassert float(f()) == 2.5\nnp.testing.assert_allclose(f(), 2.5)"
    assert against("def f(): return 2.5", NUMBER, test).outcomes[-1].score == 4
    assert against("def f(): return 2.5", NUMBER.replace("2.5", "2.6"), test).outcomes[-1].score == 0


NODES = """
class Node:
    def __init__(self, next=None): self.next = next
def last(n):
    while n.next: n = n.next
    return n
"""
LYING_NODES = """
class Node(Liar):
    def __init__(self, next=None): self.next = next
def last(n): return Node()
"""
BY_IDENTITY = """a = Node()
assert last(Node(Node(a))) == a and last(a) != Node()
assert {a: 1}[last(Node(a))] == 1 and a in [a]"""


def test_objects_that_compare_by_which_they_are_are_asked_nothing():
    assert against(NODES, NODES, BY_IDENTITY).outcomes[-1].score == 4
    assert against(NODES, NODES + LIAR + LYING_NODES, BY_IDENTITY).outcomes[-1].score == 0


STACK = """
class Stack:
    def __init__(self): self.items = []
    def push(self, x): self.items.append(x)
    def __len__(self): return len(self.items)
    def __iter__(self): return iter(self.items)
"""
TRUTH = """s = Stack()
assert not s and len(s) == 0
s.push(3)
assert s and len(s) == 1
if not s: raise ValueError
assert 3 in s and 4 not in s"""
LYING_STACK = """
class Stack(Stack):
    def __bool__(self): return 5
    def __contains__(self, x): return True
"""


def test_truth_and_membership_need_no_reference():
    assert verdict_of(STACK, a_test(TRUTH)).outcomes[-1].score == 4
    assert verdict_of(STACK.replace("len(self.items)", "1"), a_test(TRUTH)).outcomes[-1].score == 0
    assert verdict_of(STACK + LYING_STACK, a_test("assert Stack()")).outcomes[-1].score == 0
    assert verdict_of(STACK + LYING_STACK, a_test("assert 3 in Stack()")).outcomes[-1].score == 0


def test_an_object_is_no_empty_array_where_right_answers_are_numbers():
    empty = NUMBER.replace("np.array(2.5)", "np.zeros(0)")
    test = "import pytest\nassert pytest.approx(5) == f()"
    assert against("def f(): return 5", empty, test).outcomes[-1].score == 0


ALL_OF_NONE = {
    "np.zeros((0, 2))": "import numpy as np\nassert np.allclose(f(), [1, 2])",
    "[]": "assert all(x == y for x, y in zip(f(), [1, 2]))",
}


@pytest.mark.parametrize("value", ALL_OF_NONE)
def test_a_person_is_told_of_nothing_where_right_answers_give_something(value):
    empty, test = f"import numpy as np\ndef f(): return {value}", ALL_OF_NONE[value]
    (note,) = against("def f(): return [1, 2]", empty, test).notes
    assert note.startswith("'test1' passes with an empty array or list where the source's answers give none")
    assert against(empty, empty, test).notes == ()
    assert against("def f(): return [1, 2]", empty, "assert f() == [1, 2]").notes == ()


def test_questions_cross_processes():
    plan = plan_of("x = 1", questions={"t": ("sub hp h",)})
    assert Plan.from_bytes(plan.to_bytes()).questions == {"t": ("sub hp h",)}
    verdict = verdict_of(VECTOR, a_test("(Vector(1, 2) - 1).x"), reference=True)
    assert Verdict.from_bytes(verdict.to_bytes()) == verdict
    assert verdict.outcomes[-1].asked == ("sub hp h",)
