"""A source that has changed since its release: what equals a release is no edit of the student's."""

import pytest
from small_intake import ALL, ANSWERS, assignment, find, handed_out, scores, solved, source, taken

from dlcourse.grading.classrun.place import Place
from dlcourse.grading.classrun.releases import known_releases, since, write_down

EARLIER = {
    "test_total": {"texts": ["assert total(3) == 14"], "points": [2.0]},
    "setup": {"texts": ["import cmath"], "points": []},
    "squares": {"texts": ["def squares(n):\n    # Here.\n    ..."], "points": []},
    "why": {"texts": ["Why, in two lines?"], "points": [5.0]},
}
OF = assignment(earlier={"p1": EARLIER})


def older(**answers):
    """The notebook of the earlier release, with these answers."""
    book = handed_out()
    for name, one in EARLIER.items():
        find(book, name)["source"] = one["texts"][0]
        for points in one["points"]:
            find(book, name)["metadata"]["nbgrader"]["points"] = points
    for name, text in answers.items():
        find(book, name)["source"] = text
    return book


def test_work_in_an_earlier_release_is_graded_without_a_word():
    assert scores(taken(older(**ANSWERS), of=OF)) == (ALL, [])
    assert scores(taken(solved(), of=OF)) == (ALL, [])


def test_without_knowledge_of_it_the_same_is_flagged():
    found, reasons = scores(taken(older(**ANSWERS)))
    assert found == ALL and len(reasons) == 3, reasons


def test_an_earlier_release_as_it_was_earns_nothing():
    nothing = {"test_squares": 0.0, "test_total": 0.0, "why": 0.0, "plot": None}
    assert scores(taken(older(), of=OF)) == (nothing, [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("assert total(3) == 15", "The test cell 'test_total' was changed"),
        ("assert total(3) == 14\n\ndef helper(): pass", "has written into 'test_total'"),
    ],
)
def test_what_equals_no_release_is_flagged(text, told):
    book = older(**ANSWERS)
    find(book, "test_total")["source"] = text
    found, reasons = scores(taken(book, of=OF))
    assert found == ALL and any(told in reason for reason in reasons), reasons


def test_points_that_no_release_had_are_flagged():
    book = older(**ANSWERS)
    find(book, "test_total")["metadata"]["nbgrader"]["points"] = 100
    assert "points in the metadata of 'test_total'" in scores(taken(book, of=OF))[1][0]


def test_lost_metadata_are_found_by_the_text_of_an_earlier_release():
    book = older(**ANSWERS)
    find(book, "test_total")["metadata"].pop("nbgrader")
    found, reasons = scores(taken(book, of=OF))
    assert found == ALL and reasons == [
        "The cell 'test_total' has lost nbgrader's metadata: it was recognised by its text or place."
    ]


def test_releases_are_written_down_and_their_changes_told_once(tmp_path):
    place = Place(tmp_path)
    known = known_releases(place, assignment())
    assert known["p1"]["test_total"] == {"texts": ["assert total(10) == 385"], "points": [1.0]}
    assert since(assignment(earlier=known)) is None and not [*tmp_path.iterdir()]
    write_down(place, "ps", known)
    book = source()
    find(book, "test_total")["metadata"]["nbgrader"]["points"] = 4
    known = known_releases(place, assignment(book))
    assert known["p1"]["test_total"]["points"] == [1.0, 4]
    assert "'test_total'. Everybody" in since(assignment(book, earlier=known))


def test_a_damaged_record_of_releases_is_begun_anew(tmp_path):
    place = Place(tmp_path)
    write_down(place, "ps", known_releases(place, assignment()))
    (tmp_path / ".dlcourse" / "ps" / "releases.json").write_text("{")
    assert "test_total" in known_releases(place, assignment())["p1"]
