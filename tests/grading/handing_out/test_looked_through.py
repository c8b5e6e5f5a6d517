"""Looked through: wherever a secret stands in what students get it is found; what is given may be there."""

import base64
import gzip
import io
import json
import tarfile
import zipfile

import pytest
from handed_out import ANSWER, GIVEN, HIDDEN, SCHEME, SETTINGS, WHY, as_released, assignment, notebook

from benchmarks.classroom import cell
from dlcourse.grading.handing_out.looked_through import problems_in, remarks
from dlcourse.grading.intake.words import words_of

LINE = "return sum(kept) / len(kept)"
BODY = f"kept = [one for one in numbers if one > limit]\n{LINE}"
TWIN = "def helper(xs, m):\n    total = 0\n    ys = [x for x in xs if x > m]\n    return sum(ys) / len(ys)\n"


def problems(folder, book=None, allowed=(), **files):
    """The problems of a folder with the released notebook, and other files."""
    files = {"ps1.ipynb": json.dumps(as_released(book)).encode(), **files}
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return list(problems_in(folder, assignment(book), words_of(SETTINGS), allowed))


def with_cell(kind, source, **more):
    return notebook(cell(kind, source, "extra") | more)


def with_metadata(text):
    book = notebook()
    book["cells"][1]["metadata"]["note"] = {"deep": [text]}
    return book


def with_title(text):
    return notebook() | {"metadata": notebook()["metadata"] | {"title": text}}


def attached(text):
    data = base64.b64encode(f"<svg><text>{text}</text></svg>".encode()).decode()
    return with_cell("markdown", "![](attachment:a.svg)", attachments={"a.svg": {"image/svg+xml": data}})


def shown(text):
    output = {"output_type": "stream", "name": "stdout", "text": [text]}
    return with_cell("code", "1 + 1", outputs=[output])


BOOKS = {
    "code": (lambda text: with_cell("code", text), "(cell 7)"),
    "a comment": (lambda text: with_cell("code", f"# {text.splitlines()[-1]}"), "(cell 7)"),
    "prose": (lambda text: with_cell("markdown", f"Try this: {text}"), "(cell 7)"),
    "a cell's metadata": (with_metadata, "metadata of ps1.ipynb (cell 2)"),
    "a notebook's metadata": (with_title, "metadata of ps1.ipynb"),
    "an attachment": (attached, "attachment 'a.svg' of ps1.ipynb"),
    "an output": (shown, "outputs of ps1.ipynb"),
}


def zipped(name, data):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return file.getvalue()


def tarred(name, data):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


SOURCE = json.dumps(notebook()).encode()
FILES = {
    "solutions.py": BODY.encode(),
    "helpers.py": TWIN.encode(),
    ".ipynb_checkpoints/ps1-checkpoint.ipynb": SOURCE,
    "old.zip": zipped("deep/ps1.ipynb", SOURCE),
    "old.tar.gz": tarred("ps1.py", BODY.encode()),
    "notes.txt.gz": gzip.compress(BODY.encode()),
    "cache.bin": b"\x80\x04\x95\0\0\xff" + BODY.encode() + b"\0\0\1",
    "windows.txt": BODY.encode("utf-16"),
    "large.csv": b"1,2,3\n" * 100_000 + BODY.encode(),
}


@pytest.mark.parametrize("place", BOOKS)
@pytest.mark.parametrize(
    ("secret", "name"),
    [(BODY, "answer"), (HIDDEN, "test"), (WHY, "why"), (SCHEME, "plot")],
    ids=["answer", "hidden", "words", "scheme"],
)
def test_a_secret_in_the_notebook_is_found_wherever_it_stands(tmp_path, place, secret, name):
    made, where = BOOKS[place]
    (problem,) = problems(tmp_path, made(secret))
    assert problem.where == f"ps1.ipynb (cell {name!r})" and where in problem.got


@pytest.mark.parametrize("name", FILES)
def test_a_secret_in_another_file_is_found(tmp_path, name):
    found = problems(tmp_path, **{name: FILES[name]})
    assert "ps1.ipynb (cell 'answer')" in [problem.where for problem in found]
    stem = name.removesuffix(".gz")
    assert all(stem.split("/")[0] in f"{problem.where}{problem.got}" for problem in found)


def test_a_released_notebook_by_itself_holds_no_secret(tmp_path):
    assert problems(tmp_path) == []


INNOCENT = {
    "given lines that an answer has, too": cell("code", GIVEN + "\ntotal = 0", "extra"),
    "the docstring": cell("markdown", "The mean of the numbers above a limit.", "extra"),
    "its call": cell("code", "mean_above([1, 2, 3], 2)", "extra"),
    "one line of three, that is not the half": cell("code", "kept = []\nlen(kept)", "extra"),
    "a test that begins alike": cell("code", "assert mean_above([1.0, 9.0, 7.0], 9.5) == 8.0", "extra"),
}


@pytest.mark.parametrize("name", INNOCENT)
def test_what_any_program_says_is_no_secret(tmp_path, name):
    assert problems(tmp_path, notebook(INNOCENT[name])) == []


def test_what_the_course_says_that_students_may_have_is_no_secret(tmp_path):
    book = with_cell("code", BODY)
    assert problems(tmp_path, book, allowed=(BODY,)) == []
    assert problems(tmp_path, allowed=(TWIN,), **{"helpers.py": TWIN.encode()}) == []
    assert problems(tmp_path, book, allowed=("kept = 1",)) != []


@pytest.mark.parametrize("line", ["### BEGIN SOLUTION", "# Lösung >", "#GEHEIM>", "BEGIN_HIDDEN_TESTS"])
def test_a_line_that_was_meant_as_a_marker_is_named(tmp_path, line):
    book = as_released()
    book["cells"][1]["source"] += f"\n{line}"
    (tmp_path / "ps1.ipynb").write_text(json.dumps(book))
    (problem,) = problems_in(tmp_path, assignment(), words_of(SETTINGS))
    assert problem.where == "ps1.ipynb (cell 2)" and "'LÖSUNG>'" in problem.do


def test_an_output_of_an_answer_tells_what_is_right(tmp_path):
    book = as_released()
    book["cells"][3]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "4"}]
    (tmp_path / "ps1.ipynb").write_text(json.dumps(book))
    (problem,) = problems_in(tmp_path, assignment(), words_of(SETTINGS))
    assert problem.where == "ps1.ipynb (cell 'test')" and "no output" in problem.expected


def test_files_that_speak_of_answers_are_named(tmp_path):
    problems(tmp_path, **{"ps1-Solutions.pdf": b"%PDF", "data.csv": b"1"})
    assert list(remarks(tmp_path)) == ["ps1-Solutions.pdf goes to students: is that meant?"]


def test_an_answer_that_is_a_whole_cell_or_one_word_is_known(tmp_path):
    book = notebook(cell("code", 'choice = "b"', "choice", solution=True))
    assert problems(tmp_path, book) == []
    book["cells"].append(cell("markdown", "For us `choice = 'b'`.", "extra"))
    assert [problem.where for problem in problems(tmp_path, book)] == ["ps1.ipynb (cell 'choice')"]


def test_the_answer_is_one(tmp_path):
    assert LINE in ANSWER and LINE in BODY  # the tests above speak of the same line
