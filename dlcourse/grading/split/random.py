"""Random generators on the wire: a bit generator from a closed list, and its state."""

import numpy as np

from dlcourse.grading.split.wire import Forged

MOST = 1 << 128
POSITIONS = {"MT19937": ("pos", 624), "Philox": ("buffer_pos", 4)}  # NumPy reads there without a look
LENGTHS = {"MT19937": {"key": 624}, "Philox": {"counter": 4, "key": 2, "buffer": 4}, "SFC64": {"state": 4}}
NAMES = ("PCG64", "PCG64DXSM", *LENGTHS)


def write(encoder, x):
    """The state of a Generator, or of a RandomState."""
    bits = x._bit_generator if type(x) is np.random.RandomState else x.bit_generator
    name = type(bits).__name__
    if name not in NAMES:
        return encoder.refer(x)
    return ["g", name, type(x) is np.random.RandomState, encoder.value(flat(bits.state))]


def flat(state: dict) -> dict:
    """A state with lists for arrays, and the words that are no numbers left out."""
    found = {}
    for key, value in state.items():
        if key != "bit_generator":
            found[key] = flat(value) if isinstance(value, dict) else np.asarray(value).tolist()
    return found


def read(decoder, name, legacy, state):
    """A generator in that state."""
    if name not in NAMES or type(legacy) is not bool:
        raise Forged("a bit generator that is not on the list")
    bits = getattr(np.random, name)()
    bits.state = checked(name, decoder.value(state), bits.state)
    return np.random.RandomState(bits) if legacy else np.random.Generator(bits)


def move(x, other):
    """Put a generator into the state of another of its kind."""
    own, new = (
        one._bit_generator if type(one) is np.random.RandomState else one.bit_generator for one in (x, other)
    )
    if type(own) is not type(new):
        raise Forged("another kind of bit generator")
    own.state = new.state


def checked(name: str, state, pattern: dict) -> dict:
    """A state in the form of another, its numbers in their ranges."""
    found = _like(state, pattern, LENGTHS.get(name, {}))
    key, most = POSITIONS.get(name, ("", 0))
    inner = found if key in found else found["state"]
    if key and (type(inner[key]) is not int or not 0 <= inner[key] <= most):
        raise Forged("a position outside of a generator's state")
    return found


def _like(state, pattern: dict, lengths: dict) -> dict:
    if type(state) is not dict or {*state} != {*pattern} - {"bit_generator"}:
        raise Forged("a generator's state that is none")
    found = dict(pattern)
    for key, value in state.items():
        wanted = pattern[key]
        if isinstance(wanted, dict):
            found[key] = _like(value, wanted, lengths)
        elif key in lengths:
            if type(value) is not list or len(value) != lengths[key]:
                raise Forged("a generator's state of another length")
            found[key] = np.array(value, wanted.dtype)
        elif type(value) not in (int, float) or not 0 <= abs(value) < MOST:
            raise Forged("a generator's state that is none")
        else:
            found[key] = value
    return found
