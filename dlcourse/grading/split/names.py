"""Names: the dictionary in which tests run: the judge's own names, Python's, then the student's.

The names that the source's answers bind are the student's: read, assigned, deleted. What a test has put
there itself it finds there again without asking the student, until a cell of theirs names it; but for what
functions of the answers may have put there meanwhile. No other name of theirs stands before one of the
judge's: a student's `np` never reaches a test that has its own.
"""

import builtins
import re
import types

from dlcourse.grading.split import frames
from dlcourse.grading.split.kinds import MUTABLE
from dlcourse.grading.split.remote import is_remote


class Names(dict):
    """The global names of the tests.

    session: () -> the conversation with the student's process.   students: names that answers bind.
    reads, binds: of these, see `Plan`.
    """

    def __init__(self, session):
        super().__init__({"__name__": "__main__", "__doc__": None})
        self.reset(session)
        self.setting_up = False  # while a cell runs that runs in the student's process, too

    def reset(self, session, students=(), reads=(), binds=()) -> None:
        """Begin with another student."""
        self._session, self.students = session, frozenset(students)
        self.reads, self.binds = frozenset(reads), frozenset(binds)
        self.put: dict = {}  # what a test has put under a name of the student's

    def forget(self, source: str) -> None:
        """A cell of the student's is run: names that stand in it may be bound anew."""
        words = {*re.findall(r"\w+", source)}
        self.put = {name: value for name, value in self.put.items() if name not in words}

    def remember(self, name, value) -> None:
        """A test, or a cell of the instructor's, has bound a name of the student's."""
        container = type(value) in MUTABLE or frames.writer(type(value)) is not None
        shared = name in self.binds or (container and name in self.reads)
        if shared or (self.setting_up and is_remote(value)):
            self.put.pop(name, None)
        else:
            self.put[name] = value

    def __getitem__(self, name):
        if name in self.students:
            return self._of_student(name)
        return super().__getitem__(name)

    def __missing__(self, name):
        if hasattr(builtins, name) or name.startswith("__"):
            raise KeyError(name)
        return self._of_student(name)

    def _of_student(self, name):
        if dict.__contains__(self, name):  # `global f; f = ...` in a function of a test goes past __setitem__
            self[name] = dict.pop(self, name)
        if name in self.put:
            return self.put[name]
        try:
            return self._session().name(name)
        except NameError:
            raise KeyError(name) from None

    def __setitem__(self, name, value):
        if name not in self.students:
            super().__setitem__(name, value)
        else:
            if not self.setting_up:
                self._session().set_name(name, value)
            self.remember(name, value)

    def __delitem__(self, name):
        if name not in self.students:
            super().__delitem__(name)
        elif not self.setting_up:
            self.put.pop(name, None)
            try:
                self._session().delete_name(name)
            except NameError:
                raise KeyError(name) from None

    def __contains__(self, name):
        if name in self.students:
            try:
                self._of_student(name)
            except KeyError:
                return False
            return True
        return super().__contains__(name)

    def keys(self):
        """The names that there are, as `dir()` tells them."""
        return {*super().keys(), *(name for name in self.students if name in self)}

    def get(self, name, default=None):
        """The value of a name; the default without one."""
        try:
            return self[name] if name in self.students else super().get(name, default)
        except KeyError:
            return default


class Main(types.ModuleType):
    """The module `__main__` of the tests, of which a mock may replace a name."""

    def __init__(self, names: Names):
        object.__setattr__(self, "_names", names)

    @property
    def __dict__(self):
        return object.__getattribute__(self, "_names")

    def __getattr__(self, name):
        try:
            return self._names[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name, value):
        self._names[name] = value

    def __delattr__(self, name):
        try:
            del self._names[name]
        except KeyError:
            raise AttributeError(name) from None
