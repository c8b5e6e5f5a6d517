"""Compiling: IPython reads a cell twice and compiles it twice; here it does so once, with the same outcome.

The judge runs the same tests for all students: it compiles them before it forks.
"""

import ast

from IPython.core.compilerop import CachingCompiler

from dlcourse.grading.split.magics import FLAGS

AWAITING = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


class Compiler(CachingCompiler):
    """IPython's own, but for what is known already.

    trees: {text: its tree} of what was looked through for magics, see magics.Transformers.
    """

    def __init__(self):
        super().__init__()
        self.trees: dict[str, ast.Module] = {}
        self.kept: dict = {}  # {(text, name): its tree}
        self.codes: dict = {}  # {(a statement of such a tree, how it is run): its code}

    def ast_parse(self, source, filename="<unknown>", symbol="exec"):
        """The tree of a cell."""
        found = self.trees.pop(source, None)
        if self.flags != FLAGS or symbol != "exec":
            return super().ast_parse(source, filename, symbol)
        if kept := self.kept.get((source, filename)):
            return ast.Module([*kept.body], [])
        return found or super().ast_parse(source, filename, symbol)

    def __call__(self, source, filename, symbol, **options):
        """The code of a statement."""
        if self.codes and self.flags == FLAGS | AWAITING and isinstance(source, ast.Module | ast.Interactive):
            code = self.codes.get((source.body[0], symbol))
            if code is not None and code.co_filename == filename:
                return code
        return super().__call__(source, filename, symbol, **options)

    def keep(self, cell: str, name: str) -> None:
        """Compile a cell ahead, as it will be run. One that Python does not take says so when it runs."""
        try:
            tree = compile(cell, name, "exec", FLAGS | ast.PyCF_ONLY_AST, dont_inherit=True)
            if any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body):
                return  # it changes how those below it are compiled
            last = tree.body[-1:]
            codes = {}
            for node in tree.body:
                shown = node in last and isinstance(node, ast.Expr)
                whole = ast.Interactive([node]) if shown else ast.Module([node], [])
                mode = "single" if shown else "exec"
                codes[node, mode] = compile(whole, name, mode, FLAGS | AWAITING, dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        self.kept[cell, name] = tree
        self.codes |= codes

    def forget(self) -> None:
        """Compile anew from now on: something may change trees before they are compiled."""
        self.kept, self.codes = {}, {}
