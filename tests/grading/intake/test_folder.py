"""A submission's folder: links, pipes, odd names and masses of files are left out and told."""

import io
import os
import stat
import zipfile

import pytest
from small_intake import ALL, as_bytes, assignment, scores, solved, taken

from dlcourse.grading.intake.archive import unpacked
from dlcourse.grading.intake.folder import Found, Room, gather
from dlcourse.grading.intake.rejected import Rejected
from dlcourse.grading.intake.taking import take_in

BOOK = as_bytes(solved())


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "ada" / "ps"
    place.mkdir(parents=True)
    return place


def found(folder, room=None):
    return gather(folder.parents[1], ("ada", "ps"), room)


def told(folder):
    with pytest.raises(Rejected) as error:
        take_in(assignment(), "ada", found(folder))
    return str(error.value)


def test_files_are_read_by_their_paths_and_what_editors_leave_is_not(folder):
    left = (".ipynb_checkpoints/p1.ipynb", "__pycache__/a.pyc", "timestamp.txt")
    for path in ("p1.ipynb", "data/a.csv", *left):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(BOOK)
    assert set(found(folder).files) == {"p1.ipynb", "data/a.csv"}
    assert found(folder).notes == []


def test_a_notebook_that_is_a_link_is_rejected_and_what_it_leads_to_not_read(folder, tmp_path):
    (tmp_path / "peer.ipynb").write_bytes(BOOK)
    os.symlink(tmp_path / "peer.ipynb", folder / "p1.ipynb")
    assert told(folder) == "The notebook 'p1.ipynb' is a link: hand in the file itself."


def test_links_to_folders_and_files_are_left_out(folder, tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "answers.txt").write_text("42")
    (folder / "p1.ipynb").write_bytes(BOOK)
    os.symlink(tmp_path / "secret", folder / "data")
    os.symlink(tmp_path / "secret" / "answers.txt", folder / "notes.txt")
    os.symlink("nowhere", folder / "broken")
    assert set(found(folder).files) == {"p1.ipynb"}
    points, reasons = scores(take_in(assignment(), "ada", found(folder)))
    assert points == ALL and len(reasons) == 3 and all("is a link" in reason for reason in reasons)


def test_a_pipe_named_like_the_notebook_does_not_make_anybody_wait(folder):
    os.mkfifo(folder / "p1.ipynb")
    assert told(folder) == "The notebook 'p1.ipynb' is a pipe, a device or a socket, not a file."


def test_names_that_cannot_be_stored_are_left_out(folder):
    (folder / "p1.ipynb").write_bytes(BOOK)
    for name in ("a\nb.txt", "back\\slash", "what?.txt", os.fsdecode(b"\xff.txt")):
        (folder / name).write_bytes(b"1")
    one = found(folder)
    assert set(one.files) == {"p1.ipynb"} and len(one.notes) == 4
    assert all(note.isprintable() for note in one.notes)


def test_a_notebook_may_have_an_odd_name(folder):
    (folder / 'p1: "final"?.ipynb').write_bytes(BOOK)
    points, reasons = scores(take_in(assignment(), "ada", found(folder)))
    assert points == ALL and "under another name" in reasons[0]


def test_masses_of_files_are_left_out_and_the_notebook_is_graded(folder):
    (folder / "p1.ipynb").write_bytes(BOOK)
    for i in range(30):
        (folder / f"a{i}").write_bytes(b"12345")
    many = found(folder, Room(files=10))
    assert len(many.files) == 10 and "p1.ipynb" in many.files and "21 files were left out" in many.notes[0]
    large = found(folder, Room(size=22))
    assert len(large.files) == 5 and "26 files were left out" in large.notes[0]


def test_a_submission_of_folders_in_folders_ends(folder):
    (folder / "/".join("abcdefghij")).mkdir(parents=True)
    (folder / "p1.ipynb").write_bytes(BOOK)
    assert "folders deep" in found(folder).notes[0]


def archive(entries):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(name, content)
    return data.getvalue()


def test_what_leads_out_of_a_zip_is_left_out():
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    names = ["../p1.ipynb", "/etc/cron", "a/../../b", "C:\\x", "good.txt"]
    files, notes = unpacked(
        "a.zip", archive([(name, b"1") for name in names] + [(link, b"/etc/passwd")]), Room()
    )
    assert files == {"good.txt": b"1"} and "5 files of the zip were left out" in notes[1]


def test_a_file_that_lies_too_deep_in_a_zip_is_left_out_and_a_notebook_is_not():
    names = [
        "d/" * 7 + "ps.ipynb",
        "d/" * 6 + "kept.txt",
        "d/" * 7 + "deep.txt",
        ("d" * 150 + "/") * 40 + "long.txt",
    ]
    files, notes = unpacked("a.zip", archive([(name, b"1") for name in names]), Room())
    assert [*files] == names[:2] and "2 files of the zip were left out" in notes[1]


def test_a_zip_that_would_fill_the_memory_is_not_unpacked():
    bomb = archive([("zeros.bin", bytes(30 << 20)), ("p1.ipynb", BOOK)])
    assert len(bomb) < 100_000
    files, _ = unpacked("a.zip", bomb, Room())
    assert set(files) == {"p1.ipynb"}


@pytest.mark.parametrize("cut", [10, 100, 200])
def test_a_zip_that_breaks_off_is_told(cut):
    with pytest.raises(Rejected, match="could not be read|is a zip file"):
        taken(archive([("p1.ipynb", BOOK)])[:-cut])


def test_what_lies_beside_a_notebook_in_a_folder_lies_beside_it_when_it_is_run():
    own = {"ps/helper.py": b"x", "ps/data/a.csv": b"1", "other.txt": b"2"}
    one = take_in(assignment(), "ada", Found({"ps/p1.ipynb": BOOK, **own}))
    assert one.plans[0].files == {**own, "helper.py": b"x", "data/a.csv": b"1"}


def test_no_file_lies_where_a_folder_of_the_same_name_does():
    of = assignment(files={"data/a.csv": b"1", "b": b"2"})
    own = {"data": b"9", "b/c": b"9", "d": b"3", "d/e": b"9"}
    assert taken(solved(), files=own, of=of).plans[0].files == {"data/a.csv": b"1", "b": b"2", "d": b"3"}


def test_a_changed_file_of_the_assignment_is_put_back_and_told():
    of = assignment(files={"data.csv": b"1,2\n", "more.csv": b"3\n"})
    own = {"data.csv": b"9,9\n", "more.csv": b"3\r\n", "helper.py": b"x = 1\n"}
    one = taken(solved(), files=own, of=of)
    assert one.plans[0].files == {"data.csv": b"1,2\n", "more.csv": b"3\n", "helper.py": b"x = 1\n"}
    assert one.reasons == ("Files of the assignment were changed, and its own were used: 'data.csv'.",)
