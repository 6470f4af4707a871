"""Where things stand in the manual: the file of each page, and the heading under which a thing is told."""

from __future__ import annotations

from screener.report.blocks import Target
from screener.report.markdown import Resolve, anchor
from screener.wording.wording import Wording

INDEX = "index"
FACTS = "facts"
SOURCES = "sources"
TENSIONS = "tensions"
STATUSES = "statuses"
EVIDENCE = "evidence"


def file_of(page: str) -> str:
    """Return the file name of a page; that of an option is named by the option's id."""
    return f"{page}.md"


def fact_title(fact: str, wording: Wording) -> str:
    """Return the heading of a fact, asked or derived: what it is called, and its name in the rules."""
    return f"{wording.fact(fact)} ({fact})"


def places_seen_from(page: str, wording: Wording) -> Resolve:
    """Return what tells where a thing stands, seen from a page.

    A rule about several options is told on the page of each: from there its links stay on the page, from elsewhere they
    lead to the page of its first option.
    """

    def place(target: Target) -> str | None:
        match target:
            case Target("option" | "page", name):
                return file_of(name)
            case Target("fact", name):
                return f"{file_of(FACTS)}#{anchor(fact_title(name, wording))}"
            case Target("source", name):
                return f"{file_of(SOURCES)}#{anchor(name)}"
            case Target("rule", name):
                options = wording.knowledge.rule_by_id[name].options
                return f"{'' if page in options else file_of(options[0])}#{anchor(name)}"
        return None

    return place
