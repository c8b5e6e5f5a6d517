"""Make the built pages light: one style sheet with what they use, one script that blocks nothing.

The theme sends 544 kB of icons as a script before the first word can be shown, ten style sheets of which a
quarter is used, and ten scripts. Here the files of a finished site are joined. A page has its style within
it, since a file would be asked for when the page has come, and the first word wait a second round trip; only
the many pages of code share the file. Pictures get their size, so that nothing moves when they come, and come
when the reader is near them.
"""

import hashlib
import posixpath
import re
import shutil
from pathlib import PurePosixPath

from folded_contents import with_parts_folded
from light_fonts import with_fonts
from stylesheets import only_used, without_comments

FILE = r'((?:\.\./)*)_static/([\w./-]+\.%s)[^"]*"[^>]*>'
STYLE = re.compile(r'\s*<link (?=[^>]*rel="stylesheet")[^>]*href="' + FILE % "css")
SCRIPT = re.compile(r'\s*<script (?:[^>]*? )?src="' + FILE % "js" + "</script>")
SVG_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)pt" height="([\d.]+)pt"')
BLOCKING = re.compile(r"<script (?=[^>]*\bsrc=)(?![^>]*\bdefer\b)")
PRELOAD = re.compile(r'\s*<link rel="preload" as="script"[^>]*>')
ICONS, OPTIONS = "scripts/fontawesome.js", "documentation_options.js"
# The theme of the reader's system before the first paint; the theme's own script looks when all is there.
THEME_AT_ONCE = (
    'dataset.theme = localStorage.getItem("theme") || "auto"',
    'dataset.theme = ["light", "dark"].find((theme) => theme === localStorage.getItem("theme"))'
    ' ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")',
)
# Bootstrap marks the heading in view among the links of this element. The theme names a class that no page
# has, and Bootstrap then takes all links of the page, and fails at one to a state of a control.
SPY, SPIED, CONTENTS = 'data-bs-spy="scroll"', 'data-bs-target=".bd-toc-nav"', "pst-page-toc-nav"
# The summary of folded code says what it does; MyST-NB gives it another name, not for speech control.
SECOND_NAME = '<summary aria-label="Toggle hidden content">'
# The theme measures each box that could scroll, writes to it, and so lays out the page anew for the next:
# half a second of a phone's time, and again whenever a control draws. book/_assets/course.js does it once.
ONE_BY_ONE = re.compile(
    r"document\.querySelectorAll\(\[[^\]]*\]\.join\(\", \"\)\)"
    r"\.forEach\(\(?(\w+)\)?=>\{\1\.tabIndex=\1\.scrollWidth>\1\.clientWidth[^{}]*\}\)?\)"
)
DROPPED = ["vendor/fontawesome", "locales", "styles", "scripts", "basic.css", OPTIONS]


def lighten(site):
    """Changes the files of a site that has just been built."""
    static = site / "_static"
    paths = [path for path in site.rglob("*.html") if not path.is_relative_to(static)]
    pages = {path: with_parts_folded(text_of(path)) for path in paths}
    styles, scripts = listed(STYLE, pages), listed(SCRIPT, pages, common=True)
    scripts = [name for name in scripts if name not in (ICONS, OPTIONS)]
    (static / "site.js").write_text(joined_script(static, scripts), encoding="utf-8")
    used = "\n".join([*pages.values(), *map(text_of, static.glob("*.js"))])
    style = only_used(without_comments(joined_style(static, styles)), used)
    (static / "site.css").write_text(with_fonts(style, static, pages.values()), encoding="utf-8")
    for path, text in pages.items():
        text = with_sizes(light_page(text, static, styles, scripts), path.parent)
        text = text.replace(*THEME_AT_ONCE).replace(SECOND_NAME, "<summary>")
        path.write_text(with_contents_marked(text), encoding="utf-8")
    remove(static, [*DROPPED, *styles, *scripts])


def text_of(path):
    return path.read_text(encoding="utf-8")


def listed(pattern, pages, common=False):
    """The names of files that pages load, in their order; those that all pages load, if common."""
    names = [[match[2] for match in pattern.finditer(text)] for text in pages.values()]
    union = dict.fromkeys(name for one in names for name in one)
    return [name for name in union if not common or all(name in one for one in names)]


def joined_script(static, names):
    """One script, in order. It begins with `;`, so that no file's "use strict" holds for those after it."""
    texts = (re.sub(r"^//# sourceMappingURL.*$", "", text_of(static / name), flags=re.M) for name in names)
    return ";\n" + ONE_BY_ONE.sub("0", "\n;\n".join(texts))


def joined_style(static, names):
    """One style sheet, with what it imports in its place, and addresses of files as seen from _static."""
    return "\n".join(
        with_addresses(text_of(static / name), PurePosixPath(name).parent, static) for name in names
    )


def with_addresses(style, folder, static):
    def seen_from_static(name):
        return posixpath.normpath(folder / name)

    style = re.sub(
        r"url\((?![\"']?data:)([^)]+)\)", lambda match: f"url({seen_from_static(match[1])})", style
    )
    return re.sub(r'@import "([^"]+)";', lambda match: text_of(static / seen_from_static(match[1])), style)


def light_page(text, static, styles, scripts):
    """A page that has site.css within it, in a folder loads it, and loads site.js, in place of those."""
    given = {f"site.{kind}": versioned(static, f"site.{kind}") for kind in ("css", "js")}

    def once(name, markup):
        return f"\n  {markup}" if given.pop(name, None) else ""

    def style(match):
        if match[1]:
            return once("site.css", f'<link rel="stylesheet" href="{match[1]}_static/{css}">')
        return once("site.css", f"<style>{style_within_a_page(static)}</style>")

    def script(match):
        if match[2] == OPTIONS:
            return f"\n  <script>{options}</script>"
        if match[2] in scripts:
            return once("site.js", f'<script defer src="{match[1]}_static/{js}"></script>')
        return "" if match[2] == ICONS else match[0]

    css, js = given.values()
    options = re.sub(r"\s+", " ", text_of(static / OPTIONS))
    text = SCRIPT.sub(script, STYLE.sub(style, PRELOAD.sub("", text)))
    return BLOCKING.sub("<script defer ", text)


def style_within_a_page(static):
    """The text of site.css with addresses of files as seen from a page beside _static."""
    return re.sub(r"url\((?![\"']?data:)", "url(_static/", text_of(static / "site.css"))


def with_contents_marked(text):
    """A page that marks the heading in view in its own table of contents, if it has one."""
    if f'id="{CONTENTS}"' in text:
        return text.replace(SPIED, f'data-bs-target="#{CONTENTS}"')
    return text.replace(SPY, "")


def with_sizes(text, folder):
    """A page whose pictures say how large they are."""

    def sized(match):
        path = folder / match[2]
        size = SVG_SIZE.search(text_of(path)) if path.suffix == ".svg" and path.exists() else None
        if "width=" in match[0] or not size:
            return match[0]
        width, height = (round(float(points) * 4 / 3) for points in size.groups())
        return f'{match[1]}width="{width}" height="{height}" loading="lazy" {match[3]}'

    return re.sub(r'(<img (?=[^>]*?src="([^"]+)"))([^>]*>)', sized, text)


def versioned(static, name):
    """The name with a mark of the file's content, so that browsers ask for a new one."""
    return f"{name}?v={hashlib.sha256((static / name).read_bytes()).hexdigest()[:8]}"


def remove(static, names):
    for name in names:
        path = static / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for path in [*static.rglob("*.map"), *static.rglob("*.ttf"), *static.rglob("*webpack-macros.html")]:
        path.unlink()
