"""micrograd: Python floats, one object per number."""

import sys
from importlib.metadata import version

from micrograd.engine import Value

from benchmarks.peers import Task

VERSION = version("micrograd")
LACKS = {
    "training": "knows + * ** and relu, no exp, log or tanh, so no such loss or activation",
    "hessian": "has no second derivatives",
    "inference": "one object per number, for millions of products",
}
NOTE = "Python floats (64 bits); its backward pass recurses, so the recursion limit is raised"


def chain(workload):
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 10 * workload.n_ops))

    def run():
        x, w, b = Value(workload.x), Value(workload.w), Value(workload.b)
        for _ in range(workload.n_ops // 2):
            x = x * w + b
        x.backward()
        return [w.grad, b.grad]

    return Task(run)


def gradient(workload):
    start = workload.start().tolist()
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 10 * len(start)))

    def run():
        x = [Value(number) for number in start]
        J = Value(0.0)
        for head, tail in zip(x[:-1], x[1:], strict=True):
            J = J + 100 * (tail - head**2) ** 2 + (1 - head) ** 2
        J.backward()
        return [[value.grad for value in x]]

    return Task(run)
