"""What the tests of the wire share: messages of values, and values of every plain kind."""

import collections
import datetime

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from dlcourse.grading.split import wire
from dlcourse.grading.split.kinds import Encoder
from dlcourse.grading.split.reading import Decoder
from dlcourse.grading.split.wire import Forged


def refuse(*args):
    raise TypeError("no plain value")


def written(*values, refer=refuse):
    """(the encoder, a message of values)."""
    encoder = Encoder(refer)
    said = [encoder.value(value) for value in values]
    return encoder, wire.pack({"v": said, "a": encoder.places()}, encoder.buffers)


def read(message, question=None, resolve=refuse):
    header, buffers = wire.unpack(message)
    if type(header.get("v")) is not list:  # a session asks for all parts of a header
        raise Forged("a header of other parts")
    decoder = Decoder(header, buffers, resolve, question)
    return decoder, [decoder.value(one) for one in header["v"]]


def crossed(*values):
    found = read(written(*values)[1])[1]
    return found[0] if len(values) == 1 else found


def forge(*args):
    raise Forged("no such object")


ATOMS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(1 << 9000), 1 << 9000)
    | st.floats()
    | st.complex_numbers()
    | st.text(st.characters(codec=None) | st.just("\ud800"), max_size=40)
    | st.binary(max_size=40)
    | st.fractions()
    | st.decimals()
    | st.dates()
    | st.datetimes(timezones=st.none() | st.just(datetime.UTC))
    | st.times()
    | st.timedeltas()
    | st.builds(slice, st.none() | st.integers(), st.integers())
    | st.builds(range, st.integers(), st.integers(), st.integers(1, 9))
    | st.just(...)
)
KEYS = st.integers() | st.text(max_size=9) | st.tuples(st.integers(), st.booleans())
DTYPES = (
    hnp.boolean_dtypes()
    | hnp.integer_dtypes()
    | hnp.unsigned_integer_dtypes()
    | hnp.floating_dtypes()
    | hnp.complex_number_dtypes()
    | hnp.byte_string_dtypes(min_len=1)
    | hnp.unicode_string_dtypes(min_len=1)
    | hnp.datetime64_dtypes()
    | hnp.timedelta64_dtypes()
)
ARRAYS = hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, min_side=0, max_side=4))
VALUES = st.recursive(
    ATOMS | ARRAYS | hnp.from_dtype(np.dtype("f4")),
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(KEYS, inner)
        | st.sets(KEYS)
        | st.frozensets(KEYS)
        | st.lists(inner).map(collections.deque)
        | st.dictionaries(KEYS, st.integers()).map(collections.Counter)
    ),
    max_leaves=12,
)
