"""Checks: slips that every formula knows. An answer that gives what a changed model answer gives is told."""

import contextlib

import numpy as np
import pytest

from dlcourse.checks import CheckFailed, Right
from dlcourse.checks.examine import Case, Task, examine
from dlcourse.checks.kinds_of_units import sigmoid
from dlcourse.checks.kinds_tried import functions, tried

ANSWER = '''
def layer(x, W, b, y):
    """h = sigmoid(x W + b), and the gradients of the sum of (h - y)^2 / 2 with respect to W and b."""
    h = sigmoid(x @ W + b)
    dz = (h - y) * h * (1 - h)
    return h, x.T @ dz, dz.sum(axis=0)
'''
rng = np.random.default_rng(0)
INPUTS = [{"x": rng.normal(size=(m, n)), "W": rng.normal(size=(n, k)), "b": rng.normal(size=k),
           "y": rng.normal(size=(m, k))} for m, n, k in ((5, 3, 2), (7, 2, 3))]  # fmt: skip
NAMES = {"np": np, "sigmoid": sigmoid}


def answer(*pairs):
    source = ANSWER
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in source
        source = source.replace(old, new)
    own = dict(NAMES)
    exec(source, own)
    return own["layer"]


def cases():
    changed = functions(ANSWER, ("h", "dW", "db"), NAMES)

    def judge(inputs):
        right = Right(**dict(zip(("h", "dW", "db"), answer()(**inputs), strict=True)))

        def kinds(sentences):
            asked = [one for one in changed if sentences is None or one[1] in sentences]
            return list(tried(asked, right.results, lambda: dict(inputs)))

        right.kinds = kinds
        return right

    return [Case(inputs, lambda inputs=inputs: judge(inputs)) for inputs in INPUTS]


TOLD = {
    ("W + b", "W - b"): "h, dW and db: b is subtracted, and should be added.",
    ("W + b", "W"): "b is missing in a sum",
    ("h - y", "h + y"): "dW and db: y is added, and should be subtracted.",
    ("h - y", "abs(h - y)"): "an absolute value is taken of a difference",
    ("sigmoid(", "np.tanh("): "tanh stands where the sigmoid belongs, in h.",
    ("sigmoid(", "np.tanh(", "h * (1 - h)", "(1 - h**2)"): "tanh stands where the sigmoid belongs, in h.",
    ("sigmoid(x @ W + b)", "x @ W + b", "* h * (1 - h)", ""): "the sigmoid is forgotten in h.",
    ("sigmoid(x", "sigmoid(-x", "+ b", "- b"): "the sigmoid is taken of the opposite, -z, in h.",
    ("x.T @ dz,", "np.outer(x.sum(0), dz.sum(0)),"): "dW: it is added up first and multiplied then",
    ("x.T @ dz", "x[-1:].T @ dz[-1:]"): "only the last term of a sum counts",
    ("x.T @ dz", "x[1:].T @ dz[1:]"): "dW: the first term of a sum is left out.",
    ("x.T @ dz, dz", "x[1:].T @ dz[1:], dz[1:]"): "dW and db: the first term of a sum is left out.",
    ("x.T @ dz, dz.sum(axis=0)", "x[:1].T @ dz[:1], dz[0]"): "dW and db: only the first term of a sum counts",
    ("dz.sum", "dz[:-1].sum"): "db: the last term of a sum is left out.",
    ("W + b", "W + 2 * b"): "b is twice too large in a sum.",
    ("x @ W", "(x * 0 + 1) @ W"): "x is missing in a product.",
}


@pytest.mark.parametrize("pairs", TOLD, ids=str)
def test_a_change_that_every_formula_knows_is_named(pairs):
    with pytest.raises(CheckFailed) as caught:
        examine(answer(*pairs), Task("layer"), cases())
    assert TOLD[pairs] in " ".join(str(caught.value).split())


def test_what_no_single_change_leads_to_has_no_name():
    with pytest.raises(CheckFailed) as caught:
        examine(answer("W + b", "W - 3 * b", "h - y", "h + y"), Task("layer"), cases())
    assert not caught.value.finding.causes


def test_a_part_of_a_formula_that_the_task_does_not_show_is_not_told():
    told = {sentence for _, sentence in functions(ANSWER, ("h", "dW", "db"), NAMES)}
    assert any("x @ W" in one for one in told) and not any("dz" in one for one in told)


def test_a_name_that_the_task_has_as_a_word_alone_is_not_told():
    source = 'def f(z):\n    """The slopes on both sides of z."""\n    sides = -z\n    return sides + z\n'
    assert not any("sides" in told for _, told in functions(source, ("slope",), {}))
    assert any("sides" in told for _, told in functions(source, ("sides",), {}))


def test_a_changed_loop_that_does_not_end_is_stopped_by_its_turns(monkeypatch):
    monkeypatch.setattr("dlcourse.checks.kinds_tried.in_time", lambda *_: contextlib.nullcontext())
    source = "def f(n):\n    i = n - n\n    while i < n:\n        i = i + 1.0\n    return i\n"
    kinds = list(tried(functions(source, ("i",), {}), {"i": 3.0}, lambda: {"n": 3.0}))
    assert kinds  # `i = i - 1.0` is among the changes
