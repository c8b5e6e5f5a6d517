"""Where a submission lies: in its place, nearly there, or as a single file; links are not followed."""

import io
import os
import zipfile

import pytest
from small_intake import ALL, as_bytes, assignment, scores, solved

from dlcourse.grading.intake.finding import find_submission
from dlcourse.grading.intake.rejected import Rejected
from dlcourse.grading.intake.taking import take_in

BOOK = as_bytes(solved())


def found(root):
    return find_submission(root, ("ada", "ps"), ["p1"])


def graded(root):
    return scores(take_in(assignment(), "ada", found(root)))


def put(root, path, data=BOOK):
    place = root / "ada" / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)


def zipped(**files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/") + ".ipynb", content)
    return data.getvalue()


def test_a_notebook_in_its_place(tmp_path):
    put(tmp_path, "ps/p1.ipynb")
    assert graded(tmp_path) == (ALL, [])


@pytest.mark.parametrize(
    "path, word",
    [
        ("PS (1)/p1.ipynb", "was found in 'PS (1)'"),
        ("p1.ipynb", "beside the folder"),
        ("P1 (2).ipynb", "beside the folder"),
        ("ps", "a file 'ps', not a folder"),
        ("ps/p1 (1).ipynb", "under another name"),
        ("ps/Copy of p1.ipynb", "under another name"),
        ("ps/solution.ipynb", "under another name"),
        ("ps/p1.ipynb.txt", "under another name"),
        ("ps/ps/p1.ipynb", "in a folder of its own"),
        ("ps/p1.ipynb/p1.ipynb", "in a folder of its own"),
    ],
)
def test_a_notebook_beside_its_place_is_graded_and_that_is_told(tmp_path, path, word):
    put(tmp_path, path)
    points, reasons = graded(tmp_path)
    assert points == ALL
    assert any(word in reason for reason in reasons), reasons


@pytest.mark.parametrize("path", ["ps/ps.zip", "ps/whatever.zip", "ps.zip", "ps", "ps/p1.ipynb"])
def test_a_zip_is_opened(tmp_path, path):
    put(tmp_path, path, zipped(ps__p1=BOOK))
    points, reasons = graded(tmp_path)
    assert points == ALL
    assert any("was opened" in reason for reason in reasons), reasons


def test_nothing_is_found_where_nothing_was_handed_in(tmp_path):
    with pytest.raises(Rejected, match="no submission"):
        found(tmp_path)
    put(tmp_path, "another/p1.ipynb")
    with pytest.raises(Rejected, match="no submission"):
        found(tmp_path)


def test_a_link_is_not_followed(tmp_path):
    put(tmp_path / "peer", "ps/p1.ipynb")
    (tmp_path / "ada").mkdir()
    os.symlink(tmp_path / "peer" / "ada" / "ps", tmp_path / "ada" / "ps")
    with pytest.raises(Rejected, match="is a link to another place"):
        found(tmp_path)
    os.remove(tmp_path / "ada" / "ps")
    os.symlink(tmp_path / "peer" / "ada" / "ps" / "p1.ipynb", tmp_path / "ada" / "p1.ipynb")
    with pytest.raises(Rejected, match="'p1.ipynb' is a link"):
        found(tmp_path)
    os.symlink(tmp_path / "peer" / "ada", tmp_path / "eve")
    with pytest.raises(Rejected, match="is a link to another place"):
        find_submission(tmp_path, ("eve", "ps"), ["p1"])


def test_a_pipe_in_the_place_of_the_folder_is_not_opened(tmp_path):
    (tmp_path / "ada").mkdir()
    os.mkfifo(tmp_path / "ada" / "ps")
    with pytest.raises(Rejected, match="A pipe or a device"):
        found(tmp_path)
