"""Mutants that no test can kill, since they compute the same: each with its reason."""

TABLE = """
"""


def reasons(table: str = TABLE) -> dict[tuple[str, str], str]:
    """{("file function", change): reason} from lines that are indented by none, two and four spaces."""
    found, place, change = {}, "", ""
    for line in filter(str.strip, table.split("\n")):
        depth = len(line) - len(line.lstrip())
        if depth == 0:
            place = line.strip()
        elif depth == 2:
            change = line.strip()
        else:
            found[place, change] = " ".join([*filter(None, [found.get((place, change))]), line.strip()])
    return found
