#!/bin/sh
# Sees to a browser for the tests: the system's Chromium; else, for root, its package; else the one Playwright downloads.
# The argument is a Python that has Playwright.
set -u
python=$1
packages="chromium fonts-dejavu-core fonts-liberation"

starts() {
  "$python" -m tests.browser.chromium
}

starts && exit 0
"${0%/*}/packages.sh" $packages && starts && exit 0
echo "No Chromium on this system; Playwright's own is downloaded."
"$python" -m playwright install chromium && starts && exit 0
echo "No Chromium could be started; the browser tests drive it." >&2
echo "Install it with: sudo apt-get install -y $packages" >&2
exit 1
