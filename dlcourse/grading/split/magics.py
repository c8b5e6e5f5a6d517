"""Magics: IPython looks for them token by token, in each cell; where none can be, that is left out."""

import ast
import warnings
from codeop import Compile

from IPython.core.inputtransformer2 import TransformerManager

# every magic has one of these, or one of those at a line's begin
IN_A_LINE, AT_ITS_BEGIN = frozenset("%!?"), frozenset(",;/")
USUAL = TransformerManager().token_transformers
FLAGS = Compile().flags  # with which IPython reads a cell, as long as none has changed them


class Transformers(TransformerManager):
    """IPython's own, with the same outcome for every cell; of most it is known at a glance.

    trees: {text: its tree} of the cell that was looked at last, where that is Python. See compiling.Compiler.
    """

    def __init__(self):
        super().__init__()
        self.trees: dict[str, ast.Module] = {}

    def do_token_transforms(self, lines):
        self.trees.clear()
        if self.token_transformers == USUAL and is_plain(lines, self.trees):
            return lines
        return super().do_token_transforms(lines)


def is_plain(lines, trees) -> bool:
    """Whether a cell's lines are Python, and no magic can be among them.

    trees: {} that takes the cell's tree, unless Python warns of the cell: that is told when it is run.
    """
    text = "".join(lines)
    at_begins = (line.lstrip()[:1] for line in lines)
    if not IN_A_LINE.isdisjoint(text) or not AT_ITS_BEGIN.isdisjoint(at_begins):
        return False
    try:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            tree = compile(text, "<unknown>", "exec", FLAGS | ast.PyCF_ONLY_AST, dont_inherit=True)
    except Exception:  # IPython has words of its own for what is no Python
        return False
    if not told:
        trees[text] = tree
    return True
