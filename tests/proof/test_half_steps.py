"""Under the built-in rules a value between two grid values says what both of them say, or leaves it open."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from screener.knowledge.conditions import facts_of
from screener.knowledge.possible import Outcome
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import screen
from tests.bases.built_in import built_in_rules


def test_in_the_built_in_rules_a_half_step_says_what_both_grid_values_say() -> None:
    kb = built_in_rules()
    through_grade = [
        rule.id
        for rule in kb.knowledge.rules_with_outcome
        if "albi_grade" in facts_of(rule.condition) and "bilirubin_mg_dl" not in facts_of(rule.condition)
    ]
    assert through_grade
    split = set()
    for tenths, albumin in product(range(5, 60, 6), (f"{half / 20:.1f}" for half in range(40, 80, 2))):
        raw = {"diagnosis": "hcc", "tumor_count": 3, "largest_tumor_cm": 6, "albumin_g_dl": albumin}
        written = (f"{tenths / 10}", f"{Decimal(tenths) / 10 * Decimal('17.1') + 1} umol/L", f"{(tenths + 1) / 10}")
        below, between, above = (outcomes({**raw, "bilirubin_mg_dl": each}, kb) for each in written)
        for rule in through_grade:
            expected = below[rule] if below[rule] is above[rule] else Outcome.UNKNOWN
            assert between[rule] is expected
            split.update([rule] if below[rule] is not above[rule] else [])
    assert split


def outcomes(raw: dict[str, object], kb: KnowledgeBase) -> dict[str, Outcome]:
    options = screen(raw, kb, exact=False).options.values()
    return {reason.rule: reason.outcome for option in options for reason in option.reasons}
