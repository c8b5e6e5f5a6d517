"""What the lists of wrong answers share: points lost in both tests, messages over broken lines."""

import re


def words(*sentences):
    """A pattern for any of the sentences, wherever their lines were broken."""
    return "|".join(r"\s+".join(re.escape(word) for word in sentence.split()) for sentence in sentences)


def both(grade_id, visible, hidden):
    """The points of an exercise's two tests, all of them lost."""
    return {f"{grade_id}_check": visible, f"{grade_id}_hidden": hidden}
