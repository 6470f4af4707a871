"""What fact files say about units, "about" and going out of date: read, refused, and shown in the manual."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from screener.knowledge.domains import Approximation, OtherUnit
from screener.manual.manual import manual_pages
from screener.screening.knowledge_base import KnowledgeBase
from tests.bases import measured_rules
from tests.bases.measured_rules import RULES, TUMOR
from tests.bases.small_rules import problems_of


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return measured_rules.knowledge_base(tmp_path_factory.mktemp("rules"))


def test_units_and_what_about_means_are_read(kb: KnowledgeBase) -> None:
    size, bilirubin = kb.knowledge.number("largest_tumor_cm"), kb.knowledge.number("bilirubin_mg_dl")
    assert size.also_written == ("centimeters",)
    assert size.units == (OtherUnit("mm", Decimal(10), ("millimeters",), Decimal(15)),)
    assert size.approximate == Approximation(Decimal("0.5"), Decimal(20), Decimal(5))
    assert bilirubin.units == (OtherUnit("umol/L", Decimal("17.1"), ("µmol/L",), None),)
    assert bilirubin.approximate is None


def test_how_long_an_answer_stays_fresh_is_read_with_its_sources(kb: KnowledgeBase) -> None:
    fresh = {fact.id: fact.fresh_for for fact in kb.knowledge.facts if fact.fresh_for}
    assert {name: each.days for name, each in fresh.items()} == {"largest_tumor_cm": 42, "bilirubin_mg_dl": 28}
    assert [citation.key for citation in fresh["largest_tumor_cm"].sources] == ["IMAGING"]
    assert kb.knowledge.checked == "2026-11-24"


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("per_unit: 10,", "per_unit: 0,", ["type_wrong"]),
        ("per_unit: 10,", "", ["key_missing"]),
        ("unit: mm, ", "", ["key_missing"]),
        ("per_unit: 10,", "per_units: 10,", ["key_unknown", "key_missing"]),
        ("unit: mm,", "unit: CM,", ["duplicate"]),
        ("[millimeters]", '["centi meters"]', ["duplicate"]),
        ("asked_above: 15", "asked_above: many", ["type_wrong"]),
        ("plus_minus: 0.5, ", "", ["key_missing"]),
        ("percent: 20", "percent: -20", ["type_wrong"]),
        ("days: 42", "days: 0", ["type_wrong"]),
        ("      days: 42\n", "", ["key_missing"]),
        ("{key: IMAGING", "{key: IMAGINE", ["source_unknown", "source_uncited"]),
        ("{key: IMAGING", "{key: OURS", ["project_source_misplaced", "source_uncited"]),
        ('checked: "2026-11-24", read: unverified', "read: unverified", ["key_missing"]),
        ("type: yes_no\n", "type: yes_no\n    units: []\n", ["key_misplaced"]),
        ("type: yes_no\n", "type: yes_no\n    approximate: {}\n", ["key_misplaced"]),
    ],
)
def test_what_is_wrong_with_them_is_reported(tmp_path: Path, old: str, new: str, codes: list[str]) -> None:
    assert old in RULES[TUMOR]
    problems = problems_of(tmp_path, {**RULES, TUMOR: RULES[TUMOR].replace(old, new, 1)})
    assert sorted(problem.code for problem in problems) == sorted(codes)


def test_a_yes_no_fact_may_go_out_of_date_too(tmp_path: Path) -> None:
    fresh = '    fresh_for: {days: 7, sources: [{key: TRIAL, at: "x", checked: "2026-11-24", read: primary}]}\n'
    changed = RULES[TUMOR].replace("  - id: pacemaker\n", "  - id: pacemaker\n" + fresh)
    assert problems_of(tmp_path, {**RULES, TUMOR: changed}) == ()


def test_the_manual_says_units_and_freshness_with_their_sources(kb: KnowledgeBase) -> None:
    pages = manual_pages(kb, measured_rules.wording(kb), "0.1.0")
    facts = pages["facts.md"]
    for said in (
        "0.3 to 30 cm, steps of 0.1, also in mm",
        "10 mm make 1 cm.",
        "A number without a unit above 15 cm is asked about: it may be meant in mm.",
        "About means 0.5 cm more or less, above 5 cm 20% more or less.",
        "17.1 umol/L make 1 mg/dL.",
        "**An answer stays fresh for**: 6 weeks",
    ):
        assert said in facts.replace("\\", ""), said
    assert "IMAGING" in facts
    assert "facts.md#" in pages["sources.md"].split("## IMAGING")[1]
