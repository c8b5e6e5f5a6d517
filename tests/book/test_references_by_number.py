"""{numref} names what Sphinx's own domain names, and follows a target whose number changes."""

import re

import pytest
from small_site import build

FIGURE = "```{figure} x.svg\n:name: %s\nA caption.\n```\n\n"
HOME = "# Home\n\n```{toctree}\none\ntwo\n```\n"
ASKING = "# Two\n\n{numref}`fig-a`, {numref}`fig-b`, {numref}`picture %s <fig-b>`\n"


@pytest.fixture
def site(tmp_path):
    def made(figures, extensions):
        (tmp_path / "book").mkdir(exist_ok=True)
        (tmp_path / "book" / "x.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
        one = "# One\n\n" + "".join(FIGURE % name for name in figures)
        pages, warnings = build(tmp_path, {"index": HOME, "one": one, "two": ASKING}, extensions, numfig=True)
        assert not warnings
        return re.sub(r"<.*?>", "", re.search(r"<p>(.*?)</p>", pages["two"])[1])

    return made


def test_references_read_as_those_of_sphinx(site):
    found = site(["fig-a", "fig-b"], ["references_by_number"])
    assert found == "Fig. 1, Fig. 2, picture 2" == site(["fig-a", "fig-b"], [])


def test_a_figure_before_another_changes_the_references_to_both(site, tmp_path):
    site(["fig-a", "fig-b"], ["references_by_number"])
    (tmp_path / "_build/two.html").unlink()  # as `make book` does, so that the page is written anew
    assert site(["fig-b", "fig-a"], ["references_by_number"]) == "Fig. 2, Fig. 1, picture 1"
