"""Skeletons: which names are good, and what names follow from one."""

import keyword
import re
from pathlib import Path

CHAPTER = re.compile(r"(?P<number>\d\d)(?P<page>[b-z]?)_(?P<topic>[a-z][a-z0-9]*(?:_[a-z0-9]+)*)")
LAST = 20  # the outline's last chapter


def page_name(name: str) -> tuple[int, str, str]:
    """The number, the letter and the topic of a chapter's page. Raises ValueError for what is no name of one.

    A chapter's first page has no letter, the second is b: an assignment bears the first page's name.

    >>> page_name("07_momentum"), page_name("07b_two_valleys")
    ((7, '', 'momentum'), (7, 'b', 'two_valleys'))
    """
    match = CHAPTER.fullmatch(name)
    if not match or int(match["number"]) > LAST:
        raise ValueError(
            f"chapter: expected a name such as 07_momentum, of a number from 00 to {LAST:02d}, got {name!r}; "
            "write two digits, for a second page b, _ and lower-case words joined by _"
        )
    return int(match["number"]), match["page"], match["topic"]


def python_name(what: str, name: str) -> str:
    """The name of a function or a module. Raises ValueError for one that Python does not take."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise ValueError(
            f"{what}: expected a name such as one_step, got {name!r}; write lower-case words joined by _"
        )
    return name


def title(what: str, words: str) -> str:
    """A title in one line, without a full stop. Raises ValueError for none, and for a number before it."""
    words = " ".join(words.split()).removesuffix(".")
    if not words or re.match(r"(chapter )?\d", words, re.IGNORECASE) or set(words) & set('`"\\#'):
        raise ValueError(
            f"{what}: expected a title in words, got {words!r}; leave out quotes, backticks and the number, "
            "which is put before it"
        )
    return words


def free_test_name(root: Path, topic: str) -> str:
    """The name of a test file that no other has: test_<topic>, or test_<topic>_experiment."""
    taken = {path.stem for path in Path(root, "tests").rglob("*.py")}
    free = [name for name in (f"test_{topic}", f"test_{topic}_experiment") if name not in taken]
    if not free:
        raise ValueError(
            f"experiment: expected a topic whose test is new, got {topic!r}; choose another word"
        )
    return free[0]


def anchor(heading: str) -> str:
    """The anchor of a heading, as the site makes it.

    >>> anchor("Why no line fits?")
    'why-no-line-fits'
    """
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading.lower()))
