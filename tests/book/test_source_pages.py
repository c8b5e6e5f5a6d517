"""Modules that a page names are pages of the site, with their code; others are not."""

import re
from html import unescape

import pytest
from small_site import build

FILES = {
    "dlcourse/__init__.py": '"""The package."""\n',
    "dlcourse/tools/__init__.py": '"""Chapter 9: tools."""\nfrom dlcourse.tools.hammer import hit\n',
    "dlcourse/tools/hammer.py": '"""Chapter 9: the `hammer` & more.\n\nHits.\n"""\n\nx = 1\n\nlog = x < 1\n',
    "dlcourse/tools/saw.py": '"""Chapter 9: saws. One that\ncuts. Another one."""\n',
    "dlcourse/other.py": '"""Not named."""\n',
    "secret.py": '"""Not of the library."""\n',
}
PAGES = {
    "index": "# Start\n\nIn {source}`dlcourse.tools.hammer` and {source}`the tools <dlcourse.tools>`.\n\n"
    "```{toctree}\nmore\n```\n",
    "more": "# More & *more*\n\nSee {source}`dlcourse.tools.hammer`.\n",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module")
def pages(root):
    pages, warnings = build(root, PAGES, ["source_pages"])
    assert not warnings
    built = (root / "_build").rglob("source/**/*.html")
    return pages | {path.relative_to(root / "_build").as_posix(): path.read_text() for path in built}


def text(html):
    return unescape(re.sub("<[^>]*>", "", html))


HAMMER, TOOLS = "source/dlcourse/tools/hammer.html", "source/dlcourse/tools.html"


def test_only_modules_that_are_named_have_pages(pages):
    assert set(pages) == {"index", "more", HAMMER, TOOLS}


def test_the_role_is_a_link_with_the_name_of_the_file_or_with_the_words_given(pages):
    links = re.findall(r'<a class="reference internal" href="source/(.*?)">(.*?)</a>', pages["index"])
    assert [(address, text(words)) for address, words in links] == [
        ("dlcourse/tools/hammer.html", "hammer.py"),
        ("dlcourse/tools.html", "the tools"),
    ]


def test_the_page_has_the_modules_title_and_links_back(pages):
    assert text(re.search("<h1.*?</h1>", pages[HAMMER])[0]) == "Chapter 9: the hammer & more"
    assert "<title>Chapter 9: the hammer &amp; more &#8212;" in pages[HAMMER]
    paragraph = re.search("</h1>\n<p>(.*?)</p>", pages[HAMMER])[1]
    assert text(paragraph) == "dlcourse/tools/hammer.py, named in Start, More & more."
    assert re.findall('href="(.*?)"', paragraph) == ["../../../index.html", "../../../more.html"]


def test_the_page_shows_the_code_and_every_line_is_an_anchor(pages):
    shown = re.search("<pre>(.*?)</pre>", pages[HAMMER], re.S)[1]
    without_numbers = re.sub(r'<a class="linenos".*?</a>', "", shown)
    assert text(without_numbers) == FILES["dlcourse/tools/hammer.py"]
    assert re.findall(r'id="(L-\d+)"', shown) == [f"L-{n}" for n in range(1, 9)]
    assert re.findall(r'href="#(L-\d+)" tabindex="-1"> *(\d+)', shown) == [
        (f"L-{n}", str(n)) for n in range(1, 9)
    ]


def test_the_page_of_a_package_lists_its_modules(pages):
    assert "<li><code>hammer.py</code>: Chapter 9: the hammer &amp; more</li>" in pages[TOOLS]
    assert "<li><code>saw.py</code>: Chapter 9: saws. One that cuts</li>" in pages[TOOLS]
    assert "<li>" not in pages[HAMMER].partition("<h1")[2].partition("</pre>")[0]


@pytest.mark.parametrize(
    "module", ["dlcourse.tools.axe", "secret", "dlcourse.tools.hammer.log", "dlcourse/other"]
)
def test_what_is_no_module_of_the_course_is_a_warning(module, root):
    page = {"index": f"# A\n\n{{source}}`{module}`\n"}
    _, warnings = build(root, page, ["source_pages"])
    assert f"WARNING: source: expected a module of dlcourse or benchmarks, got '{module}'" in warnings
