"""Tests of what runs before a judge is forked: it goes the whole way, and leaves no trace."""

from trials import judges_shell

from dlcourse.grading.split import rehearsal, seeds, wire


def test_a_judge_rehearses_what_passes_and_what_fails_and_remembers_nothing():
    with judges_shell() as shell:
        before = traces(shell)
        verdicts = rehearsal.of_judge()
        assert traces(shell) == before
    assert [[one.score for one in verdict.outcomes] for verdict in verdicts] == rehearsal.TIMES * [
        [None, 1, 1, 0]
    ]
    assert not any(verdict.notes for verdict in verdicts)


def traces(shell):
    """What a cell could leave in a shell."""
    names = shell.user_ns
    return {*dict.keys(names)}, names.students, names.put, shell.execution_count, seeds.states()


def test_the_half_that_answers_rehearses_all_kinds_of_answers():
    kinds = [wire.unpack(one)[0]["k"] for one in rehearsal.of_student()]
    assert kinds == ["done", "done", "done", "fail"] * rehearsal.TIMES
