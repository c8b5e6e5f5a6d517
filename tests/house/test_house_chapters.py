"""One name, one place: chapter, assignment, module and test; what is public says what it is."""

import ast
import re

import pytest
from house import (
    CHAPTERS,
    LIBRARY,
    MODULES,
    PARTIAL,
    ROOT,
    TAUGHT,
    TESTS,
    TOPIC,
    name_of,
    python_in,
    room,
    text_of,
    topic_of,
    tree_of,
)

NAMES = {path.stem for path in TESTS}
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)


def test_the_first_chapters_stand_and_the_table_of_contents_lists_every_chapter():
    assert {"02_xor", "05_backpropagation"} <= {chapter.stem for chapter in CHAPTERS}
    listed = re.findall(r"file:\s*(\d\d_\w+)", text_of(ROOT / "book" / "_toc.yml"))
    assert sorted(listed) == [chapter.stem for chapter in CHAPTERS]


@every_chapter
def test_a_chapter_has_its_assignment_its_module_and_its_test_under_one_name(chapter):
    name, number = chapter.stem, int(chapter.stem[:2])
    topic = PARTIAL.get(name) or TOPIC.get(name, name[3:])
    assignment = [f"solutions/{name}/{name}.md", f"exercises/{name}/{name}.ipynb"]
    assert f"test_{topic}" in NAMES, f"chapter {name} has no test_{topic}.py"
    for path in [] if name in PARTIAL else assignment:
        assert (ROOT / path).is_file(), f"chapter {name} has no {path}"
    modules = [path for path in MODULES if topic_of(path) == topic]
    assert modules, f"chapter {name} has no module {topic}.py in dlcourse"
    docstring = ast.get_docstring(tree_of(modules[0]))
    opening = f"Chapter {number}: ..."
    assert re.match(rf"Chapter {number}\b", docstring), f"{modules[0].name} must open with '{opening}'"
    path = name_of(modules[0])
    module = path.removesuffix(".py").replace("/", ".")
    link = f"{{source}}`{module}`"
    assert link in text_of(chapter) or path in text_of(chapter), f"{chapter.name} must have the link {link}"


def test_a_chapter_of_which_a_part_stands_has_no_released_assignment_yet():
    complete = [name for name in PARTIAL if (ROOT / "exercises" / name).exists()]
    assert not complete, f"{complete} have an assignment now: strike `partial` from their front matter"


def test_there_is_no_assignment_without_a_chapter():
    names = {chapter.stem for chapter in CHAPTERS}
    for folder in ("solutions", "exercises"):
        found = {path.name for path in (ROOT / folder).iterdir() if re.match(r"\d\d_", path.name)}
        assert found <= names, f"{folder} holds {found - names}, which no chapter names"


def test_what_is_public_opens_with_a_line_that_says_what_it_is():
    silent = []
    for path in [*MODULES, *python_in("solutions")]:
        tree = tree_of(path)
        defined = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        for node in [tree, *(node for node in defined if not node.name.startswith("_"))]:
            if path.is_relative_to(LIBRARY) or node is tree:
                first = (ast.get_docstring(node) or "").strip().split("\n")[0]
                silent += [] if first else [f"{name_of(path)}: {getattr(node, 'name', 'the module')}"]
    assert not silent, f"write a docstring for {silent}"


def test_a_module_that_is_taught_names_its_chapter_first():
    """So does what grades an assignment, and a control's script: by the number of its chapter."""
    taught = [path for path in MODULES if room(path) in TAUGHT and path.stem != "__init__"]
    wrong = [
        name_of(path)
        for path in [*taught, *python_in("solutions")]
        if not re.match(r"Chapters? \d+\b", ast.get_docstring(tree_of(path)) or "")
    ]
    assert not wrong, f"open these with 'Chapter N: <topic>.': {wrong}"
    for path in python_in("solutions"):
        number = int(path.parent.name[:2])
        assert re.match(rf"Chapter {number}\b", ast.get_docstring(tree_of(path))), name_of(path)


def test_an_experiment_is_named_by_the_chapter_that_it_opens_with():
    for path in MODULES:
        if room(path) == "experiments" and path.stem != "__init__":
            number = re.match(r"Chapters? (\d+)\b", ast.get_docstring(tree_of(path)))[1]
            assert re.fullmatch(rf"ch{int(number):02d}_\w+", path.stem), f"{path.name} is of chapter {number}"
