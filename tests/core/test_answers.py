"""Model answers in an assignment's text, and edits of them."""

import pytest

from dlcourse.answers import cells_of, edit, edits

TEXT = """# Exercises

```{code-cell} ipython3
x = 1
```

```{code-cell} ipython3
:nbgrader: {grade_id: half, solution: true}
def half(x):
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION
```
"""


def test_the_cells_of_a_text_are_found_by_their_ids_without_markers():
    cells = cells_of(TEXT)
    assert list(cells) == ["cell-0", "half"]
    assert cells["half"][1] == "def half(x):\n    return x / 2\n" and "solution: true" in cells["half"][0]


def test_an_edit_whose_text_is_not_in_the_answer_is_refused():
    with pytest.raises(ValueError, match="edit: expected 'y' in the model answer, got"):
        edit("y", "z").of("return x")


def test_a_table_has_a_row_for_each_edit_and_goes_on_where_it_is_indented():
    table = edits("x -> y\n    | One. [loses 0.5]\na -> b; c -> d ~ two")
    assert list(table) == ["x -> y", "a -> b; c -> d"]
    assert (table["x -> y"].says, table["x -> y"].loses) == ("One.", 0.5)
    assert table["a -> b; c -> d"].of("a c") == "b d" and table["a -> b; c -> d"].cause == "two"
    several = edits("x -> y OR x -> z; 1 -> 2 | One. [loses 0.5]")
    assert [(edit.of("x 1"), edit.says, edit.loses) for edit in several.values()] == [
        ("y 1", "One.", 0.5),
        ("z 2", "One.", 0.5),
    ]
    with pytest.raises(ValueError, match="edits: expected `old -> new"):
        edits("x -> y")
