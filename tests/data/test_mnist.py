"""The MNIST loader, on small files of the same format."""

import gzip
import hashlib
import struct

import numpy as np
import pytest

from dlcourse.data import mnist
from dlcourse.data.mnist import MD5

IMAGES = np.random.default_rng(0).integers(0, 256, (5, 4, 3)).astype(np.uint8)
LABELS = np.array([7, 0, 9, 1, 1], np.uint8)


def idx(array):
    return bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


def put(folder, images=IMAGES, labels=LABELS, prefix="train", packed=False):
    sums = {}
    for name, array in ((f"{prefix}-images-idx3-ubyte", images), (f"{prefix}-labels-idx1-ubyte", labels)):
        content = array if isinstance(array, bytes) else idx(array)
        sums[name] = hashlib.md5(content).hexdigest()
        if packed:
            (folder / f"{name}.gz").write_bytes(gzip.compress(content))
        else:
            (folder / name).write_bytes(content)
    return sums


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(("part", "prefix"), [("train", "train"), ("test", "t10k")])
def test_images_are_rows_from_0_to_1_and_labels_are_classes(tmp_path, packed, part, prefix):
    sums = put(tmp_path, prefix=prefix, packed=packed)
    x, y = mnist(tmp_path, part, checksums=sums)
    np.testing.assert_array_equal(x * 255, IMAGES.reshape(5, 12))
    assert y.tolist() == LABELS.tolist() and y.dtype.kind == "i" and x.max() <= 1


def test_files_that_are_not_there_are_named_with_their_folder(tmp_path):
    with pytest.raises(
        FileNotFoundError, match="mnist: expected train-images-idx3-ubyte or .*gz in .*got neither"
    ):
        mnist(tmp_path)


def test_other_contents_are_refused_by_their_checksum_unless_that_is_switched_off(tmp_path):
    put(tmp_path)
    expected = "mnist: expected train-images-idx3-ubyte with MD5 6bbc9ace898e44ae57da46a324031adb, got"
    with pytest.raises(ValueError, match=expected):
        mnist(tmp_path)
    assert mnist(tmp_path, checksums=None)[0].shape == (5, 12)


def test_there_is_a_checksum_for_each_of_the_four_files():
    assert sorted(MD5) == sorted(
        f"{prefix}-{kind}-ubyte" for prefix in ("train", "t10k") for kind in ("images-idx3", "labels-idx1")
    )
    assert len({*MD5.values()}) == 4 and all(len(bytes.fromhex(md5)) == 16 for md5 in MD5.values())


def test_a_broken_gzip_file_is_a_value_error(tmp_path):
    put(tmp_path, packed=True)
    path = tmp_path / "train-images-idx3-ubyte.gz"
    content = path.read_bytes()
    for bad in (b"<html>", content[:20], content[:15] + b"\xff" * 5 + content[20:], b""):
        path.write_bytes(bad)
        with pytest.raises(ValueError, match="expected"):
            mnist(tmp_path, checksums=None)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"labels": LABELS[:4]}, r"expected images \(m, rows, columns\) and labels \(m,\), got \(5, 4, 3\)"),
        ({"images": LABELS}, "expected images"),
        (
            {"images": b"\0\0\x0b\x01\0\0\0\x01\0\0"},
            "mnist: expected bytes in train-images-idx3-ubyte, got int16",
        ),
        ({"labels": b"\0\0\x08"}, "parse_idx: expected an IDX file"),
    ],
)
def test_files_of_another_kind_are_refused(tmp_path, files, words):
    put(tmp_path, **files)
    with pytest.raises(ValueError, match=words):
        mnist(tmp_path, checksums=None)


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    import sys

    monkeypatch.setattr(sys.modules["dlcourse.data.mnist"], "MAX_BYTES", 10)
    put(tmp_path, packed=True)
    with pytest.raises(ValueError, match="expected at most 10 bytes"):
        mnist(tmp_path, checksums=None)


def test_an_unknown_part_is_refused(tmp_path):
    with pytest.raises(ValueError, match='mnist: expected part "train" or "test", got \'valid\''):
        mnist(tmp_path, "valid")
