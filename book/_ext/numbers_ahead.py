"""Make the numbers that pages show while the chapters run, those of several experiments in one process.

They are kept on disk, where the pages find them (dlcourse/numbers/store.py). An experiment that fails here is
run again when a page asks for its number, and then tells what is wrong, and where.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from chapters import pages_by_chapter

from dlcourse.inventory import numbers
from dlcourse.numbers.store import VARIABLE, are_kept

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"\{number\}`(\w+)\.|\\number\{(\w+)\.")
MAKE = """
import sys
from contextlib import suppress
from dlcourse.inventory.numbers import numbers_of
for topic in sys.argv[1:]:
    with suppress(Exception):
        numbers_of(topic)
"""
N_GROUPS = 8  # few, as each process loads the library; several, so that no core rests for long


def topics_to_make(env, alone) -> list[str]:
    """The topics that pages show or must show, and whose numbers are not kept.

    alone: pages that measure times; the numbers of their chapters do so, too, and wait until all is quiet.
    """
    if not os.environ.get(VARIABLE):
        return []
    by_chapter = pages_by_chapter(env)
    quiet = {f"{chapter:02d}" for chapter, pages in by_chapter.items() if alone & set(pages)}
    chapters = {f"{chapter:02d}" for chapter in by_chapter} - quiet
    named = {name for page in env.found_docs for name in topics_in(Path(env.doc2path(page)))}
    return [
        topic
        for topic in numbers.modules()
        if (numbers.chapter_of(topic) in chapters or topic in named)
        and numbers.chapter_of(topic) not in quiet
        and not are_kept(numbers.module_of(topic))
    ]


def groups(topics) -> list[list[str]]:
    """The topics in N_GROUPS, or fewer; neighbors, of one chapter, in different ones."""
    return [topics[n::N_GROUPS] for n in range(min(N_GROUPS, len(topics)))]


def topics_in(path) -> set[str]:
    """The topics of the numbers that a page names, known or not.

    >>> sorted(topics_in(Path("book/09b_represent_or_learn.md")) & {"digits_depth", "xor"})
    ['digits_depth']
    """
    return {name for pair in NAMED.findall(path.read_text(encoding="utf-8")) for name in pair if name}


class Maker:
    """Makes the numbers of topics, from several threads at once if need be."""

    def __init__(self):
        self.processes = set()

    def __call__(self, topics):
        process = subprocess.Popen(
            [sys.executable, "-c", MAKE, *topics],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.add(process)
        process.wait()
        self.processes.discard(process)

    def stop(self):
        for process in list(self.processes):
            process.kill()
