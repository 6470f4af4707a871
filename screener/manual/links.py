"""Where things stand in the manual, and how its pages lead to each other."""

from __future__ import annotations

from screener.knowledge.options import Option
from screener.knowledge.rules import AnyRule
from screener.manual.markup import Markdown, code, link
from screener.report.markdown import anchor
from screener.wording.wording import Wording


def page_of(name: str) -> str:
    """Return the file name of a page: of an option, by the option's id."""
    return f"{name}.md"


INDEX = page_of("index")
FACTS = page_of("facts")
SOURCES = page_of("sources")
TENSIONS = page_of("tensions")
STATUSES = page_of("statuses")


def option_link(option: Option, wording: Wording) -> Markdown:
    """Return an option's name, leading to its page."""
    return link(wording.to(option.name), page_of(option.id))


def rule_link(rule: AnyRule) -> Markdown:
    """Return a rule's id, leading to the first page that tells it."""
    return link(rule.id, f"{page_of(rule.options[0])}#{anchor(rule.id)}")


def rule_link_here(rule: AnyRule) -> Markdown:
    """Return a rule's id, leading to it on the same page."""
    return link(rule.id, f"#{anchor(rule.id)}")


def fact_title(fact: str, wording: Wording) -> str:
    """Return the heading of a fact, asked or derived: what it is called, and its name in the rules."""
    return f"{wording.fact(fact)} ({fact})"


def fact_link(fact: str, wording: Wording) -> Markdown:
    """Return a fact's name in the rules, leading to what it is."""
    return link(code(fact), f"{FACTS}#{anchor(fact_title(fact, wording))}")


def source_link(key: str) -> Markdown:
    """Return a source's key, leading to its full citation."""
    return link(key, f"{SOURCES}#{anchor(key)}")
