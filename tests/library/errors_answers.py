"""The errors of answers as edits."""

from dlcourse.answers import edit, edits

WRONG = {
    "an edit of what is not in the answer": (
        lambda: edit("y", "z").of("return x"),
        ValueError,
        ["edit", "'y'", "return x", "copy it from"],
    ),
    "a row that is no edit": (
        lambda: edits("x + x is wrong"),
        ValueError,
        ["edits", "old -> new", "x + x is wrong", "correct this row"],
    ),
}
