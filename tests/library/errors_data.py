"""The errors of data sets, their files, batches, splits and preprocessing."""

import gzip
from unittest.mock import patch

import numpy as np
from errors_common import EITHER, X, Y, in_a_folder, inf, nan, rng

from dlcourse.data import (
    batches,
    blobs,
    line,
    mnist,
    moons,
    noisy_sine,
    shifted,
    spirals,
    split,
    truth_table,
    with_shifts,
)
from dlcourse.data.idx import parse_idx
from dlcourse.preprocessing import ZCA, MinMax, Scaler, ZScore

IMAGES = bytes([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7])  # one image of one pixel
LABELS = bytes([0, 0, 8, 1, 0, 0, 0, 1, 7])
FLOATS = bytes([0, 0, 0x0D, 1, 0, 0, 0, 1, 0, 0, 0, 0])
NO_RNG = ["rng", "default_rng"]


def files(images, labels=LABELS, checksums=None, ending=""):
    """mnist on files with these contents."""

    def read(folder):
        for kind, content in (("images-idx3", images), ("labels-idx1", labels)):
            (folder / f"train-{kind}-ubyte{ending}").write_bytes(content)
        options = {} if checksums is None else {"checksums": checksums}
        return mnist(folder, **({"checksums": None} | options))

    return in_a_folder(read)


def too_large():
    with patch("dlcourse.data.mnist.MAX_BYTES", 4):
        files(IMAGES)


SUMS = {f"train-{kind}-ubyte": "0" * 32 for kind in ("images-idx3", "labels-idx1")}
WRONG = {
    "unequal lengths": (lambda: batches(X, np.ones(3)), ValueError, ["batches", "4 samples and 3 targets"]),
    "no samples": (lambda: batches(np.ones((0, 2)), np.ones(0)), ValueError, ["batches", "none"]),
    "size zero": (lambda: batches(X, Y, 0), ValueError, ["size", "0"]),
    "size half": (lambda: batches(X, Y, 1.5), EITHER, ["size", "1.5"]),
    "size true": (lambda: batches(X, Y, True), EITHER, ["size", "True"]),
    "a seed for the shuffling": (lambda: batches(X, Y, rng=0), EITHER, NO_RNG),
    "samples in a list": (lambda: batches([1, 2], Y), TypeError, ["batches", "list", "np.asarray"]),
    "one number for the samples": (lambda: batches(X, np.array(1.0)), EITHER, ["batches", "y", "axis 0"]),
    "classes to stratify under a mask": (
        lambda: split(X, np.ma.array(Y, mask=Y == Y), rng=rng(), stratify=True),
        TypeError,
        ["split", "y without a mask", "drop"],
    ),
    "shares beyond one": (lambda: split(X, Y, (0.5, 0.6), rng=rng()), ValueError, ["split", "[0.5, 0.6]"]),
    "a share negative": (lambda: split(X, Y, (1.5, -0.5), rng=rng()), ValueError, ["above 0", "-0.5"]),
    "a part of none": (lambda: split(X[:1], Y[:1], rng=rng()), ValueError, ["3 parts", "1 in all"]),
    "a split of unequal lengths": (lambda: split(X, Y[:3], rng=rng()), ValueError, ["4 samples and 3"]),
    "classes that are objects": (
        lambda: split(X, np.array([None] * 4), rng=rng(), stratify=True),
        ValueError,
        ["split", "object", "number them"],
    ),
    "classes that are missing": (
        lambda: split(X, np.array([0, 1, np.nan, 0]), rng=rng(), stratify=True),
        ValueError,
        ["split", "1 NaN", "drop"],
    ),
    "a split with a seed": (lambda: split(X, Y, rng=0), ValueError, ["split", *NO_RNG]),
    "a split of lists": (lambda: split([1, 2], Y, rng=rng()), TypeError, ["split", "list", "np.asarray"]),
    "classes in columns to stratify": (
        lambda: split(X, Y, rng=rng(), stratify=True),
        ValueError,
        ["split", "(4, 1)", "ravel()"],
    ),
    "a flat image to shift": (lambda: shifted(np.zeros(4), 1), ValueError, ["shifted", "(4,)", "reshape"]),
    "a shift by half a pixel": (lambda: shifted(np.eye(2), 0.5), ValueError, ["shifted", "down", "0.5"]),
    "images of another size": (
        lambda: with_shifts(np.zeros((2, 5)), np.zeros(2), (2, 2)),
        ValueError,
        ["with_shifts", "(2, 2)", "(2, 5)", "height"],
    ),
    "an unknown gate": (lambda: truth_table("nor"), ValueError, ["truth_table", "'nor'", "nand"]),
    "a line of no points": (lambda: line(0, rng=rng()), ValueError, ["line", "m", "0"]),
    "a line with a seed": (lambda: line(5, rng=0), ValueError, ["line", *NO_RNG]),
    "noise negative": (lambda: line(5, rng=rng(), noise=-1), ValueError, ["line", "noise", "-1"]),
    "a line nowhere": (lambda: line(5, rng=rng(), x_max=0), ValueError, ["line", "x_max > 0", "0"]),
    "a sine of half a point": (lambda: noisy_sine(1.5, rng=rng()), EITHER, ["noisy_sine", "m", "1.5"]),
    "noise nan": (lambda: noisy_sine(5, rng=rng(), noise=nan), ValueError, ["noisy_sine", "noise", "nan"]),
    "moons without rng": (lambda: moons(5, rng=None), ValueError, ["moons", *NO_RNG]),
    "noise infinite": (lambda: moons(5, rng=rng(), noise=inf), ValueError, ["moons", "noise", "inf"]),
    "noise a word": (lambda: moons(5, rng=rng(), noise="a"), EITHER, ["moons", "noise", "'a'"]),
    "no arms": (lambda: spirals(5, 0, rng=rng()), ValueError, ["spirals", "n_classes", "0"]),
    "one center": (lambda: blobs(5, [1.0, 2.0], rng=rng()), ValueError, ["blobs", "(2,)", "row"]),
    "centers nan": (lambda: blobs(5, [[nan, 2.0]], rng=rng()), ValueError, ["blobs", "finite centers"]),
    "no IDX file": (lambda: parse_idx(b"<html>"), ValueError, ["parse_idx", "3c 68", "compressed"]),
    "an empty file": (lambda: parse_idx(b""), ValueError, ["parse_idx", "none"]),
    "no axes": (lambda: parse_idx(bytes([0, 0, 8, 0])), ValueError, ["1 to 32 axes", "0 axes"]),
    "numbers missing": (lambda: parse_idx(LABELS[:-1]), ValueError, ["1 bytes", "(1,)", "got 0", "damaged"]),
    "an unknown part": (lambda: mnist(".", "all"), ValueError, ["mnist", "'all'", '"train"']),
    "no files": (lambda: in_a_folder(mnist), FileNotFoundError, ["train-images", "does not download"]),
    "another checksum": (lambda: files(IMAGES, checksums=SUMS), ValueError, ["MD5", "checksums=None"]),
    "no gzip file": (lambda: files(IMAGES, ending=".gz"), ValueError, ["gzip", "ubyte.gz", "anew"]),
    "images as labels": (lambda: files(LABELS), ValueError, ["mnist", "(1,)", "fetch"]),
    "pixels as floats": (lambda: files(FLOATS), ValueError, ["mnist", "bytes", "float32"]),
    "a damaged file": (lambda: files(IMAGES[:-1]), ValueError, ["parse_idx", "damaged", "train-images"]),
    "a file too large": (too_large, ValueError, ["at most 4 bytes", "got more"]),
    "a damaged gzip file": (
        lambda: files(gzip.compress(IMAGES)[:-9], gzip.compress(LABELS), ending=".gz"),
        ValueError,
        ["gzip", "anew"],
    ),
    "a scaler without measure": (lambda: Scaler().fit(X), NotImplementedError, ["Scaler", "measure(x)"]),
    "a table to scale": (lambda: ZScore().fit(np.ones((2, 3, 4))), ValueError, ["ZScore", "(2, 3, 4)"]),
    "a range that overflows": (
        lambda: MinMax().fit([[1e308], [-1e308]]),
        ValueError,
        ["max - min", "divide"],
    ),
    "nothing to scale": (lambda: MinMax().fit(np.ones((0, 2))), ValueError, ["MinMax", "(0, 2)"]),
    "nan to scale": (lambda: ZCA().fit(nan * X), ValueError, ["ZCA", "finite", "NaN"]),
    "words to scale": (lambda: ZScore().fit([["a"]]), TypeError, ["real numbers"]),
    "one sample to scale": (lambda: ZCA().fit(X[:1]), ValueError, ["ZCA", "more than 1", "m - 1"]),
    "scale before fit": (lambda: MinMax().transform(X), ValueError, ["MinMax", "fit(x_train)"]),
    "scale another width": (lambda: MinMax().fit(X).transform(Y), ValueError, ["(m, 2)", "(4, 1)"]),
    "unscale another width": (lambda: ZCA().fit(X).inverse(Y), ValueError, ["(m, 2)", "(4, 1)"]),
    "scaler eps negative": (lambda: MinMax(eps=-1), ValueError, ["MinMax", "eps", "-1"]),
    "scaler eps a word": (lambda: ZCA(eps="a"), EITHER, ["ZCA", "eps", "'a'"]),
    "ddof negative": (lambda: ZScore(ddof=-1), ValueError, ["ZScore", "ddof", "-1"]),
    "ddof half": (lambda: ZCA(ddof=0.5), EITHER, ["ZCA", "ddof", "0.5"]),
}
