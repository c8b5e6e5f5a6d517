"""Right work that another editor has saved, or with cells of the student's own: nothing to tell anybody."""

from oddities import Register, insert
from small_intake import SQUARES, cell, solved

BENIGN = Register()
odd = BENIGN.odd


@odd()
def another_kernel_name():
    book = solved()
    book["metadata"]["kernelspec"] = {"name": "ml-env", "display_name": "Python 3.12 (ml-env)"}
    return book


@odd()
def no_metadata_of_the_notebook():
    book = solved()
    del book["metadata"]
    return book


@odd()
def saved_by_colab():
    book = solved()
    book["metadata"] = {"colab": {"provenance": []}, "kernelspec": {"name": "python3"}}
    for i, one in enumerate(book["cells"]):
        one["metadata"] |= {"id": f"aB{i}", "outputId": "7e-1"}
    return book


@odd()
def saved_by_vs_code():
    book = solved()
    book["metadata"] = {"language_info": {"name": "python", "version": "3.12.1"}}
    for i, one in enumerate(book["cells"]):
        one |= {"id": f"W{i}sZmlsZQ==", "source": one["source"].splitlines(keepends=True)}
        one["metadata"]["vscode"] = {"languageId": "python"}
    return book


@odd()
def line_ends_of_windows_and_blanks_at_the_ends_of_lines():
    book = solved()
    for one in book["cells"]:
        one["source"] = one["source"].replace("\n", "  \r\n") + "\r\n\r\n"
    return book


@odd()
def format_3():
    book = solved()
    for one in book["cells"]:
        if one["cell_type"] == "code":
            one |= {"input": one.pop("source"), "language": "python", "prompt_number": 3}
    return {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": book["cells"]}],
    }


@odd()
def the_first_schema_of_metadata():
    book = solved()
    for one in book["cells"]:
        data = one["metadata"].get("nbgrader", {})
        data.pop("schema_version", None)
        if "points" in data:
            data["points"] = str(data["points"])
    return book


@odd()
def a_failing_scratch_cell():
    return insert(solved(), "test_squares", cell("1 / 0"), cell("import a_module_nobody_has"))


@odd()
def an_answer_with_a_helper_above_it():
    helper = cell("def square(i):\n    return i * i")
    return insert(solved(squares=SQUARES.replace("i**2", "square(i)")), "squares", helper)


@odd()
def an_answer_that_was_split_in_two():
    book = solved(squares="from math import prod")
    return insert(book, "test_squares", cell(SQUARES))


@odd()
def forged_outputs():
    book = solved()
    for one in book["cells"]:
        if one["cell_type"] == "code":
            one["outputs"] = [
                {"output_type": "execute_result", "data": {"text/plain": "9"}, "metadata": {}},
                3,
                None,
            ]
    return book


@odd()
def the_students_own_example_in_the_place_of_the_instructors():
    book = solved()
    next(one for one in book["cells"] if one["source"] == "squares(10)")["source"] = "squares(12)"
    return book
