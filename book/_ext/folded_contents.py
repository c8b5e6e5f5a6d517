"""Fold the parts of the course in the sidebar, but the one that is being read.

The course has some fifty pages: by the Tab key one would go through all of them before the text of each.
A part is a `<details>`, which needs no script.
"""

import re

PART = re.compile(
    r'<p aria-level="2" class="caption" role="heading">(<span class="caption-text">.*?</span>)</p>\s*'
    r'(<ul class="((?:current )?)nav bd-sidenav">.*?\n</ul>)',
    re.S,
)


def with_parts_folded(text):
    """A page whose sidebar shows the pages of its own part, and the names of the others."""

    def folded(match):
        opened = " open" if match[3] else ""
        return f'<details class="part"{opened}><summary>{match[1]}</summary>\n{match[2]}\n</details>'

    return PART.sub(folded, text)
