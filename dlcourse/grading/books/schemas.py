"""Schemas: what nbformat and nbgrader check notebooks by, made ready in a third of the time.

nbformat compiles its schema into a function, most of whose text is what its errors say of the schema; but
of a notebook with an error nbformat asks another package what is wrong. nbgrader has its own schema checked
before each cell, by the schema of schemas.
"""

from contextlib import contextmanager

import fastjsonschema
import jsonschema
import nbformat
from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from nbformat.validator import get_validator

compile_whole = fastjsonschema.compile


def make_ready() -> None:
    """Have nbformat's validator of notebooks that may have more than its schema names."""
    version = nbformat.current_nbformat, nbformat.current_nbformat_minor
    with instead(fastjsonschema, "compile", compiled):
        get_validator(*version, relax_add_props=True)


def compiled(schema):
    """The function of a schema, as fastjsonschema has it, whose errors are made when there is one."""
    short = compile_whole(schema, detailed_exceptions=False)

    def validate(data):
        try:
            return short(data)
        except fastjsonschema.JsonSchemaException:
            return compile_whole(schema)(data)  # raises the whole error

    return validate


@contextmanager
def checked_once():
    """A `with` block in which jsonschema's `validate` checks each schema once, and not for each use of it."""
    checked = []

    def validate(instance, schema):
        kind = validator_for(schema)
        if schema not in checked:
            kind.check_schema(schema)
            checked.append(schema)
        error = best_match(kind(schema).iter_errors(instance))
        if error is not None:
            raise error

    with instead(jsonschema, "validate", validate):
        yield


@contextmanager
def instead(module, name: str, function):
    """A `with` block in which a module's function is another one."""
    before = getattr(module, name)
    setattr(module, name, function)
    try:
        yield
    finally:
        setattr(module, name, before)
