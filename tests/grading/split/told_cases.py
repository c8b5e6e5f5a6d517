"""Cases told in texts beside this file: answers, and the test cell that they meet.

Each begins with `=== name` and a first answer; other parts begin with `--- wrong` or `--- test`.
"""

import re
from pathlib import Path


def cases(name: str) -> dict[str, list[str]]:
    """{name of a case: its parts in their order} of a text."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    found = {}
    for part in re.split(r"^=== ", text, flags=re.M)[1:]:
        title, _, rest = part.partition("\n")
        found[title] = [one.strip("\n") for one in re.split(r"^--- (?:wrong|test)\n", rest, flags=re.M)]
    return found
