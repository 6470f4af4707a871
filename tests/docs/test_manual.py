"""The manual in docs/rules says what the rules say, and its links lead somewhere."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from screener.cli import commands as cli
from screener.manual.places import TENSIONS, file_of
from screener.report.markdown import anchor
from tests.docs.shown_commands import ROOT, refreshed

# The manual is written once, so one process takes all of these.
pytestmark = pytest.mark.xdist_group("manual")

MANUAL = ROOT / "docs" / "rules"
LINK = re.compile(r"\]\(([a-z_]*\.md)?(?:#([^)]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
AGAIN = "write it again with: make docs"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("manual")
    with pytest.raises(SystemExit) as ended:
        cli.main(["rules", "doc", "--out", str(folder)])
    assert ended.value.code == 0
    return folder


@cache
def anchors(page: Path) -> frozenset[str]:
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    names = [anchor(re.sub(r"\\(.)", r"\1", heading)) for heading in headings]
    # A rule stands there once for each option, and nothing leads to it.
    assert page.name == file_of(TENSIONS) or len(set(names)) == len(names), page.name
    return frozenset(names)


def test_every_page_is_what_the_rules_make(written: Path) -> None:
    made = {page.name: page.read_text(encoding="utf-8") for page in written.iterdir()}
    kept = {page.name: page.read_text(encoding="utf-8") for page in MANUAL.iterdir()}
    stale = sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name))
    assert stale == [], AGAIN


def test_every_link_leads_to_a_heading_of_a_page(written: Path) -> None:
    for page in written.iterdir():
        for name, place in LINK.findall(page.read_text(encoding="utf-8")):
            target = written / (name or page.name)
            assert target.is_file(), f"{page.name}: {name}"
            assert not place or place in anchors(target), f"{page.name}: {name}#{place}"


def test_only_the_output_of_a_shown_command_is_refreshed() -> None:
    page = "Before.\n\n```console\n$ screener a\nold\n\nlines\n$ screener b\n```\n\nAfter `$ screener c`.\n"
    printed = "$ screener a\nscreener a prints\n\nthis\n$ screener b\nscreener b prints\n\nthis\n"
    now = refreshed(page, lambda command: f"{command} prints\n\nthis\n\n")
    assert now == f"Before.\n\n```console\n{printed}```\n\nAfter `$ screener c`.\n"
    assert refreshed(now, lambda command: f"{command} prints\n\nthis\n") == now
