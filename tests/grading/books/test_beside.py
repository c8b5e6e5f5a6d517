"""The other files of a submission, in the place where nbgrader keeps them."""

import os

from books_course import ASSIGNMENT, canonicals, course

from dlcourse.grading.books.beside import MOST, chosen
from dlcourse.grading.books.shelf import Shelf
from dlcourse.grading.classrun.place import Place
from dlcourse.grading.classrun.students import other_files


def kept(folder):
    """{relative path: bytes} of what lies there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_files_are_kept_as_they_were_handed_in_and_stale_ones_are_removed(tmp_path):
    coursedir, config = course(tmp_path)
    (one,) = canonicals(coursedir, config)
    shelf, folder = Shelf(coursedir, config), tmp_path / "autograded" / "ann" / ASSIGNMENT
    first = {"data.csv": b"1,2\n", "part/helper.py": b"x = 1\n", "page.html": b"<script>", "a/b": b""}
    time = "2026-01-02 03:04:05 UTC"
    assert shelf.put("ann", ASSIGNMENT, {"squares": one.notebook}, time, first) == ["page.html"]
    names = {"squares.ipynb", "timestamp.txt"}
    assert {*kept(folder)} == names | {"data.csv", "part/helper.py", "a/b"}
    (folder / "part" / "link").symlink_to(tmp_path)
    (folder / "away").symlink_to(tmp_path, target_is_directory=True)
    assert (
        shelf.put("ann", ASSIGNMENT, {"squares": one.notebook}, None, {"part": b"a file", "a/c": b""}) == []
    )
    assert {*kept(folder)} == names | {"part", "a/c"} and {*os.listdir(folder)} == names | {"part", "a"}
    assert (tmp_path / "autograded").is_dir()  # to which the links led


def test_small_files_come_first_and_nothing_that_a_browser_runs():
    files = {"large": bytes(MOST), "small": b"s", "a.SVG": b"", "b.xhtml": b"", "c.js": b"", "d.txt": b"<b>"}
    found, left = chosen(files, 100)
    assert {*found} == {"small", "d.txt"} and {*left} == {"large", "a.SVG", "b.xhtml", "c.js"}


def test_no_link_is_followed_and_no_notebook_is_taken_for_another_file(tmp_path):
    folder = tmp_path / "submitted" / "ann" / ASSIGNMENT
    folder.mkdir(parents=True)
    (tmp_path / "gradebook.db").write_bytes(b"secret")
    (folder / "book").symlink_to(tmp_path / "gradebook.db")
    (folder / "up").symlink_to(tmp_path)
    for name in ("squares.ipynb", "other.ipynb (1)", "data.csv", "timestamp.txt"):
        (folder / name).write_bytes(b"d")
    assert other_files(Place(tmp_path), "ann", ASSIGNMENT) == {"data.csv": b"d"}
    assert other_files(Place(tmp_path), "bob", ASSIGNMENT) == {}
