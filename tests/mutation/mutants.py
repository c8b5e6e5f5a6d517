"""All mutants of a file: each wrong in one place."""

import ast
import os
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mutation.operators import RULES, replacements

WORDS = {"__repr__", "__str__"}  # a function for people to read: its text is no rule
NOT_SEARCHED = (ast.Raise, ast.JoinedStr, ast.Assert)  # messages
BLOCKS = ("body", "orelse", "finalbody", "handlers")


@dataclass(frozen=True)
class Mutant:
    """One wrong node. `number` is its place in `walk`, by which `mutated_tree` finds it again."""

    path: str  # of the file
    number: int
    function: str  # qualified name; of a class for a constant in its body
    where: str  # "body", "default" or "class"
    line: int
    lines: tuple  # those that a test must run to meet it
    excerpt: str  # "before -> after", of a long statement the part that differs
    repeat: int  # how many mutants of the function read the same before this one

    @property
    def is_rule(self) -> bool:
        return self.function.split(".")[-1] in RULES

    @property
    def change(self) -> str:
        """What `equivalent.py` names it by: it outlives a change of line numbers."""
        again = f"  # {self.repeat + 1}" if self.repeat else ""
        return f"{self.excerpt}{again}"


def mutants_of(path) -> list[Mutant]:
    """The mutants of a file, in the order of its text."""
    tree = ast.parse(source_of(str(path)))
    found, texts = [], Counter()
    for number, (place, new, context) in enumerate(walk(tree)):
        before = headline(context.statement)
        with_new(place, new, statement := [context.statement])
        text = excerpt(before, headline(statement[0]))
        with_new(place, place.node, statement)
        line = getattr(place.node, "lineno", context.statement.lineno)
        repeat = texts[context.function, text]
        texts[context.function, text] += 1
        found.append(
            Mutant(str(path), number, context.function, context.where, line, context.lines, text, repeat)
        )
    return found


def mutated_tree(mutant: Mutant) -> ast.Module:
    """The tree of the file with the mutant in it."""
    tree = ast.parse(source_of(mutant.path), mutant.path)
    for number, (place, new, _) in enumerate(walk(tree)):
        if number == mutant.number:
            with_new(place, new, [])
            return ast.fix_missing_locations(tree)
    raise ValueError(
        f"mutated_tree: expected {mutant.number} or more mutants in {mutant.path}, got fewer; it changed"
    )


@cache
def source_of(path):
    """The text of a file as it was when first asked for: someone may edit it during the run."""
    return Path(path).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Place:
    """Where a node hangs: parent.field, or parent.field[index]."""

    node: ast.AST
    parent: ast.AST
    field: str
    index: int | None


@dataclass(frozen=True)
class Context:
    """What surrounds a node."""

    function: str
    where: str
    statement: ast.AST
    lines: tuple


def with_new(place, new, statement):
    """Hang `new` in place of the node; when that is the statement itself, it takes its place in the list."""
    if place.index is None:
        setattr(place.parent, place.field, new)
    else:
        getattr(place.parent, place.field)[place.index] = new
    if statement and isinstance(new, ast.stmt):
        statement[0] = new


def walk(tree):
    """(place, wrong node, context) for every mutant, depth first."""
    for node in tree.body:
        yield from within_definition(node, ())


def within_definition(node, outer):
    """Of a function or class; what stands in a module by itself ran before any test and is left alone."""
    if isinstance(node, ast.ClassDef):
        for child in node.body:
            if isinstance(child, ast.Assign):
                context = Context(".".join([*outer, node.name]), "class", child, ())
                yield from within(child, context, False)
            else:
                yield from within_definition(child, (*outer, node.name))
    elif isinstance(node, ast.FunctionDef) and node.name not in WORDS:
        name = ".".join([*outer, node.name])
        every_line = tuple(range(node.lineno, node.end_lineno + 1))
        for field in ("defaults", "kw_defaults"):
            for i, default in enumerate(getattr(node.args, field)):
                if default is not None:
                    context = Context(name, "default", node, every_line)
                    yield from at(Place(default, node.args, field, i), context, False)
                    yield from within(default, context, False)
        yield from statements(node, name, node.name in RULES)


def statements(node, name, rule):
    """The mutants in the statements below a node."""
    for field, i, child in children(node, BLOCKS):
        if isinstance(child, NOT_SEARCHED):
            continue
        if isinstance(child, ast.FunctionDef):
            yield from statements(child, name, rule)
            continue
        last = child.end_lineno
        if blocks := [c.lineno for _, _, c in children(child, BLOCKS)]:
            last = max(child.lineno, min(blocks) - 1)
        context = Context(name, "body", child, tuple(range(child.lineno, last + 1)))
        yield from at(Place(child, node, field, i), context, rule)
        yield from within(child, context, rule)
        yield from statements(child, name, rule)


def within(node, context, rule):
    """The mutants in the expressions below a node."""
    skipped = BLOCKS if isinstance(node, ast.stmt | ast.ExceptHandler) else ()
    skipped += ("annotation", "returns")
    for field, i, child in children(node, [f for f in node._fields if f not in skipped]):
        if not isinstance(child, NOT_SEARCHED):
            yield from at(Place(child, node, field, i), context, rule)
            yield from within(child, context, rule)


def at(place, context, rule):
    for new in replacements(place.node, place.parent, rule):
        yield place, new, context


def children(node, fields):
    """(field, index, child) of the nodes in the named fields."""
    for field in fields:
        value = getattr(node, field, None)
        if isinstance(value, ast.AST):
            yield field, None, value
        elif isinstance(value, list):
            yield from ((field, i, child) for i, child in enumerate(value) if isinstance(child, ast.AST))


def headline(statement) -> str:
    """The statement as text: of one with a block, what stands before the colon."""
    lines = ast.unparse(statement).split("\n")
    return next(line for line in lines if not line.startswith("@")).removesuffix(":")


def excerpt(before: str, after: str, around: int = 16, longest: int = 96) -> str:
    """ "before -> after", cut to what differs and some letters around it when it is long."""
    if len(before) + len(after) <= longest:
        return f"{before} -> {after}"
    common = os.path.commonprefix([before, after])
    rest = min(len(before), len(after)) - len(common)
    tail = os.path.commonprefix([before[::-1], after[::-1]])[: max(rest, 0)]
    start, stop = max(0, len(common) - around), max(0, len(tail) - around)
    cut = [text[start : len(text) - stop].strip() for text in (before, after)]
    return " -> ".join(cut if len(cut[0]) <= longest else [f"{cut[0][:longest]}...", cut[1][:longest]])
