"""A style sheet less the rules that no page can use: those with a class or an id that no text holds.

A word anywhere in a page or a script counts as use, so that classes which scripts set are kept.
"""

import re

TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[{};]|[^"\'{};]+')
NAMED = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")


def without_comments(style):
    """The style sheet without comments. One in a string stays.

    >>> without_comments('a { } /* b */ q { content: "/*c*/"; }')
    'a { }  q { content: "/*c*/"; }'
    """
    return re.sub(r'("(?:\\.|[^"\\])*")|/\*.*?\*/', lambda m: m[1] or "", style, flags=re.S)


def only_used(style, texts):
    """The rules whose selectors can meet a page.

    >>> only_used(".a, .b { x: 1 } @media print { .b { x: 2 } }", '<p class="a">')
    '.a { x: 1 }\\n'
    """
    words = set(re.findall(r"[\w-]+", texts))
    return "".join(kept(prelude, body, words) for prelude, body in blocks(style))


def blocks(style):
    """(prelude, body) of each rule; a statement such as @charset has no body."""
    prelude, body, depth = "", "", 0
    for token in TOKEN.findall(style):
        if token == "}":
            depth -= 1
            if depth == 0:
                yield prelude.strip(), body.strip()
                prelude = body = ""
                continue
        if depth:
            body += token
        elif token == ";":
            yield prelude.strip(), None
            prelude = ""
        elif token != "{":
            prelude += token
        depth += token == "{"


def kept(prelude, body, words):
    """The rule as text, with the selectors that can meet a page; empty when none can."""
    if body is None:
        return f"{prelude};\n"
    if prelude.startswith(("@media", "@supports", "@layer", "@container")):
        inner = "".join(kept(one, rules, words) for one, rules in blocks(body))
        return f"{prelude} {{\n{inner}}}\n" if inner else ""
    if prelude.startswith("@"):
        return f"{prelude} {{ {body} }}\n"
    selectors = [one for one in split_at_commas(prelude) if meets(one, words)]
    return f"{', '.join(selectors)} {{ {body} }}\n" if selectors and body else ""


def split_at_commas(selectors):
    """The selectors of a list; a comma in brackets separates none.

    >>> split_at_commas("a, :is(b, c) d")
    ['a', ':is(b, c) d']
    """
    return [part.strip() for part in re.findall(r"(?:[^,()]|\((?:[^()]|\([^()]*\))*\))+", selectors)]


def meets(selector, words):
    """Whether all classes and ids of a selector are among the words; what stands in brackets is not asked."""
    plain = re.sub(r"\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]", "", selector)
    return "\\" in plain or all(name in words for name in NAMED.findall(plain))
