"""Chapter 7: digits. Images of handwritten digits, 8 x 8 pixels, that come with the library: no download."""

from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("digits.npz")  # digits.txt beside it states source, licence and changes


def digits():
    """1797 handwritten digits.   -> x (1797, 64), gray values from 0 to 1, y (1797,), classes from 0 to 9

    A row of x is an image, row by row: x[0].reshape(8, 8). Gray values are multiples of 1/16; 0 is paper.
    Source: the test set of "Optical Recognition of Handwritten Digits", Alpaydin and Kaynak 1998, UCI Machine
    Learning Repository, doi 10.24432/C50P49, CC BY 4.0; deck Srihari, section I, slide 10, shows the task.

    >>> x, y = digits()
    >>> x.shape, y[:5].tolist()
    ((1797, 64), [0, 1, 2, 3, 4])
    """
    with np.load(FILE) as arrays:
        # stored as bytes 0 to 16 to keep the file small; the division by 16 is exact in binary
        return arrays["x"] / 16, arrays["y"].astype(int)
