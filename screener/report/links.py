"""Links to what the rules are made of, by name; each renderer knows whether and where that stands."""

from __future__ import annotations

from screener.knowledge.options import Option
from screener.report.blocks import Code, Link, Target
from screener.wording.wording import Wording


def option_link(option: Option, wording: Wording) -> Link:
    """Return an option's name, leading to what it is."""
    return Link(wording.to(option.name), Target("option", option.id))


def rule_link(rule_id: str) -> Link:
    """Return a rule's id, leading to what it says."""
    return Link(rule_id, Target("rule", rule_id))


def fact_link(fact: str) -> Link:
    """Return a fact's name in the rules, leading to what it is."""
    return Link(Code(fact), Target("fact", fact))


def source_link(key: str) -> Link:
    """Return a source's key, leading to its full citation."""
    return Link(key, Target("source", key))
