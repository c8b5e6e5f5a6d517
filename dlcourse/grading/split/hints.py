"""Hints: types with brackets, as `list[int]` and `Optional[float]`, by the names of a closed list."""

import types
import typing

from dlcourse.grading.split.wire import Forged

NAMES = """List Dict Set FrozenSet Tuple Type Iterable Iterator Generator Sequence Mapping Collection Callable
    Optional Union Literal""".split()
FORMS = {name: getattr(typing, name) for name in NAMES}
EXAMPLES = (typing.List[int], typing.Union[int, str], typing.Callable[[int], str], typing.Literal[1])  # noqa: UP006, UP007
ALIASES = (types.GenericAlias, types.UnionType, *map(type, EXAMPLES))
SINGLE = {f"typing.{name}": getattr(typing, name) for name in ("Any", *NAMES)}
MOST = 50  # types within brackets


def said(encoder, x):
    """What crosses for a type with brackets; None of anything else."""
    if type(x) is types.UnionType:
        return ["th", "|", encoder.values(x.__args__)]
    if type(x) is types.GenericAlias:
        return ["th", "[]", encoder.values((x.__origin__, *x.__args__))]
    if type(x) not in ALIASES or (name := getattr(x, "_name", None) or "Union") not in FORMS:
        return None
    return ["th", "Union" if name == "Optional" else name, encoder.values(x.__args__)]


def read(decoder, form, args):
    """A type with brackets."""
    args = tuple(decoder.values(args))
    if len(args) > MOST or type(form) is not str or not args or not all(map(is_type, args)):
        raise Forged("a type with brackets that is none")
    if form == "|":
        return typing.Union[args]  # noqa: UP007
    if form == "[]":
        return types.GenericAlias(args[0], args[1:])
    if form == "Callable":
        return typing.Callable[[*args[:-1]], args[-1]]
    return FORMS[form][args]


def is_type(x) -> bool:
    """Whether something may stand in brackets."""
    plain = x is None or x is ... or type(x) in (str, int, bool, *ALIASES) or isinstance(x, type)
    return plain or any(x is one for one in SINGLE.values())
