"""The adversarial suite: one class run over all cases beside right work, and a look at each row."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hostile_case import ESCAPED, FULL, NOTHING
from hostile_cases import CASES
from hostile_course import PEERS, hand_in_right_work, write_course
from nbgrader.api import Gradebook
from page_reader import active_in
from weather_source import NAME, SECRETS

from dlcourse.grading.sandbox import NoSandbox, open_sandbox

pytestmark = pytest.mark.slow
MOST_KEPT = 2 << 20  # bytes that a submission may make the store grow by


@dataclass(frozen=True)
class Graded:
    """What a class run has left: the course's folder, the records, the gradebook's points, its own words."""

    root: Path
    records: dict
    book: dict
    told: dict

    def page(self, student):
        """The feedback page of a student, "" for none."""
        path = self.root / "feedback" / student / NAME / f"{NAME}.html"
        return path.read_text(encoding="utf-8") if path.is_file() else ""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """All cases and the peers, graded in one run; then the feedback pages."""
    try:
        open_sandbox("bubblewrap").close()
    except NoSandbox as reason:
        pytest.skip(str(reason))
    root = write_course(tmp_path_factory.mktemp("class") / "course", CASES.values())
    for peer in PEERS:
        hand_in_right_work(root, peer)
    home = root.parent / "home"
    home.mkdir()
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(root.parent)}
    script = Path(__file__).with_name("hostile_run.py")
    done = subprocess.run(
        [sys.executable, script, str(root), NAME, "2"], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    records = json.loads((root / "records.json").read_text())
    yield Graded(root, records, points_in(root / "gradebook.db"), told)
    shutil.rmtree(root)


def points_in(path):
    """{student: {grade_id: points that no person gave}} of a gradebook."""
    with Gradebook(f"sqlite:///{path}", "weather") as book:
        handed_in = book.assignment_submissions(NAME)
        return {
            one.student.id: {grade.name: grade.auto_score for grade in one.notebooks[0].grades}
            for one in handed_in
        }


def test_the_run_came_to_its_end_and_left_no_process(graded):
    assert graded.told["status"] == 0
    assert graded.told["left"] == {}
    assert set(graded.records) == {*CASES, *PEERS}


@pytest.mark.parametrize("name", CASES)
def test_a_case_earns_what_it_should_and_a_person_is_told_why(graded, name):
    case, record = CASES[name], graded.records[name]
    assert {key: cell["score"] for key, cell in record["cells"].items()} == case.scores, record["reasons"]
    said = " ".join(record["reasons"])
    assert record["status"] == case.status, said
    assert [words for words in case.says if words not in said] == [], said
    assert bool(said) == (case.status != "graded")


@pytest.mark.parametrize("peer", PEERS)
def test_no_case_changes_the_points_of_another(graded, peer):
    record = graded.records[peer]
    assert {key: cell["score"] for key, cell in record["cells"].items()} == FULL
    assert record["status"] == "graded"


def test_the_gradebook_says_the_same_as_the_records(graded):
    for name, record in graded.records.items():
        of_tests = {key: cell["score"] for key, cell in record["cells"].items() if key.startswith("test_")}
        in_book = {key: score for key, score in graded.book[name].items() if key.startswith("test_")}
        assert in_book == of_tests, name


def test_nothing_lies_where_it_was_not_before(graded):
    usual = {
        "source",
        "submitted",
        "autograded",
        "feedback",
        ".dlcourse",
        "records.json",
        "nbgrader_config.py",
    }
    entries = {path.name for path in graded.root.iterdir()}
    assert entries - usual == {"gradebook.db"}
    below = [path for path in graded.root.parent.rglob("*") if ESCAPED in path.name]
    assert [path for path in below if "submitted" not in path.parts] == []
    home = [path.name for path in (graded.root.parent / "home").rglob("*") if path.is_file()]
    assert set(home) <= {"README"}  # IPython's own, of the process that judges
    beside = {re.sub(r"\d+$", "", path.name) for path in graded.root.parent.iterdir()}
    assert beside <= {"course", "home", "dlcourse-grading-"}  # the last: which lane is taken, by user


def test_submissions_lie_there_as_they_were_handed_in(graded, tmp_path):
    fresh = write_course(tmp_path / "course", CASES.values())
    for name in ("submitted", "source"):
        listed = [files_in(root / name) for root in (fresh, graded.root)]
        peers = {path: data for path, data in listed[1].items() if path.split("/")[0] in PEERS}
        assert listed[0] == {path: data for path, data in listed[1].items() if path not in peers}


def files_in(root):
    """{relative path: bytes} of ordinary files; a link by where it leads."""
    found = {}
    for folder, names, files in os.walk(root):
        for name in [*files, *names]:
            path = Path(folder, name)
            relative = path.relative_to(root).as_posix()
            if path.is_symlink():
                found[relative] = re.sub(r".*(?=/source|/gradebook|/submitted)", "", os.readlink(path))
            elif path.is_file():
                found[relative] = path.read_bytes()
    return found


@pytest.mark.parametrize("name", CASES)
def test_no_submission_makes_the_store_grow_much(graded, name):
    logs = [*(graded.root / ".dlcourse" / NAME).glob(f"logs/{name}*")]
    kept = [*(graded.root / "autograded" / name).rglob("*"), *logs]
    assert sum(path.stat().st_size for path in kept if path.is_file()) < MOST_KEPT


@pytest.fixture(scope="module")
def pages(graded):
    """{student: the text of the feedback page}, without the styles in its head."""
    from nbgrader.coursedir import CourseDirectory

    from dlcourse.grading.books.feedback import write_feedback
    from dlcourse.grading.classrun.place import find_place

    place = find_place(graded.root)
    coursedir = CourseDirectory(config=place.config, root=str(graded.root), db_url=place.db_url)
    written = list(write_feedback(coursedir, place.config, NAME))
    assert len(written) > len(CASES) / 2
    return {name: re.sub(r"<style.*?</style>", "", graded.page(name), flags=re.S) for name in graded.records}


def test_pages_tell_no_secret(pages):
    own = {name: json.dumps(CASES[name].make(), default=repr) if graded_ones(name) else "" for name in pages}
    found = [
        (name, secret)
        for name, page in pages.items()
        for secret in (*SECRETS, *(CASES[name].unseen if name in CASES else ()))
        if secret in html.unescape(page) and secret not in own[name]
    ]
    assert found == []


def graded_ones(name):
    """Whether a student is a case whose submission is a notebook as data."""
    return name in CASES and CASES[name].scores != NOTHING


def test_pages_run_nothing(pages):
    found = {name: active_in(page) for name, page in pages.items()}
    assert {name: active for name, active in found.items() if active} == {}
