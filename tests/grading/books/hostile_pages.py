"""What a student may write to run a script, or fetch something, in the browser of whoever reads it."""

import base64
from html.parser import HTMLParser

from dlcourse.grading.books.clean.html import TAGS

RUN = "window.ran=(window.ran||0)+1"
AWAY = "http://elsewhere.invalid"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"><script>{RUN}</script><circle r="9"/></svg>'
DATA = base64.b64encode(SVG.encode()).decode()
PAGE = base64.b64encode(f"<script>parent.{RUN}</script>".encode()).decode()

HTML = [  # in outputs and in Markdown alike
    f"<script>{RUN}</script>",
    f"<SCRIPT SRC={AWAY}/x.js></SCRIPT >",
    f'<img src=x onerror="{RUN}">',
    f"<img src='{AWAY}/pixel.png' srcset='{AWAY}/two.png 2x'>",
    f'<img src="data:image/svg+xml;base64,{DATA}">',
    f'<a href="javascript:{RUN}" id=link>read me</a>',
    f'<a href="jav&#x0A;ascript:{RUN}">read me</a>',
    f'<a href="data:text/html;base64,{PAGE}">read me</a>',
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f'<iframe src="javascript:parent.{RUN}"></iframe>',
    f'<object data="data:text/html;base64,{PAGE}"></object><embed src="{AWAY}/x.swf">',
    SVG,
    f'<svg><a xlink:href="javascript:{RUN}"><text y=9>x</text></a><animate onbegin="{RUN}" /></svg>',
    f"<math><mtext></p><style><img src=x onerror='{RUN}'></style></mtext></math>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'></noscript>",
    f'<details open ontoggle="{RUN}"><summary>x</summary></details>',
    f'<input autofocus onfocus="{RUN}"><video><source onerror="{RUN}"></video>',
    f'<div style="background:url({AWAY}/a.png);position:fixed;inset:0">over all</div>',
    f'<style>@import "{AWAY}/x.css"; body {{ background: url({AWAY}/b.png) }}</style>',
    f'<link rel=stylesheet href="{AWAY}/x.css"><base href="{AWAY}/">',
    f'<meta http-equiv="refresh" content="0;url={AWAY}/moved">',
    f'<form action="{AWAY}"><button id=send>send</button></form>',
    f'<p data-toggle="tooltip" data-html="true" title="<img src=x onerror={RUN}>" class="score">x</p>',
    f"<template><script>{RUN}</script></template><body onload={RUN}>",
    f"<!--><img src=x onerror={RUN}>-->",
    f'<b onmouseover="{RUN}" id="notebook">x</b',
]
MARKDOWN = [
    *HTML,
    *(f"- one\n  > {html}\n\nand `code <b>`" for html in HTML[:3]),
    f"[read me](javascript:{RUN})",
    f"[read me][a]\n\n[a]: javascript:{RUN}",
    f"[read me](&#106;avascript:{RUN})",
    f"<javascript:{RUN}>",
    "[read me](../../evil.html) and [me](//elsewhere.invalid) and ![x](/formgrader/api/x.png)",
    f"![pixel]({AWAY}/pixel.png)",
    f'![x](x "\\" onerror=\\"{RUN}")',
    "![lost](attachment:lost.png)",
    f"```mermaid\n<img src=x onerror={RUN}>\n```",
    f"$\\href{{javascript:{RUN}}}{{x}}$ and $$\\require{{html}}\\class{{score}}{{x}}$$",
    f"$a</script><img src=x onerror={RUN}>$",
    f"\\begin{{x}}<img src=x onerror={RUN}>\\end{{x}}",
    f"# <img src=x onerror={RUN}>\n\n| a |\n|---|\n| <img src=x onerror={RUN}> |",
]


def shown(kind, content, **metadata):
    """An output of a cell, of one type."""
    return {"output_type": "display_data", "data": {kind: content}, "metadata": metadata}


OUTPUTS = [
    *(shown("text/html", html) for html in HTML),
    *(shown("text/markdown", text) for text in MARKDOWN),
    shown("text/html", f"<script>{RUN}</script>", **{"text/html": {"isolated": True}}),
    shown("image/svg+xml", SVG),
    shown("image/svg+xml", '<!DOCTYPE svg [<!ENTITY a "x">]><svg>&a;</svg>'),
    shown("application/javascript", RUN),
    shown("text/javascript", RUN),
    shown("text/vnd.mermaid", f"<img src=x onerror={RUN}>"),
    shown("text/latex", f"$\\href{{javascript:{RUN}}}{{x}}$ <img src=x onerror={RUN}>"),
    shown("application/vnd.jupyter.widget-view+json", {"model_id": f"</script><script>{RUN}"}),
    shown("application/pdf", DATA),
    shown("image/png", f'"><script>{RUN}</script>'),
    shown("image/png", "iVBORw0KGgo=", **{"image/png": {"width": f"1 onerror={RUN}"}}),
    shown("image/png", "iVBORw0KGgo=", filenames={"image/png": f'{AWAY}/x.png" onerror="{RUN}'}),
    shown("text/plain", f"<script>{RUN}</script>\x1b[31m<img src=x onerror={RUN}>"),
    {"output_type": "stream", "name": "stdout", "text": f"<img src=x onerror={RUN}>"},
    {"output_type": "stream", "name": f"x><script>{RUN}</script>", "text": "x"},
    {
        "output_type": "error",
        "ename": f"<img src=x onerror={RUN}>",
        "evalue": f"<script>{RUN}</script>",
        "traceback": [f"<script>{RUN}</script>"],
    },
    {"output_type": f"<script>{RUN}</script>", "text": "x"},
    {
        "output_type": "execute_result",
        "data": {"text/html": "<b>x</b>"},
        "execution_count": f"<script>{RUN}</script>",
    },
]


LEADS = ("http", "mailto:", "#", "data:image/png;")
DRAWING = "data:image/svg+xml;base64,"  # as nbconvert shows an output: a picture, of which no script runs


class Reader(HTMLParser):
    """Notes what in a page would run, load or lead astray.

    tags: those that a page may have besides.   leads: the beginnings of addresses that it may have.
    """

    def __init__(self, html, tags=(), leads=LEADS):
        super().__init__(convert_charrefs=True)
        self.bad, self.tags, self.leads = [], {*TAGS, *tags}, leads
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag not in self.tags:
            self.bad.append(tag)
        for name, value in attributes:
            value = value or ""
            led = name in ("href", "src") and not value.startswith(self.leads)
            loads = tag == "img" and name == "src" and value.startswith("http")
            if name.startswith(("on", "data-", "srcset", "form")) or led or loads or "url(" in value:
                self.bad.append((tag, name, value))
