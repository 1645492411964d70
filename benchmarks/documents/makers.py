"""Three ways from the same HTML to a PDF. As a program: the most memory that one of them has held.

    python -m benchmarks.documents.makers NAME < HTML

It imports nothing but a renderer, so that its memory is that of the rendering.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import weasyprint

from assessment.reports.pdf import STYLESHEET, html_to_pdf
from assessment.resources import STATIC

PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


def _bare(html: str, **kind: str) -> bytes:
    source = weasyprint.HTML(
        string=html.replace("static:/", f"{STATIC.as_uri()}/"), base_url=STATIC.as_uri()
    )
    return bytes(source.write_pdf(stylesheets=[STATIC / STYLESHEET.partition("/")[2]], **kind))


MAKERS: dict[str, Callable[[str], bytes]] = {
    "bare": _bare,
    "same kind": lambda html: _bare(html, pdf_variant="pdf/a-3a"),
    "ours": lambda html: html_to_pdf(html, place_for_seal="Seal"),
}
"""WeasyPrint alone into a plain PDF; told to make a PDF/A-3a; and what is made here before it is sealed."""


if __name__ == "__main__":
    MAKERS[sys.argv[1]](sys.stdin.read())
    print(int(PEAK.findall(Path("/proc/self/status").read_text())[0]) * 1.024 / 1000)
