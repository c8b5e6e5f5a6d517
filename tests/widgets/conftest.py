"""Pages with live controls in Chromium."""

import pytest

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title>
<meta name="viewport" content="width=device-width"><main><h1>Test</h1>%s</main></html>"""


@pytest.fixture
def show(chromium, tmp_path):
    """show(*controls) -> a page with them; fails at the end when the console has complained."""
    contexts, complaints = [], []

    def show(*controls, script=True, size=(1366, 657), address="", **options):
        file = tmp_path / "page.html"
        file.write_text(PAGE % "".join(control._repr_html_() for control in controls), encoding="utf-8")
        viewport = {"width": size[0], "height": size[1]}
        contexts.append(chromium.new_context(java_script_enabled=script, viewport=viewport, **options))
        page = contexts[-1].new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(file.as_uri() + address)
        return page

    yield show
    for context in contexts:
        context.close()
    assert not complaints
