"""Cell: a cell of an assignment's text, and the part that nbgrader's metadata give it."""

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
        return self.metadata.get("nbgrader") or {}

    @property
    def name(self):
        return self.nbgrader.get("grade_id", "")

    def says(self, key):
        return self.nbgrader.get(key) is True

    @property
    def kind(self):
        if self.says("solution"):
            return "answer"
        for key, kind in (("task", "task"), ("grade", "test"), ("locked", "locked")):
            if self.says(key):
                return kind
        return "plain"

    @property
    def regions(self):
        return regions(self.source)
