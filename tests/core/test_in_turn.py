"""The values of a test that are run in turn: each of them, and what fails says with which."""

import inspect

import pytest
from in_turn import in_turn

SEEN = []


@in_turn("b", [1, 2])
@in_turn("a", "xy")
def test_every_pair_is_run(a, b):
    SEEN.append((a, b))


@pytest.mark.parametrize("factor", [10])
@in_turn("n", [1, 2, 3, 4], by=lambda n: "even" if n % 2 == 0 else "odd")
def test_the_values_of_a_group_come_one_by_one(n, factor, request):
    assert ("even" if n % 2 == 0 else "odd") in request.node.callspec.id
    assert factor * n in (10, 20, 30, 40)


def test_all_of_them_have_been_run(request):
    del SEEN[:]
    test_every_pair_is_run()
    assert SEEN == [("x", 1), ("y", 1), ("x", 2), ("y", 2)]
    assert not inspect.signature(test_every_pair_is_run).parameters


def test_what_fails_says_with_which_value():
    @in_turn("n", [1, 0, 2])
    def divides(n):
        SEEN.append(1 / n)

    del SEEN[:]
    with pytest.raises(ZeroDivisionError) as caught:
        divides()
    assert caught.value.__notes__ == ["with n = 0"] and SEEN == [1.0]
