"""Names: the dictionary in which tests run: the judge's own names, Python's, then the student's.

The names that the source's answers bind are the student's from first to last: read, assigned, deleted. No
other name of theirs stands before one of the judge's: a student's `np` never reaches a test that has its
own.
"""

import builtins
import types


class Names(dict):
    """The global names of the tests.

    session: () -> the conversation with the student's process.   students: names that answers bind.
    """

    def __init__(self, session, students=()):
        super().__init__({"__name__": "__main__", "__doc__": None})
        self._session, self.students = session, frozenset(students)
        self.setting_up = False  # while a cell runs that runs in the student's process, too

    def reset(self, session, students) -> None:
        """Begin with another student."""
        self._session, self.students = session, frozenset(students)

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
        try:
            return self._session().name(name)
        except NameError:
            raise KeyError(name) from None

    def __setitem__(self, name, value):
        if name not in self.students:
            super().__setitem__(name, value)
        elif not self.setting_up:
            self._session().set_name(name, value)

    def __delitem__(self, name):
        if name not in self.students:
            super().__delitem__(name)
        elif not self.setting_up:
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
