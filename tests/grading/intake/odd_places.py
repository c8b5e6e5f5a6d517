"""Right work with cells that were copied or moved: all points, and a person is told."""

from oddities import Register, insert, move
from small_intake import SQUARES, TOTAL, find, handed_out, position, solved

PLACES = Register()
odd = PLACES.odd


@odd("The cell 'squares' is there more than once")
def an_answer_was_copied_and_the_copy_left_as_it_was():
    stub = find(handed_out(), "squares")
    return insert(solved(), "test_squares", stub)


@odd("The cell 'squares' is there more than once")
def an_answer_was_copied_and_the_copy_filled_in():
    stub = find(handed_out(), "squares")
    return insert(solved(), "squares", stub)


@odd("The answer 'squares' is there more than once, and differs")
def an_answer_was_copied_for_a_second_thought():
    first = find(solved(squares="def squares(n):\n    return n"), "squares")
    return insert(solved(), "squares", first)


@odd("The answer 'squares' is there more than once, and differs")
def a_copy_of_an_answer_further_down():
    later = find(solved(squares="def squares(n):\n    return [i * i for i in range(1, n + 1)]"), "squares")
    return insert(solved(), "why", later)


@odd("The answer 'squares' is there more than once, and differs")
def a_copied_cell_was_used_for_a_helper():
    helper = find(solved(squares="def square(i):\n    return i * i"), "squares")
    return insert(solved(squares=SQUARES.replace("i**2", "square(i)")), "squares", helper)


@odd("The answer 'squares' is there more than once, and differs")
def an_answer_was_split_with_its_metadata():
    first = find(solved(squares="def square(i):\n    return i * i"), "squares")
    return insert(solved(squares=SQUARES.replace("i**2", "square(i)")), "squares", first)


@odd("The cell 'test_squares' is there more than once")
def a_test_was_copied():
    book = solved()
    return insert(book, "total", find(book, "test_squares"))


@odd("The cells 'setup', 'squares'")
def every_cell_is_there_twice():
    book = solved()
    book["cells"] = [one for one in book["cells"] for _ in range(2)]
    return book


@odd("The cell 'setup' was moved")
def the_locked_cell_at_the_end():
    book = solved(total="zero = math.floor(0.5)\n\n" + TOTAL)
    return move(book, "setup", len(book["cells"]) - 1)


@odd("moved")
def a_test_above_its_answer():
    return move(solved(), "test_squares", 1)


@odd("moved")
def the_second_exercise_above_the_first():
    book = solved()
    for name in ("test_total", "total"):
        move(book, name, 2)
    return book


@odd("moved")
def all_cells_the_other_way_round():
    book = solved()
    book["cells"].reverse()
    return book


@odd("moved")
def an_exercise_that_is_built_upon_the_moved_one_as_it_runs():
    book = solved(
        squares="first = total_of([1])\n\n" + SQUARES, total="def total_of(a):\n    return sum(a)\n\n" + TOTAL
    )
    return move(book, "total", position(book, "squares"))
