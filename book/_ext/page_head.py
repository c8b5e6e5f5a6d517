"""What search engines and messengers show of a page: its description, and Open Graph tags.

The description is the page's own, `description:` in its front matter, or else its first paragraph.
"""

from html import escape

from docutils import nodes

LONGEST = 200  # characters; what is longer is cut anyway where it is shown


def description_of(doctree):
    """The first paragraph outside boxes, as text of at most LONGEST characters.

    >>> from docutils.core import publish_doctree
    >>> description_of(publish_doctree("Title\\n=====\\n\\nOne  sentence. And a word."))
    'One sentence. And a word.'
    """
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section | nodes.document) and paragraph.astext().strip():
            return shortened(" ".join(paragraph.astext().split()))
    return ""


def shortened(text):
    """The sentences that fit; of a first sentence that does not, the words that do.

    >>> shortened("a" * 150 + ". " + "b" * 60 + ".") == "a" * 150 + "."
    True
    """
    if len(text) <= LONGEST:
        return text
    fits = text[: LONGEST - 1]
    end = max(fits.rfind(mark) for mark in (". ", "? ", "! "))
    return text[: end + 1] if end > 0 else fits.rpartition(" ")[0] + "\N{HORIZONTAL ELLIPSIS}"


def add_tags(app, pagename, templatename, context, doctree):
    if doctree is None:
        return
    given = (app.env.metadata.get(pagename) or {}).get("description", "")
    description = " ".join(given.split()) or description_of(doctree)
    title = app.env.titles[pagename].astext()
    tags = {"og:type": "article", "og:site_name": app.config.html_title, "og:title": title}
    if app.config.html_baseurl:
        tags["og:url"] = f"{app.config.html_baseurl.rstrip('/')}/{app.builder.get_target_uri(pagename)}"
    if description:
        tags["og:description"] = description
        context["metatags"] += f'\n<meta name="description" content="{escape(description)}">'
    for name, content in tags.items():
        context["metatags"] += f'\n<meta property="{name}" content="{escape(content)}">'


def setup(app):
    app.connect("html-page-context", add_tags)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
