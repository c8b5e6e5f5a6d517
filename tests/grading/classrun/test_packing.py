"""Packing: a student's folder as bytes, whatever lies in it."""

import os

import pytest

from dlcourse.grading.classrun.packing import pack, unpack
from dlcourse.grading.classrun.parcels import head_of


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "submitted" / "ann" / "ps1"
    folder.mkdir(parents=True)
    (folder / "ps1.ipynb").write_bytes(b"\xff not a notebook")
    return folder


def packed(folder, source="source"):
    return pack(str(folder.parents[1]), ("ann", "ps1"), "ann", source)


def test_files_and_time_come_back(folder):
    (folder / "timestamp.txt").write_text("2026-01-02 03:04:05 UTC")
    found, refused, time = unpack(packed(folder))
    assert found.files == {"ps1.ipynb": b"\xff not a notebook"}
    assert (refused, time) == (None, "2026-01-02 03:04:05 UTC")


def test_the_fingerprint_changes_with_any_file_the_time_and_the_source(folder):
    seen = {head_of(packed(folder))["fingerprint"], head_of(packed(folder, "other"))["fingerprint"]}
    (folder / "data.csv").write_text("1")
    seen.add(head_of(packed(folder))["fingerprint"])
    (folder / "timestamp.txt").write_text("2026-01-02 03:04:05 UTC")
    seen.add(head_of(packed(folder))["fingerprint"])
    assert len(seen) == 4
    assert head_of(packed(folder)) == head_of(packed(folder))


def test_links_lead_nowhere_and_pipes_are_not_waited_for(folder, tmp_path):
    (tmp_path / "answers.txt").write_text("secret")
    os.symlink(tmp_path / "answers.txt", folder / "data.txt")
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / "timestamp.txt")
    found, _, time = unpack(packed(folder))
    assert set(found.files) == {"ps1.ipynb"} and set(found.faults) == {"data.txt", "pipe"} and time is None
    (folder.parent / "ps1").rename(folder.parent / "elsewhere")
    os.symlink(folder.parent / "elsewhere", folder.parent / "ps1")
    assert "link" in unpack(packed(folder))[1]


def test_nothing_there_is_told(folder):
    refused = unpack(pack(str(folder.parents[1]), ("bob", "ps1"), "bob", "source"))[1]
    assert refused == "There is no submission of this assignment."


def test_work_beside_its_folder_is_packed(folder):
    folder.rename(folder.parent / "PS 1")
    found, refused, _ = unpack(pack(str(folder.parents[1]), ("ann", "ps1"), "ann", "source", ("ps1",)))
    assert set(found.files) == {"ps1.ipynb"} and refused is None
    assert found.notes == ["The submission was found in 'PS 1', not in 'ps1'."]
