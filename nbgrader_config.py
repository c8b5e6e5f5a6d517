"""nbgrader's settings. Run nbgrader's commands in this folder, `dlcourse release` before the first of them.

nbgrader autograde 02_xor             submitted/<student>/02_xor/ to autograded/ and gradebook.db
nbgrader generate_feedback 02_xor     autograded/ to feedback/
nbgrader export                       gradebook.db to grades.csv
"""

import os
import sys
from pathlib import Path

from dlcourse.grading.course import frozen_folder

root = Path(__file__).resolve().parent
c = get_config()  # noqa: F821  (nbgrader hands it over)

c.CourseDirectory.root = str(root)
c.CourseDirectory.source_directory = "_build/nbgrader/source"
c.CourseDirectory.release_directory = "exercises"

# nbgrader calls `alembic` by name, which lies beside this Python also where the environment is not activated
scripts = str(Path(sys.executable).parent)
if scripts not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join([scripts, os.environ.get("PATH", os.defpath)])

# The student's code runs in a sandbox, the tests outside of it, and each cell is as the source has it: see
# dlcourse/grading/judge.py
c.Autograde.sanitize_preprocessors = ["nbgrader.preprocessors.ClearOutput"]
c.Autograde.autograde_preprocessors = [
    "dlcourse.grading.judge.Judge",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Judge.cell_seconds = 60.0
# How a release runs its source; the judge, too, looks there for the exercises' own files
c.CourseExecute.solutions = str(root / "solutions")
c.CourseExecute.frozen = str(frozen_folder(root))
c.CourseExecute.timeout = 120  # seconds for one cell
c.CourseExecute.startup_timeout = 300  # seconds: a busy machine costs no student points
c.CourseExecute.shutdown_kernel = "immediate"  # a graded kernel has nothing to save
c.KernelManager.transport_encryption = "auto"

# Pages that run nothing of a student's and show no hidden test
c.GenerateFeedback.exporter_class = "dlcourse.grading.books.page.FeedbackExporter"
