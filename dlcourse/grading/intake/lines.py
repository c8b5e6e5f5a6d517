"""Lines: what can be said of a student's cell without parsing it, which could be made to take all memory."""

import difflib
import re

DEFINES = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)", re.M)
IMPORTS = re.compile(r"^(?:from\s+[\w.]+\s+)?import\s+(.+)$", re.M)
ALIAS = re.compile(r"([\w.]+)(?:\s+as\s+(\w+))?")
MOST = 20_000  # characters that are compared for likeness
LONGEST = 200_000  # characters: a longer cell is no exercise's, and is compared as it is


def normal(source):
    """A source for comparison: without blanks at the ends of lines, and without empty lines around it.

    >>> normal("\\n\\na = 1  \\n\\n") == "a = 1"
    True
    """
    if len(source) > LONGEST:
        return source
    return "\n".join(line.rstrip() for line in source.replace("\r", "").split("\n")).strip("\n")


def bare(source):
    """A source without comments of whole lines, and without empty lines."""
    if len(source) > LONGEST:
        return source
    lines = normal(source).split("\n")
    return "\n".join(line for line in lines if line.strip() and not line.lstrip().startswith("#"))


def names_in(source):
    """The names that a student's cell seems to bind, from lines that begin at its left margin.

    >>> sorted(names_in("import numpy as np\\ndef f(x):\\n    y = x\\na, b = 1, 2"))
    ['a', 'b', 'f', 'np']
    """
    source = source[:LONGEST]
    found = set(DEFINES.findall(source))
    for line in source.split("\n"):
        found.update(targets(line))
    for match in IMPORTS.finditer(source):
        for name, other in ALIAS.findall(match[1]):
            found.add(other or name.split(".")[0])
    return found


def targets(line):
    """The names that a line at the left margin assigns to; without a regular expression, which might hang."""
    if not line[:1].isidentifier():
        return
    *heads, _ = line[:1000].split("=")
    for head in heads:
        names = [part.strip() for part in head.split(":")[0].rstrip("+-*/%@&|^ ").split(",")]
        if not all(name.isidentifier() for name in names):
            return
        yield from names


def alike(one, other):
    """How much two sources are alike, from 0 to 1."""
    lines = [normal(source)[:MOST].split("\n")[:400] for source in (one, other)]
    return difflib.SequenceMatcher(None, *lines, autojunk=False).ratio()
