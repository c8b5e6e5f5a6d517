"""Tests of cells that are read and compiled once: what IPython makes of each stays the same."""

import ast
import warnings

import pytest
from IPython.core.compilerop import CachingCompiler
from test_magics import CELLS
from trials import judges_shell, scores
from trials import test as a_test

from dlcourse.grading.plans import TEST, Plan, Step
from dlcourse.grading.split import judging, magics
from dlcourse.grading.split.compiling import Compiler
from dlcourse.grading.split.shell import Shell

PARSED = ("plain", "a continued line", "a rest", "a magic", "a warning", "quoted in a block", "no Python")
A_TEST = Plan("", "", "", (Step("a", TEST, "", "a = 40\na + 2", 1.0),))
AWAITED = ("import asyncio\nawait asyncio.sleep(0)", "async with a: pass", "[x async for x in y]", "a = 1")


def made(function, *arguments):
    """What a function gives, as text, with its warnings; or its error."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            found = ast.dump(function(*arguments), include_attributes=True)
        except SyntaxError as error:
            found = str(error)
    return found, [str(one.message) for one in told]


@pytest.mark.parametrize("name", PARSED)
def test_a_tree_and_its_warnings_are_those_of_ipython(name):
    manager, compiler = magics.Transformers(), Compiler()
    compiler.trees = manager.trees
    try:
        cell = manager.transform_cell(CELLS[name])
    except SyntaxError:
        cell = CELLS[name]
    for own in (compiler, compiler):  # the second time there is none that was read before
        assert made(own.ast_parse, cell, "<a>") == made(CachingCompiler().ast_parse, cell, "<a>")


def test_a_cell_that_was_looked_through_is_not_read_again(monkeypatch):
    manager, compiler = magics.Transformers(), Compiler()
    compiler.trees = manager.trees
    cell = manager.transform_cell("a = 1")
    monkeypatch.setattr(CachingCompiler, "ast_parse", None)
    assert ast.dump(compiler.ast_parse(cell)) == ast.dump(ast.parse("a = 1"))


def test_what_waits_is_known_as_ipython_knows_it():
    with judges_shell() as shell:
        for cell in AWAITED:
            known = super(Shell, shell).should_run_async(cell, transformed_cell=cell)
            assert shell.should_run_async(cell, transformed_cell=cell) == known, cell


def test_a_test_that_was_made_ready_is_not_compiled_again(monkeypatch):
    with judges_shell() as shell:
        judging.make_ready(A_TEST)
        monkeypatch.setattr(CachingCompiler, "__call__", None)
        assert shell.run(A_TEST.steps[0].trusted, 1000)[0].result == 42


def test_a_semicolon_hides_the_value_of_a_test_that_was_made_ready():
    step = Step("a", TEST, "", "a = 40\na + 2;", 1.0)
    with judges_shell() as shell:
        judging.make_ready(Plan("", "", "", (step,)))
        result, shown = shell.run(step.trusted, 1000)
    assert (result.result, shown) == (None, [])


def test_a_test_is_compiled_anew_after_one_that_changes_how():
    class Later(ast.NodeTransformer):
        def visit_Constant(self, node):
            return ast.copy_location(ast.Constant(node.value + 1), node)

    with judges_shell() as shell:
        judging.make_ready(A_TEST)
        shell.ast_transformers.append(Later())
        assert shell.run(A_TEST.steps[0].trusted, 1000)[0].result == 44


def test_a_future_statement_counts_for_the_statements_below_it():
    says = "from __future__ import annotations\ndef g(x: nothing): pass\nassert f() == 1"
    assert scores("def f(): return 1", a_test(says)) == [4]
