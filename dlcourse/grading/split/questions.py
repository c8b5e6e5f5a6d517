"""Questions: which operators and comparisons a test may ask of a student's objects.

An object can answer anything: that it is equal to what a test expects, that the difference is 0. So the
reference solution is judged first, and its run tells what each test asks of right answers. Of a student's
object a test asks no more than that: where the reference gives a number, nobody else's object subtracts.
"""

import numpy as np

from dlcourse.grading.split.faults import Refused

PLAIN, OBJECT = "p", "h"
EMPTY = "empty"  # no question, but known of the reference as these are
COMPARED = frozenset("__eq__ __ne__ __lt__ __le__ __gt__ __ge__ __contains__ __hash__ __bool__".split())
# Methods that are given what is expected; those of values of Python, NumPy and pandas, which come as such
COMPARING = COMPARED | frozenset(
    """equals equal eq same is_equal is_same isequal allclose all_close isclose is_close almost_equal
    assert_equal issubset issuperset isdisjoint startswith endswith fullmatch match compare compare_to
    identical count index""".split()
)


def word_of(operation: str, operands: str, result: str = "") -> str:
    """The word for a question: an operation, of whose operands, and what came of it: "sub hp h"."""
    return f"{operation} {operands} {result}".rstrip()


class Questions:
    """What a test asks of a student's objects, and may ask.

    operators: whether operators may be asked for where nobody knows what the reference's run asked.
    recording: whether this is the reference's run, which may ask for all.
    """

    def __init__(self, operators: bool = True, recording: bool = False):
        self.operators, self.recording = operators, recording
        self.begin(None)

    def begin(self, known) -> None:
        """A test begins.   known: the words that it asked in the reference's run; None: nobody knows"""
        self.known = None if known is None or self.recording else frozenset(known)
        self.starts = {word.rpartition(" ")[0] for word in self.known or ()}
        self.asked: set[str] = set()
        self.given = False  # whether an object has been given a plain value by an operator
        self.refused: set[str] = set()

    def may(self, operation: str, operands: str) -> bool:
        """Whether a test asks this of right answers; of what nobody knows, whether all may be asked."""
        if self.recording:
            return True
        return self.known is not None and word_of(operation, operands) in self.starts

    def ask(self, operation: str, operands: str, usual: bool, refusal: str) -> None:
        """Before an object is asked. Raises Refused.   usual: where nobody knows, whether it may be asked"""
        if not (self.may(operation, operands) if self.known is not None else usual or self.recording):
            self.refuse(operation, refusal)

    def heard(self, operation: str, operands: str, result: str) -> None:
        """After it has answered. Raises Refused for another kind of answer than the reference's."""
        word = word_of(operation, operands, result)
        self.asked.add(word)
        self.given = self.given or PLAIN in operands
        if self.known is not None and word not in self.known:
            self.refuse(operation, "")

    def unary(self, operation: str) -> None:
        """Before an object is asked for a number or a truth value of itself. Raises Refused.

        An object that an operator has given a value may answer for that one: |x - 5| is asked in two steps.
        """
        word = word_of(operation, OBJECT, PLAIN)
        if self.known is not None and self.given and word not in self.known:
            self.refuse(operation, "")
        self.asked.add(word)

    def seen(self, value) -> None:
        """A test has been given a value. What it says of all entries of an empty one is true."""
        if type(value) is np.ndarray and value.size == 0 or type(value) in (list, tuple) and not value:
            self.asked.add(EMPTY)

    def array(self, found) -> None:
        """After an object has said which numbers it is. Raises Refused for none where the reference has some.

        `pytest.approx(5) == x` is true of an empty array.
        """
        self.seen(found)
        if self.surprised and type(found) is np.ndarray and found.size == 0:
            self.refuse("array", "")

    @property
    def surprised(self) -> bool:
        """Whether a test has been given an empty array or list where right answers give none."""
        return self.known is not None and EMPTY in self.asked - self.known

    def refuse(self, operation: str, refusal: str):
        """Raise Refused, in words for the test's author, or for a student whose answer is an object."""
        if self.known is not None:
            self.refused.add(operation)
            refusal = (
                f"{operation.strip('_')} is not asked of your object, since the answers that this test is "
                "made for give none here: return a plain value (a number, a text, a list, an array)"
            )
        raise Refused(refusal)
