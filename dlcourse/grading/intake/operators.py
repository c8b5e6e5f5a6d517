"""Operators: whether tests may have a student's objects work out `+`, `-` and `/` with values of theirs.

A test that asks `abs(f(x) - y) < 1e-6` hands y to an object that f has made, and that may say that the
difference is 0. Where no right answer makes objects that can be subtracted, no test needs to ask them.
"""

import re
import sys

# what these give crosses as plain values
PLAIN_MODULES = {*sys.stdlib_module_names, "numpy", "scipy", "pandas", "matplotlib", "IPython", "ipywidgets"}
DEFINES = re.compile(
    r"__r?(add|sub|mul|truediv|floordiv|mod|divmod|pow|matmul|and|or|xor|lshift|rshift)__"
    r"|__i(add|sub|mul|truediv|floordiv|mod|pow|matmul)__"
    r"|^\s*class\s+\w+\s*\(\s*(?!object\b|\))"  # it may inherit them
    r"|\b(setattr|type)\s*\(\s*\w+\s*,",
    re.M,
)


def makes_operands(cells) -> bool:
    """Whether answers of the source may make objects that work out operators.   cells: Canonical ones"""
    modules = {module.split(".")[0] for cell in cells for module in cell.does.modules}
    answers = (cell.source for cell in cells if cell.is_answer and cell.is_code)
    return bool(modules - PLAIN_MODULES) or any(map(DEFINES.search, answers))
