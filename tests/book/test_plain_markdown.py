"""MyST becomes Markdown that any notebook shows."""

import pytest
from plain_markdown import plain


def says(role, target, title):
    """A book in which everything reads as role:target, or as the title it is given."""
    return title or f"{role}:{target}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "See {numref}`fig-a`, {eq}`eq-b` and\n{cite:t}`hinton`.",
            "See numref:fig-a, eq:eq-b and\ncite:t:hinton.",
        ),
        ("{chap}`Chapter 6 <6>` and {chap}`6`.", "Chapter 6 and chap:6."),
        ("(why-no-line)=\n## Why\n\n% a comment\nText", "## Why\n\nText"),
        ("$$ a = b $$ (eq-a)", "$$ a = b \\tag{equation:eq-a} $$"),
        ("$$\na\n$$\n\nand\n\n$$ b $$ (eq-b)", "$$\na\n$$\n\nand\n\n$$ b \\tag{equation:eq-b} $$"),
        (
            "[a](05_b.md#c), [d](#e), [f](https://g.org/h.md#i)",
            "[a](page:05_b#c), [d](page:#e), [f](https://g.org/h.md#i)",
        ),
        (
            '<a href="05_b.html#c.d=1&amp;e">t</a>, <a href="#f">u</a>, <a href="https://g.org/#h">v</a>',
            '<a href="page:05_b#c.d=1&amp;e">t</a>, <a href="page:#f">u</a>, <a href="https://g.org/#h">v</a>',
        ),
        (":::{remember}\nOne {eq}`a`.\n:::", "> **Remember.**\n>\n> One eq:a."),
        (
            ":::{trap} It is ${x}$\n:name: t\n\nTwo.\n\nThree.\n:::",
            "> **Trap.** It is ${x}$\n>\n> Two.\n>\n> Three.",
        ),
        ("a\n```{rows}\n```\nb", "a\n\nb"),
        (":::{instructors}\n```{rows}\n```\n:::", ""),
        ("```{bibliography}\n:filter: docname in docnames\n```", ""),
        ("```{math}\n:label: eq-a\na = b\n```", "$$\na = b\n$$"),
        ("```{table} A table\n:name: t\n\n| a |\n|---|\n```", "**A table**\n\n| a |\n|---|"),
        ("```python\nx = '{numref}`a`'\n```", "```python\nx = '{numref}`a`'\n```"),
        ("Code `x[{y}]`, a set ${1, 2}$.", "Code `x[{y}]`, a set ${1, 2}$."),
    ],
)
def test_no_mark_of_myst_is_left(text, shown):
    assert plain(text, says) == shown


def test_an_answer_stays_folded_with_the_boxes_and_the_code_in_it():
    text = "::::{guess} How many?\n\n:::{aside}\nA note.\n:::\n\n```python\n:::{x}\n```\n::::\nAfter."
    shown = """> **Guess.** How many?
>
> <details><summary>Answer</summary>
>
> > **Aside.**
> >
> > A note.
>
> ```python
> :::{x}
> ```
>
> </details>

After."""
    assert plain(text, says) == shown
