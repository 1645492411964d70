"""Draws the labels' emblems as PNG files beside their SVG files: `python tools/draw_emblems.py`.

They are made here and kept with the source, as a holder of a label puts them on a website. It needs
Playwright and a Chromium, which `tools/browser.sh` finds.
"""

import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "src" / "assessment" / "static" / "img"
SIZE = 1024
"""Pixels on each side."""


def main() -> None:
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": SIZE, "height": SIZE})
        for drawing in sorted(IMAGES.glob("emblem-*.svg")):
            svg = drawing.read_text("utf-8").replace("<svg ", f'<svg width="{SIZE}" ', 1)
            page.set_content(f'<body style="margin:0">{svg}</body>')
            page.screenshot(path=drawing.with_suffix(".png"), omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
