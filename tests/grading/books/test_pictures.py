"""Pictures beside a source stand in the texts that show them, and nothing else does."""

import base64
from dataclasses import replace

from books_course import canonicals, course, entry
from nbformat.v4 import new_markdown_cell

from dlcourse.grading.books.notebook import autograded
from dlcourse.grading.books.pictures import MOST, pictures_in, with_pictures

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
URI = "data:image/png;base64," + base64.b64encode(PNG).decode()


def test_pictures_are_found_by_what_they_are_up_to_a_size(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.png").write_bytes(PNG)
    (tmp_path / "sub" / "b.png").write_bytes(PNG)
    (tmp_path / "script.png").write_bytes(b"<script>")
    (tmp_path / "large.png").write_bytes(PNG + bytes(MOST))
    (tmp_path / "data.csv").write_bytes(PNG)
    assert pictures_in(tmp_path) == {"a.png": URI, "sub/b.png": URI}


def test_paths_of_pictures_and_no_other_text_are_replaced():
    text = "![a](./a.png \"title\") [a.png](b.png) <img src='a.png'> a.png ![c](http://x/a.png)"
    made = with_pictures(text, {"a.png": "data:A"})
    assert made == ("![a](data:A \"title\") [a.png](b.png) <img src='data:A'> a.png ![c](http://x/a.png)")


def test_the_instructors_texts_show_them_and_a_students_do_not(tmp_path):
    (one,) = canonicals(*course(tmp_path))
    text = new_markdown_cell("Look: ![a](a.png)")
    one.notebook.cells.append(text)
    one = replace(one, pictures={"a.png": URI})
    own = new_markdown_cell("Mine: ![a](a.png)")
    made = autograded(one, entry("ann", one, extra=[text, own]).notebooks["squares"])
    sources = [cell.source for cell in made.cells]
    assert f"Look: ![a]({URI})" in sources and "Mine: ![a](a.png)" in sources
