"""The built site in a real browser: every page, with no host but this machine. `make test` builds it."""

import re
from pathlib import Path

import pytest
import yaml
from browser import (
    ROOT,
    accessibility_problems,
    formula_problems,
    image_problems,
    serve,
    visit,
    width_problems,
)
from controls import control_problems
from page_checks import NETWORKS, Weights, focusable, serve_compressed

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SITE = ROOT / "_build/html"
READ = "section { content-visibility: visible !important; }"  # on a phone the reader has been at all sections
UNFOLD = "() => { for (const box of document.querySelectorAll('.callout')) box.open = true; }"
CUT = """() => [...document.querySelectorAll(".bd-article pre, .bd-article .math, .bd-article table")]
    .filter((part) => part.getBoundingClientRect().width > 0 && part.scrollWidth > part.clientWidth + 1)
    .map((part) => part.textContent.trim().slice(0, 80))"""
MOST_TAB_STOPS = 150
MOST_KILOBYTES, MOST_SHARED_KILOBYTES = 400, 150
# Text at 2 s: a quarter of a second is left to a processor that is four times slower than ours.
MOST_SECONDS_OF_NETWORK = 1.75
# Faults of the theme and of docutils, which no page of ours can mend: a rule, and a part of the element.
THEIRS = [
    ("label-content-name-mismatch", "search-button"),
    ("label-content-name-mismatch", "theme-switch-button"),
    ("region", "sidebar-primary-item"),
    ("aria-required-children", 'class="citation-list"'),
    ("aria-deprecated-role", "doc-biblioentry"),
    ("aria-allowed-role", "doc-biblioentry"),
]


def contents():
    """The names of the pages in the table of contents."""
    found = yaml.safe_load((ROOT / "book/_toc.yml").read_text(encoding="utf-8"))
    chapters = [chapter["file"] for part in found["parts"] for chapter in part["chapters"]]
    return [found["root"], *chapters]


def source_pages():
    """{page: lines} of the code that pages name."""
    texts = [(ROOT / f"book/{page}.md").read_text(encoding="utf-8") for page in contents()]
    named = {name for text in texts for name in re.findall(r"\{source\}`(?:[^`]*<)?([\w.]+)>?`", text)}
    found = {}
    for path in (name.replace(".", "/") for name in sorted(named)):  # workers must find one order
        package = (ROOT / path).is_dir()
        code = ROOT / (f"{path}/__init__.py" if package else f"{path}.py")
        found[f"source/{path}"] = len(code.read_text(encoding="utf-8").splitlines())
    return found


def pages():
    """The names of all pages: those of the contents, the two that Sphinx adds, the longest of code."""
    of_code = source_pages()
    return [*contents(), "genindex", "search", *sorted(of_code, key=of_code.get)[-1:]]


@pytest.fixture(scope="module")
def site():
    if not SITE.is_dir():
        pytest.fail(f"expected the site in {SITE}, got no folder; run `make book`")
    with serve_compressed(SITE) as address:
        yield address


def test_site_has_the_pages_of_its_table_of_contents_and_no_others():
    built = {path.relative_to(SITE).with_suffix("").as_posix() for path in SITE.rglob("*.html")}
    expected = {*pages(), *source_pages()}
    assert {page for page in built if not page.startswith("_static/")} == expected


@pytest.mark.parametrize("page", pages())
def test_page_works(page, site, chromium):
    """Loaded as on a desktop, then, all boxes unfolded, shown on paper, a small phone and a dark phone."""
    found = []
    with visit(chromium, f"{site}/{page}.html", begin=Weights) as seen:
        assert 5 < focusable(seen.page) <= MOST_TAB_STOPS
        found += [f"light desktop: {problem}" for problem in all_problems(seen)]
        found += weight_problems(page, *seen.begun())
        seen.page.evaluate(UNFOLD)
        seen.page.add_style_tag(content=READ)
        found += [f"all unfolded: {problem}" for problem in width_problems(seen)]
        seen.page.emulate_media(media="print")
        seen.page.set_viewport_size({"width": 700, "height": 1000})  # A4 less its margins
        found += [f"cut on paper: {text}" for text in seen.page.evaluate(CUT)]
        seen.page.emulate_media(media="screen", color_scheme="dark")
        seen.page.wait_for_function("document.documentElement.dataset.theme === 'dark'", timeout=5000)
        seen.resize("small phone")
        found += [f"small phone: {problem}" for problem in width_problems(seen)]
        seen.resize("phone")
        found += [f"dark phone: {problem}" for problem in all_problems(seen, mathml=False)]
        found += seen.problems
    assert not found, "\n".join(found)


def all_problems(seen, mathml=True):
    return (
        formula_problems(seen)
        + width_problems(seen)
        + image_problems(seen)
        + accessibility_problems(seen, THEIRS, mathml)
    )


def weight_problems(page, sizes, own, shared):
    """Whether text waits for more than the page, and what weighs much.   sizes, own, shared: as Weights says

    Pages of code, in a folder of their own, share a style sheet; all others have it within them.
    """
    names = [name.rpartition("/")[2].partition("?")[0] for name in sizes]
    first = [f"{page.rpartition('/')[2]}.html", *(["site.css"] if "/" in page else [])]
    latency, down, *_ = NETWORKS["slow 4G"]
    seconds = len(names) * latency / 1000 + sum(sizes.values()) / (down * 125)
    found = [] if names == first else [f"text waits for {names}"]
    found += [f"text waits {seconds:.2f} s"] if seconds > MOST_SECONDS_OF_NETWORK else []
    found += [] if 1 < own <= MOST_KILOBYTES else [f"its own files are {own:.0f} kB"]
    return found + ([f"shared files are {shared:.0f} kB"] if shared > MOST_SHARED_KILOBYTES else [])


AT_ONCE, PLAYED = "reduce", "no-preference"


# On a phone, at once; tests/widgets has each control on a desktop. One moves on a desktop here, too.
@pytest.mark.parametrize(("page", "motion"), [*((page, AT_ONCE) for page in pages()), ("02_xor", PLAYED)])
def test_every_control_answers_to_every_input(page, motion, site, chromium):
    if "dlcourse-control" not in (SITE / f"{page}.html").read_text(encoding="utf-8"):
        return  # test_page_works has been there
    width = "desktop" if motion == PLAYED else "phone"
    with visit(chromium, f"{site}/{page}.html", width=width, reduced_motion=motion) as seen:
        problems = control_problems(seen) + seen.problems
    assert not problems, "\n".join(problems)


FORGETFUL = """<div class="dlcourse-control" data-control="forgetful"><b data-output="b">1</b>
<label>c <input type="number" data-input="c" value="1"></label><script>
document.querySelector("[data-input=c]").addEventListener("input", (event) => {
  event.target.closest("div").querySelector("[data-output]").textContent = event.target.value; })
</script></div>"""
BROKEN = f"""<!doctype html><title>Broken</title><main><h1>Broken</h1>
<script>console.error("a mistake"); undefinedFunction()</script>
<img src="https://example.org/picture.png" alt="elsewhere"><img src="nowhere.png">
<span class="math">\\(x^2\\)</span> <p>and $$y = x$$</p><p style="width: 2000px">wide</p>
<p style="color: #ccc; background: #fff">pale</p>
<div class="dlcourse-control" data-control="dead"><input type="range" data-input="a"><b data-output="b">1</b>
<button data-action="step">Step</button><button data-action="reset">Reset</button></div>{FORGETFUL}</main>"""


@pytest.fixture(scope="module")
def report(tmp_path_factory, chromium):
    """What the checkers say of a page on which everything is wrong."""
    folder: Path = tmp_path_factory.mktemp("broken")
    (folder / "index.html").write_text(BROKEN, encoding="utf-8")
    with serve(folder) as address, visit(chromium, f"{address}/index.html") as seen:
        problems = formula_problems(seen) + width_problems(seen) + image_problems(seen)
        problems += accessibility_problems(seen) + control_problems(seen) + seen.problems
    return "\n".join(problems)


@pytest.mark.parametrize(
    "problem",
    [
        "console error: a mistake",
        "uncaught error: undefinedFunction is not defined",
        "request to another host: https://example.org/picture.png",
        "request failed: https://example.org/picture.png",
        "status 404",
        "formula not typeset: \\(x^2\\)",
        "TeX in the text: and $$y = x$$",
        "too wide: <p",
        "the page scrolls sideways: 20",
        "image not loaded: ",
        "no alt text: ",
        "accessibility, image-alt",
        "accessibility, color-contrast",
        'control dead: this changes nothing: <input type="range"',
        'control dead: this changes nothing: <button data-action="step">',
        "control dead: the address does not keep its state",
        "control forgetful: it has no reset button",
    ],
)
def test_checkers_report_what_is_wrong_with_a_broken_page(problem, report):
    assert problem in report


def test_a_reset_that_restores_nothing_is_reported(tmp_path, chromium):
    page = FORGETFUL.replace("<script>", '<button data-action="reset">Reset</button><script>')
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    with serve(tmp_path) as address, visit(chromium, f"{address}/index.html") as seen:
        assert control_problems(seen)[0] == "control forgetful: reset does not bring back the start"
