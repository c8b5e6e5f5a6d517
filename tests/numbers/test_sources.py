"""What a result depends on: found through imports, and changed by code alone."""

import ast

import pytest

from dlcourse.numbers import sources

CACHED = [sources.needed_by, sources.tree, sources.dumped, sources.imports, sources.digest]
CACHED += [sources.digest_with_numbers]


@pytest.fixture
def library(tmp_path, monkeypatch):
    """A small library; `write` changes a file of it."""

    def write(**files):
        for name, text in files.items():
            path = tmp_path / "dlcourse" / f"{name}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        for found in CACHED:
            found.cache_clear()

    (tmp_path / "dlcourse").mkdir()
    monkeypatch.setattr(sources, "ROOT", tmp_path)
    write(
        a="from dlcourse.b import f\n", b="def f():\n    from dlcourse import c\n", c="x = 1\n", d="y = 2\n"
    )
    yield write
    write()


def test_a_module_needs_what_it_imports_and_what_that_imports(library):
    assert sources.needed_by("dlcourse.a") == ("dlcourse.a", "dlcourse.b", "dlcourse.c")


@pytest.mark.parametrize(
    ("file", "text", "changes"),
    [
        ("c", "x = 2\n", True),
        ("b", "def f():\n    from dlcourse import c, d\n", True),
        ("c", '"""A module."""\nx = 1  # one\n', False),
        ("a", "from dlcourse.b import f\n\n\ndef numbers():\n    return {}\n", False),
        ("d", "y = 3\n", False),
    ],
)
def test_the_digest_changes_with_the_code_that_a_result_depends_on(file, text, changes, library):
    if file == "c" and not changes:
        library(c='"""Another text."""\nx = 1\n')
    before = sources.digest("dlcourse.a")
    library(**{file: text})
    assert (sources.digest("dlcourse.a") != before) is changes


@pytest.mark.parametrize(
    ("file", "text", "changes"),
    [
        ("experiments/a", "from dlcourse.b import f\n\n\ndef numbers():\n    return {1: 3}\n", True),
        ("c", "x = 2\n", True),
        ("c", "x = 1  # one\n", False),
        ("d", "y = 3\n", True),  # which numbers() alone imports
        ("numbers/written", "MINUS = 1\n", True),
        ("e", "z = 4\n", False),
    ],
)
def test_numbers_depend_on_how_they_are_shown_as_well(file, text, changes, library):
    shown = "from dlcourse.b import f\n\n\ndef numbers():\n    from dlcourse import d\n    return {1: 2}\n"
    library(**{"experiments/a": shown, "numbers/written": "MINUS = 0\n", "e": "z = 3\n"})
    before = sources.digest_with_numbers("dlcourse.experiments.a")
    library(**{file: text})
    assert (sources.digest_with_numbers("dlcourse.experiments.a") != before) is changes


def test_the_data_that_a_package_brings_counts(library, tmp_path):
    package = tmp_path / "dlcourse" / "data"
    package.mkdir()
    (package / "__init__.py").write_text("")
    library(c="import dlcourse.data\n")
    before = sources.digest("dlcourse.a")
    (package / "digits.npz").write_bytes(b"digits")
    library()
    assert sources.digest("dlcourse.a") != before


def test_an_experiment_needs_the_library_below_it_and_not_how_numbers_are_shown():
    found = sources.needed_by("dlcourse.experiments.ch02_xor_training")
    assert {"dlcourse.optimizers.sgd", "dlcourse.ops.elementwise", "dlcourse.data"} <= set(found)
    assert not [name for name in found if name.startswith(("dlcourse.numbers", "dlcourse.training"))]


def test_a_docstring_is_left_out_and_the_code_stays(tmp_path):
    path = tmp_path / "m.py"
    path.write_text('"""Module."""\n\n\ndef f():\n    """Doc."""\n    return 1\n')
    assert "Doc" not in ast.dump(sources.tree(path)) and "Return" in ast.dump(sources.tree(path))
