"""Trees in files: what comes back, what damage is noticed, and what a write leaves behind."""

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import zipfile

import numpy as np
import pytest

from dlcourse import tree_file

TREE = {"format": tree_file.FORMAT, "a": np.arange(6.0).reshape(2, 3), "b": [1, None, "x"]}


def test_a_tree_comes_back_as_it_was(tmp_path):
    path = tmp_path / "tree.npz"
    tree = {
        "format": tree_file.FORMAT, "a": np.arange(6.0).reshape(2, 3), "b": [1, None, "x", {"dict": True}],
        "array": np.float32(0.1), "empty": np.zeros((0, 2)), "big": 2**200, "inf": float("inf"),
    }  # fmt: skip
    tree_file.write(path, tree)
    again = tree_file.read(path)
    np.testing.assert_equal(again, tree)
    assert again["array"].dtype == np.float32 and zipfile.is_zipfile(path)


def test_a_pickle_in_the_file_is_not_opened(tmp_path):
    path = tmp_path / "run.npz"
    np.savez(path, tree=np.array(json.dumps({"dict": {"a": {"array": "/a"}}})), **{"/a": np.array([{}])})
    with pytest.raises(ValueError, match="checkpoint: expected a file"):
        tree_file.read(path)


def test_keys_that_look_like_paths_stay_apart(tmp_path):
    tree = {"format": tree_file.FORMAT, "a/b": np.ones(2), "a": {"b": np.zeros(2)}, "tree": np.ones(1)}
    tree_file.write(tmp_path / "tree.npz", tree)
    np.testing.assert_equal(tree_file.read(tmp_path / "tree.npz"), tree)


@pytest.mark.parametrize(
    "value", [object(), {1: 2.0}, {None: 1}, {1, 2}, 1j, np.array([None]), b"bytes", [[{"a": object()}]]]
)
def test_what_would_come_back_as_something_else_is_not_written(tmp_path, value):
    with pytest.raises(TypeError, match="checkpoint: expected .*, got .*; "):
        tree_file.write(tmp_path / "tree.npz", TREE | {"c": value})
    assert list(tmp_path.iterdir()) == []


ARRAYS = [
    np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    np.arange(8)[::-2],
    np.array("word"),
    np.zeros((0, 3)),
]


@pytest.mark.parametrize("array", ARRAYS, ids=lambda a: f"{a.dtype}{a.shape}")
def test_arrays_of_any_layout_come_back_and_may_be_written_to(tmp_path, array):
    tree_file.write(tmp_path / "tree.npz", TREE | {"c": array})
    again = tree_file.read(tmp_path / "tree.npz")["c"]
    np.testing.assert_array_equal(again, array)
    assert again.dtype == array.dtype and again.flags.writeable and again.base is None or again.flags.owndata


def spoil(path, content):
    path.write_bytes(content)
    try:
        return tree_file.read(path)
    except ValueError as error:
        assert str(error).startswith("checkpoint: expected a file that save wrote"), error
        return None


def test_every_byte_that_is_flipped_or_missing_is_noticed_or_means_nothing(tmp_path):
    path, rng = tmp_path / "tree.npz", np.random.default_rng(0)
    tree_file.write(path, TREE)
    content = path.read_bytes()
    noticed = 0
    for i in rng.choice(len(content), 120, replace=False):
        flipped = bytearray(content)
        flipped[i] ^= 1 << rng.integers(8)
        again = spoil(path, bytes(flipped))
        noticed += again is None
        if again is not None:  # a date in the zip, say
            np.testing.assert_equal(again, TREE)
    assert noticed > 80
    for n in range(0, len(content), 37):
        assert spoil(path, content[:n]) is None


def npz(path, compression=zipfile.ZIP_STORED, **members):
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, content in members.items():
            file.writestr(f"{name}.npy", content)


def npy(header):
    text = header.encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + bytes(64)


JSON = tree_file.json.dumps({"dict": {"format": 1, "a": {"array": "/a"}}})
CLAIMS = {
    "more numbers than bytes": npy("{'descr': '<f8', 'fortran_order': False, 'shape': (10**15,), }"),
    "very many numbers": npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000000,), }"),
    "a negative length": npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-8,), }"),
    "objects": npy("{'descr': '|O', 'fortran_order': False, 'shape': (8,), }"),
    "fewer numbers than bytes": npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }"),
    "a header that is no dict": npy("__import__('os').system('false')"),
    "no header": b"words",
}


@pytest.mark.parametrize("content", CLAIMS.values(), ids=CLAIMS)
def test_an_array_whose_header_lies_is_refused_without_taking_the_memory(tmp_path, content):
    path = tmp_path / "tree.npz"
    whole = tmp_path / "whole.npy"
    np.save(whole, np.array(JSON))
    npz(path, tree=whole.read_bytes(), **{"/a": content})
    with pytest.raises(ValueError, match="checkpoint: expected a file that save wrote"):
        tree_file.read(path)


def test_a_zip_that_would_grow_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.npz"
    npz(path, zipfile.ZIP_DEFLATED, tree=bytes(10**6))
    with pytest.raises(ValueError, match=r"1000000 bytes in a file of \d+"):
        tree_file.read(path)


def test_json_that_is_nested_without_end_is_refused(tmp_path):
    np.savez(tmp_path / "deep.npz", tree=np.array("[" * 100_000))
    with pytest.raises(ValueError, match="checkpoint: expected a file"):
        tree_file.read(tmp_path / "deep.npz")


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o000])
def test_a_file_has_the_mode_that_open_gives(tmp_path, mask):
    before = os.umask(mask)
    try:
        tree_file.write(tmp_path / "tree.npz", TREE)
        (tmp_path / "opened").open("wb").close()
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("tree.npz", "opened")]
    assert modes[0] == modes[1] == 0o666 & ~mask


def test_a_file_that_is_there_keeps_its_mode(tmp_path):
    path = tmp_path / "tree.npz"
    tree_file.write(path, TREE)
    path.chmod(0o640)
    tree_file.write(path, TREE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize("exists", [True, False])
def test_a_link_is_followed(tmp_path, exists):
    folder, link = tmp_path / "elsewhere", tmp_path / "link.npz"
    folder.mkdir()
    link.symlink_to(folder / "real.npz")
    if exists:
        tree_file.write(folder / "real.npz", {"format": tree_file.FORMAT})
    tree_file.write(link, TREE)
    assert link.is_symlink() and [p.name for p in folder.iterdir()] == ["real.npz"]
    np.testing.assert_equal(tree_file.read(folder / "real.npz"), TREE)


def test_a_folder_is_not_replaced(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="checkpoint: expected the name of a file, got"):
        tree_file.write(tmp_path / "folder", TREE)
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


def test_a_device_is_not_replaced():
    with pytest.raises(OSError, match="checkpoint: expected the name of a file, got"):
        tree_file.write(os.devnull, TREE)
    assert os.path.exists(os.devnull) and not os.path.isfile(os.devnull)


def test_a_folder_that_may_not_be_written_to_keeps_the_old_file(tmp_path, monkeypatch):
    tree_file.write(tmp_path / "tree.npz", TREE)

    def refuse(*args):
        raise PermissionError("read-only")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PermissionError):
        tree_file.write(tmp_path / "tree.npz", {"format": tree_file.FORMAT})
    monkeypatch.undo()
    np.testing.assert_equal(tree_file.read(tmp_path / "tree.npz"), TREE)


HANGING = """
import os, sys, time
from dlcourse import tree_file
def hang(descriptor):
    print("here", flush=True)
    time.sleep(60)
os.fsync = hang
tree_file.write(sys.argv[1], {"format": 1})
"""


def test_what_a_killed_write_left_goes_with_the_next_one_and_what_is_being_written_stays(tmp_path):
    path = tmp_path / "tree.npz"
    others = [tmp_path / name for name in ("tree.npz.backup.tmp", "other.npz.0123abcd.tmp", "tree.npz.tmp")]
    for other in others:
        other.write_text("somebody's own")
    with subprocess.Popen([sys.executable, "-c", HANGING, path], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout.readline() == "here\n"
        tree_file.write(path, TREE)
        assert len(list(tmp_path.iterdir())) == 1 + len(others) + 1  # what is being written stays
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
    tree_file.write(path, TREE)
    assert sorted(tmp_path.iterdir()) == sorted([path, *others])


def test_many_may_write_to_one_name_at_once(tmp_path):
    path, failed = tmp_path / "tree.npz", []

    def write(i):
        try:
            for _ in range(3):
                tree_file.write(path, TREE | {"i": i})
                tree_file.read(path)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed and [p.name for p in tmp_path.iterdir()] == ["tree.npz"]
    assert tree_file.read(path)["i"] in range(4)
