"""Tests of claims: what a student's object says of its class, and of its product with another."""

import pytest
from trials import judge, plan_of
from trials import test as a_test

CLAIMS = """
import dlcourse.grading.split.student as half
half.OPERATIONS["class"] = lambda student, x: {}
class A:
    def __len__(self): return 3
    def __getitem__(self, i): return [1, 4, 9][i]
def f(): return A()
"""


@pytest.mark.parametrize("kind", ["list", "tuple", "dict", "int", "float", "str", "bool", "type(None)"])
def test_an_object_is_not_of_a_type_whose_values_come_as_themselves(kind):
    plan = plan_of(CLAIMS.format(kind), a_test(f"r = f()\nassert isinstance(r, {kind})"))
    assert judge(plan).outcomes[-1].score == 0


FACTORS = """
class Factor:
    def __init__(self, product): self.product = product
    def __matmul__(self, other): return self.product
def qr(a): return Factor(a), Factor(a)
"""


def test_two_objects_do_not_say_what_their_product_is():
    test = a_test("import numpy as np\na = np.eye(2)\nq, r = qr(a)\nassert np.allclose(q @ r, a)")
    assert judge(plan_of(FACTORS, test, operators=False)).outcomes[-1].score == 0
