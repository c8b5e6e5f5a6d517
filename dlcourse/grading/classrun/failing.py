"""Failing: a submission whose worker died is tried alone, then given up in words; a broken grader stops."""

from dlcourse.grading.classrun.parcels import head_of

TRIES, IN_A_ROW = 2, 8


class GraderFails(RuntimeError):
    """No submission can be graded: it is the grader, or the machine, that does not work."""


class Failures:
    """What has failed so far."""

    def __init__(self):
        self.tries = {}  # student: how often the submission was alone when its worker died
        self.in_a_row = 0

    def success(self):
        """A worker has come back with results."""
        self.in_a_row = 0

    def sort(self, work, packed, error):
        """(submissions to try again alone, results of those that are given up).

        Raises GraderFails where so many failed in a row that none of them can be the cause.
        """
        if len(packed) > 1:
            return packed, []
        head = head_of(packed[0])
        if self.once_more(head["student"]):
            return packed, []
        self.count(error)
        return [], [work.failed(head, error)]

    def once_more(self, student):
        """Whether a student's submission that failed is worth another try."""
        self.tries[student] = self.tries.get(student, 0) + 1
        return self.tries[student] < TRIES

    def count(self, error):
        """One more is given up."""
        self.in_a_row += 1
        if self.in_a_row >= IN_A_ROW:
            raise GraderFails(
                f"grade: expected workers that can grade, got {self.in_a_row} submissions in a row that none "
                f"could; nothing is lost, see what the last one said:\n{error}"
            ) from error
