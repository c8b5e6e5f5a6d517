"""Right work in a notebook that is not as it was: all points, and a person is told."""

from oddities import Register, insert, strip
from small_intake import SQUARES, TOTAL, cell, find, handed_out, position, solved

FLAGGED = Register()
odd = FLAGGED.odd


@odd("have lost nbgrader's metadata")
def all_metadata_lost():
    return strip(solved())


@odd("have lost nbgrader's metadata")
def all_metadata_lost_and_other_code_around():
    book = strip(solved())
    book["cells"].insert(1, cell("NAME = 'Ada'"))
    book["cells"].insert(5, cell("squares(3)"))
    return book


@odd("The cell 'squares' has lost")
def metadata_of_an_answer_lost():
    return strip(solved(), "squares")


@odd("The cell 'test_squares' has lost")
def metadata_of_a_test_lost():
    return strip(solved(), "test_squares")


@odd("The test cell 'test_squares' was missing")
def a_test_was_deleted():
    book = solved()
    book["cells"].remove(find(book, "test_squares"))
    return book


@odd("The test cells 'test_squares' and 'test_total' were missing")
def all_tests_were_deleted():
    book = solved()
    for name in ("test_squares", "test_total"):
        book["cells"].remove(find(book, name))
    return book


@odd("The locked cell 'setup' was missing")
def the_locked_cell_was_deleted():
    book = solved(total="def total(n):\n    return math.floor(sum(squares(n)))")
    book["cells"].remove(find(book, "setup"))
    return book


@odd("The test cell 'test_squares' was changed")
def a_test_was_changed():
    book = solved()
    find(book, "test_squares")["source"] = "assert True"
    return book


@odd("The test cells 'test_squares' and 'test_total' were changed")
def tests_were_emptied():
    book = solved()
    for name in ("test_squares", "test_total"):
        find(book, name)["source"] = ""
    return book


@odd("The locked cell 'setup' was changed")
def the_locked_cell_was_changed():
    book = solved(total="def total(n):\n    return math.floor(sum(squares(n)))")
    find(book, "setup")["source"] = "math = None"
    return book


@odd("The points in the metadata of 'test_squares' are not those of the assignment")
def points_were_changed():
    book = solved()
    find(book, "test_squares")["metadata"]["nbgrader"]["points"] = 200
    return book


@odd("The metadata of 'test_squares' were changed")
def a_test_made_an_answer():
    book = solved()
    find(book, "test_squares")["metadata"]["nbgrader"] |= {"solution": True, "grade": False}
    return book


@odd("The type of the cell 'squares' was changed")
def an_answer_made_raw():
    book = solved()
    find(book, "squares")["cell_type"] = "raw"
    return book


@odd("The types of the cells 'test_squares' and 'total' were changed")
def an_answer_and_a_test_made_text():
    book = solved()
    for name in ("total", "test_squares"):
        find(book, name)["cell_type"] = "markdown"
    return book


@odd("The type of the cell 'why' was changed")
def a_written_answer_made_code():
    book = solved()
    find(book, "why")["cell_type"] = "code"
    return book


@odd("No cell for the answer 'why' was found")
def a_written_answer_deleted():
    book = solved()
    book["cells"].remove(find(book, "why"))
    return book


@odd("The metadata of 'squares' were changed")
def another_grade_id():
    book = solved()
    find(book, "squares")["metadata"]["nbgrader"]["grade_id"] = "exercise_1"
    return book


@odd(
    "The test cell 'test_squares' was changed",
    "has written into 'test_squares'",
    "stands in another cell",
)
def an_answer_merged_below_a_test():
    book = solved()
    find(book, "test_squares")["source"] += "\n\n" + TOTAL
    find(book, "total")["source"] = find(handed_out(), "total")["source"]
    return book


@odd("The test cell 'test_squares' was missing")
def a_test_merged_below_its_answer():
    book = solved()
    test = find(book, "test_squares")
    book["cells"].remove(test)
    find(book, "squares")["source"] += "\n\n" + test["source"]
    return book


@odd("The test cell 'test_total' was changed", "has written into", "stands in another cell")
def an_answer_written_over_a_test():
    book = solved(total="")
    find(book, "test_total")["source"] = TOTAL
    return book


@odd("The answer 'total' stands in another cell")
def two_answers_merged_into_one_cell():
    book = solved(squares=SQUARES + "\n\n" + TOTAL)
    book["cells"].remove(find(book, "total"))
    return book


@odd("The cell 'total' has lost")
def an_answer_rewritten_in_a_cell_of_ones_own():
    book = solved()
    at = position(book, "total")
    book["cells"][at] = cell(TOTAL)
    return book


@odd("The cell 'squares' has lost", "The cell 'squares' was moved")
def an_answer_rewritten_at_the_end():
    book = solved()
    book["cells"].remove(find(book, "squares"))
    book["cells"].append(cell(SQUARES))
    return book


@odd("says that its language is 'julia-1.9'")
def python_in_a_notebook_that_says_julia():
    book = solved()
    book["metadata"]["kernelspec"] = {"name": "julia-1.9", "display_name": "Julia 1.9"}
    return book


def left_out(book, *names):
    """The cells with these grade_ids as they were handed out."""
    for name in names:
        find(book, name)["source"] = find(handed_out(), name)["source"]
    return book


@odd("The answer 'total' stands in another cell")
def an_answer_below_its_test_alone():
    book = left_out(solved(), "total")
    book["cells"].append(cell(TOTAL))
    return book


@odd("The answers 'squares' and 'total' stand in other cells")
def all_answers_in_one_cell_at_the_end():
    book = left_out(solved(), "squares", "total")
    book["cells"].append(cell(f"{SQUARES}\n\n{TOTAL}"))
    return book


@odd("The answers 'squares' and 'total' stand in other cells")
def each_answer_in_a_cell_of_its_own_at_the_end_the_last_first():
    book = left_out(solved(), "squares", "total")
    book["cells"] += [cell(TOTAL), cell(SQUARES)]
    return book


@odd("The answer 'squares' stands in another cell")
def an_answer_in_the_cell_of_the_next_and_its_own_cell_gone():
    book = solved(total=f"{SQUARES}\n\n{TOTAL}")
    book["cells"].remove(find(book, "squares"))
    return book


@odd("The answer 'squares' stands in another cell")
def a_first_try_and_a_better_one_both_below_the_test():
    book = left_out(solved(), "squares")
    book["cells"] += [cell("def squares(n):\n    return n"), cell(SQUARES)]
    return book


@odd("The answer 'squares' stands in another cell")
def an_answer_above_its_test_and_another_use_of_the_name_at_the_end():
    book = insert(left_out(solved(), "squares"), "test_squares", cell(SQUARES))
    book["cells"].append(cell("squares = [n * n for n in range(5)]"))
    return book


@odd("The answer 'total' stands in another cell")
def an_answer_above_its_cell():
    book = solved()
    find(book, "total")["source"] = find(handed_out(), "total")["source"]
    return insert(book, "test_squares", cell(TOTAL))
