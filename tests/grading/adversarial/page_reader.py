"""What of a page a browser would run or fetch."""

from html.parser import HTMLParser

RUNS = {"script", "iframe", "object", "embed", "base", "form", "link"}
ADDRESSES = {"href", "src", "action", "srcset", "xlink:href", "formaction", "poster", "data"}


class Reader(HTMLParser):
    """Collects `active`: elements that run, handlers of events, addresses that run or lead elsewhere."""

    def __init__(self):
        super().__init__()
        self.active = []

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag in RUNS or (tag == "meta" and "refresh" in (named.get("http-equiv") or "").lower()):
            self.active.append(tag)
        for name, value in attributes:
            told = "".join((value or "").split()).lower()
            fetched = name != "href" and told.startswith(("http:", "https:", "//"))
            if name.startswith("on") or (name in ADDRESSES and ("script:" in told[:20] or fetched)):
                self.active.append(f"{tag} {name}={told[:60]}")


def active_in(page):
    """What of a page runs or fetches, in words."""
    reader = Reader()
    reader.feed(page)
    return reader.active
