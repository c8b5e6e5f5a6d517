"""Pages with live controls in Chromium."""

import pytest

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title>
<meta name="viewport" content="width=device-width"><main><h1>Test</h1>%s</main></html>"""


@pytest.fixture(scope="module")
def shelf(chromium):
    """{options: pages that no test uses now}: to make a page takes four times as long as to load it."""
    return {}


@pytest.fixture
def show(chromium, shelf, tmp_path):
    """show(*controls) -> a page with them; fails at the end when the console has complained."""
    used, complaints = [], []

    def heard(message):
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def failed(error):
        complaints.append(str(error))

    def show(*controls, script=True, size=(1366, 657), address="", **options):
        file = tmp_path / "page.html"
        file.write_text(PAGE % "".join(control._repr_html_() for control in controls), encoding="utf-8")
        free = shelf.setdefault((script, *sorted(options.items())), [])
        page = free.pop() if free else chromium.new_context(java_script_enabled=script, **options).new_page()
        used.append((page, free))
        page.set_viewport_size({"width": size[0], "height": size[1]})  # which the last test's page hears, too
        page.on("console", heard)
        page.on("pageerror", failed)
        page.goto(file.as_uri() + address)
        return page

    yield show
    for page, free in used:
        page.emulate_media(media="null")
        page.mouse.move(0, 0)
        page.remove_listener("console", heard)
        page.remove_listener("pageerror", failed)
        page.evaluate("document.body.replaceChildren()")  # nothing is drawn; the next test's file is another
        free.append(page)
    assert not complaints
