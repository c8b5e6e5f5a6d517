"""The rows that tests claim by `@pytest.mark.rows("F076")`, read from their sources without running them."""

import ast
from dataclasses import dataclass
from pathlib import Path

ASSERTING = ("assert_", "raises", "warns", "fail", "gradcheck")  # assert_allclose, pytest.raises ...


@dataclass(frozen=True)
class Mark:
    """A test's mark: where it stands, its rows, and whether the test asserts anything."""

    where: str
    rows: tuple[str, ...]
    asserts: bool


def marks(root) -> list[Mark]:
    """Every mark in tests/ of the course at root, those that decorate no test, too."""
    found = []
    for path in sorted(Path(root, "tests").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "mark.rows" in text:
            found += marks_in(path.relative_to(root).as_posix(), text)
    return found


def marks_in(name: str, text: str) -> list[Mark]:
    """The marks of one file. A mark that decorates no function claims nothing and asserts nothing."""
    nodes = [*ast.walk(ast.parse(text))]
    functions = {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}
    found, seen = [], set()
    for function in functions.values():
        calls = [call for d in function.decorator_list for call in ast.walk(d) if _is_mark(call)]
        seen |= {id(call) for call in calls}
        if calls:
            rows = tuple(ast.literal_eval(argument) for call in calls for argument in call.args)
            asserts = function.name.startswith("test_") and _asserts(function, functions)
            found.append(Mark(f"{name}::{function.name}", rows, asserts))
    strays = [call for call in nodes if _is_mark(call) and id(call) not in seen]
    return found + [Mark(f"{name}:{call.lineno}", (), False) for call in strays]


def _is_mark(node):
    named = isinstance(node, ast.Call) and getattr(node.func, "attr", None) == "rows"
    return named and ast.unparse(node.func) == "pytest.mark.rows"  # last, as to unparse takes long


def _asserts(function, functions, depth: int = 3) -> bool:
    """Whether the function, or one of its file that it calls, asserts something."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            if called.startswith(ASSERTING):
                return True
            if depth and called in functions and _asserts(functions[called], functions, depth - 1):
                return True
    return False
