"""The addresses of the repository and of the site stand in _config.yml; what repeats them agrees."""

import json
import re
import tomllib

import pytest
import yaml
from house import ROOT, text_of

CONFIG = yaml.safe_load(text_of(ROOT / "_config.yml"))
REPOSITORY, SITE = CONFIG["repository"]["url"], CONFIG["html"]["baseurl"]
ASSIGNMENTS = sorted((ROOT / "solutions").glob("*/*.md"))
# What is read without the book's settings: by pip, by who cites, and in a notebook that was downloaded alone.
REPEAT = [
    "pyproject.toml",
    "CITATION.cff",
    "solutions/",
    "exercises/",
    "dlcourse/checks/frozen/",
    "_config.yml",
]
TEXT = {".py", ".md", ".js", ".css", ".json", ".toml", ".yml", ".yaml", ".cff", ".ipynb", ".txt", ".svg"}


def test_the_package_and_its_citation_name_the_repository():
    urls = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]["urls"]
    assert urls["Repository"] == REPOSITORY
    assert urls["Changelog"].startswith(f"{REPOSITORY}/")
    assert yaml.safe_load(text_of(ROOT / "CITATION.cff"))["repository-code"] == REPOSITORY


@pytest.mark.parametrize("path", ASSIGNMENTS, ids=lambda path: path.stem)
def test_an_assignment_links_pages_of_the_site_and_the_repository(path):
    links = re.findall(r"\]\((https?://[^)\s]+)\)", text_of(path))
    pages = [link for link in links if re.search(r"/\d\d_\w+\.html(#|$)", link)]
    assert pages and [link for link in pages if not link.startswith(SITE)] == []
    assert REPOSITORY in links


@pytest.mark.parametrize("path", ASSIGNMENTS, ids=lambda path: path.stem)
def test_the_controls_that_a_check_links_are_on_the_site(path):
    written = ROOT / f"dlcourse/checks/frozen/{path.stem}.json"
    frozen = json.loads(text_of(written)) if written.is_file() else {}  # not released yet: tests/checks asks
    controls = [entry["control"] for entry in frozen.values() if entry["control"]]
    assert controls or not frozen
    pages = [page.stem for page in (ROOT / "book").glob(f"{path.stem[:2]}*_*.md")]  # of its chapter
    starts = tuple(f"{SITE}{page}.html#" for page in pages)
    assert [link for link in controls if not link.startswith(starts)] == []


def test_no_other_file_repeats_an_address():
    places = [ROOT / name for name in ("book", "dlcourse", "tests", "benchmarks", "solutions", "exercises")]
    paths = [path for place in places for path in place.rglob("*")] + list(ROOT.iterdir())
    found = [
        path.relative_to(ROOT).as_posix()
        for path in paths
        if path.suffix in TEXT and path.is_file() and not {"vendor", "__pycache__"} & set(path.parts)
        if REPOSITORY in text_of(path) or SITE in text_of(path)
    ]
    assert [name for name in found if not name.startswith(tuple(REPEAT))] == []
