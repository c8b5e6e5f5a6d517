"""Student: the half of the split that runs the student's code, and answers what the judge asks of it.

Nothing here is a wall: the student's code may change all of it. Whatever it makes of an answer, to the
judge it is data.
"""

import builtins
import contextlib
import copy
import functools
import operator
import os
import sys
import threading
import warnings

from dlcourse.grading.split import checked, closed_lists, description, files, plain, wire
from dlcourse.grading.split.changes import Watch
from dlcourse.grading.split.effort import Effort
from dlcourse.grading.split.kinds import Encoder
from dlcourse.grading.split.own_process import OwnProcess
from dlcourse.grading.split.reading import Decoder
from dlcourse.grading.split.seeds import seed
from dlcourse.grading.split.shell import Outputs, Shell, Stream, redirected, text_of
from dlcourse.grading.split.table import Table

MOST_TEXT = 1 << 20  # characters that a call may print, and of which the judge hears


@functools.cache
def shell() -> Shell:
    """The shell of this process. Made before a fork, it is there at once after it."""
    made = Shell.instance(user_ns={})
    made.warm_up()
    warnings.filterwarnings("ignore", message="To exit: use")  # IPython's, of exit()
    return made


def serve(connection) -> None:
    """Answer the judge until the connection ends.   connection: .send(bytes), .receive() -> bytes"""
    student = Student(OwnProcess(connection))
    while True:
        try:
            message = connection.receive()
        except EOFError:
            return
        student.answer(message)


class Student:
    """What answers the judge's questions, one after the other, one within the other.   at: a Shell"""

    def __init__(self, connection, at=None):
        self.connection, self.shell = connection, at or shell()
        self.names = self.shell.user_ns
        self.folder, self.files = os.getcwd(), {}  # see `files`
        self.table = Table(self.ask, self.names)
        self.one_at_a_time = threading.RLock()  # of the threads that a student's code starts
        self.within, self.warned = [], []  # the numbers of the questions that are being answered

    def answer(self, message) -> None:
        """Answer one question."""
        header, buffers = wire.unpack(message, len(message))
        decoder = Decoder(header, buffers, self.table.resolve, most=1 << 40, effort=Effort(None))
        self.table.forget(header["gone"])
        heard, outside = Outputs(MOST_TEXT), self.shell.outputs
        self.within.append(header["n"])
        try:
            self.shell.outputs = heard
            reply = self.reply(decoder, header["v"])
        finally:
            self.shell.outputs = outside
            self.within.pop()
        self.connection.send(self.packed(header["n"], reply, heard))

    def reply(self, decoder, said) -> tuple:
        """What to answer: the result, or what the student's code raised."""
        watch = None
        try:
            operation, replaced, *parts = decoder.value(said)
            watch = Watch(decoder)
            out = redirected(Stream("stdout", self.shell), Stream("stderr", self.shell))
            # a cell's own warnings stand among its outputs, as in a notebook
            heard = contextlib.nullcontext() if operation == "cell" else self.warnings()
            with out, self.replaced(replaced), heard:
                result = OPERATIONS[operation](self, *parts)
                return self.encoded("done", result, decoder, watch)
        except BaseException as error:
            return self.failed(error, decoder, watch)

    @contextlib.contextmanager
    def replaced(self, functions: dict):
        """A `with` block with what a test has put in the place of some builtins, and of sys.stdin."""
        with contextlib.ExitStack() as stack:
            for key, own in functions.items():
                module, _, name = key.rpartition(".")
                home = sys if key == "stdin" else sys.modules.get(module) or builtins
                stack.callback(setattr, home, name, getattr(home, name))
                setattr(home, name, own)
            yield

    @contextlib.contextmanager
    def warnings(self):
        """A `with` block whose warnings are told to the judge."""
        with warnings.catch_warnings(record=True) as self.warned:
            warnings.simplefilter("always")
            yield

    def encoded(self, kind: str, result, decoder, watch) -> tuple:
        encoder = Encoder(self.table.refer, decoder)
        said = encoder.value(result)
        changes = watch.changed(encoder) if watch else None
        return kind, said, changes, encoder

    def failed(self, error, decoder, watch) -> tuple:
        """The answer when the student's code raised."""
        cause = type(error.__cause__)  # of which only an exception's class is looked at
        where = description.lines(error)
        told = (type(error), text_of(error), arguments(error), of_test(error), error, where, cause)
        try:
            return self.encoded("fail", told, decoder, watch)
        except BaseException as second:  # its arguments may not cross, nor what it changed
            told = (RuntimeError, f"{type(error).__name__}, {text_of(second)}", (), None, None, [], None)
            return self.encoded("fail", told, decoder, None)

    def packed(self, n, reply, heard) -> bytes:
        kind, said, changes, encoder = reply
        printed = [[one["name"], one["text"]] for one in heard.done() if one["output_type"] == "stream"]
        heard.list.clear()
        told = self.warned[: wire.MOST_WARNED]
        warned = [[description.warning_name(one.category), text_of(one.message, 1000)] for one in told]
        self.warned.clear()
        header = {"n": n, "k": kind, "v": said, "changes": changes, "printed": printed, "warned": warned}
        header["a"] = encoder.places()
        return wire.pack(header, encoder.buffers)

    def ask(self, operation, *parts):
        """Ask the judge, within a question of its: a call-back."""
        if not self.within:
            raise RuntimeError("a function of the tests can be called only while the tests call yours")
        with self.one_at_a_time:
            return self.asked(operation, parts)

    def asked(self, operation, parts):
        """The judge's answer; its questions may come before it."""
        encoder = Encoder(self.table.refer)
        reply = "back", encoder.value([operation, *parts]), None, encoder
        self.connection.send(self.packed(self.within[-1], reply, self.shell.outputs))
        while True:
            message = self.connection.receive()
            header, buffers = wire.unpack(message, len(message))
            if header["k"] == "ask":
                self.answer(message)
                continue
            decoder = Decoder(header, buffers, self.table.resolve, most=1 << 40, effort=Effort(None))
            value = decoder.value(header["v"])
            if header["k"] == "raise":
                error = value[0](*value[1])
                error.__dict__["of_test"] = value[2] if len(value) > 2 else None
                raise error
            return value


def arguments(error):
    """The arguments of an exception, when they are few and plain; () otherwise."""
    args = getattr(error, "args", ())
    plain = str, int, float, bool, type(None)
    return args if type(args) is tuple and len(args) < 10 and all(type(one) in plain for one in args) else ()


def of_test(error):
    """The number of an exception that a function of the tests raised."""
    number = getattr(error, "of_test", None)
    return number if type(number) is int else None


def cell(student, source, most, trusted=False):
    """Run a cell: whether it ended well, and its outputs."""
    outside = student.shell.outputs
    result, outputs = student.shell.run(source, most)
    student.shell.outputs = outside
    return [result.success, outputs]


def call(student, function, args, kwargs):
    """What a function gives."""
    return function(*args, **kwargs)


def name(student, text, take=dict.__getitem__):
    """The value of a global name. Raises NameError where there is none."""
    if text in student.names:
        return take(student.names, text)
    raise NameError(f"name {text!r} is not defined")


def delete(student, text):
    """Delete a global name. Raises NameError where there is none."""
    name(student, text, dict.__delitem__)


def following(student, iterator):
    """[the next], or [] at the end. A loop would ask for its `__iter__` each time, which may begin anew."""
    try:
        return [next(iterator)]
    except StopIteration:
        return []


def apply(student, word, *values):
    """An operator or function of the closed lists, of values."""
    function = closed_lists.FUNCTIONS.get(word) or getattr(operator, word)
    return function(*values)


OPERATIONS = {
    "cell": cell,
    "call": call,
    "checks": lambda student, function, what, *parts: checked.answer(function, what, *parts),
    "name": name,
    "set name": lambda student, text, value: student.names.__setitem__(text, value),
    "delete name": delete,
    "attribute": lambda student, x, text: getattr(x, text),
    "same": lambda student, x, text: getattr(x, text) is getattr(x, text),
    "set attribute": lambda student, x, text, value: setattr(x, text, value),
    "delete attribute": lambda student, x, text: delattr(x, text),
    "apply": apply,
    "plain": lambda student, x, kind: plain.of(x, kind),
    "next": following,
    "enter": lambda student, x: type(x).__enter__(x),
    "exit": lambda student, x, *args: bool(type(x).__exit__(x, *args)),
    "copy": lambda student, x, deep: copy.deepcopy(x) if deep else copy.copy(x),
    "await": lambda student, x: description.waited_for(x),
    "array": lambda student, x, dtype: description.as_array(x, dtype),
    "instance": lambda student, x, kind: isinstance(x, kind),
    "subclass": lambda student, x, kind: issubclass(x, kind),
    "class": lambda student, x: type(x),
    "by identity": lambda student, x, name: getattr(type(x), f"__{name}__") is getattr(object, f"__{name}__"),
    "signature": lambda student, x: description.signature(x),
    "put": description.put_into,
    "seed": seed,
    "files": files.exchange,
}
