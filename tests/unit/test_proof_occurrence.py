"""Statuses that can occur: each has a patient, and no other occurs."""

from __future__ import annotations

from dataclasses import replace

from screener.knowledge.knowledge import Knowledge
from screener.manual.places import STATUSES as PAGE
from screener.manual.places import places_seen_from
from screener.manual.statuses_page import statuses_page
from screener.proof.occurrence import Occurrence, occurrences
from screener.proof.witness import patient_line
from screener.report.markdown import render_markdown
from screener.result.option import STATUSES
from screener.wording.catalogue import load
from screener.wording.wording import Wording
from tests.bases.description import ChoiceLine, Description, OptionLine, RuleLine, knowledge_of

DIAGNOSES = ("hcc", "icca", "other")
FACTS = (
    ChoiceLine("diagnosis", DIAGNOSES),
    ChoiceLine("fits", ("yes", "no")),
    ChoiceLine("ill", ("yes", "no")),
    ChoiceLine("late", ("yes", "no")),
)
OPTIONS = (OptionLine("beads", ("small", "large")), OptionLine("needle", ("needle",)))
RULES = (
    RuleLine("for_small", "supports", "diagnosis == hcc and fits", ("small",)),
    RuleLine("for_large", "supports_with_caution", "diagnosis != other and fits", ("large",)),
    RuleLine("for_needle", "supports", "diagnosis == hcc and fits and not late", ("needle",)),
    RuleLine("too_ill", "stop", "ill", ("small", "large")),
    RuleLine("too_late", "against", "late", ("large",)),
    RuleLine("weigh", "caution", "fits", ("needle",)),
)


def covering(description: Description) -> Knowledge:
    return replace(knowledge_of(description), covered=frozenset({"hcc", "icca"}))


def told(found: tuple[Occurrence, ...], diagnosis: str) -> list[str]:
    return [
        f"{each.option} {each.status}: {patient_line(each.patient)}" for each in found if each.diagnosis == diagnosis
    ]


def test_statuses_are_found_with_the_fewest_facts_that_settle_them() -> None:
    found = occurrences(covering(Description(FACTS, (), RULES, OPTIONS)))
    assert told(found, "hcc") == [
        "beads discuss: diagnosis: hcc, fits: true",
        "beads cannot_tell: diagnosis: hcc",
        "beads not_flagged: diagnosis: hcc, fits: false",
        "needle discuss_with_caution: diagnosis: hcc, fits: true, late: false",
        "needle cannot_tell: diagnosis: hcc",
        "needle not_flagged: diagnosis: hcc, fits: false",
    ]
    assert told(found, "icca") == [
        "beads discuss_with_caution: diagnosis: icca, fits: true",
        "beads cannot_tell: diagnosis: icca",
        "beads not_flagged: diagnosis: icca, fits: false",
        "needle not_flagged: diagnosis: icca",
    ]
    assert told(found, "other") == []


def test_an_option_that_is_in_whatever_else_is_true_is_never_open() -> None:
    rules = (RuleLine("for_all", "supports", "fits or not fits", ("small",)), RULES[3])
    found = occurrences(covering(Description(FACTS, (), rules, OPTIONS)))
    assert [line for line in told(found, "hcc") if line.startswith("beads")] == [
        "beads discuss: diagnosis: hcc",
        "beads not_flagged: diagnosis: hcc, ill: true",
    ]


def test_a_patient_is_in_scope_and_possible() -> None:
    description = Description(FACTS, (), RULES, OPTIONS, impossible=("fits and not ill",), scope=("ill and late",))
    found = occurrences(covering(description))
    assert [line for line in told(found, "hcc") if line.startswith("beads")] == [
        "beads not_flagged: diagnosis: hcc, fits: false",
    ]


def test_the_page_shows_the_statuses_and_the_patients() -> None:
    wording = Wording(load("en"), covering(Description(FACTS, (), RULES, OPTIONS)), "clinician")
    page = render_markdown([statuses_page(wording)], places_seen_from(PAGE, wording))
    assert "10 statuses, each with a patient who has it." in page
    discuss, caution, open_, none = map(wording.mark, STATUSES)
    assert f"| [beads](beads.md) | {discuss} {open_} {none} | {caution} {open_} {none} |\n" in page
    assert f"| [needle](needle.md) | {caution} {open_} {none} | {none} |" in page
    assert "| beads | Discuss, with caution | `{diagnosis: icca, fits: true}` |" in page
