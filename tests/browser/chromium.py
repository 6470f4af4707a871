"""The Chromium that the browser tests drive: the system's if it starts, else the one Playwright downloaded.

    python -m tests.browser.chromium

fails if neither starts.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from tests.patience import PATIENCE_MILLISECONDS

SYSTEM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def start_chromium(playwright: Playwright) -> Browser:
    """Return a running browser.

    Raises:
        LookupError: none starts.
    """
    for program in _programs():
        try:
            return playwright.chromium.launch(executable_path=program, args=list(FLAGS), timeout=PATIENCE_MILLISECONDS)
        except Error:
            continue
    raise LookupError("no Chromium starts; `make browser` sees to one")


def _programs() -> Iterator[str | None]:
    yield from filter(None, map(shutil.which, SYSTEM))
    yield None


def main() -> int:
    """Return 0 if a browser starts, else 1."""
    with sync_playwright() as playwright:
        try:
            start_chromium(playwright).close()
        except LookupError:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
