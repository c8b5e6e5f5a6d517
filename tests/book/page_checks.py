"""What a page of the site costs its reader, in Chromium: seconds, bytes, tab stops, width, accessibility.

`python tests/book/page_checks.py` prints a table of the site in _build/html. The network is the slow 4G of
Lighthouse as DevTools plays it: 1475 kbit/s down, 675 up, 562.5 ms from a request to its answer, a processor
four times slower. Files come compressed, as from a web server, into an empty cache.
"""

import argparse
import gzip
import sys
from contextlib import contextmanager
from functools import lru_cache, partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from browser import HEIGHT, ROOT, QuietHandler, Visit, accessibility_problems, find_chromium, width_problems

NETWORKS = {  # ms from a request to its answer, kbit/s down and up, how many times slower the processor is
    "slow 4G": (562.5, 1474.56, 675, 4),
    "400 kbit/s": (400, 400, 400, 4),
}
TEXT = ("text/", "application/javascript", "application/json", "image/svg")
# Notes when every formula stands with its fonts, and still does some frames later: fonts are asked for late.
WATCH = """(() => {
    let calm = 0;
    const waits = (place) => !place.querySelector("mjx-container, .katex");
    const look = () => {
        const drawn = performance.getEntriesByName("first-contentful-paint").length > 0;
        const ready = document.readyState !== "loading" && document.fonts.status === "loaded";
        calm = drawn && ready && ![...document.querySelectorAll(".math")].some(waits) ? calm + 1 : 0;
        if (calm === 1) window.formulasAt = performance.now();
        if (calm < 5) requestAnimationFrame(look);
        else window.formulasStand = true;
    };
    requestAnimationFrame(look);
})()"""
FIRST_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
# Whether the Tab key has reached an element where it has not been before.
REACHED = """() => {
    const reached = document.activeElement;
    if (reached === document.body || reached.dataset.tabbed) return false;
    reached.dataset.tabbed = "yes";
    return true;
}"""


@lru_cache(100)
def contents(path, changed, compressed):
    """The bytes of a file, which was changed at that time, as they are sent."""
    return gzip.compress(path.read_bytes(), 9) if compressed else path.read_bytes()


class CompressingHandler(QuietHandler):
    """A folder's files as a web server would send them: text compressed, connections kept."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        kind = self.guess_type(str(path))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        body = contents(path, path.stat().st_mtime_ns, kind.startswith(TEXT))
        if kind.startswith(TEXT):
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serve_compressed(folder):
    """The address of a server that compresses."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(CompressingHandler, directory=str(folder)))
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def seconds(browser, address, network="slow 4G"):
    """(first text, all formulas) in seconds after the click on a link to the page, at 390 px."""
    latency, down, up, slower = NETWORKS[network]
    with browser.new_context(viewport={"width": 390, "height": HEIGHT}) as context:
        page = context.new_page()
        page.add_init_script(WATCH)
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        rates = {"downloadThroughput": down * 125, "uploadThroughput": up * 125}
        devtools.send("Network.emulateNetworkConditions", {"offline": False, "latency": latency, **rates})
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        page.goto(address, wait_until="commit", timeout=120_000)
        page.wait_for_function("() => window.formulasStand", timeout=120_000)
        return page.evaluate(FIRST_PAINT) / 1000, page.evaluate("window.formulasAt") / 1000


BEFORE_TEXT = """() => Object.fromEntries(
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .filter((one) => one.entryType === "navigation" || one.renderBlockingStatus === "blocking")
        .map((one) => [one.name, one.transferSize]))"""


class Weights:
    """What a page of a browser loads, from its first request on."""

    def __init__(self, page):
        self.page, self.urls, self.sizes = page, {}, {}
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.requestWillBeSent", self.asked)
        devtools.on("Network.loadingFinished", self.came)

    def asked(self, event):
        self.urls[event["requestId"]] = event["request"]["url"]

    def came(self, event):
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    def __call__(self):
        """({address: bytes as sent} of what comes before the first text: the page, and what blocks it; kB of
        the page's own; kB shared with other pages, which lies in _static)."""
        first = self.page.evaluate(BEFORE_TEXT)
        self.page.evaluate("() => { for (const image of document.images) image.loading = 'eager'; }")
        self.page.wait_for_load_state("networkidle")
        sizes = {one: size for one, size in self.sizes.items() if not self.urls[one].startswith("data:")}
        shared = sum(size for one, size in sizes.items() if "/_static/" in urlsplit(self.urls[one]).path)
        return first, (sum(sizes.values()) - shared) / 1000, shared / 1000


FOCUSABLE = """() => {
    const all = "a[href], button, input, select, textarea, details > summary:first-of-type, [tabindex]";
    const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("[inert]");
    const reached = (e) => e.tabIndex >= 0 && !e.disabled && shown(e);
    const stops = [...document.querySelectorAll(all)].filter(reached);
    const group = (e) => e.form ? e.form.id + e.name : e.name;
    const radios = stops.filter((e) => e.type === "radio");  // the Tab key stops once at a group
    return stops.length - radios.length + new Set(radios.map(group)).size;
}"""


def focusable(page):
    """How many elements the Tab key stops at, as counted."""
    return page.evaluate(FOCUSABLE)


def tab_stops(page, most=1000):
    """How many times the Tab key moves on before it comes back to where it began."""
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    for n in range(most):
        page.keyboard.press("Tab")
        if not page.evaluate(REACHED):
            return n
    return most


def measure(browser, address, rounds=3, network="slow 4G"):
    """All of one page, as a dictionary; seconds are the least of some rounds: other programs only add."""
    times = [seconds(browser, address, network) for _ in range(rounds)]
    with browser.new_context(viewport={"width": 1280, "height": HEIGHT}) as context:
        seen = Visit(context, address, Weights)
        _, own, shared = seen.begun()
        accessibility = accessibility_problems(seen)
        stops = tab_stops(seen.page)
        seen.page.set_viewport_size({"width": 320, "height": HEIGHT})
        seen.page.wait_for_timeout(500)
        wide = width_problems(seen)
    text, formulas = map(min, zip(*times, strict=True))
    return {
        "text s": f"{text:.1f}",
        "formulas s": f"{formulas:.1f}",
        "own kB": f"{own:.0f}",
        "shared kB": f"{shared:.0f}",
        "tab stops": stops,
        "too wide at 320 px": len(wide),
        "axe": len(accessibility),
        "": "; ".join([*wide, *accessibility, *seen.problems]),
    }


def main():
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "_build/html")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--network", choices=NETWORKS, default="slow 4G")
    parser.add_argument("--details", action="store_true", help="say what is too wide, and what axe finds")
    arguments = parser.parse_args()
    pages = sorted(path.relative_to(arguments.site).as_posix() for path in arguments.site.rglob("*.html"))
    pages = [page for page in pages if not page.startswith("_static/")]
    with sync_playwright() as playwright, serve_compressed(arguments.site) as address:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for n, page in enumerate(pages):
            found = measure(browser, f"{address}/{page}", arguments.rounds, arguments.network)
            details = found.pop("")
            if n == 0:
                heads = ["page", *found]
                sys.stdout.write(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n")
            sys.stdout.write(f"| {page} | {' | '.join(map(str, found.values()))} |\n")
            if arguments.details and details:
                sys.stdout.write(f"{details}\n")
            sys.stdout.flush()
        browser.close()


if __name__ == "__main__":
    main()
