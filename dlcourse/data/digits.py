"""Chapter 7: digits. Handwritten digits of 8 x 8 pixels that come with scikit-learn: no download."""

import importlib.util

import numpy as np


def digits():
    """1797 handwritten digits.   -> x (1797, 64), gray values from 0 to 1, y (1797,), classes from 0 to 9

    A row of x is an image read line by line: x[0].reshape(8, 8). Source: the test part of "Optical
    Recognition of Handwritten Digits", Alpaydin and Kaynak 1998, as bundled with scikit-learn, whose gray
    values go from 0 to 16; deck Srihari, section I, slide 10, shows the task. Raises ImportError
    without scikit-learn.
    """
    if importlib.util.find_spec("sklearn") is None:
        raise ImportError(
            "digits: expected scikit-learn, which brings the images, got no such module; "
            'install it with pip install "dlcourse[data]"'
        )
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    return np.asarray(x, float) / 16, np.asarray(y, int)
