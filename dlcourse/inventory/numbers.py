"""The numbers of all experiments, under names such as xor.linear_J: a module's topic and its own name.

A module of dlcourse/experiments gives them by `numbers()`; ch02_xor.py has the topic xor.
"""

import importlib
import pkgutil
from functools import cache

import dlcourse.experiments
from dlcourse.numbers import Number, store


@cache
def modules() -> dict[str, str]:
    """The names of the modules of experiments by their topics, as {"xor": "ch02_xor", ...}."""
    names = [module.name for module in pkgutil.iter_modules(dlcourse.experiments.__path__)]
    return {name.split("_", 1)[1]: name for name in names}


def module_of(topic: str) -> str:
    """The dotted name of a topic's module."""
    return f"dlcourse.experiments.{modules()[topic]}"


def chapter_of(topic: str) -> str:
    """The number of the chapter that a topic belongs to, as "02"."""
    return modules()[topic][2:4]


@cache
def numbers_of(topic: str) -> dict[str, Number]:
    """The numbers of a module by their own names; none where it has no `numbers()`."""

    def made():
        module = importlib.import_module(module_of(topic))
        return module.numbers() if hasattr(module, "numbers") else {}

    return store.kept_numbers(module_of(topic), made)


def topics_of(chapter: str) -> list[str]:
    """The topics of a chapter, in the order of its modules, that give numbers."""
    return [topic for topic in modules() if chapter_of(topic) == chapter and numbers_of(topic)]


def find(name: str) -> Number:
    """The number with this name. Raises ValueError when there is none, and says which there are."""
    topic, _, own = name.partition(".")
    if topic not in modules():
        raise ValueError(f"number: expected a topic of {sorted(modules())}, got {topic!r} in {name!r}")
    numbers = numbers_of(topic)
    if own not in numbers:
        raise ValueError(f"number: expected a name of {topic}, one of {sorted(numbers)}, got {own!r}")
    return numbers[own]


def shown(reference: str, in_tex: bool = False) -> str:
    """The number that a page asks for, written: "xor.linear_J", or with a format, "xor.linear_J:.2f"."""
    name, _, form = reference.partition(":")
    number = find(name)
    if in_tex:
        return number.in_tex(form)
    return format(number, form) if form else str(number)
