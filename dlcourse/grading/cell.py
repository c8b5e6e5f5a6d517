"""Cell: a cell of an assignment's text, and the role that nbgrader's metadata assign to it."""

from dataclasses import dataclass

from dlcourse.grading.markers import regions


@dataclass(frozen=True)
class Cell:
    """A cell of the text. Kinds, from its nbgrader metadata: answer, test, task, locked, plain."""

    type: str
    source: str
    metadata: dict
    line: int

    @property
    def nbgrader(self):
        return self.metadata.get("nbgrader") or {}  # `nbgrader:` with nothing after it is None

    @property
    def name(self):
        return self.nbgrader.get("grade_id", "")

    def has(self, key):
        """Whether the flag `key` of nbgrader is set."""
        return self.nbgrader.get(key) is True  # "true" in quotes is a string, which metadata_rules reports

    @property
    def kind(self):
        if self.has("solution"):  # first: an answer graded by hand is also `grade: true`
            return "answer"
        for key, kind in (("task", "task"), ("grade", "test"), ("locked", "locked")):
            if self.has(key):
                return kind
        return "plain"

    @property
    def regions(self):
        return regions(self.source)
