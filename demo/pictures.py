"""Takes the pictures of docs/pictures from a running demo: `script/pictures`, while `script/server` runs."""

import os
import shutil
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs" / "pictures"
CHROMIUM_FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Name of the picture, who looks, at which address, what is pressed there first (link words, may be empty), how wide.
PICTURES: Final = (
    ("leader-today", "bilu1", "/", "", (1280, 390)),
    ("report-sick", "bilu1", "/meld-syg/", "", (390,)),
    ("employee", "bilu1", "/medarbejdere/", "Lærke Holm", (1280,)),
    ("hr-overview", "heaa1", "/overblik/", "", (1280,)),
    ("figures", "heaa1", "/tal/", "", (1280,)),
    ("my-page", "laho1", "/min-side/", "", (390,)),
)


def chromium() -> str | None:
    """The program: what CHROMIUM names, Debian's without windows, which is faster, or one with."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def take(page: Page, address: str, user_name: str, path: str, press: str, target: Path) -> None:
    page.goto(f"{address}/demo/")
    page.locator(f"form[action='/demo/ind/{user_name}/'] button").click()
    page.goto(address + path)
    if press:
        page.get_by_role("link", name=press).first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=target, full_page=True)


def main(address: str) -> None:
    """One file for each picture and width, in FOLDER; an older one is replaced."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        for name, user_name, path, press, widths in PICTURES:
            for width in widths:
                context = browser.new_context(viewport={"width": width, "height": 900}, locale="da-DK")
                take(context.new_page(), address, user_name, path, press, FOLDER / f"{name}-{width}.png")
                context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
