import gc

from garbage import garbage


def cycles(n):
    for _ in range(n):
        a = []
        a.append(a)


def test_each_cycle_left_is_counted():
    assert garbage(lambda: cycles(3)) == 3
    assert garbage(lambda: cycles(0)) == 0


def test_what_is_left_only_once_is_not_of_the_work():
    left = iter([7])
    assert garbage(lambda: cycles(next(left, 0))) == 0


def test_the_collector_runs_again_afterwards():
    garbage(lambda: None)
    assert gc.isenabled()
