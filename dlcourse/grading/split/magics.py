"""Magics: IPython looks for them token by token, in each cell; where none can be, that is left out."""

import ast
import warnings

from IPython.core.inputtransformer2 import TransformerManager

# every magic has one of these, or one of those at a line's begin
IN_A_LINE, AT_ITS_BEGIN = frozenset("%!?"), frozenset(",;/")
USUAL = TransformerManager().token_transformers


class Transformers(TransformerManager):
    """IPython's own, with the same outcome for every cell; of most it is known at a glance."""

    def do_token_transforms(self, lines):
        if self.token_transformers == USUAL and is_plain(lines):
            return lines
        return super().do_token_transforms(lines)


def is_plain(lines) -> bool:
    """Whether a cell's lines are Python, and no magic can be among them."""
    text = "".join(lines)
    at_begins = (line.lstrip()[:1] for line in lines)
    if not IN_A_LINE.isdisjoint(text) or not AT_ITS_BEGIN.isdisjoint(at_begins):
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they are told when the cell is run
            ast.parse(text)
    except Exception:  # IPython has words of its own for what is no Python
        return False
    return True
