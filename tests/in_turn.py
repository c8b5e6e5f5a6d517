"""Many small cases in one test: each test costs pytest some milliseconds, whatever it does."""

import functools
import inspect

import pytest


def in_turn(name, values, by=None):
    """As `parametrize`, but one test runs all values, or all of a group, one after the other.

    by(value) -> the name of its group. What fails says with which value. All share what the fixtures of the
    test give, so what a value does to that must not matter to the next one.
    """
    groups = {}
    for value in values:
        groups.setdefault(by(value) if by else "", []).append(value)

    def decorate(test):
        @functools.wraps(test)
        def each(**arguments):
            for value in arguments.pop(name) if by else groups[""]:
                try:
                    test(**arguments, **{name: value})
                except BaseException as error:
                    error.add_note(f"with {name} = {value!r}")
                    raise

        if by:
            return pytest.mark.parametrize(name, groups.values(), ids=groups)(each)
        signature = inspect.signature(test)
        others = [parameter for parameter in signature.parameters.values() if parameter.name != name]
        each.__signature__ = signature.replace(parameters=others)
        return each

    return decorate
