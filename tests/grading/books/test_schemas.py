"""Tests of schemas: what is refused, and in which words, is what nbformat and jsonschema refuse."""

import fastjsonschema
import jsonschema
import nbformat
import pytest
from jsonschema import Draft4Validator
from nbformat import validator
from nbformat.v4 import new_code_cell, new_notebook

from dlcourse.grading.books.schemas import checked_once, compiled, make_ready

SCHEMA = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "type": "object",
    "properties": {"points": {"type": "number", "minimum": 0}},
    "required": ["points"],
}
WRONG = {"no number": {"points": "two"}, "nothing": {}, "a minus": {"points": -1}, "no object": []}


def refusal(function, *arguments):
    """The class, the words and the place of what a function refuses."""
    with pytest.raises((fastjsonschema.JsonSchemaException, jsonschema.ValidationError)) as raised:
        function(*arguments)
    return type(raised.value), str(raised.value), [*raised.value.path]


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_compiled_schema_refuses_as_fastjsonschema_does(wrong):
    assert refusal(compiled(SCHEMA), wrong) == refusal(fastjsonschema.compile(SCHEMA), wrong)
    assert compiled(SCHEMA)({"points": 2}) == {"points": 2}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_schema_that_is_checked_once_refuses_as_jsonschema_does(wrong):
    usual = refusal(jsonschema.validate, wrong, SCHEMA)
    with checked_once():
        jsonschema.validate({"points": 2}, SCHEMA)
        assert refusal(jsonschema.validate, wrong, SCHEMA) == usual


def test_each_schema_is_checked_once(monkeypatch):
    checked, usual = [], Draft4Validator.check_schema
    monkeypatch.setattr(
        Draft4Validator, "check_schema", lambda schema: checked.append(schema) or usual(schema)
    )
    other = {**SCHEMA, "properties": {}}
    before = jsonschema.validate
    with checked_once():
        for schema in (SCHEMA, {**SCHEMA}, other, SCHEMA):
            jsonschema.validate({"points": 2}, schema)
        with pytest.raises(jsonschema.SchemaError):
            jsonschema.validate({}, {**SCHEMA, "type": "no type"})
    assert checked[:2] == [SCHEMA, other] and len(checked) == 3 and jsonschema.validate is before


def test_nbformat_says_the_same_of_a_notebook(monkeypatch):
    notebook = new_notebook(cells=[new_code_cell("x")])
    notebook["more"] = 1
    notebook.cells[0].outputs = [{"output_type": "stream"}]
    said = []
    for ready in (lambda: None, make_ready):
        monkeypatch.setattr(validator, "validators", {})
        ready()
        with pytest.raises(nbformat.ValidationError) as raised:
            nbformat.validate(notebook, relax_add_props=True)
        said.append(str(raised.value))
    assert said[0] == said[1] and "stream" in said[0]
    notebook.cells[0].outputs = []
    nbformat.validate(notebook, relax_add_props=True)
    with pytest.raises(nbformat.ValidationError, match="more"):  # which only a strict one refuses
        nbformat.validate(notebook)
