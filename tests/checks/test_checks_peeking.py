"""Model answers are refused by name: the import is told in words, wherever in the notebook it stands."""

import pytest

from dlcourse.checks import CheckFailed
from dlcourse.checks.examine import Case, Task, examine
from dlcourse.checks.peeking import peeks
from dlcourse.checks.right import Right

READS = {
    "in the function": "def f(x):\n    from dlcourse.checks.bank import exercise\n    return x",
    "as a module": "def f(x):\n    from dlcourse.checks import bank\n    return x",
    "by its full name": "def f(x):\n    import dlcourse.checks.bank as b\n    return x",
    "by importlib": "def f(x):\n    __import__('dlcourse.checks.bank')\n    return x",
    "in a function within": "def f(x):\n    def g():\n        import dlcourse.checks.bank\n    return x",
    "in a lambda": "def f(x):\n    g = lambda: __import__('dlcourse.checks.bank')\n    return x",
    "above the function": "from dlcourse.checks.bank import exercise as e\n\ndef f(x):\n    return x",
    "the module above": "import dlcourse.checks.bank as anything\n\ndef f(x):\n    return x",
    "in a cell that has run": "In = ['', 'from dlcourse.checks import bank']\n\ndef f(x):\n    return x",
    "in a cell, deleted since": "In = ['import dlcourse.checks.bank as b', 'del b']\n\ndef f(x):\n    x",
    "the frozen ones": "def f(x):\n    from dlcourse.checks.freezing import freeze\n    return x",
    "the wrong ones": "def f(x):\n    from dlcourse.experiments import ch00_wrong_answers\n    return x",
    "by the folder": "def f(x):\n    import os\n    os.environ['DLCOURSE_SOLUTIONS']\n    return x",
}


def defined(source):
    names = {"__name__": "__main__"}
    exec(source, names)
    return names["f"]


@pytest.mark.parametrize("source", READS.values(), ids=READS)
def test_an_import_of_the_answers_is_told(source):
    function = defined(source)
    assert peeks(function).startswith("This notebook reads ")
    with pytest.raises(CheckFailed, match="where the model answers"):
        examine(function, Task("f"), [Case({"x": 1.0}, lambda: Right(y=1.0))])


def test_the_setup_cell_the_hidden_test_and_a_bank_of_ones_own_are_fine():
    cells = ["from dlcourse.checks import checks_of", "from dlcourse.checks import grade", "bank = 3"]
    source = f"In = {cells}\n" + "\n".join(cells) + "\ndef f(x):\n    return bank * x"
    assert peeks(defined(source)) is None
    assert peeks(abs) is None
