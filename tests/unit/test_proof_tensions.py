"""Tensions: every pair is found, met by its patient, and meant."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from screener.knowledge.knowledge import Knowledge
from screener.knowledge.rules import AcceptedTension
from screener.manual.places import TENSIONS, places_seen_from
from screener.manual.tensions_page import tensions_page
from screener.proof.tensions import Tension, acceptance, reason_for, tensions_of
from screener.proof.witness import patient_line
from screener.report.markdown import render_markdown
from screener.screening.knowledge_base import KnowledgeBase
from screener.wording.catalogue import load
from screener.wording.wording import Wording
from tests.bases.description import PLACE, ChoiceLine, Description, NumberLine, OptionLine, RuleLine, ready, rule_base

FACTS = (
    NumberLine("size", Decimal(1), Decimal(10), Decimal(1)),
    ChoiceLine("fits", ("yes", "no")),
    ChoiceLine("ill", ("yes", "no")),
)
OPTIONS = (OptionLine("beads", ("small", "large")), OptionLine("needle", ("needle",)))
RULES = (
    RuleLine("for_beads", "supports", "fits and size <= 5", ("small", "large")),
    RuleLine("for_all", "supports_with_caution", "fits and size > 3", ("small", "large", "needle")),
    RuleLine("too_large", "stop", "size > 5", ("small", "large", "needle")),
    RuleLine("ill", "against", "ill", ("small",)),
    RuleLine("unclear", "disputed", "size == 5 and not fits", ("needle",)),
    RuleLine("weighed", "caution", "ill", ("small", "large", "needle")),
)


def base(impossible: tuple[str, ...] = ()) -> KnowledgeBase:
    return rule_base(Description(FACTS, (), RULES, OPTIONS, impossible))


def accepting(*reasons: tuple[str, str]) -> Knowledge:
    tensions = tuple(AcceptedTension(rule, indication, "meant", PLACE) for rule, indication in reasons)
    return replace(base().knowledge, tensions=tensions)


def told(tension: Tension) -> str:
    patient = patient_line(tension.patient)
    return f"{tension.option} {'+'.join(tension.products)}: {tension.indication} {tension.opposing} ({patient})"


def test_pairs_about_one_product_that_one_patient_meets_are_found() -> None:
    assert [told(tension) for tension in tensions_of(base().knowledge)] == [
        "beads small: for_beads ill (size: 1, fits: true, ill: true)",
        "beads small+large: for_all too_large (size: 6, fits: true)",
        "beads small: for_all ill (size: 4, fits: true, ill: true)",
        "needle needle: for_all too_large (size: 6, fits: true)",
    ]


def test_a_pair_that_only_impossible_patients_meet_is_none() -> None:
    found = tensions_of(base(("ill and size <= 4", "ill and size >= 6")).knowledge)
    assert [told(tension) for tension in found if tension.opposing == "ill"] == [
        "beads small: for_beads ill (size: 5, fits: true, ill: true)",
        "beads small: for_all ill (size: 5, fits: true, ill: true)",
    ]
    assert "ill" not in {tension.opposing for tension in tensions_of(base(("ill",)).knowledge)}


def test_a_pair_without_a_reason_and_a_reason_without_a_pair_are_told() -> None:
    found = acceptance(accepting(("too_large", ""), ("unclear", ""), ("ill", "for_all")))
    assert [(tension.indication, tension.opposing) for tension in found.unexplained] == [("for_beads", "ill")]
    assert [(each.rule, each.indication) for each in found.unneeded] == [("unclear", "")]


def test_a_reason_for_the_pair_goes_before_one_for_the_rule() -> None:
    knowledge = accepting(("ill", ""), ("ill", "for_all"), ("ill", "for_beads"), ("too_large", ""))
    by_pair = {(tension.indication, tension.opposing): tension for tension in tensions_of(knowledge)}
    assert reason_for(knowledge, by_pair["for_all", "ill"]) == AcceptedTension("ill", "for_all", "meant", PLACE)
    # Nothing is left for the reason that speaks of all.
    assert [each.indication for each in acceptance(knowledge).unneeded] == [""]


def page_of(knowledge: Knowledge) -> str:
    wording = Wording(load("en"), knowledge, "clinician")
    return render_markdown([tensions_page(wording)], places_seen_from(TENSIONS, wording))


def test_the_page_names_products_reasons_and_what_is_missing() -> None:
    page = page_of(ready(accepting(("ill", ""), ("ill", "for_all"))).knowledge)
    assert "4 entries: 3 pairs of rules, 2 of them opposing ones" in page
    assert (
        "Why it is meant: meant\n\n"
        "- [for\\_beads](beads.md#for_beads) (only: small): `{size: 1, fits: true, ill: true}`\n"
        "- [for\\_all](beads.md#for_all)"
    ) in page
    assert ("Why it is meant: nobody has said yet\n\n- [for\\_all](beads.md#for_all): `{size: 6, fits: true}`") in page
    assert "No pair in tension." not in page
    assert "No pair in tension." in page_of(rule_base(Description(FACTS, (), RULES[:1], OPTIONS)).knowledge)
