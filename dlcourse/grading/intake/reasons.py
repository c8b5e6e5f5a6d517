"""Reasons: what a person is told of a submission that is not as it was handed out, a sentence a kind."""

from dlcourse.grading.intake.rejected import shown

# kind: (of one cell, of several); {names} are grade_ids
SENTENCES = {
    "test changed": (
        "The test cell {names} was changed: it was graded as the assignment has it.",
        "The test cells {names} were changed: they were graded as the assignment has them.",
    ),
    "test missing": (
        "The test cell {names} was missing: it was put back and graded.",
        "The test cells {names} were missing: they were put back and graded.",
    ),
    "locked changed": (
        "The locked cell {names} was changed: it was put back as the assignment has it.",
        "The locked cells {names} were changed: they were put back as the assignment has them.",
    ),
    "locked missing": (
        "The locked cell {names} was missing: it was put back.",
        "The locked cells {names} were missing: they were put back.",
    ),
    "work inside": (
        "The student has written into {names}, which is no cell for answers: that was run above it.",
        "The student has written into {names}, which are no cells for answers: that was run above them.",
    ),
    "no answer": (
        "No cell for the answer {names} was found: see whether the work stands elsewhere.",
        "No cells for the answers {names} were found: see whether the work stands elsewhere.",
    ),
    "elsewhere": (
        "The answer {names} stands in another cell than its own: that counts.",
        "The answers {names} stand in other cells than their own: those count.",
    ),
    "points": (
        "The points in the metadata of {names} are not those of the assignment, which count: they were "
        "changed, or the assignment was after its release.",
        "The points in the metadata of {names} are not those of the assignment, which count: they were "
        "changed, or the assignment was after its release.",
    ),
    "role": (
        "The metadata of {names} were changed: the cell counts as what it is in the assignment.",
        "The metadata of {names} were changed: the cells count as what they are in the assignment.",
    ),
    "retyped": (
        "The type of the cell {names} was changed: it was read as that which the assignment has.",
        "The types of the cells {names} were changed: they were read as those that the assignment has.",
    ),
    "unlabelled": (
        "The cell {names} has lost nbgrader's metadata: it was recognised by its text or place.",
        "The cells {names} have lost nbgrader's metadata: they were recognised by text or place.",
    ),
    "unknown": (
        "A cell has the grade_id {names}, which is not the assignment's: it counts as the student's own.",
        "Cells have the grade_ids {names}, which are not the assignment's: they count as the student's own.",
    ),
    "copied": (
        "The cell {names} is there more than once: the one with an answer counts, or the assignment's.",
        "The cells {names} are there more than once: those with answers count, or the assignment's.",
    ),
    "copies differ": (
        "The answer {names} is there more than once, and differs: all are run in turn, and the last in "
        "its place counts.",
        "The answers {names} are there more than once, and differ: all are run in turn, and the last in its "
        "place counts.",
    ),
    "moved": (
        "The cell {names} was moved: each test was run below the answers that it follows in the source.",
        "The cells {names} were moved: each test was run below the answers that it follows in the source.",
    ),
    "late": (
        "The test {names} was not done in time (a loop without an end?): it earns 0, the others were graded.",
        "The tests {names} were not done in time (a loop without an end?): they earn 0, the others were "
        "graded.",
    ),
    "crashed": (
        "The student's code ended the process that it ran in (by a crash, an exit or a limit) in the test "
        "{names}: it earns 0, the others were graded.",
        "The student's code ended the process that it ran in (by a crash, an exit or a limit) in the tests "
        "{names}: they earn 0, the others were graded.",
    ),
    "not run": (
        "The test {names} could not be run, and earns 0: see the log, and grade it again.",
        "The tests {names} could not be run, and earn 0: see the log, and grade them again.",
    ),
}
MOST = 6  # names in a sentence


class Reasons:
    """Kinds and the cells that they were found in, to sentences in the order of SENTENCES."""

    def __init__(self):
        self.found = {}

    def add(self, kind, name):
        """Note that a cell is of a kind."""
        self.found.setdefault(kind, {})[name] = None

    def sentences(self, where=""):
        """The sentences, each with `where` before it (for an assignment of several notebooks)."""
        kinds = sorted(self.found, key=list(SENTENCES).index)
        return [
            where + SENTENCES[kind][len(self.found[kind]) > 1].format(names=listed(self.found[kind]))
            for kind in kinds
        ]


def listed(names):
    """'a', 'b' and 'c'; of many the first ones.

    >>> listed(["a", "b", "c"])
    "'a', 'b' and 'c'"
    """
    words = [shown(name) for name in names]
    if len(words) > MOST:
        words = [*words[:MOST], f"{len(words) - MOST} more"]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
