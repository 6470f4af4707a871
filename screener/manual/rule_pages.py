"""The rules themselves as text, as a terminal shows them: all of them in a list, or one in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from screener.knowledge.rules import AnyRule
from screener.manual.boundaries import boundaries_part
from screener.proof.boundaries import BoundaryPatient
from screener.report.rule_outline import rule_outline
from screener.report.text import render_text
from screener.wording.wording import Wording


def rule_list(wording: Wording) -> str:
    """Return every rule's id and effect, one a line, in the order of the rule base."""
    rules = wording.knowledge.rules
    width = max((len(rule.id) for rule in rules), default=0)
    lines = [f"{rule.id:<{width}}  {wording.effect(rule.effect)}" for rule in rules]
    return "\n".join([*lines, "", wording.say("rules.count", {"count": str(len(rules))}), ""])


def rule_page(rule: AnyRule, wording: Wording, boundaries: Sequence[BoundaryPatient] | None = None) -> str:
    """Return one rule in full.

    Args:
        rule: the rule.
        wording: the words.
        boundaries: its boundary patients; None if they are not wanted.
    """
    parts = [replace(rule_outline(rule, wording), level=1)]
    if boundaries is not None:
        parts.append(boundaries_part(boundaries, wording))
    return render_text(parts)
