"""Words: the markers, the stubs and the frame of an assignment, as a course's nbgrader_config.py has them.

The one place that asks the settings for them. What is graded, released and shown is told by its Release.
"""

import base64
from dataclasses import asdict
from pathlib import Path

from dlcourse.grading.intake.released import Release

TRAITS = {  # of Release: the classes and traits of nbgrader's settings
    "solution": ("ClearSolutions", "begin_solution_delimeter", "end_solution_delimeter"),
    "hidden": ("ClearHiddenTests", "begin_test_delimeter", "end_test_delimeter"),
    "scheme": ("ClearMarkScheme", "begin_mark_scheme_delimeter", "end_mark_scheme_delimeter"),
}
LANGUAGE = "python"


def release_of(config, root=".") -> Release:
    """nbgrader's defaults, and in their place what the settings say.   root: of paths of header and footer

    Raises ValueError where two words are the same or empty, or a header cannot be read.
    """
    default, found = Release(), words_of(config)
    stubs = said(config, "ClearSolutions", "code_stub", {LANGUAGE: default.code_stub}, (dict, str))
    found["code_stub"] = stubs if isinstance(stubs, str) else stubs.get(LANGUAGE, default.code_stub)
    found["text_stub"] = said(config, "ClearSolutions", "text_stub", default.text_stub)
    for name in ("header", "footer"):
        found[name] = part(root, name, said(config, "IncludeHeaderFooter", name, ""))
    return Release(**found)


def words_of(config) -> dict[str, tuple[str, str]]:
    """{"solution", "hidden", "scheme": the words that begin and end such a region}"""
    default, found = Release(), {}
    for name, (section, *traits) in TRAITS.items():
        pairs = zip(traits, getattr(default, name), strict=True)
        found[name] = tuple(said(config, section, trait, otherwise) for trait, otherwise in pairs)
        asked_words(section, traits, found[name])
    return found


def said(config, section, trait, otherwise, kinds=None):
    """The value of a trait, `otherwise` where the settings do not say one of its kind."""
    value = (config or {}).get(section, {}).get(trait, otherwise)
    return value if isinstance(value, kinds or type(otherwise)) else otherwise


def asked_words(section, traits, words):
    """Raise ValueError unless the two words can be told apart in a line."""
    if not all(words) or words[0] in words[1] or words[1] in words[0]:
        raise ValueError(
            f"nbgrader_config.py: expected two words, none a part of the other, in {section}.{traits[0]} and "
            f"{traits[1]}, got {words[0]!r} and {words[1]!r}; correct them: nbgrader could not tell where a "
            "region ends"
        )


def part(root, name, path) -> bytes:
    """The notebook that is put above or below each one."""
    try:
        return Path(root, path).read_bytes() if path else b""
    except OSError as error:
        raise ValueError(
            f"nbgrader_config.py: expected a notebook in IncludeHeaderFooter.{name}, got {error}; "
            "correct its path"
        ) from error


def to_plain(release: Release) -> dict:
    """The Release as JSON has it."""
    plain = asdict(release)
    return plain | {name: base64.b64encode(plain[name]).decode() for name in ("header", "footer")}


def from_plain(plain: dict) -> Release:
    """The Release that `to_plain` has told."""
    frame = {name: base64.b64decode(plain[name]) for name in ("header", "footer")}
    return Release(**{**plain, **{name: tuple(plain[name]) for name in TRAITS}, **frame})
