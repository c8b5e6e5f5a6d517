"""Session: the judge's end of a conversation with one process of a student's.

A question goes out, an answer comes back; in between the student's code may call what the test has passed
to it. Whatever comes is read as if it were forged: the worst that it can do is to end this session.
"""

import builtins
import io
import random
import signal
import sys
import time
import warnings
import weakref

from dlcourse.grading.plans import Limits
from dlcourse.grading.sandbox.channel import Ended, OutOfTime
from dlcourse.grading.split import changes, closed_lists, remote, tests_side, wire
from dlcourse.grading.split.faults import StudentEnded
from dlcourse.grading.split.fetched import Fetched
from dlcourse.grading.split.files import NONE, RUNNING, Files
from dlcourse.grading.split.kinds import Encoder
from dlcourse.grading.split.questions import Questions
from dlcourse.grading.split.reading import Decoder
from dlcourse.grading.split.seeds import Seeds
from dlcourse.grading.split.shell import Stream

REPLACED = {name: getattr(builtins, name) for name in ("input", "print", "open")}  # what tests put mocks for
MOCKED = {  # functions of Python's, of which the same is true
    f"{module.__name__}.{name}": (module, name, getattr(module, name))
    for module, names in (
        (random, "random randint randrange choice shuffle sample uniform gauss"),
        (time, "sleep time"),
    )
    for name in names.split()
}
DEEPEST = 50  # calls within call-backs within calls
LATE, CRASHED = "late", "crashed"
# What is said of an end that a student's code has chosen itself: an exit status, a signal or the length of a
# message could tell the student what a hidden test has tried.
CHOSEN = {
    "exit": "Its process ended itself.",
    "signal": "Its process crashed.",
    "message": "Its process sent a longer message than it may.",
    "forged": "Its process sent what is no answer.",
}


class Session:
    """A conversation.   student: of a sandbox, with send, receive and end.   names: in which tests run

    questions: that tests may ask of a student's objects.   shared: see `Files`.
    """

    def __init__(self, student, limits: Limits, names=None, questions: Questions | None = None, shared=NONE):
        self.questions = questions or Questions()
        self.student, self.limits, self.names = student, limits, names if names is not None else {}
        self.seconds = limits.cell_seconds  # that the cell has which runs
        self.until = time.monotonic() + self.seconds  # when it must be done
        self.ended, self.ended_by = "", ""  # one of the two words above; a sentence
        self.count = self.depth = 0
        self.handles, self.times = weakref.WeakValueDictionary(), {}
        self.gone: list = []  # handles that the judge holds no more: [number, how often it had come]
        self.classes: dict = {}  # of exceptions, by number
        self.changed: set[str] = set()  # the names of functions that changed what they were given
        self.withholding = False  # whether a test keeps what it gave as it was
        self.tests = tests_side.Passed(self)
        self.fetched, self.seeds = Fetched(self), Seeds(self)
        self.files = Files(self, *shared)

    def ask(self, operation: str, *parts):
        """What the student's half answers.

        Raises what the student's code raised, or StudentEnded when its process ended or is late.
        """
        if self.ended:
            raise StudentEnded(self.ended, self.ended_by)
        if operation == "call":
            self.seeds.tell()
        if self.files.on and not self.depth and operation in RUNNING:
            return self.files.around(operation, parts)
        if self.depth >= DEEPEST:
            raise RecursionError("calls and call-backs are nested too deep")
        encoder = Encoder(self.tests.refer)
        said = encoder.value(
            [operation, self.replaced(), *parts]
        )  # what cannot cross raises here, in the test
        self.count += 1
        number, gone, self.gone = self.count, self.gone, []
        header = {"n": number, "k": "ask", "v": said, "a": encoder.places(), "gone": gone}
        self.depth += 1
        try:
            self.send(wire.pack(header, encoder.buffers))
            found = self.hear(number, encoder, remote.label_of(parts[0]) if parts else "")
            if operation in ("call", "name", "attribute"):
                self.questions.seen(found)
            return found
        finally:
            self.depth -= 1

    def name(self, text: str):
        """The value of a global name of the student's. Raises NameError where they have none."""
        found = self.fetched.get((text,), "name")
        if remote.is_remote(found):
            object.__setattr__(found, "_origin", text)
            remote.label(found, text)
        return found

    def set_name(self, text: str, value) -> None:
        """Bind a global name of the student's: a test puts a function of its own in the place of theirs."""
        self.fetched.forget(text)
        self.ask("set name", text, value)

    def delete_name(self, text: str) -> None:
        """Delete a global name of the student's. Raises NameError where they have none."""
        self.fetched.forget(text)
        self.ask("delete name", text)

    def hear(self, number: int, question, label: str):
        """The answer to a question; call-backs come before it.   label: of the function that is called"""
        while True:
            try:
                header, decoder = self.read(question)
                kind, said = header["k"], header["v"]
                if header["n"] != number or kind not in ("done", "fail", "back"):
                    raise wire.Forged("an answer to another question")
                value = decoder.value(said)
                if kind != "back":
                    if changes.apply(header["changes"] or NO_CHANGES, question, decoder):
                        self.changed.add(label)
                self.echo(header["printed"], header["warned"])
                if kind == "done":
                    return value
                if kind == "fail":
                    raised = self.tests.exception(value)
            except wire.Costly:
                raise self.end(LATE, "What it gave back takes too long to read.") from None
            except wire.Forged:
                raise self.end(CRASHED, CHOSEN["forged"]) from None
            except MemoryError:
                raise self.end(CRASHED, "Its process sent more than fits into memory.") from None
            if kind == "fail":
                raise raised
            self.answer(value)

    def read(self, question):
        """(header, Decoder) of the next message."""
        header, buffers = wire.unpack(self.receive())
        if {*header} - {"a"} != {"n", "k", "v", "changes", "printed", "warned"}:
            raise wire.Forged("a header of other parts")
        if self.withholding and header["changes"] not in (None, NO_CHANGES):
            changes.set_apart(question)
        return header, Decoder(header, buffers, self.tests.resolve, question, 4 * self.limits.message)

    def answer(self, value):
        """Do what the student's half asks of the tests, and tell it."""
        encoder = Encoder(self.tests.refer)
        kind, result = self.tests.done(value)
        try:
            said = encoder.value(result)
        except (ValueError, TypeError) as error:
            kind, encoder = "raise", Encoder(self.tests.refer)
            said = encoder.value([TypeError, [str(error)]])
        header = {"k": kind, "v": said, "a": encoder.places()}
        self.send(wire.pack(header, encoder.buffers))

    def replaced(self) -> dict:
        """The builtins in whose place a test has put another function, and what it has put for sys.stdin."""
        found = (
            {} if sys.stdin is sys.__stdin__ or type(sys.stdin) is not io.StringIO else {"stdin": sys.stdin}
        )
        for name, usual in REPLACED.items():
            own = dict.get(self.names, name, getattr(builtins, name))
            if own is not usual and callable(own):
                found[name] = own
        for key, (module, name, usual) in MOCKED.items():
            own = getattr(module, name)
            if own is not usual and tests_side.is_mock(own):
                found[key] = own
        return found

    def echo(self, printed, warned) -> None:
        """Write what the student's code printed where the test has redirected it to, and warn as it did."""
        for lines in (printed, warned):
            pairs = type(lines) is list and all(type(one) is list and len(one) == 2 for one in lines)
            if not pairs or not all(type(text) is str for one in lines for text in one):
                raise wire.Forged("lines that are none")
        if len(warned) > wire.MOST_WARNED:
            raise wire.Forged("more warnings than are told")
        for name, text in printed:
            stream = sys.stderr if name == "stderr" else sys.stdout
            if not isinstance(stream, Stream) and stream not in (sys.__stdout__, sys.__stderr__):
                stream.write(text)
        for name, text in warned:
            if name not in closed_lists.WARNINGS:
                raise wire.Forged("a warning of no known name")
            warnings.warn(text, closed_lists.TYPES[name], stacklevel=4)

    def send(self, message: bytes) -> None:
        try:
            self.student.send(message)
        except OutOfTime:
            raise self.end(LATE, "It did not listen in time.") from None
        except Ended as error:
            raise self.end(CRASHED, CHOSEN.get(error.kind, error.reason)) from None

    def receive(self) -> bytes:
        try:
            return self.student.receive(max(self.until - time.monotonic(), 0.001))
        except OutOfTime:
            raise self.end(LATE, f"It was not done after {self.seconds:g} seconds.") from None
        except Ended as error:
            said = CHOSEN.get(error.kind, error.reason)
            raise self.end(LATE if error.kind == "time" else CRASHED, said) from None

    def leave(self) -> None:
        """End the student's process at the end of all, and do not wait for it."""
        if not self.ended:
            self.ended = CRASHED
            self.student.leave()

    def end(self, word: str, sentence: str = "") -> StudentEnded:
        """End the student's process; what to raise."""
        if not self.ended:
            self.ended, self.ended_by = word, sentence
            self.student.end()
        return StudentEnded(word, sentence)


NO_CHANGES = {"pools": [], "others": []}


class Alarm:
    """A `with` block that ends at a time with StudentEnded: a test may loop without an end."""

    def __init__(self, session, seconds: float):
        self.session, self.seconds = session, seconds

    def __enter__(self):
        self.before = signal.signal(signal.SIGALRM, self.ring)
        signal.setitimer(signal.ITIMER_REAL, max(self.seconds, 0.001), 1.0)  # again: something may catch it

    def ring(self, number, frame):
        raise self.session.end(LATE, f"The test was not done after {self.session.seconds:g} seconds.")

    def __exit__(self, *exception):
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self.before)
