"""Chapters 4 and 7: a line of a puzzle, cut into its words: numbers, names and signs."""

DIGITS, LETTERS = "0123456789", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
BLANKS = " \t\u00a0"  # what is copied from a page may have spaces of another kind
PAIRS, SINGLES = ["**", "<=", ">=", "==", "!="], "+-*/@<>(),.=[]:"


def tokens_of(line):
    """[kind, text, start] for each word of a line; "np." is left out, the last one is the end."""
    found, k = [], 0
    while k < len(line):
        start, c = k, line[k]
        if c in BLANKS:
            k += 1
            continue
        if c in DIGITS or (c == "." and k + 1 < len(line) and line[k + 1] in DIGITS):
            k = number_end(line, k)
            found.append(["number", line[start:k], start])
        elif c in LETTERS:
            while k < len(line) and (line[k] in LETTERS or line[k] in DIGITS):
                k += 1
            if line[start:k] in ("np", "numpy") and k < len(line) and line[k] == ".":
                k += 1
            else:
                found.append(["name", line[start:k], start])
        else:
            c = "-" if c in "−–" else c
            k += 2 if line[k : k + 2] in PAIRS else 1
            sign = line[start:k] if k == start + 2 else c
            found.append(["sign" if sign in PAIRS or sign in SINGLES else "strange", sign, start])
    found.append(["end", "", len(line)])
    return found


def number_end(line, k):
    """Where the number that begins at place k ends."""
    while k < len(line) and line[k] in DIGITS + ".":
        k += 1
    if k < len(line) and line[k] in "eE":
        e = k + 2 if k + 1 < len(line) and line[k + 1] in "+-" else k + 1
        if e < len(line) and line[e] in DIGITS:
            k = e
            while k < len(line) and line[k] in DIGITS:
                k += 1
    return k
