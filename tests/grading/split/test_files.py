"""Tests of files that both halves have: bytes cross, and nothing that could run in the judge."""

import pytest
from trials import judge as judged
from trials import plan_of, verdict_of
from trials import test as a_test

WRITES = """def f(path, data=b'1'):
    import os
    os.makedirs(os.path.dirname(path) or '.', exist_ok=True)
    with open(path, 'wb') as file:
        file.write(data)
"""
STUDENT = "import itertools\nimport dlcourse.grading.split.student as s"


def scores(test, answer=WRITES, **options):
    return [one.score for one in judged(plan_of(answer, *map(a_test, test), **options)).outcomes[1:]]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "own").mkdir()
    for path in ("data.csv", "own/hidden.csv"):
        (tmp_path / path).write_text("source")
    return tmp_path


def test_the_files_of_the_source_stay_as_they_are(folder):
    answer = WRITES + "\ndef remove(path):\n    import os, shutil\n    os.remove(path)\n"
    test = (
        "f('data.csv')\nf('own/hidden.csv')\nf('own/other.csv')\nassert open('own/other.csv').read() == '1'\n"
    )
    test += "assert open('data.csv').read() == open('own/hidden.csv').read() == 'source'"
    gone = "import os\nf('own/hidden.csv')\nremove('own/hidden.csv')\nremove('data.csv')\n"
    gone += "assert os.path.exists('own/hidden.csv') and os.path.exists('data.csv')"
    given = {"data.csv": b"source"}
    assert scores([test, gone], answer, folder=str(folder), files=given) == [4, 4]


def test_nothing_that_python_could_import_crosses():
    answer = WRITES + "f('helper.py', b'answer = 1')\nf('pack/__init__.py')\nf('data.zip')\nf('words.txt')"
    test = "import os\nassert sorted(os.listdir('.')) == ['pack', 'words.txt'] and not os.listdir('pack')"
    assert scores([test], answer) == [4]


@pytest.mark.parametrize(
    "word", ["import pickle", "exec('1')", "import yaml_ as yaml", "import subprocess", "import tarfile"]
)
def test_nothing_crosses_to_tests_by_which_data_could_run(word):
    test = f"import os\nf('a.txt')\nif os.path.exists('a.txt'):\n    {word}\n"
    assert scores([test + "assert not os.path.exists('a.txt')"]) == [4]


def test_a_judge_that_has_a_students_file_unpickles_nothing_whoever_asks():
    answer = WRITES + "import pickle\nf('a.txt', pickle.dumps(print))"
    test = "import sys\nload = vars(sys.modules['pi' + 'ckle'])['load']\nload(open('a.txt', 'rb'))"
    verdict = verdict_of(answer, a_test(test))
    assert "not unpickled" in str(verdict.outcomes[1].outputs)


def test_a_link_does_not_lead_into_the_judge():
    answer = "import os\nos.symlink('/etc/passwd', 'a.txt')\nos.symlink('/etc', 'etc')"
    assert scores(["import os\nassert os.listdir('.') == []"], answer) == [4]


def test_who_writes_over_what_a_test_reads_afterwards_is_found_out():
    test = (
        "open('in.txt', 'w').write('abc')\nresult = f('in.txt')\nassert result == len(open('in.txt').read())"
    )
    wrong = "def f(path):\n    open(path, 'w').close()\n    return 0"
    assert scores([test], wrong, changes=()) == [0]
    assert scores([test], "def f(path):\n    return len(open(path).read())", changes=()) == [4]


def test_a_message_after_a_hidden_test_tells_no_file_that_it_has_made():
    hidden = (
        "### BEGIN HIDDEN TESTS\nopen('a.txt', 'w').write('987654')\nf('b.txt', b'1')\n### END HIDDEN TESTS"
    )
    answer = (
        WRITES
        + "\ndef g():\n    import os\n    return open('a.txt').read() if os.path.exists('a.txt') else 'no'"
    )
    verdict = verdict_of(answer, a_test(hidden), a_test("assert g() == 'x.txt', g()"))
    assert verdict.outcomes[1].score == 4 and "987654" not in str(verdict)


@pytest.mark.parametrize("said", ["[[['../a', b'1']], []]", "[[['a', 1]], []]", "[[], ['/etc/passwd']]", "7"])
def test_forged_files_end_the_process(said):
    answer = f"{STUDENT}\ns.OPERATIONS['files'] = lambda *a: {said}\ndef f(x): ..."
    verdict = verdict_of(answer, a_test("f('a.txt')"))
    assert verdict.outcomes[1].score == 0 and "files that are none" in str(verdict)


def test_a_flood_of_files_ends_the_process():
    forged = "lambda *a: [[[f'{next(n)}.txt', b''] for _ in range(1000)], []]"
    answer = f"{STUDENT}\nn = itertools.count()\ns.OPERATIONS['files'] = {forged}\ndef f(x): ..."
    assert scores(["for i in range(9): f('a.txt')"], answer) == [0]
