"""Checks: a notebook that reads the model answers, told by name. It is refused in words, not locked out.

What is refused is the import, wherever in the notebook it stands: a cell's text, what a name of the notebook
holds, the names within the function.
"""

import re
from types import CodeType, ModuleType

from dlcourse.checks.elsewhere import ask_there

FORBIDDEN = ("dlcourse.checks.bank", "dlcourse.checks.freezing", "dlcourse.answers")
FORBIDDEN += ("dlcourse.experiments.ch00_wrong_answers",)
TEXT = re.compile(
    r"dlcourse\W+(?:import\W+)?(?:checks|experiments)\W+(?:import\W+)?(bank|freezing|ch00_wrong_answers)\b"
    r"|\b(DLCOURSE_SOLUTIONS)\b"
)


def peeks(function) -> str | None:
    """A sentence when the function, or the notebook around it, reads model answers; else None."""
    if there := ask_there(function):
        return there("peeks")
    names = getattr(function, "__globals__", {})
    found = next(
        (match[1] or match[2] for text in _texts(function, names) for match in TEXT.finditer(text)), ""
    )
    for value in () if found else list(names.values()):
        home = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None)
        if home in FORBIDDEN and names.get("__name__") == "__main__":
            found = home.rsplit(".", 1)[-1]
    if not found:
        return None
    what = next((name for name in FORBIDDEN if name.endswith(f".{found}")), found)
    return f"This notebook reads {what}, where the model answers are: take that out, and answer by yourself."


def _texts(function, names):
    """The cells that have run, and the names and texts within the function, as one text each."""
    cells = names.get("In")
    yield from (cell for cell in cells if isinstance(cell, str)) if isinstance(cells, list) else ()
    code = getattr(function, "__code__", None)
    yield from _within(code) if code else ()


def _within(code):
    texts = [constant for constant in code.co_consts if isinstance(constant, str)]
    yield " ".join((*code.co_names, *texts))
    # `from dlcourse.checks import bank` has the names apart.
    yield ".".join((*code.co_names, ""))
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _within(constant)
