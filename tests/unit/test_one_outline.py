"""Where report and screen once told different things, both tell the fuller of the two."""

from __future__ import annotations

import re

import pytest

import screener
from results import draw_results
from screener.knowledge.possible import Outcome
from screener.report.text import text_report
from screener.report.wanted import Wanted
from screener.result.option import OptionResult
from screener.result.reason import Reason
from screener.screening.examination import Examination
from screener.screening.knowledge_base import KnowledgeBase
from screener.wording.catalogue import load
from screener.wording.wording import Wording
from tests.bases import sound_rules
from tests.bases.built_in import built_in_rules
from tests.bases.sound_rules import HCC
from tests.unit.cards import card, read

NOT_FLAGGED = "\N{EN DASH} Not flagged by these rules"
BAND_AND_SIZE: dict[str, object] = {**HCC, "tumor_count": 2, "largest_tumor_cm": "2-4"}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return sound_rules.knowledge_base(tmp_path_factory.mktemp("rules"))


def report_of(examination: Examination, wording: Wording) -> str:
    """The text report on one line, without the signs of its lists."""
    wanted = Wanted(by_source=True, questions=examination.next_questions())
    report = text_report(examination.screening, wording, "0.1.0", wanted)
    return " ".join(re.sub(r"(?m)^ +- ", "", report).split())


def screen_of(examination: Examination, wording: Wording) -> str:
    return read(draw_results(examination.screening, examination.next_questions(), wording))


def both(kb: KnowledgeBase, facts: dict[str, object]) -> tuple[str, str]:
    examination, wording = screener.examine(facts, kb), sound_rules.wording(kb)
    return report_of(examination, wording), screen_of(examination, wording)


def test_a_derived_fact_that_is_certain_leaves_nothing_open(kb: KnowledgeBase) -> None:
    for shown in both(kb, BAND_AND_SIZE):
        assert re.search(r"Band: High From points\. (?!Still open)", shown)
        assert "Added up. [" in shown
        assert "] Still open: Largest." in shown


def test_derived_facts_show_their_sources(kb: KnowledgeBase) -> None:
    report, screen = both(kb, BAND_AND_SIZE)
    assert re.search(r"Added up\. \[\d\]", report)
    assert "Added up. [TRIAL]" in screen
    derived = screen[screen.index("Worked out from these facts") : screen.index("Most useful next")]
    assert "Sources [TRIAL] trial: A. B. 2020" in derived
    assert "Table 1, read in a report about it, checked 2026-11-24" in derived


def test_forms_that_differ_only_in_why_not_are_shown(kb: KnowledgeBase) -> None:
    closed: dict[str, object] = {**HCC, "tumor_count": 12, "largest_tumor_cm": 12, "pacemaker": True}
    beads = screener.screen(closed, kb).options["beads"]
    assert {product.status for product in beads.products.values()} == {"not_flagged"}
    for shown in both(kb, closed):
        assert re.search(
            rf"Its forms:? Small: {NOT_FLAGGED}: A source lists a reason not to "
            rf"Large: {NOT_FLAGGED}: Not covered by these sources",
            shown,
        )


def as_case(reason: Reason, option: OptionResult) -> str:
    """How a case is told for clinicians: what it says, its forms if it is not about all, its sources."""
    says = " ".join(reason.says.clinician.split())
    own = [product.name.clinician for product in option.products.values() if product.id in reason.only]
    *first, last = own or [""]
    listed = f"{', '.join(first)} and {last}" if first else last
    only = f" (only: {listed})" if len(own) not in (0, len(option.products)) else ""
    keys = ", ".join(dict.fromkeys(source.key for source in reason.sources))
    return f"A source speaks of this case: {says}{only} [{keys}]"


def differing(reason: Reason) -> int:
    return sum(each.outcome is Outcome.NOT_MET for each in reason.comparisons)


def case_told(option: OptionResult) -> Reason | None:
    """The indication an option tells of though it is not met: the one that fits best so far, or that differs least."""
    if option.fits_so_far:
        return next(each for each in option.reasons if each.rule == option.fits_so_far.rule)
    failed = [each for each in option.reasons if each.effect.startswith("supports") and differing(each)]
    return min(failed, key=differing) if option.why_not == "not_covered" and failed else None


def test_a_case_that_a_source_speaks_of_names_its_forms_and_sources() -> None:
    kb = built_in_rules()
    answers = [screener.screen(example.facts, kb) for example in screener.read_examples(kb.knowledge)]
    options = [option for answer in answers for option in answer.options.values()]
    wording = Wording(load("en"), kb.knowledge, "clinician")
    cases = [(as_case(reason, option), option) for option in options if (reason := case_told(option))]
    assert [case for case, option in cases if case not in read(card(option, wording))] == []
    for kind in ("cannot_tell", "not_flagged"):
        assert [case for case, option in cases if option.status == kind and "(only: " in case]
