"""Chapters 1 to 18: data as arrays, splits and batches of them. Samples are rows."""

from dlcourse.data.augment import reflected, shifted, with_shifts
from dlcourse.data.batches import batches
from dlcourse.data.digits import digits
from dlcourse.data.mnist import mnist
from dlcourse.data.shapes import blobs, moons, spirals
from dlcourse.data.split import split
from dlcourse.data.toy import line, noisy_sine, truth_table, xor

__all__ = [
    "batches",
    "blobs",
    "digits",
    "line",
    "mnist",
    "moons",
    "noisy_sine",
    "reflected",
    "shifted",
    "spirals",
    "split",
    "truth_table",
    "with_shifts",
    "xor",
]
