"""The rows of the inventory that tests claim by `@pytest.mark.rows("F076")`, read without running a test."""

import ast
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parents[1]
ASSERTING = (
    "assert_",
    "raises",
    "warns",
    "fail",
    "gradcheck",
)  # numpy.testing.assert_allclose, pytest.raises ...


@cache
def marked() -> dict[str, list[str]]:
    """Each row with the tests that claim it, as "tests/ops/test_ops.py::test_name"."""
    found = {}
    for where, rows, _ in claims():
        for row in rows:
            found.setdefault(row, []).append(where)
    return found


@cache
def claims() -> list[tuple]:
    """(test, rows, whether it asserts) for every test with the mark, and for every mark that is no test's."""
    found = []
    for path in sorted(TESTS.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "mark.rows" in text:
            found += claims_in(path.relative_to(TESTS.parent).as_posix(), text)
    return found


def claims_in(name: str, text: str) -> list[tuple]:
    """The claims of one file. A mark that decorates no function claims nothing and asserts nothing."""
    tree = ast.parse(text)
    functions = {f.name: f for f in ast.walk(tree) if isinstance(f, ast.FunctionDef)}
    found, seen = [], set()
    for function in functions.values():
        marks = [call for d in function.decorator_list for call in ast.walk(d) if _is_mark(call)]
        seen |= {id(call) for call in marks}
        if marks:
            rows = [ast.literal_eval(argument) for call in marks for argument in call.args]
            is_test = function.name.startswith("test_")
            found.append((f"{name}::{function.name}", rows, is_test and _asserts(function, functions)))
    strays = [call for call in ast.walk(tree) if _is_mark(call) and id(call) not in seen]
    return found + [(f"{name}:{call.lineno}", [], False) for call in strays]


def _is_mark(node):
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.rows"


def _asserts(function, functions, depth: int = 3) -> bool:
    """Whether the function, or one of its file that it calls, asserts something."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func).split(".")[-1]
            if called.startswith(ASSERTING):
                return True
            if depth and called in functions and _asserts(functions[called], functions, depth - 1):
                return True
    return False
