"""Words: what a course's settings say of markers and stubs is what nbgrader's own steps make of them."""

import pytest
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions
from traitlets.config import Config

from dlcourse.grading.intake.released import Release
from dlcourse.grading.intake.words import from_plain, release_of, to_plain


def of_nbgrader(config):
    """The same by nbgrader's steps."""
    solutions, hidden, scheme = (
        step(config=config) for step in (ClearSolutions, ClearHiddenTests, ClearMarkScheme)
    )
    return Release(
        solutions.code_stub["python"],
        solutions.text_stub,
        (solutions.begin_solution_delimeter, solutions.end_solution_delimeter),
        (hidden.begin_test_delimeter, hidden.end_test_delimeter),
        (scheme.begin_mark_scheme_delimeter, scheme.end_mark_scheme_delimeter),
    )


def own_words():
    """Settings in which nothing is as nbgrader has it."""
    config = Config()
    config.ClearSolutions.begin_solution_delimeter = "LÖSUNG AUF"
    config.ClearSolutions.end_solution_delimeter = "LÖSUNG ZU"
    config.ClearSolutions.code_stub = {"python": "pass  # hier", "R": "stop()"}
    config.ClearSolutions.text_stub = "*Hier*"
    config.ClearHiddenTests.begin_test_delimeter = "<geheim>"
    config.ClearHiddenTests.end_test_delimeter = "</geheim>"
    config.ClearMarkScheme.begin_mark_scheme_delimeter = "<schema>"
    config.ClearMarkScheme.end_mark_scheme_delimeter = "</schema>"
    return config


def half_said():
    config = Config()
    config.ClearHiddenTests.begin_test_delimeter = "BEGIN SECRET"
    config.ClearSolutions.code_stub = "..."  # as nbgrader has taken it since its first versions
    return config


@pytest.mark.parametrize("config", [Config(), own_words(), half_said()], ids=["none", "all", "some"])
def test_the_words_are_those_of_nbgraders_steps(config):
    assert release_of(config) == of_nbgrader(config)


def test_they_are_the_same_after_their_journey(tmp_path):
    (tmp_path / "head.ipynb").write_bytes(b"{}")
    config = own_words()
    config.IncludeHeaderFooter.header = "head.ipynb"
    release = release_of(config, tmp_path)
    assert release.header == b"{}" and from_plain(to_plain(release)) == release


@pytest.mark.parametrize("words", [("SECRET", "SECRET"), ("TEST", "END TEST"), ("", "END")])
def test_words_that_cannot_be_told_apart_are_refused(words):
    config = Config()
    config.ClearHiddenTests.begin_test_delimeter, config.ClearHiddenTests.end_test_delimeter = words
    with pytest.raises(ValueError, match="ClearHiddenTests.begin_test_delimeter"):
        release_of(config)


def test_a_header_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ValueError, match="IncludeHeaderFooter.header, got .*none.ipynb"):
        release_of(Config(IncludeHeaderFooter={"header": "none.ipynb"}), tmp_path)
