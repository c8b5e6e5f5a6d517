"""Chapter 3: expectations. Checks of arguments, one for each kind: a count, a fraction, a function.

A constructor calls `expect.count("Linear", n_in=n_in, advice="count the units")`. Every error has the form
`<who>: expected <what>, got <what>; <advice>`. The caller passes the advice, since only the caller knows
which values are common for that argument.
"""

import math
import numbers

import numpy as np

from dlcourse.backend import is_array, xp_of


def is_count(value, least: int = 1) -> bool:
    """Whether value is an int of at least `least`: Python's or numpy's, no bool and no float."""
    # numbers.Integral has numpy's integers, too; True is an int in Python, but no count.
    return isinstance(value, numbers.Integral) and not isinstance(value, bool) and value >= least


def is_number(value) -> bool:
    """Whether value is one finite real number, Python's or numpy's: no string, no bool, no array."""
    real = isinstance(value, numbers.Real) and not isinstance(value, bool)
    return real and -math.inf < value < math.inf  # math.isfinite(10**400) would raise OverflowError


# `who` is positional only, so that an argument to be checked may have the name "who" itself.
def count(who: str, /, *, advice: str, least: int = 1, **values) -> None:
    """Raise ValueError unless each of the values is an int of at least `least`.

    >>> count("Linear", n_in=0, advice="count the units")
    Traceback (most recent call last):
    ValueError: Linear: expected n_in to be an int of at least 1, got 0; count the units
    """
    for name, value in values.items():
        if not is_count(value, least):
            what = f"{name} to be an int of at least {least}"
            raise ValueError(f"{who}: expected {what}, got {_short_repr(value)}; {advice}")


def number(who: str, /, *, advice: str, above=None, least=None, below=None, most=None, **values) -> None:
    """Raise ValueError unless each of the values is a finite number within the bounds.

    above and below are exclusive bounds, least and most inclusive ones.
    """
    for name, value in values.items():
        fits = is_number(value)  # first, since comparing a string with a number raises TypeError
        fits = fits and (above is None or value > above) and (least is None or value >= least)
        fits = fits and (below is None or value < below) and (most is None or value <= most)
        if not fits:
            what = f"{name} {_range(above, least, below, most)}"
            raise ValueError(f"{who}: expected {what}, got {_short_repr(value)}; {advice}")


def positive(who: str, /, *, advice: str, **values) -> None:
    """Raise ValueError unless each of the values is a finite number above 0."""
    number(who, advice=advice, above=0, **values)


def not_negative(who: str, /, *, advice: str, **values) -> None:
    """Raise ValueError unless each of the values is a finite number of at least 0."""
    number(who, advice=advice, least=0, **values)


def fraction(who: str, /, *, advice: str, **values) -> None:
    """Raise ValueError unless each of the values lies in [0, 1): a decay rate, a momentum."""
    number(who, advice=advice, least=0, below=1, **values)


def positive_probability(who: str, /, *, advice: str, **values) -> None:
    """Raise ValueError unless each of the values lies in (0, 1]: the probability of keeping a unit."""
    number(who, advice=advice, above=0, most=1, **values)


def function(who: str, /, *, advice: str, **values) -> None:
    """Raise TypeError unless each of the values can be called."""
    for name, value in values.items():
        if not callable(value):
            raise TypeError(f"{who}: expected {name} to be a function, got {_short_repr(value)}; {advice}")


def finite_array(who: str, /, *, advice: str, **values) -> None:
    """Raise TypeError for a value that is no array of real numbers, ValueError for NaN or infinity in it."""
    for name, value in values.items():
        if not is_array(value) or value.dtype.kind not in "biuf":
            got = f"dtype {value.dtype}" if is_array(value) else type(value).__name__
            raise TypeError(f"{who}: expected {name} as an array of real numbers, got {got}; {advice}")
        if not xp_of(value).isfinite(value).all():  # of numpy or cupy, wherever the array is
            raise ValueError(f"{who}: expected finite numbers in {name}, got NaN or infinity; {advice}")


def shape(who: str, wanted: tuple, /, *, advice: str, **values) -> None:
    """Raise ValueError unless each of the values has the shape `wanted`, where a letter means any length.

    >>> shape("Linear", ("m", 3), x=np.zeros((4, 2)), advice="samples are rows")
    Traceback (most recent call last):
    ValueError: Linear: expected x of shape (m, 3), got (4, 2); samples are rows
    """
    for name, value in values.items():
        got = getattr(value, "shape", None)
        # In two steps: zip(strict=True) would raise for another number of axes.
        fits = got is not None and len(got) == len(wanted)
        fits = fits and all(isinstance(n, str) or n == k for n, k in zip(wanted, got, strict=True))
        if not fits:
            # As Python writes a tuple, (3,), but with the letters unquoted.
            text = f"({', '.join(map(str, wanted))}{',' * (len(wanted) == 1)})"
            got = type(value).__name__ if got is None else got
            raise ValueError(f"{who}: expected {name} of shape {text}, got {got}; {advice}")


def _range(above, least, below, most) -> str:
    """The range in words, as "> 0" or "from 0 up to, not including, 1"."""
    # The commonest pairs of bounds have words of their own; the rest is put together below.
    if least is not None and below is not None:
        return f"from {least} up to, not including, {below}"
    if least is not None and most is not None:
        return f"from {least} to {most}"
    if above is not None and below is not None:
        return f"between {above} and {below}"
    low = None if above is None else f"above {above}"
    low = low if least is None else f"of at least {least}"
    high = None if below is None else f"below {below}"
    high = high if most is None else f"at most {most}"
    if low and high:
        return f"{low} and {high}"
    if above is not None:
        return f"> {above}"
    return low or high or "to be a finite number"


def no_mask(who: str, /, **values) -> None:
    """Raise TypeError for a masked array: ops would compute with the masked numbers as with all others."""
    for name, value in values.items():
        if isinstance(value, np.ma.MaskedArray):  # a subclass of ndarray, so is_array lets it pass
            raise TypeError(
                f"{who}: expected {name} without a mask, got a masked array; drop the samples that are masked"
            )


def _short_repr(value) -> str:
    """The repr of the value, abbreviated where it is long."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:50]}..."
