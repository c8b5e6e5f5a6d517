"""Decoding: the bytes of a file to text, whatever editor wrote them, or why they are no notebook's."""

import codecs

from dlcourse.grading.intake.rejected import Rejected

MARKS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OTHERS = (  # how a file begins: what it is
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip file, or a document of an office program"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"version https://git-lfs", "a pointer of Git LFS, not the file itself"),
    (b"<", "a web page, perhaps an export of the notebook"),
)
LOSSY = (
    "The file is not in UTF-8: it was read as {how}, so letters beyond ASCII may have come out wrong. "
    "Save it in JupyterLab to be sure."
)


def decode(data):
    """bytes -> (text, notes).   Line ends become "\\n", what is no character "\\ufffd".

    notes: sentences where letters may have been lost. Raises Rejected for an empty file or another kind.
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Rejected(
            f"The notebook is empty ({len(data)} bytes): open your own copy, save it and hand it in again."
        )
    for begin, what in OTHERS:
        start = data[:200].removeprefix(codecs.BOM_UTF8).lstrip()
        if start.startswith(begin) and not start.startswith(b"<<<<<<<"):  # a merge's mark is told apart later
            raise Rejected(
                f"The file is {what}: hand in the notebook itself, the file that ends in .ipynb, as saved."
            )
    text, notes = decoded(data)
    text = text.removeprefix("\ufeff")
    return characters(text).replace("\r\n", "\n").replace("\r", "\n"), notes


def decoded(data):
    """(text, notes), with line ends and odd characters as they are."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), lossy(data, encoding)
    if b"\0" in data[:4]:  # JSON begins with an ASCII character
        encoding = f"utf-{32 if data[:4].count(0) == 3 else 16}-{'be' if data[0] == 0 else 'le'}"
        return data.decode(encoding, "replace"), lossy(data, encoding)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if sum(letter > "\x7f" for letter in text) > 2 * broken:  # UTF-8 with a few bytes that are damaged
        return text, (LOSSY.format(how="UTF-8, without the bytes that are damaged"),)
    try:
        return data.decode("cp1252"), (LOSSY.format(how="Windows-1252"),)
    except UnicodeDecodeError:
        return data.decode("latin-1"), (LOSSY.format(how="Latin-1"),)


def lossy(data, encoding):
    """A note where the bytes are not all of the encoding."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return (LOSSY.format(how=f"{encoding.upper()}, without the bytes that are damaged"),)
    return ()


def characters(text):
    """The text without what a file or a database cannot hold: halves of surrogate pairs, and the NUL.

    >>> characters("a\\ud800b") == "a\\ufffdb"
    True
    """
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "\ufffd")
