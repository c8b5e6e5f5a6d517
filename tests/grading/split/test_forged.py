"""Tests of forged bytes: they are read as plain values, or raise Forged, and do no more."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wire_tools import VALUES, forge, read, refuse, written

from dlcourse.grading.split import atoms, reading, wire
from dlcourse.grading.split.kinds import Encoder
from dlcourse.grading.split.wire import Forged


@given(VALUES, st.data())
def test_a_message_with_a_byte_changed_is_read_or_forged(value, data):
    message = bytearray(written(value)[1])
    for _ in range(data.draw(st.integers(1, 4))):
        i = data.draw(st.integers(0, len(message) - 1))
        message[i] = data.draw(st.integers(0, 255))
    try:
        found = read(bytes(message), resolve=forge)
    except Forged:
        return
    repr(found[1])  # what is read is whole: to look at it raises nothing


WORDS = st.sampled_from([*"=^adlstLTngSBiFDcrz"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | WORDS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=20,
)
LETTERS = [*atoms.READ, *reading.IMMUTABLE, *reading.MUTABLE, "=", "^", "h", "y", "f", "nt"]


def letters_with(inner):
    return st.builds(
        lambda letter, parts: [letter, *parts], st.sampled_from(LETTERS), st.lists(inner, max_size=4)
    )


FORGED = st.recursive(JSON, lambda inner: letters_with(inner) | st.lists(inner, max_size=4), max_leaves=15)
PLACES = st.tuples(
    st.sampled_from(["<f8", "|b1", "<U2", "<i4", "|O", "<M8[D]", "V4"]) | st.text(max_size=3),
    st.lists(st.integers(-2, 1 << 70), max_size=3),
    st.lists(st.integers(-64, 64) | st.integers(), max_size=3),
    st.integers(-16, 64),
    st.booleans(),
).map(list)


@pytest.mark.slow
@settings(max_examples=300)
@given(
    FORGED,
    st.lists(st.tuples(st.integers(0, 2) | JSON, PLACES | JSON).map(list), max_size=3),
    st.lists(st.binary(max_size=48), max_size=3),
)
def test_a_forged_header_is_read_or_forged(said, places, buffers):
    message = wire.pack({"v": [said, said], "a": places}, buffers)
    question, _ = written([1], np.arange(4.0)[::2], {})
    try:
        found = read(message, question, forge)[1]
    except Forged:
        return
    repr(found)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_message_are_forged(data):
    with pytest.raises(Forged):
        read(data)
    with pytest.raises(Forged):
        read(wire.LENGTH.pack(len(data)) + data)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"v":' * 50_000,
        '{"v":[' + "9" * 10_000 + "]}",
        '{"b":[1e3]}',
        '{"b":[-1]}',
        '{"b":[true]}',
        "[]",
        "NaN",
    ],
)
def test_headers_that_break_a_reader_are_forged(text):
    data = text.encode()
    with pytest.raises(Forged):
        read(wire.LENGTH.pack(len(data)) + data)


def test_values_that_would_take_too_much_are_forged():
    deep = json.loads("[" * 300 + "]" * 300)
    nested = ["l", [1]]
    for _ in range(300):
        nested = ["l", [nested]]
    doubled = ["l", [["l", [1]], *(["l", [["=", i], ["=", i]]] for i in range(1, 70))]]
    for said in (deep, nested, doubled, ["l", [["=", 0]]], ["r", 0, 1, 0], ["i", "f" * (1 << 21)]):
        with pytest.raises(Forged):
            read(wire.pack({"v": [said]}))


@pytest.mark.parametrize(
    "place",
    [
        ["<f8", [4], [8], 8, False],
        ["<f8", [4], [-8], 16, False],
        ["<f8", [1 << 40], [0], 0, False],
        ["<f8", [1 << 62, 1 << 62], [8, 8], 0, False],
        ["|O", [4], [8], 0, False],
        ["|V8", [4], [8], 0, False],
        ["<f8", [4], [8, 8], 0, False],
        ["<f8", [True], [8], 0, False],
        ["<f8", [1] * 40, [8] * 40, 0, False],
        ["<f8,<f8", [1], [16], 0, False],
    ],
)
def test_an_array_beyond_its_memory_is_forged(place):
    with pytest.raises(Forged):
        read(wire.pack({"v": [["a", 0]], "a": [[0, place]]}, [bytes(32)]))


def test_a_truth_value_of_neither_0_nor_1_and_a_letter_beyond_unicode_are_forged():
    for place, raw in (
        (["|b1", [1], [1], 0, False], b"\2"),
        (["<U1", [1], [4], 0, False], b"\xff\xff\xff\xff"),
    ):
        with pytest.raises(Forged):
            read(wire.pack({"v": [["a", 0]], "a": [[0, place]]}, [raw]))
        with pytest.raises(Forged):
            read(wire.pack({"v": [["n", place[0], 0]]}, [raw]))


def test_a_position_outside_of_a_generators_state_is_forged():
    encoder, _ = written(np.random.RandomState(0))
    said = Encoder(refuse).value(np.random.RandomState(0))
    text = json.dumps({"v": [said], "a": []})
    assert '"pos"' in text
    at = json.loads(text)["v"][0][3]
    flat = json.dumps(at)
    for position in ("-1", "625", str(1 << 40), "1.5"):
        forged = json.loads(flat.replace("624", position))
        with pytest.raises(Forged):
            read(wire.pack({"v": [[*said[:3], forged]], "b": []}, encoder.buffers))
