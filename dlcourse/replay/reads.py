"""Chapter 20: what a function reads besides its arguments. Its bytecode names the globals and attributes.

A replay does not run the lines of the function, so the library must know what they depend on.
"""

import dis
import functools
from types import CodeType
from typing import NamedTuple

LOADS = ("LOAD_GLOBAL", "LOAD_NAME")
ATTRIBUTES = ("LOAD_ATTR", "LOAD_METHOD")
BY_COMPUTED_NAME = {  # functions that read or set attributes by names that no bytecode shows
    *("getattr", "vars", "dir", "attrgetter", "methodcaller", "__dict__", "astuple", "asdict", "format"),
    *("__getattribute__", "setattr", "delattr", "__setattr__", "__delattr__", "format_map", "getattr_static"),
}
IN_WORDS = {"__str__", "__repr__", "__format__"}  # called by str(x) and by f"{x}"
COPYING = {"__copy__", "__deepcopy__", "__getstate__", "__reduce__", "__reduce_ex__"}


class Reads(NamedTuple):
    """Names that a code object reads and sets, those of functions nested in it included.

    chains: names of globals, each with the attributes read directly from it, as ("np", "random", "rand");
    imports: modules; names: all names in it, and strings that may be names; sets: variables outside of the
    function that it sets; computed: whether it may read attributes by names that it computes, as with
    getattr.
    """

    chains: tuple
    imports: tuple
    names: frozenset
    sets: tuple
    computed: bool


@functools.lru_cache(maxsize=1024)
def reads(code: CodeType) -> Reads:
    """The names that a function with this code reads and sets.

    >>> reads((lambda x: np.sqrt(x) * factor).__code__).chains
    (('np', 'sqrt'), ('factor',))
    """
    return _reads(code, frozenset())


def _reads(code, own):
    """The Reads of a code object. own: variables of the functions around it. To set one of these has no
    effect outside, since they exist no longer than the call."""
    chains, imports, sets, names = [], [], [], set(code.co_names)
    chain, steps = None, list(dis.get_instructions(code))
    for step in steps:
        if step.opname in LOADS:
            chain = [step.argval]
            chains.append(chain)
        elif step.opname in ATTRIBUTES and chain is not None:
            chain.append(step.argval)
        elif step.opname not in ("EXTENDED_ARG", "CACHE", "PUSH_NULL", "PRECALL"):
            chain = None  # these four may stand within np.random.rand; any other instruction ends the chain
        if step.opname == "IMPORT_NAME":
            imports.append(step.argval)
        if step.opname in ("STORE_GLOBAL", "DELETE_GLOBAL"):
            sets.append(step.argval)
        elif step.opname in ("STORE_DEREF", "DELETE_DEREF") and step.argval in set(code.co_freevars) - own:
            sets.append(step.argval)
    parts = [Reads(tuple(map(tuple, chains)), tuple(imports), frozenset(), tuple(sets), False)]
    for constant in code.co_consts:
        # Functions, lambdas and comprehensions within this one are constants of its code.
        if isinstance(constant, CodeType):
            parts.append(_reads(constant, own | set(code.co_cellvars)))
        names |= words(constant)
    if not names.isdisjoint(("str", "repr", "format")) or any(map(puts_in_words, steps)):
        names |= IN_WORDS  # methods that are called without their names in the code
    if not names.isdisjoint(("copy", "deepcopy", "dumps")):
        names |= COPYING
    names = frozenset(names).union(*[part.names for part in parts])
    joined = [sum((part[i] for part in parts), ()) for i in (0, 1, 3)]
    computed = not BY_COMPUTED_NAME.isdisjoint(names) or any(part.computed for part in parts)
    # `case Point(a, b)` reads the attributes that are named in __match_args__.
    computed = computed or any(s.opname == "MATCH_CLASS" and s.arg for s in steps)
    return Reads(joined[0], joined[1], names, joined[2], computed)


def puts_in_words(step) -> bool:
    """Whether the instruction may make a string of an object: f"{x}", or "%s" % x."""
    # The bytecode does not tell a string's % from the remainder of numbers.
    return step.opname.startswith("FORMAT") or (step.opname == "BINARY_OP" and step.argrepr in ("%", "%="))


def words(constant) -> set:
    """The strings in a constant that may be names of attributes, such as "name" in getattr(x, "name")."""
    if isinstance(constant, tuple | frozenset):
        return set().union(*map(words, constant))
    return {constant} if isinstance(constant, str) and constant.isidentifier() else set()
