"""Magics: a cell as IPython takes it, to Python that `ast` can read; no line is moved."""

import re

# Cell magics that run what stands below them as Python; below others stands something else.
OF_PYTHON = {"time", "timeit", "capture", "prun", "python", "python3", "debug", "memit", "mprun"}
CELL_MAGIC = re.compile(r"\s*%%(\w+)")
LINE = re.compile(r"(\s*)(%{1,2}\w|!|\?)")
ASSIGNED = re.compile(r"^(\s*[\w.\[\], ]+=\s*)([!%].*)$")
HELP = re.compile(r"^\s*[\w.*%]+\?{1,2}\s*$")


def python_of(source):
    """The cell's Python: magics become `pass` or None, the body of another language becomes nothing.

    >>> python_of("%matplotlib inline\\nx = !ls\\nx?")
    'pass\\nx = None\\npass'
    """
    lines = source.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    magic = CELL_MAGIC.match(lines[first]) if lines else None
    if magic and magic[1] not in OF_PYTHON:
        return ""
    return "\n".join(python_line(line) for line in lines)


def python_line(line):
    """The line, or what stands for it where it is a magic."""
    if match := LINE.match(line):
        return f"{match[1]}pass"
    if HELP.match(line):
        return line[: len(line) - len(line.lstrip())] + "pass"
    if match := ASSIGNED.match(line):
        return f"{match[1]}None"
    return line
