"""Tests of cells in which IPython need not look for magics: what it makes of every cell stays the same."""

import random
import warnings

import pytest
from IPython.core.inputtransformer2 import TransformerManager

from dlcourse.grading.split import magics

CELLS = {
    "nothing": "",
    "plain": "def f(x):\n    return [x,\n        x]  # a comment\n\nf(1)",
    "text over lines": 'a = """\n  ,b\n"""\nc = 1;  d = 2',
    "a continued line": "a = 1 + \\\n    2",
    "a magic": "%timeit f(1)",
    "a cell magic": "%%time\nf(1)",
    "a magic in a block": "if a:\n    %time f(1)",
    "an assigned magic": "a = %who_ls",
    "a command": "!ls",
    "an assigned command": "files = !ls",
    "help": "f?",
    "more help": "??f",
    "a rest": "a = 7 % 2",
    "not equal": "a != b",
    "a question in a text": "'why?'",
    "quoted": ",f a b",
    "quoted in a block": "if a:\n\t;f a b",
    "called": "/f 1",
    "a comma at a begin": "a = (1\n, 2)",
    "a prompt": ">>> a = 1\n... b",
    "IPython's prompt": "In [1]: a = 1\n   ...: b = 2",
    "indented": "    a = 1\n    b = 2",
    "unfinished": "a = (1,",
    "dedented too far": "if a:\n        b\n    c",
    "no Python": "for in x",
    "a zero byte": "a = 1\0",
    "lines of other kinds": "a = 1\x0cb = 2\u2028\r\n,c\r",
    "a form feed": "\x0c,f a",
    "a warning": "'\\d' is 1",
}
PIECES = [*"a=()%!?,;/\n'#f:\t\x0c", "\\\n", "    "]


def outcome(manager, cell):
    """The transformed cell, or the error."""
    try:
        return manager.transform_cell(cell)
    except Exception as error:
        return type(error), str(error)


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_a_cell_becomes_what_ipython_makes_of_it(cell):
    assert outcome(magics.Transformers(), cell) == outcome(TransformerManager(), cell)


def test_cells_of_any_pieces_become_what_ipython_makes_of_them():
    rng, plain = random.Random(17), 0
    for _ in range(800):
        cell = "".join(rng.choices(PIECES, k=rng.randint(1, 9)))
        assert outcome(magics.Transformers(), cell) == outcome(TransformerManager(), cell), repr(cell)
        plain += magics.is_plain(cell.splitlines(keepends=True), {})
    assert 50 < plain < 750  # both ways are gone


def test_where_no_magic_can_be_none_is_looked_for(monkeypatch):
    looked = []
    monkeypatch.setattr(TransformerManager, "do_token_transforms", lambda self, lines: looked.append(lines))
    assert magics.Transformers().do_token_transforms(["a = 1\n"]) == ["a = 1\n"]
    assert looked == []
    magics.Transformers().do_token_transforms(["%time\n"])
    assert looked == [["%time\n"]]


def test_a_transformer_that_code_has_added_is_asked():
    class Added:
        @classmethod
        def find(cls, tokens):
            raise KeyError("asked")

    manager = magics.Transformers()
    manager.token_transformers.append(Added)
    with pytest.raises(KeyError, match="asked"):
        manager.transform_cell("a = 1")
    assert magics.USUAL == TransformerManager().token_transformers


def test_a_glance_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        trees = {}
        assert magics.is_plain(["'\\d'\n"], trees)
    assert not trees  # it is read again, so that the warning is told
