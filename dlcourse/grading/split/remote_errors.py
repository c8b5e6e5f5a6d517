"""Remote errors: classes that `except` can name, for the classes of exceptions that a student has written."""

from dlcourse.grading.split.operand import is_remote
from dlcourse.grading.split.wire import Forged


class ErrorClass(type):
    """The class of the classes that stand for a student's exceptions."""

    def __call__(cls, *args, **kwargs):
        """A test makes one itself: the student's class makes it, too, for its attributes and its text."""
        error, handle = cls.__new__(cls, *args), cls._session.ask("call", cls, args, kwargs)
        if is_remote(handle):
            error._handle, error._text = handle, str(handle)
        return error

    def __getattr__(cls, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return cls._session.ask("attribute", cls, name)


def error_class(session, number: int, name: str, base):
    """A class that `except` can name, for one of the student's.   base: the next in its line"""
    if number not in session.classes:
        if not isinstance(base, type) or not issubclass(base, BaseException):
            raise Forged("an exception of no exception's class")
        own = {"_session": session, "_number": number, "_text": "", "_handle": None, "__module__": "student"}
        own |= {"__init__": lambda self, *args, **kwargs: None, "__getattr__": _of_error, "__str__": _text_of}
        try:
            session.classes[number] = ErrorClass(name, (base,), own)
        except (TypeError, ValueError):  # of another metaclass, or with a null in its name
            raise Forged("an exception that cannot be extended") from None
    return session.classes[number]


def _of_error(self, name):
    if name.startswith("_") or self._handle is None:
        raise AttributeError(name)
    return getattr(self._handle, name)


def _text_of(self):
    return self._text or BaseException.__str__(self)


def is_own(kind) -> bool:
    """Whether a class stands for one of the student's exceptions."""
    return type(kind) is ErrorClass
