"""Statuses from rule outcomes alone, and the reason why a product is not flagged."""

from __future__ import annotations

import pytest

from screener.analysis.statuses import status_from_outcomes, why_not_flagged
from screener.knowledge.possible import Outcome
from screener.knowledge.rules import Effect
from tests.bases.description import ChoiceLine, Description, OptionLine, RuleLine, knowledge_of

EFFECTS: tuple[Effect, ...] = (
    "supports",
    "supports_with_caution",
    "caution",
    "fix_first",
    "disputed",
    "against",
    "stop",
)
KNOWLEDGE = knowledge_of(
    Description(
        facts=(ChoiceLine("fact", ("yes", "no")),),
        derived=(),
        rules=tuple(RuleLine(effect, effect, "fact", ("option",), effect == "against") for effect in EFFECTS),
        options=(OptionLine("option", ("option",)),),
    )
)
RULES = KNOWLEDGE.rules_with_outcome


def outcomes(met: str, unknown: str) -> dict[str, Outcome]:
    words = {**dict.fromkeys(unknown.split(), Outcome.UNKNOWN), **dict.fromkeys(met.split(), Outcome.MET)}
    return {effect: words.get(effect, Outcome.NOT_MET) for effect in EFFECTS}


@pytest.mark.parametrize(
    ("met", "unknown", "status"),
    [
        ("supports", "", "discuss"),
        ("supports", "caution against stop", "discuss"),
        ("supports supports_with_caution", "", "discuss"),
        ("supports_with_caution", "", "discuss_with_caution"),
        ("supports_with_caution", "supports", "discuss_with_caution"),
        ("supports caution", "", "discuss_with_caution"),
        ("supports fix_first", "", "discuss_with_caution"),
        ("supports disputed", "", "discuss_with_caution"),
        ("", "supports", "cannot_tell"),
        ("caution", "supports_with_caution stop", "cannot_tell"),
        ("", "", "not_flagged"),
        ("", "caution against", "not_flagged"),
        ("supports against", "", "not_flagged"),
        ("stop", "supports", "not_flagged"),
    ],
)
def test_a_status_follows_from_outcomes(met: str, unknown: str, status: str) -> None:
    assert status_from_outcomes(RULES, outcomes(met, unknown)) == status


@pytest.mark.parametrize(
    ("met", "unknown", "why_not"),
    [
        ("stop", "", ("source_reason", False)),
        ("stop against supports", "", ("source_reason", False)),
        ("against supports", "stop", ("argued_against", True)),
        ("", "", ("not_covered", False)),
        ("", "against", ("not_covered", False)),
        ("", "supports against", ("argued_against", False)),
        ("supports", "against", ("argued_against", False)),
    ],
)
def test_why_a_product_is_not_flagged(met: str, unknown: str, why_not: tuple[str, bool]) -> None:
    assert why_not_flagged(RULES, outcomes(met, unknown)) == why_not
