"""Types that both halves know by a name of a closed list, so that they cross as themselves."""

import abc
import builtins
import collections
import collections.abc
import concurrent.futures
import configparser
import csv
import dataclasses
import datetime
import decimal
import enum
import fractions
import functools
import json
import pathlib
import queue
import re
import statistics
import struct
import threading
import types

import numpy as np

from dlcourse.grading.split import hints

ENDING = (
    StopIteration,
    StopAsyncIteration,
    GeneratorExit,
    KeyboardInterrupt,
)  # a loop of a test's, or a judge

TYPES = {name: value for name, value in vars(builtins).items() if isinstance(value, type) and name[0] != "_"}
TYPES |= {"NoneType": type(None), "function": types.FunctionType, "ellipsis": type(...)}
TYPES |= {"generator": types.GeneratorType, "method": types.MethodType, "coroutine": types.CoroutineType}
TYPES |= {"builtin": types.BuiltinFunctionType}
TYPES |= {f"np.{kind.__name__}": kind for kind in {*np.sctypeDict.values(), np.ndarray, np.generic}}
TYPES |= {
    f"{kind.__module__}.{kind.__name__}": kind
    for kind in (
        *(collections.OrderedDict, collections.Counter, collections.defaultdict, collections.deque),
        *(datetime.date, datetime.datetime, datetime.time, datetime.timedelta),
        *(decimal.Decimal, fractions.Fraction, re.Pattern, re.Match, datetime.timezone, pathlib.Path),
        *(pathlib.PosixPath, pathlib.PurePath, pathlib.PurePosixPath),
        *(enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag, abc.ABC, functools.partial, threading.Thread),
        *(collections.UserList, collections.UserDict, collections.ChainMap, collections.abc.Iterator),
    )
}
ERRORS = (  # of Python's libraries and NumPy, which `except` may name
    *(dataclasses.FrozenInstanceError, statistics.StatisticsError, json.JSONDecodeError, csv.Error, re.error),
    *(queue.Empty, queue.Full, struct.error, configparser.Error, concurrent.futures.CancelledError),
    *(decimal.DecimalException, decimal.DivisionByZero, decimal.InvalidOperation, decimal.Overflow),
    *(np.linalg.LinAlgError, np.exceptions.AxisError),
)
TYPES |= {f"{kind.__module__}.{kind.__name__}": kind for kind in ERRORS}
NAMES = {kind: name for name, kind in TYPES.items()}
FIELDS = {  # what a dataclass says of its fields
    f"dataclasses.{one.name}": one
    for one in (dataclasses._FIELD, dataclasses._FIELD_CLASSVAR, dataclasses._FIELD_INITVAR)
}
FIELDS |= hints.SINGLE
ALL = TYPES | FIELDS
WARNINGS = frozenset(name for name, kind in TYPES.items() if issubclass(kind, Warning))
FUNCTIONS = {  # others that a test applies to a student's object
    one.__name__: one
    for one in (len, iter, round, float, int, complex, str, repr, format, divmod, dir, reversed, bool, hash)
}


def name_of(x):
    """The name of a type, or of another constant, that both halves know; None of anything else."""
    if isinstance(x, type) and x in NAMES:
        return NAMES[x]
    return next((name for name, one in FIELDS.items() if one is x), None)
