"""Frames: tables of pandas on the wire, where pandas is there: plain columns, and a plain index."""

import sys

import numpy as np

from dlcourse.grading.split.arrays import plain_dtype
from dlcourse.grading.split.wire import Forged


def writer(kind):
    """The writer of a DataFrame or Series; None of any other kind, and while nothing has imported pandas."""
    pandas = sys.modules.get("pandas")
    return {
        getattr(pandas, "DataFrame", None): write_frame,
        getattr(pandas, "Series", None): write_series,
    }.get(kind)


def write_frame(encoder, x):
    """Columns and index, each with its dtype."""
    columns = [column(encoder, x.iloc[:, i]) for i in range(x.shape[1])]
    if None in columns or column(encoder, x.index) is None or column(encoder, x.columns) is None:
        return encoder.refer(x)
    return ["df", column(encoder, x.columns), column(encoder, x.index), columns]


def write_series(encoder, x):
    """Values, index and name of a Series."""
    parts = column(encoder, x), column(encoder, x.index)
    return encoder.refer(x) if None in parts else ["se", *parts, encoder.value(x.name)]


def column(encoder, x):
    """[kind, values, name] of a Series or an Index of plain values; None of any other."""
    pandas = sys.modules["pandas"]
    name = encoder.value(x.name)
    if type(x) is pandas.RangeIndex:
        return ["r", encoder.value(range(x.start, x.stop, x.step)), name]
    if type(x) not in (pandas.Series, pandas.Index, pandas.DatetimeIndex, pandas.TimedeltaIndex):
        return None
    if isinstance(x.dtype, np.dtype):
        if x.dtype == object:
            return ["o", encoder.values(x.tolist()), name]
        return ["n", encoder.value(np.asarray(x).copy()), name] if plain_dtype(x.dtype) else None
    if isinstance(x.dtype, pandas.StringDtype):
        missing = pandas.isna(x)
        return [
            "s",
            [None if gone else encoder.value(one) for one, gone in zip(x, missing, strict=True)],
            name,
        ]
    return None


def read_column(decoder, said, make):
    """A Series or an Index, made by `make(values, name=...)`."""
    pandas = sys.modules["pandas"]
    if type(said) is not list or len(said) != 3:
        raise Forged("a column that is none")
    kind, values, name = said
    name = decoder.value(name)
    hash(name)
    if kind == "r":
        values = decoder.value(values)
        if type(values) is not range or len(values) > decoder.most:
            raise Forged("a range that is none")
        return pandas.RangeIndex(values, name=name) if make is pandas.Index else make([*values], name=name)
    if kind == "n":
        values = decoder.value(values)
        if type(values) is not np.ndarray or values.ndim != 1:
            raise Forged("a column that is none")
        return make(values, name=name)
    if kind not in ("o", "s") or type(values) is not list:
        raise Forged("a column of no known kind")
    found = np.empty(len(values), object)
    for i, one in enumerate(values):
        found[i] = decoder.value(one)
    if kind == "o":
        return make(found, name=name, dtype=object)
    if not all(one is None or type(one) is str for one in found):
        raise Forged("a text that is none")
    return make(found, name=name, dtype="str" if int(pandas.__version__.split(".")[0]) >= 3 else "string")


def read_frame(decoder, columns, index, parts):
    """A DataFrame."""
    pandas = pandas_or_forged()
    names, index = read_column(decoder, columns, pandas.Index), read_column(decoder, index, pandas.Index)
    if type(parts) is not list or len(parts) != len(names):
        raise Forged("another number of columns than of their names")
    series = [read_column(decoder, part, pandas.Series) for part in parts]
    if any(len(one) != len(index) for one in series):
        raise Forged("columns of another length than the index")
    frame = pandas.DataFrame({i: one.set_axis(index) for i, one in enumerate(series)}, index=index)
    frame.columns = names
    return frame


def read_series(decoder, values, index, name):
    """A Series."""
    pandas = pandas_or_forged()
    found = read_column(decoder, values, pandas.Series)
    index = read_column(decoder, index, pandas.Index)
    if len(index) != len(found):
        raise Forged("a series of another length than its index")
    return found.set_axis(index).rename(decoder.value(name))


def pandas_or_forged():
    """pandas. Raises Forged where it is not installed."""
    try:
        import pandas
    except ImportError:
        raise Forged("a table of pandas, which is not installed") from None
    return pandas
