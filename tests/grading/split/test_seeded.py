"""Tests that seed the global generators: what an answer draws is what it draws where both are one process."""

import random

import numpy as np
import pytest
from trials import scores
from trials import test as a_test

DRAWS = """
import random
import numpy as np
def f(): return np.random.rand()
def g(n): return np.random.randn(n)
def h(): return random.random(), random.gauss(0, 1)
"""
OWN, OTHER = np.random.RandomState(7), random.Random(7)
NORMAL = np.random.RandomState(7).standard_normal(3).tolist()
TESTS = {
    "seed": f"np.random.seed(7)\nassert f() == {OWN.random_sample()!r}",
    "half a pair of normals": f"np.random.seed(7)\nassert [*g(1), *g(2)] == {NORMAL!r}",
    "Python's": f"import random\nrandom.seed(7)\nassert h() == {(OTHER.random(), OTHER.gauss(0, 1))!r}",
    "the same seed again": "np.random.seed(1)\na = f()\nassert a != f()\nnp.random.seed(1)\nassert a == f()",
    "the judge's own": "np.random.seed(1)\na = np.random.rand(2)[1]\nnp.random.seed(1)\nf()\n"
    "assert a == np.random.rand(2)[1]",
}
CHOOSES = """
import numpy as np
def f(): np.random.set_state(("MT19937", np.zeros(624, "u4"), 624, 0, 0.0))
"""


@pytest.mark.parametrize("test", TESTS.values(), ids=TESTS)
def test_an_answer_draws_from_where_the_test_has_seeded(test):
    assert scores(DRAWS, a_test(f"import numpy as np\n{test}")) == [4]


def test_who_sets_the_generator_does_not_choose_what_a_test_draws():
    draws = "import numpy as np\nnp.random.seed(3)\nf()\nx = np.random.rand(5)\nnp.random.seed(3)\n"
    assert scores(CHOOSES, a_test(draws + "assert (x == np.random.rand(5)).all()")) == [4]
