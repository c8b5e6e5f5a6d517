"""A course folder with the assignment, the cases as submissions, and peers whose work is right."""

import json
from pathlib import Path

from weather_source import FILES, NAME, solved, source

PEERS = ("a_peer", "cheat_peer", "m_peer", "z_peer")  # before, between and after the others
CONFIG = """c = get_config()
c.CourseDirectory.course_id = "weather"
c.ExecutePreprocessor.timeout = 15  # of stock nbgrader
c.Judge.cell_seconds = 2.5
c.Judge.seconds = 12.0
"""


def write_course(root, cases=()):
    """Write source/, submitted/ and nbgrader_config.py into a folder; returns its path."""
    root = Path(root)
    folder = root / "source" / NAME
    folder.mkdir(parents=True)
    (folder / f"{NAME}.ipynb").write_text(json.dumps(source(), indent=1), encoding="utf-8")
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    (root / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    for case in cases:
        case.hand_in(root / "submitted")
    return root


def hand_in_right_work(root, student):
    """A peer's submission."""
    folder = Path(root, "submitted", student, NAME)
    folder.mkdir(parents=True)
    (folder / f"{NAME}.ipynb").write_text(json.dumps(solved()), encoding="utf-8")
