"""What is made light: one style sheet, one script, a font of the icons in use; what a page needs stays."""

import base64
import io
import re
from pathlib import Path

import pydata_sphinx_theme
import pytest
from fontTools.ttLib import TTFont
from light_pages import lighten, with_contents_marked
from stylesheets import only_used, split_at_commas, without_comments

THEME = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static"
PAGE = """<html><head>
  <link href="{up}_static/styles/theme.css?digest=1" rel="stylesheet" />
  <link rel="stylesheet" type="text/css" href="{up}_static/course.css?v=2" />
  <script src="{up}_static/scripts/fontawesome.js?digest=3"></script>
  <link rel="preload" as="script" href="{up}_static/scripts/bootstrap.js" />
  <script src="{up}_static/documentation_options.js"></script>
  <script>let first = 1;</script>
  <script data-x="y" src="{up}_static/tools.js?v=4"></script>
  {extra}
</head><body><i class="fas fa-download"></i><p class="used">text</p>
<details><summary aria-label="Toggle hidden content">Show code</summary></details></body></html>"""
FACE = "@font-face{font-family:%s;font-weight:900;src:url(vendor/fontawesome/webfonts/%s.woff2),url(x.ttf)}"
STYLE = (
    f"""/* what "it" is */
{FACE % ("Font Awesome 6 Free", "fa-solid-900")}
{FACE % ("Font Awesome 6 Brands", "fa-brands-400")}
"""
    + """.fa-download:before{content:"\\f019"} .fa-bell:before{content:"\\f0f3"} :root{--mark:"\uf05a"}"""
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A small site that has been made light."""
    folder = tmp_path_factory.mktemp("site")
    static = folder / "_static"
    (static / "styles").mkdir(parents=True)
    fonts = static / "vendor/fontawesome/webfonts"
    fonts.mkdir(parents=True)
    for font in (THEME / "vendor/fontawesome/webfonts").glob("*.ttf"):
        (fonts / font.name).write_bytes(font.read_bytes())
    files = {
        "styles/theme.css": '@import "../basic.css";',
        "basic.css": STYLE,
        "course.css": ".used, .unused { background: url(a.png) } @media print { .unused { color: blue } }",
        "styles/theme.css.map": "{}",
        "scripts/fontawesome.js": "icons",
        "documentation_options.js": "const OPTIONS = {\n  A: 1,\n};",
        "tools.js": '"use strict";\nclassName = "set-by-script";\n//# sourceMappingURL=tools.js.map',
        "searchtools.js": "find()",
    }
    (static / "scripts").mkdir()
    for name, text in files.items():
        (static / name).write_text(text, encoding="utf-8")
    search = '<script src="_static/searchtools.js"></script><script src="searchindex.js"></script>'
    (folder / "index.html").write_text(PAGE.format(up="", extra=search), encoding="utf-8")
    (folder / "deep").mkdir()
    (folder / "deep/page.html").write_text(PAGE.format(up="../", extra=""), encoding="utf-8")
    lighten(folder)
    return folder


def test_a_page_loads_one_style_sheet_and_one_script_that_does_not_block(site):
    for name, up in (("index.html", ""), ("deep/page.html", "../")):
        text = (site / name).read_text(encoding="utf-8")
        links = re.findall(r"<link [^>]*stylesheet[^>]*>", text)
        if up:
            assert [re.sub(r"v=\w{8}\b", "v=MARK", link) for link in links] == [
                '<link rel="stylesheet" href="../_static/site.css?v=MARK">'
            ]
        else:
            assert not links and text.count("<style>") == 1
            assert ".used { background: url(_static/a.png) }" in text
        scripts = re.findall(r"<script[^>]*>", text)
        assert sum("src=" in script for script in scripts) == (3 if name == "index.html" else 1)
        assert all("defer" in script for script in scripts if "src=" in script)
        assert "preload" not in text
        assert "<script>const OPTIONS = { A: 1, };</script>" in text


def test_what_is_no_longer_asked_for_is_not_shipped(site):
    left = {path.relative_to(site / "_static").as_posix() for path in (site / "_static").rglob("*.*")}
    assert left == {"searchtools.js", "site.css", "site.js"}


def test_the_style_sheet_keeps_what_pages_and_scripts_name(site):
    style = (site / "_static/site.css").read_text(encoding="utf-8")
    assert ".used {" in style and "unused" not in style and "@media" not in style
    assert ".fa-download:before" in style and "fa-bell" not in style


def test_the_script_is_not_strict_by_its_first_file(site):
    script = (site / "_static/site.js").read_text(encoding="utf-8")
    assert script.startswith(";") and "sourceMappingURL" not in script


def cut_fonts(style):
    """The fonts within a style sheet: the characters of each."""
    for data in re.findall(r"data:font/woff;base64,([\w+/=]+)", style):
        yield set(TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap())


def test_the_icons_in_use_are_a_font_within_the_style_sheet(site):
    style = (site / "_static/site.css").read_text(encoding="utf-8")
    assert list(cut_fonts(style)) == [{0xF019, 0xF05A}]  # the other font has none of them


@pytest.mark.browser
def test_no_script_of_the_site_measures_and_writes_box_by_box():
    script = (Path(__file__).parents[2] / "_build/html/_static/site.js").read_text(encoding="utf-8")
    assert "contentvisibilityautostatechange" in script  # book/_assets/course.js does it for all at once
    assert not re.search(r"tabIndex\s*=[^;]{0,20}scrollWidth", script)


@pytest.mark.browser
def test_the_site_has_a_picture_for_each_icon_that_it_names():
    root = Path(__file__).parents[2] / "_build/html"
    style = (root / "_static/site.css").read_text(encoding="utf-8")
    named = {int(code, 16) for code in re.findall(r'content:\s*"\\([ef][0-9a-f]{3})"', style)}
    present = set().union(*cut_fonts(style))
    assert len(named) > 10
    assert named <= present
    assert not [*root.rglob("*.map"), *root.rglob("fontawesome*")]


def test_selectors_are_split_at_commas_outside_brackets():
    assert split_at_commas('a[x="1"], :is(b, c:not(d, e)) f') == ['a[x="1"]', ":is(b, c:not(d, e)) f"]


@pytest.mark.parametrize(
    "style, texts, kept",
    [
        (".a:not(.b) { x: 1 }", "a", True),  # not b holds where there is no b
        (".a .b { x: 1 }", "a", False),
        (".a, .b { x: 1 }", "b", True),
        ("#here { x: 1 }", "here", True),
        ("table { x: 1 }", "", True),
        (r".md\:a { x: 1 }", "", True),  # names with a backslash are not looked into
        ("@media print { .b { x: 1 } }", "a", False),
        ("@keyframes k { from { x: 1 } }", "", True),
        (".a {}", "a", False),
        ('.a::before { content: "}" }', "a", True),
    ],
)
def test_a_rule_is_kept_when_a_page_can_use_it(style, texts, kept):
    assert bool(only_used(style, texts).strip()) == kept


def test_a_comment_goes_and_a_string_that_looks_like_one_stays():
    assert without_comments('a{}/* "b" */q{content:"/*c*/"}') == 'a{}q{content:"/*c*/"}'


def test_the_heading_in_view_is_marked_in_the_pages_own_contents_or_nowhere():
    body = '<body data-bs-spy="scroll" data-bs-target=".bd-toc-nav">{}</body>'
    with_contents = with_contents_marked(body.format('<nav id="pst-page-toc-nav"></nav>'))
    assert 'data-bs-spy="scroll" data-bs-target="#pst-page-toc-nav"' in with_contents
    assert "data-bs-spy" not in with_contents_marked(body.format(""))


def test_folded_code_has_the_name_that_one_reads(site):
    assert "<summary>Show code</summary>" in (site / "index.html").read_text(encoding="utf-8")
