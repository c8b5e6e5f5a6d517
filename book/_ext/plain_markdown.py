"""A page's MyST as the Markdown that any notebook shows: no roles, no directives, no labels.

What a role says, and the number of an equation, is asked of `says`, who knows the whole book.
"""

import re

LABEL = re.compile(r"\([\w:-]+\)=\s*")
COMMENT = re.compile(r"%(\s.*)?|\+\+\+.*")
FENCE = re.compile(r"(?P<fence>`{3,}|:{3,})(?:\{(?P<name>[\w:-]+)\}[ \t]*(?P<title>.*)|.*)")
OPTIONS = re.compile(r"\A---\n.*?\n---\n|\A(?::[\w-]+:[^\n]*\n)+", re.S)
ROLE = re.compile(r"\{(?P<role>[\w:-]+)\}(?P<ticks>`+)(?P<content>[^`]+)(?P=ticks)")
TITLED = re.compile(r"(?P<title>.*?)\s*<(?P<target>[^<>]+)>", re.S)
FORMULA = re.compile(r"\$\$(?P<tex>.+?)\$\$(?:[ \t]*\((?P<label>[\w:-]+)\))?", re.S)
LINK = re.compile(r"\]\((?!\))(?:(?P<page>[\w./-]+)\.md)?(?P<anchor>#[^\s)]*)?\)")
STATE = re.compile(r'(?<=<a href=")(?:(?P<page>[\w./-]+)\.html)?(?P<anchor>#[^"]*)(?=">)')
LEFT_OUT = ("bibliography", "numbers", "rows", "tableofcontents", "toctree")
BOXES = {"guess": "Guess", "remember": "Remember", "trap": "Trap", "aside": "Aside", "note": "Note"}
BOXES |= {"instructors": "For instructors", "admonition": "", "warning": "Warning", "tip": "Tip"}
FOLDED = {"guess": "Answer", "instructors": "Unfold"}


def plain(text, says) -> str:
    """The text without MyST's own marks.

    says(role, target, title) gives what a role reads as; title is None where the role has none. Roles of its
    own are "equation", the bare number of one, and "page", the address of one with an anchor.
    """
    lines, done, ordinary = text.split("\n"), [], []

    def flush():
        done.append(inline("\n".join(ordinary), says))
        ordinary.clear()

    n = 0
    while n < len(lines):
        if found := FENCE.fullmatch(lines[n]):
            end = closing(lines, n, found["fence"])
            flush()
            if found["name"]:
                content = OPTIONS.sub("", "\n".join([*lines[n + 1 : end], ""])).strip("\n")
                done.append(directive(found["name"], found["title"], content, says))
            else:
                done.append("\n".join(lines[n : end + 1]))
            n = end
        elif not (LABEL.fullmatch(lines[n]) or COMMENT.fullmatch(lines[n])):
            ordinary.append(lines[n])
        n += 1
    flush()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(part for part in done if part)).strip("\n")


def closing(lines, start, fence):
    """The index of the line that closes a fence; the last line where none does."""
    ends = (
        n for n in range(start + 1, len(lines)) if re.fullmatch(fence[0] * len(fence) + r"+\s*", lines[n])
    )
    return next(ends, len(lines) - 1)


def directive(name, title, content, says) -> str:
    """A box as a quotation with its name in bold, a formula, or the content as it is."""
    if name in LEFT_OUT:
        return "\n"
    if name == "math":
        return f"\n$$\n{content}\n$$\n"
    inside, title = plain(content, says), inline(title, says).strip()
    if name in BOXES:
        return quoted(name, title, inside) if inside else "\n"
    return f"\n{'**' + title + '**' if title else ''}\n\n{inside}\n"


def quoted(name, title, inside) -> str:
    """A box.

    >>> print(quoted("trap", "A title", "One line.").strip())
    > **Trap.** A title
    >
    > One line.
    """
    head = " ".join(filter(None, [BOXES[name] and f"**{BOXES[name]}.**", title]))
    if name in FOLDED:
        inside = f"<details><summary>{FOLDED[name]}</summary>\n\n{inside}\n\n</details>"
    lines = [head, "", *inside.split("\n")]
    return "\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n"


def inline(text, says) -> str:
    """The text of paragraphs: roles, formulas with labels, links to other pages."""

    def role(match):
        titled = TITLED.fullmatch(match["content"])
        if titled and match["role"] not in ("math", "code"):
            return says(match["role"], titled["target"].strip(), titled["title"])
        return says(match["role"], match["content"], None)

    def formula(match):
        if not match["label"]:
            return match[0]
        return f"$${match['tex'].rstrip()} \\tag{{{says('equation', match['label'], None)}}} $$"

    def address(match):
        return says("page", (match["page"] or "") + (match["anchor"] or ""), None)

    text = STATE.sub(address, FORMULA.sub(formula, ROLE.sub(role, text)))
    return LINK.sub(lambda match: f"]({address(match)})", text)
