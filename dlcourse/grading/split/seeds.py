"""Seeds: the global generators of NumPy and of `random`, which tests seed and answers draw from.

They go one way: where a test has seeded or drawn, the student's process goes on from there, too. How far it
has drawn never comes back: who could choose the state would choose what the tests try.
"""

import ctypes
import functools
import random

import numpy as np

SEEDING = ((np.random, "seed"), (np.random, "set_state"), (random, "seed"), (random, "setstate"))
STATE = 4 * 624 + 4  # bytes: the key of a Mersenne twister, and where in it the next number stands
count = [0]  # how often tests have seeded
last: list = []  # what was seen at the last glance, and what it stood for


def watch() -> None:
    """In the judge: count what is seeded, since a seed may lead to where the generator was before."""
    for module, name in SEEDING:
        setattr(module, name, counted(getattr(module, name)))
    now()  # there at once after a fork


def counted(function):
    """The function, each call of which is counted."""

    @functools.wraps(function)
    def seeding(*args, **kwargs):
        count[0] += 1
        return function(*args, **kwargs)

    return seeding


class Seeds:
    """What the student's process of a session knows of the judge's generators."""

    def __init__(self, session):
        self.session, self.known = session, now()

    def tell(self) -> None:
        """Tell the states when a test has changed them since."""
        found = now()
        if found == self.known:
            return
        self.known = found
        (key, *rest), (keys, gauss) = found[1]
        self.session.ask("seed", np.frombuffer(key, np.uint32), rest, np.array(keys, np.uint32), gauss)


def now() -> tuple:
    """(how often tests have seeded, the states).

    NumPy takes long to tell its own: it is asked only where its memory is not what it was. A normal number
    that it holds back, the second of a pair, leaves no trace there when it is drawn.
    """
    generator = np.random.get_bit_generator()
    twister = type(generator) is np.random.MT19937
    memory = ctypes.string_at(generator.ctypes.state_address, STATE) if twister else None
    glance = (*count, memory, random.getstate())
    if not last or last[0] != glance or last[1][1][0][2]:
        last[:] = glance, (*count, states())
    return last[1]


def states() -> tuple:
    """((key, position, has_gauss, gauss) of NumPy's, (key with the position, gauss) of Python's)."""
    name, key, *rest = np.random.get_state()  # noqa: NPY002
    if name != "MT19937":  # a test has put another one in its place
        key, rest = np.zeros(624, np.uint32), [624, 0, 0.0]
    _, keys, gauss = random.getstate()
    return (key.tobytes(), *rest), (keys, gauss)


def seed(student, key, rest, keys, gauss) -> None:
    """In the student's process: go on from these states."""
    np.random.set_state(("MT19937", key, *rest))  # noqa: NPY002
    random.setstate((3, tuple(keys.tolist()), gauss))
