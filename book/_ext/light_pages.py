"""Make the built pages light: one style sheet with what they use, one script that blocks nothing.

The theme sends 544 kB of icons as a script before the first word can be shown, ten style sheets of which a
quarter is used, and ten scripts. Here the files of a finished site are joined, and the icons become a font of
the few that are used, within the style sheet.
"""

import base64
import hashlib
import io
import re
import shutil

from fontTools import subset
from fontTools.ttLib import TTFont
from stylesheets import only_used, without_comments

FILE = r'((?:\.\./)*)_static/([\w./-]+\.%s)[^"]*"[^>]*>'
STYLE = re.compile(r'\s*<link (?=[^>]*rel="stylesheet")[^>]*href="' + FILE % "css")
SCRIPT = re.compile(r'\s*<script (?:[^>]*? )?src="' + FILE % "js" + "</script>")
BLOCKING = re.compile(r"<script (?=[^>]*\bsrc=)(?![^>]*\bdefer\b)")
PRELOAD = re.compile(r'\s*<link rel="preload" as="script"[^>]*>')
FONT_FACE = re.compile(r"@font-face\s*\{[^{}]*?url\(\.\./(vendor/fontawesome/[\w/-]+)\.woff2\)[^{}]*\}")
ICONS, OPTIONS = "scripts/fontawesome.js", "documentation_options.js"
DROPPED = ["vendor/fontawesome", "locales", "styles", "scripts", "basic.css", OPTIONS]


def lighten(site):
    """Changes the files of a site that has just been built."""
    static = site / "_static"
    pages = {path: text_of(path) for path in site.rglob("*.html") if not path.is_relative_to(static)}
    styles, scripts = listed(STYLE, pages), listed(SCRIPT, pages, common=True)
    scripts = [name for name in scripts if name not in (ICONS, OPTIONS)]
    (static / "site.js").write_text(joined_script(static, scripts), encoding="utf-8")
    used = "\n".join([*pages.values(), *map(text_of, static.glob("*.js"))])
    style = only_used(without_comments(joined_style(static, styles)), used)
    (static / "site.css").write_text(with_icons(style, static), encoding="utf-8")
    for path, text in pages.items():
        path.write_text(light_page(text, static, styles, scripts), encoding="utf-8")
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
    return ";\n" + "\n;\n".join(texts)


def joined_style(static, names):
    """One style sheet, with what it imports in its place."""
    text = "\n".join(text_of(static / name) for name in names)
    return re.sub(r'@import "\.\./([^"]+)";', lambda match: text_of(static / match[1]), text)


def with_icons(style, static):
    """The style sheet with its icon fonts inside, each cut down to the characters that the rules name."""
    characters = {int(code, 16) for code in re.findall(r"\\([ef][0-9a-f]{3})\b", style)}
    characters |= {ord(character) for character in style if "\ue000" <= character <= "\uf8ff"}

    def smaller(match):
        font = TTFont(static / f"{match[1]}.ttf")
        present = characters & font.getBestCmap().keys()
        if not present:
            return ""
        cutter = subset.Subsetter(subset.Options(layout_features=[], name_IDs=[], hinting=False))
        cutter.populate(unicodes=present)
        cutter.subset(font)
        font.flavor, data = "woff", io.BytesIO()
        font.save(data)
        inside = f'url("data:font/woff;base64,{base64.b64encode(data.getvalue()).decode()}") format("woff")'
        return re.sub(r"src:[^;}]*", lambda _: f"src:{inside}", match[0])

    return FONT_FACE.sub(smaller, style)


def light_page(text, static, styles, scripts):
    """A page that loads site.css and site.js in place of those."""
    given = {f"site.{kind}": versioned(static, f"site.{kind}") for kind in ("css", "js")}

    def once(name, markup):
        return f"\n  {markup}" if given.pop(name, None) else ""

    def style(match):
        return once("site.css", f'<link rel="stylesheet" href="{match[1]}_static/{css}">')

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


def versioned(static, name):
    """The name with a mark of the file's content, so that browsers ask for a new one."""
    return f"{name}?v={hashlib.sha256((static / name).read_bytes()).hexdigest()[:8]}"


def remove(static, names):
    for name in names:
        path = static / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for path in [*static.rglob("*.map"), *static.rglob("*webpack-macros.html")]:
        path.unlink()
