"""Helpers for tests in a real browser: a local server, a page that keeps a record, and what can be wrong.

A checker takes a Visit and returns its problems as a list of sentences, empty when all is well.
"""

import os
import shutil
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
WIDTHS = {"desktop": 1280, "phone": 390, "small phone": 320}
HEIGHT = 844


def find_chromium():
    """The path of a Chromium, or None; the environment variable CHROMIUM goes first."""
    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    return next((path for path in map(shutil.which, filter(None, names)) if path), None)


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@contextmanager
def serve(folder):
    """The address of a server for folder on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Visit:
    """A page opened in a browser, with a record of its errors and of its requests.

    page: Playwright's page.   problems: what happened, as sentences.   begin: is called with the page before
    it is loaded, and gives `begun`
    """

    def __init__(self, context, address, begin=None):
        self.host = urlsplit(address).netloc
        self.problems = []
        self.page = context.new_page()
        self.begun = begin and begin(self.page)
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.problems.append(f"uncaught error: {error}"))
        self.page.on("request", self.requested)
        self.page.on("requestfailed", self.failed)
        self.page.on("response", self.answered)
        self.page.goto(address)

    def resize(self, width):
        self.page.set_viewport_size({"width": WIDTHS[width], "height": HEIGHT})
        self.page.wait_for_timeout(500)  # the theme moves its sidebars and marks what scrolls, a moment later

    def heard(self, message):
        if message.type in ("error", "warning"):
            self.problems.append(f"console {message.type}: {message.text}")

    def requested(self, request):
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self.host:
            self.problems.append(f"request to another host: {request.url}")

    def failed(self, request):
        if request.failure != "net::ERR_ABORTED":  # that is a page left before all had come, as by a reload
            self.problems.append(f"request failed: {request.url}")

    def answered(self, response):
        if response.status >= 400:
            self.problems.append(f"status {response.status}: {response.url}")


@contextmanager
def visit(browser, address, theme="light", width="desktop", begin=None, **options):
    """A Visit of address in the light or dark theme, on a page as wide as a desktop's or a phone's."""
    size = {"width": WIDTHS[width], "height": HEIGHT}
    with browser.new_context(viewport=size, color_scheme=theme, **options) as context:
        yield Visit(context, address, begin)


def formula_problems(visit):
    """TeX that is not typeset, or could not be."""
    return visit.page.evaluate(r"""() => {
        const problems = [];
        for (const place of document.querySelectorAll(".math"))
            if (!place.querySelector(".katex"))
                problems.push("formula not typeset: " + place.textContent.trim());
        for (const formula of document.querySelectorAll(".katex"))  // one with a comma is two of them
            if (!(formula.closest(".math") ?? formula).querySelector("math")
                || !formula.querySelector(".katex-html"))
                problems.push("formula without MathML: " + formula.textContent);
        const elsewhere = "code, pre, script, style, noscript, textarea, .katex, .math";
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            const text = texts.currentNode;
            const raw = /\$\$|\\[(\[]|\\begin\{|\$[\\a-zA-Z][^$]{0,80}\$/.test(text.data);
            if (raw && !text.parentElement.closest(elsewhere))
                problems.push("TeX in the text: " + text.data.trim());
        }
        return problems.map((problem) => problem.slice(0, 120));
    }""")


def width_problems(visit):
    """Elements that make the page wider than the window; what scrolls in a box of its own is well."""
    return visit.page.evaluate("""() => {
        const inside = (element) => {
            for (let box = element.parentElement; box && box !== document.body; box = box.parentElement)
                if (getComputedStyle(box).overflowX !== "visible") return true;
            return false;
        };
        const wide = (element) => {
            const {width, right} = element.getBoundingClientRect();
            return width > 0 && right > innerWidth + 1 && getComputedStyle(element).visibility !== "hidden";
        };
        const problems = [...document.querySelectorAll("main *")].filter((e) => wide(e) && !inside(e))
            .map((e) => `too wide: <${e.tagName.toLowerCase()} class="${e.getAttribute("class") || ""}">`);
        const page = document.documentElement.scrollWidth;
        if (page > innerWidth) problems.push(`the page scrolls sideways: ${page} px in ${innerWidth} px`);
        return problems.slice(0, 5);
    }""")


def image_problems(visit):
    """Images that did not load, and images without an alternative text (a file's name is none)."""
    return visit.page.evaluate(r"""async () => {
        const problems = [];
        for (const image of document.images) {
            image.loading = "eager";
            await image.decode().catch(() => problems.push("image not loaded: " + image.src));
            if (!image.alt.trim() || /\.(svg|png|jpe?g)$/.test(image.alt))
                problems.push("no alt text: " + image.src);
        }
        return problems;
    }""")


MARK_TEXTS = """() => {
    const styles = new Map(), kinds = new Map();
    const styleOf = (box) => {
        const of = getComputedStyle(box);
        return [of.backgroundColor, of.backgroundImage, of.opacity, of.position].join();
    };
    const says = (node) => node.nodeType === 3 && node.data.trim().length > 1;
    for (const text of document.querySelectorAll("body :not(script, style)")) {
        if (!text.matches("input, select, textarea") && ![...text.childNodes].some(says)) continue;
        if (!text.checkVisibility({visibilityProperty: true})) continue;
        const {color, fontSize, fontWeight, textShadow} = getComputedStyle(text);
        let kind = [color, fontSize, fontWeight, textShadow].join();
        for (let box = text; box; box = box.parentElement) {
            if (!styles.has(box)) styles.set(box, styleOf(box));
            if (styles.get(box) !== "rgba(0, 0, 0, 0),none,1,static") kind += styles.get(box);
        }
        kinds.set(kind, [...(kinds.get(kind) ?? []), text]);
    }
    for (const some of kinds.values())
        for (const part of [0, 1, 2, 3]) some[Math.floor(part / 3 * (some.length - 1))].dataset.look = "";
}"""
AXE_LOOKS = """async (mathml) => {
    const markTexts = MARK_TEXTS;
    const whole = [], scrolls = (box) => box && box.scrollWidth > box.clientWidth;
    const drawn = [...document.querySelectorAll(".katex-html")].filter(
        (box) => !box.querySelector("[style*=color]") && !scrolls(box.closest(".katex-display")));
    const read = mathml ? [] : [...document.querySelectorAll(".katex-mathml")];
    const put = (box, ...nodes) => { whole.push([box, [...box.childNodes]]); box.replaceChildren(...nodes); };
    for (const box of [...drawn, ...read]) put(box, "xx");  // of one letter it says nothing
    for (const code of document.querySelectorAll("pre")) {
        if (scrolls(code)) continue;
        const few = code.cloneNode(true), seen = new Set();
        for (const token of few.querySelectorAll("span:not(:has(*))"))
            if (seen.has(token.className)) token.remove();
            else seen.add(token.className);
        few.normalize();
        put(code, ...few.childNodes);
    }
    markTexts();
    axe.configure({rules: [{id: "color-contrast", selector: "[data-look]"}]});
    try {
        const {violations} = await axe.run({resultTypes: ["violations"]});
        return violations.flatMap((rule) => rule.nodes.map((node) =>
            [rule.id, node.html.replace(' data-look=""', ""), rule.help]));
    } finally {
        for (const text of document.querySelectorAll("[data-look]")) delete text.dataset.look;
        for (const [box, nodes] of whole) box.replaceChildren(...nodes);
    }
}""".replace("MARK_TEXTS", MARK_TEXTS)


def accessibility_problems(visit, allowed=(), mathml=True):
    """What axe-core finds, but for `allowed`: pairs of a rule and a part of the element's HTML.

    Of what KaTeX draws, which is hidden from screen readers, axe sees two letters in its color, and not the
    many boxes, but for a formula that has colors of its own or scrolls. Of the words of a code it sees the
    first of each kind, which all have one color. Whether a text is too pale it is asked of four of those
    that have their color, size and all backgrounds below them in common. mathml: whether it sees what is
    read out of formulas.
    """
    if not visit.page.evaluate("() => Boolean(window.axe)"):
        visit.page.add_script_tag(path=AXE)
    return [
        f"accessibility, {rule}: {help_text}: {html[:200]}"
        for rule, html, help_text in visit.page.evaluate(AXE_LOOKS, mathml)
        if not any(rule == known and part in html for known, part in allowed)
    ]
