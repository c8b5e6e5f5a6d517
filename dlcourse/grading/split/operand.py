"""Operand: a student's object between operators: sums and comparisons, truth, `in`, a place in a set.

A comparison with a plain value is refused: an object could call itself equal to anything. What else may be
asked, `Questions` says.
"""

from dlcourse.grading.split import plain
from dlcourse.grading.split.faults import Refused
from dlcourse.grading.split.questions import OBJECT, PLAIN


class Operand:
    """What all stand-ins for a student's objects have in common. Their `_ask` asks the student's process."""

    __slots__ = ()

    def __bool__(self):
        questions_of(self).unary("bool")
        return truth(self._ask("apply", "bool", self))

    def __hash__(self):
        session = object.__getattribute__(self, "_session")
        questions = session.questions
        if questions.may("hash is", OBJECT) and (questions.known is not None or self._is_own("hash")):
            questions.heard("hash is", OBJECT, PLAIN)
            return hash((id(session), object.__getattribute__(self, "_number")))
        instead = "a list in the place of a set, or a plain value of it as a key"
        questions.ask("hash", OBJECT, False, refusal("hash", instead))
        questions.heard("hash", OBJECT, PLAIN)
        return self._ask("apply", "hash", self)

    def _is_own(self, name):
        """Whether the object's class compares, or hashes, by which object it is."""
        return self._ask("by identity", self, name) is True


def is_remote(x) -> bool:
    """Whether a value is a student's object. (`isinstance` would ask their process for its class.)"""
    return Operand in type(x).__mro__


def questions_of(x):
    """What may be asked of a student's object."""
    return object.__getattribute__(x, "_session").questions


def refusal(what: str, instead: str) -> str:
    """What is said to the author of a test."""
    return (
        f"{what} of a student's object is not asked, since the object could answer anything: "
        f"ask for plain values of it, such as its attributes; {instead}"
    )


def truth(value) -> bool:
    """True or False, one of which a comparison has to give."""
    if type(value) is not bool:
        raise TypeError("expected True or False of a student's object, got another value")
    return value


COMPARISON = refusal(
    "a comparison",
    "`tuple(...)`, `list(...)` and `str(...)` are plain, `a.__eq__(b)` asks their own comparison",
)


OF_TYPES = refusal("the type", "`isinstance(a, A)` asks whose it is, in the place of `type(a) == A`")


def is_type(x) -> bool:
    """Whether a value is what `type` gives of a student's object."""
    return Operand in getattr(x, "__mro__", ())


def _comparison(word: str):
    """A comparison with another object, where the reference's objects are compared; with a value, never."""

    def method(self, other):
        if other is None and word in ("eq", "ne"):
            return word == "ne"  # a student's object is not None
        questions = questions_of(self)
        if not is_remote(other) and word == "ne" and questions.may("ne", "hp"):
            # "not equal" wins no test that expects a value: any wrong value is that, too
            questions.heard("ne", "hp", PLAIN)
            return truth(self._ask("apply", "ne", self, other))
        if word in ("eq", "ne") and type(other) in plain.KINDS:
            if found := self._ask("plain", self, plain.KINDS[type(other)]):
                return plain.equal(found, other) == (word == "eq")
        if not is_remote(other):
            raise Refused(OF_TYPES if is_type(other) else COMPARISON)
        if word in ("eq", "ne") and questions.may(f"{word} is", "hh"):
            # the reference's are compared by which object they are: that nobody has to be asked
            if questions.known is not None or self._is_own("eq"):
                questions.heard(f"{word} is", "hh", PLAIN)
                return (self is other) == (word == "eq")
        questions.ask(word, "hh", False, COMPARISON)
        questions.heard(word, "hh", PLAIN)
        return truth(self._ask("apply", word, self, other))

    return method


def contains_there(self, other):
    """`in`, of an object whose class has it: asked where the reference's objects are asked."""
    questions, operands = questions_of(self), OBJECT + kind_of(other)
    if not questions.may("contains", operands):
        return _contains(self, other)
    questions.heard("contains", operands, PLAIN)
    return truth(self._ask("apply", "contains", self, other))


def _contains(self, other):
    """`in`: what a loop gives is compared here."""
    if not hasattr(type(self), "__iter__"):
        raise Refused(refusal("`in`", "`x in list(...)` compares plain values"))
    return any(one is other or one == other for one in self)


def kind_of(x) -> str:
    """OBJECT of a student's object, PLAIN of anything else."""
    return OBJECT if is_remote(x) else PLAIN


def _binary(word: str, reflected: bool):
    def method(self, other):
        session = object.__getattribute__(self, "_session")
        operands = kind_of(other) + OBJECT if reflected else OBJECT + kind_of(other)
        refused = refusal("an operator", "`float(...)` and `np.asarray(...)` are plain")
        session.questions.ask(word, operands, session.questions.operators, refused)
        found = self._ask("apply", word, other, self) if reflected else self._ask("apply", word, self, other)
        session.questions.heard(word, operands, kind_of(found))
        return found

    return method


def _unary(word: str):
    def method(self, *more):
        questions_of(self).unary(word)
        return self._ask("apply", word, self, *more)

    return method


for _name in "eq ne lt le gt ge".split():
    setattr(Operand, f"__{_name}__", _comparison(_name))
Operand.__contains__ = _contains
for _name in "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift".split():
    _word = f"{_name}_" if _name in ("and", "or") else _name
    setattr(Operand, f"__{_name}__", _binary(_word, False))
    setattr(Operand, f"__r{_name}__", _binary(_word, True))
    setattr(Operand, f"__i{_name}__", _binary(f"i{_name}", False))
Operand.__divmod__ = _binary("divmod", False)
for _name in "neg pos abs invert index float int complex round".split():
    setattr(Operand, f"__{_name}__", _unary(_name))
