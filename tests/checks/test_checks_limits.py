"""What a call may not do: take too long, or let the library answer."""

import threading
import time

import numpy as np
import pytest

from dlcourse.autodiff import grad as renamed
from dlcourse.checks.calls import call
from dlcourse.checks.limits import GRADIENTS, Limits, dotted
from dlcourse.gradcheck import numerical_gradient
from dlcourse.graphs import Symbol, symbolic_gradient
from dlcourse.ops import relu, tanh
from dlcourse.sweep import sweep
from dlcourse.tensor import Parameter


def test_a_refused_function_is_named_by_whatever_name_it_is_called():
    def square(x):
        aliases = [renamed]
        return aliases[0](x * x, [x])

    problem = call(square, {"x": 1.0}, Limits(refused=GRADIENTS)).problem
    assert problem.startswith("square calls grad of the library, which is what the exercise asks for")


def test_what_grad_stands_on_is_refused_too():
    def swept(x):
        return sweep(x * x, [x], False)

    def symbolic(x):
        w = Symbol(name="w")
        return symbolic_gradient(w * w, [w])

    for function, name in ((swept, "sweep"), (symbolic, "symbolic_gradient")):
        problem = call(function, {"x": Parameter(1.0)}, Limits(refused=GRADIENTS)).problem
        assert f"calls {name} of the library" in problem
        assert call(function, {"x": Parameter(1.0)}).problem is None


def test_a_refused_function_is_found_below_others():
    def slope(x):
        return numerical_gradient(np.sin, x)

    assert "calls numerical_gradient" in call(slope, {"x": 1.0}, Limits(refused=GRADIENTS)).problem
    assert call(slope, {"x": 1.0}).problem is None


def test_a_whole_module_is_refused():
    from dlcourse.experiments.ch05_paths import count_paths

    limits = Limits(refused=("dlcourse.experiments.ch05_paths",))
    problem = call(lambda n: count_paths([("x", "y")], "x", "y"), {"n": 1}, limits).problem
    assert "calls count_paths of the library" in problem
    assert call(lambda n: n, {"n": 1}, limits).problem is None


def test_an_op_is_refused_and_its_neighbors_are_not():
    limits = Limits(refused=(dotted(tanh),))
    assert "calls Tanh of the library" in call(lambda x: tanh(x), {"x": np.ones(2)}, limits).problem
    assert call(lambda x: relu(x), {"x": np.ones(2)}, limits).problem is None


def test_a_builtin_is_refused():
    assert (
        "calls sin"
        in call(lambda x: __import__("math").sin(x), {"x": 1.0}, Limits(refused=("math.sin",))).problem
    )


def test_a_name_that_is_no_function_refuses_nothing():
    assert call(lambda x: x, {"x": 1.0}, Limits(refused=("dlcourse.no.such", "nowhere.f"))).problem is None


def test_calls_are_counted():
    limits = Limits(at_most={dotted(numerical_gradient): 1}, slow="Ask once.")

    def often(n):
        return [numerical_gradient(np.sin, 0.5) for _ in range(n)]

    assert call(often, {"n": 1}, limits).problem is None
    assert call(often, {"n": 2}, limits).problem == "often calls numerical_gradient more than once. Ask once."


def test_waiting_counts_for_less_than_work_and_ends_too():
    assert call(time.sleep, {"secs": 0.3}, Limits(seconds=0.1)).problem is None
    assert "was stopped" in call(time.sleep, {"secs": 20.0}, Limits(seconds=0.02)).problem


def test_time_is_limited_without_a_signal_too():
    def loop(x):
        while True:
            x += 1

    done = []
    thread = threading.Thread(target=lambda: done.append(call(loop, {"x": 1}, Limits(seconds=0.01))))
    thread.start()
    thread.join(20)
    assert done[0].problem.startswith("loop was not done after 0.01 seconds of computing, and was stopped.")


@pytest.mark.parametrize("below", [None, NotImplementedError])
def test_only_the_students_own_function_is_called_not_written(below):
    def mine(x):
        raise NotImplementedError()

    def theirs(x):
        return np.ndarray.__array_ufunc__(x, np.add, "no such method", x) if below else mine(x)

    problem = call(theirs, {"x": np.ones(2)}).problem
    assert ("mine is not written yet" in problem) is (below is None)
