"""Look: how nbgrader's feedback page looks here: names and marks in its list, on a phone, in the dark."""

import re

STYLE = """<style>
.mark-all { background: #dff0d8; color: #1d5c1f; }
.mark-some { background: #fcf0cf; color: #6b4a00; }
.mark-none { background: #f7dfdc; color: #8a1f11; }
.mark-open { background: #e4e9ee; color: #37474f; }
[class^="mark-"] { padding: 0 0.4em; border-radius: 3px; white-space: nowrap; }
div.nbgrader_cell .panel-heading { height: auto; min-height: 37px; overflow: hidden; }
div.nbgrader_cell .panel-heading a { color: #fff; text-decoration: underline; }
blockquote { font-size: inherit; border-left-color: #d58512; background: #fdf6ea; }
.output_area pre, .output_text pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.output_area img { max-width: 100%; }
@media (max-width: 600px) {
  .container, #notebook-container { padding-left: 4px; padding-right: 4px; }
  .panel-body { padding: 8px; }
  #toc ol { padding-left: 1.6em; }
  .input_area pre { overflow-x: auto; }
}
@media (prefers-color-scheme: dark) {
  html { background: #fff; filter: invert(0.93) hue-rotate(180deg); }
  img, svg { filter: invert(1) hue-rotate(180deg); background: #fff; }
}
</style>"""
OF = r"Score: (?P<score>-?[\d.]+) / (?P<most>[\d.]+)"
LISTED = re.compile(rf'(?P<before><li><a href="#(?P<name>[\w-]+)">)(?P<kind>[A-Z][a-z -]+)</a> \({OF}\)')
HEADED = re.compile(
    r'(?P<before><a name="(?:comment-)?(?P<name>[\w-]+)"></a>\s*<div class="panel-heading">\s*'
    r'<span class="nbgrader-label">[^\n]*?</span>\s*<span class="pull-right">\s*)' + OF
)


def with_marks(page: str, waiting=()) -> str:
    """nbgrader's page with the name of each question in its list, and a mark where it says its score.

    waiting: names of those that a person has still to grade.
    """

    def listed(match):
        named = f"{match['kind']} <code>{match['name']}</code>"
        return f"{match['before']}{named}</a> {mark(match, waiting)}"

    def headed(match):
        return match["before"] + mark(match, waiting)

    return HEADED.sub(headed, LISTED.sub(listed, page))


def mark(match, waiting) -> str:
    """The score of a match, with a sign that does without color."""
    score, most = match["score"], match["most"]
    earned, points = float(score), float(most)
    if match["name"] in waiting:
        return f'<span class="mark-open">not graded yet, of {most}</span>'
    kind, sign = ("all", "\N{CHECK MARK}") if earned >= points else ("some", "\N{ALMOST EQUAL TO}")
    if earned <= 0 < points:
        kind, sign = "none", "\N{BALLOT X}"
    return f'<span class="mark-{kind}">{sign} Score: {score} / {most}</span>'
