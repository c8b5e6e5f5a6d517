"""What the tests of the house share: its order, its files, each read once, and whom each imports."""

import ast
import functools
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "dlcourse"

TAUGHT = """backend strict_array expect unchanged operand constants op ops tensor counting stacked sweep
    autodiff forward_mode graphs measured gradcheck initializers layers losses regularization optimizers
    critical_points data preprocessing prediction divergence replay training tree_file checkpoint callbacks
    search_space search interop models numbers answers experiments""".split()
TOOLS = "plotting widgets checks inventory grading skeletons cli".split()
ORDER = [*TAUGHT, *TOOLS]  # foundations first


def python_in(*folders):
    """The Python files of folders of the repository."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "__pycache__" not in path.parts)


MODULES = python_in("dlcourse")
TESTS = python_in("tests")
SCRIPTS = sorted(LIBRARY.rglob("*.js"))
PAGES = sorted((ROOT / "book").glob("[0-9][0-9]*_*.md"))  # 02_xor, 02b_xor_training
CHAPTERS = [path for path in PAGES if path.stem[2] == "_"]  # the first page of each
SAYS_TOPIC = re.compile(r"\A---\n(?:.*\n)*?topic: (\w+)\n(?:.*\n)*?---\n")
TOPIC = {  # of the module and the test of a chapter with a longer name, as its front matter says
    path.stem: match[1] for path in CHAPTERS if (match := SAYS_TOPIC.match(path.read_text(encoding="utf-8")))
}
SAYS_PARTIAL = re.compile(r"\A---\n(?:.*\n)*?partial: (\w+)\n(?:.*\n)*?---\n")
PARTIAL = {  # a part of the page stands: the topic of its module and its test, as its front matter says
    path.stem: match[1] for path in PAGES if (match := SAYS_PARTIAL.match(path.read_text(encoding="utf-8")))
}


@functools.cache
def text_of(path):
    return path.read_text(encoding="utf-8")


@functools.cache
def tree_of(path):
    return ast.parse(text_of(path), str(path))


def statements_in(tree):
    """All statements below a node, those inside functions, too, without a walk through expressions."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for part in ("body", "handlers", "orelse", "finalbody", "cases"):
            waiting.extend(getattr(node, part, ()))


def name_of(path):
    """The path from the repository, as messages show it."""
    return path.relative_to(ROOT).as_posix()


def room(path):
    """The entry of ORDER a file belongs to: dlcourse/ops/linalg.py -> ops."""
    return path.relative_to(LIBRARY).with_suffix("").parts[0]


def topic_of(path):
    """experiments/ch02_xor.py -> xor; elsewhere the stem."""
    return re.sub(r"^ch\d\d_", "", path.stem)


def dotted(path):
    """dlcourse/ops/linalg.py -> dlcourse.ops.linalg, dlcourse/ops/__init__.py -> dlcourse.ops"""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


IMPORTERS = ("import_module", "__import__")


def imports_in(nodes):
    """Dotted names that nodes import; `from a import b` counts as a and a.b, a name that is computed as None.

    Imports inside functions, those for type checkers only, and calls of `import_module` count like any other.
    """
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: write imports in full, from dlcourse..."
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and called(node.func) in IMPORTERS:
            name = node.args[0] if node.args else None
            literal = isinstance(name, ast.Constant) and isinstance(name.value, str)
            yield name.value if literal else None


def called(func):
    """`importlib.import_module`, or `import_module` -> import_module; anything else by its last name, too."""
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", None)


@functools.cache
def imported(path):
    """The names that a file imports, see `imports_in`."""
    return frozenset(imports_in(ast.walk(tree_of(path))))


def circles(graph):
    """The circles of a graph {node: nodes it needs}: each the sorted nodes that reach each other."""
    reach = {node: reached_from(graph, node) for node in graph}
    found = {
        tuple(sorted(m for m in reach[n] if m in reach and n in reach[m])) for n in graph if n in reach[n]
    }
    return sorted(found)


def reached_from(graph, start):
    """What is reached from a node in one step or more."""
    seen, waiting = set(), list(graph[start])
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(graph.get(node, ()))
    return seen


# what a script puts into the page for those that follow, and what it takes from there
GIVES = re.compile(r"^\s*dlcourse\.(\w+) = (?!dlcourse\.\1 \|\|)", re.M)
TAKES = re.compile(r"\bdlcourse\.(\w+)")
