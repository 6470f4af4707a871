"""The report as plain text."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from screener.knowledge.texts import Voice
from screener.report.blocks import (
    Block,
    Bullets,
    Code,
    Item,
    Link,
    Marked,
    Paragraph,
    Part,
    Row,
    Rows,
    Strong,
    Table,
    Target,
)
from screener.report.text import WIDTH, render_text, text_report
from screener.report.wanted import Wanted
from screener.result.known import read_span
from screener.result.option import OpenFact, SharedChecks
from screener.screening.knowledge_base import KnowledgeBase, load_knowledge
from screener.screening.screen import screen
from tests.bases import sound_rules
from tests.bases.small_rules import INTAKE, write
from tests.unit.report_text import section

VOICES: tuple[Voice, ...] = ("clinician", "patient")
NOT_FLAGGED = "\N{EN DASH} Not flagged by these rules"
HCC: dict[str, object] = {"diagnosis": "hcc", "age_years": 60}
PATIENTS: dict[str, dict[str, object]] = {
    "nothing known": {},
    "almost nothing": HCC,
    "one of two indications": {**HCC, "tumor_count": 2, "largest_tumor_cm": "2-4"},
    "well known": {**HCC, "tumor_count": 1, "largest_tumor_cm": 2, "heat_possible": False, "pacemaker": False},
    "closed": {**HCC, "tumor_count": 4, "largest_tumor_cm": 2, "pacemaker": True, "tumor_bleeding": True},
    "outside": {"diagnosis": "hcc", "age_years": 12},
    "stated": {**HCC, "burden_band": "low", "size_class": "large", "tumor_count": 3, "largest_tumor_cm": 20},
    "parting": {**HCC, "tumor_count": 2, "largest_tumor_cm": 2, "heat_possible": False, "pacemaker": True},
    "answer left open": {"diagnosis": "not_known"},
}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return sound_rules.knowledge_base(tmp_path_factory.mktemp("rules"))


def report(kb: KnowledgeBase, facts: dict[str, object], voice: Voice = "clinician", exact: bool = True) -> str:
    return text_report(screen(facts, kb, exact), sound_rules.wording(kb, voice), "0.1.0")


def by_source(kb: KnowledgeBase, facts: dict[str, object], voice: Voice = "clinician") -> str:
    return text_report(screen(facts, kb), sound_rules.wording(kb, voice), "0.1.0", Wanted(by_source=True))


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("name", PATIENTS)
def test_no_line_is_wider_than_the_page(kb: KnowledgeBase, name: str, voice: Voice) -> None:
    assert max(len(line) for line in report(kb, PATIENTS[name], voice).splitlines()) <= WIDTH


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("name", PATIENTS)
def test_every_report_carries_limits_version_and_review(kb: KnowledgeBase, name: str, voice: Voice) -> None:
    text = " ".join(report(kb, PATIENTS[name], voice).split())
    assert "It does not choose treatment, and it is not medical advice." in text
    assert "No start, stop or delay of any care because of this page." in text
    assert "When to call:" in text
    assert f"Rules {kb.knowledge.version} ({kb.knowledge.hash})" in text
    assert "not reviewed by a clinician" in text
    assert ("For use by trained staff" in text) is (voice == "clinician")


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("name", PATIENTS)
def test_comparisons_are_written_in_words(kb: KnowledgeBase, name: str, voice: Voice) -> None:
    assert not set(report(kb, PATIENTS[name], voice)) & set("<>~")


def test_the_parts_come_in_their_order(kb: KnowledgeBase) -> None:
    text = report(kb, {**PATIENTS["one of two indications"], "tumor_bleeding": True, "age_years": "unknown"})
    parts = (
        *("It does not choose", "Same-day medical review", "Not known yet, and could put", "Facts used"),
        *("Worked out from", "All options", "Beads\n---", "Needle\n---", "Sources\n===", "Rules 2026"),
        "No start, stop or delay",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_facts_stand_in_chart_order_with_units(kb: KnowledgeBase) -> None:
    facts = section(report(kb, {"largest_tumor_cm": "2-4", "tumor_count": 2, "diagnosis": "hcc"}), "Facts used")
    assert facts.startswith("\n  Diagnosis  HCC\n  Count      2\n  Largest    2 to 4 cm\n\n")
    assert "never read as no, zero or normal" in facts


def test_without_facts_the_report_says_so(kb: KnowledgeBase) -> None:
    assert "every fact is unknown" in section(report(kb, {}), "Facts used")


def test_an_answer_left_open_is_shown_with_its_question(kb: KnowledgeBase) -> None:
    facts = section(report(kb, PATIENTS["answer left open"]), "Facts used")
    assert "Diagnosis  Not known" in facts
    assert "Questions these answers raise:\n  - Diagnosis, Not known: Ask for the report" in facts


def test_an_answer_left_open_need_not_raise_a_question(tmp_path: Path) -> None:
    raises = '        raises: {clinician: "Ask for the report", patient: "Ask for your report"}\n'
    assert raises in INTAKE
    rules = {**sound_rules.RULES, "facts/10_intake.yaml": INTAKE.replace(raises, "")}
    facts = section(report(load_knowledge(write(tmp_path, rules)), PATIENTS["answer left open"]), "Facts used")
    assert "Diagnosis  Not known" in facts
    assert "Questions" not in facts


def test_derived_facts_show_formula_and_open_inputs(kb: KnowledgeBase) -> None:
    derived = section(report(kb, PATIENTS["one of two indications"]), "Worked out from these facts")
    assert "- Points: 2 or 4\n      - Added up. [1] Still open: Largest." in derived
    assert "- No heat: unknown\n      - Heat is not possible. Still open: Heat and Largest." in derived
    # What is certain although an input is open needs no more words.
    assert "- Band: High\n      - From points.\n" in derived


def test_patients_see_only_what_can_be_worked_out(kb: KnowledgeBase) -> None:
    derived = section(report(kb, PATIENTS["one of two indications"], "patient"), "What follows from this")
    assert "No heat" not in derived


def test_a_stated_value_says_so_and_what_the_definition_gives(kb: KnowledgeBase) -> None:
    derived = section(report(kb, PATIENTS["stated"] | {"size_class": "unknown"}), "Worked out from these facts")
    assert "- Band: Low, as stated\n      - From points. By its definition it would be High." in derived


def test_all_options_stand_in_the_overview_in_their_order(kb: KnowledgeBase) -> None:
    overview = section(report(kb, PATIENTS["one of two indications"]), "All options, always in this order")
    assert overview.strip("\n").splitlines() == [
        "  Beads   ? Cannot tell: facts missing",
        "  Needle  ● Meets published criteria to discuss; 2 things to check first",
    ]


def test_without_the_analysis_no_number_of_checks_is_claimed(kb: KnowledgeBase) -> None:
    text = report(kb, {**HCC, "largest_tumor_cm": 2}, exact=False)
    assert "● Meets published criteria to discuss\n" in text
    assert "To check" not in text


def test_an_option_that_cannot_be_told_shows_what_fits_and_what_is_missing(kb: KnowledgeBase) -> None:
    beads = section(report(kb, PATIENTS["one of two indications"]), "Beads")
    assert "  - A source speaks of this case: A trial offers this." in beads
    assert "Fits: Diagnosis: HCC; Count is at most 3 (here: 2)" in beads
    assert "Still needed: No heat would have to be: yes (not known)" in beads
    assert "What is missing:\n  - Left for the work-up: Heat." in beads
    assert re.search(r"\n\d more to check afterwards\.", beads)


def test_nothing_that_fits_is_said_plainly(kb: KnowledgeBase) -> None:
    assert "Nothing is known yet that speaks for it." in section(report(kb, {}), "Needle")


def test_one_more_check_is_counted_in_words(kb: KnowledgeBase) -> None:
    facts = {**HCC, "tumor_count": 2, "largest_tumor_cm": 2, "pacemaker": False, "tumor_bleeding": False}
    beads = section(report(kb, facts | {"age_years": 95}), "Beads")
    assert "To weigh:" in beads
    assert "more to check afterwards" not in beads
    beads = section(report(kb, facts | {"tumor_bleeding": "unknown"}), "Beads")
    assert "1 more to check afterwards." in beads


def test_an_indication_shows_what_it_read(kb: KnowledgeBase) -> None:
    needle = section(report(kb, {**HCC, "largest_tumor_cm": 2}), "Needle")
    assert "Why it may be worth discussing:\n  - A trial offers this." in needle
    assert "Because: Diagnosis: HCC; Largest is at most 3 cm (here: 2 cm)" in needle


def test_what_follows_whatever_is_open_names_no_comparison(kb: KnowledgeBase) -> None:
    screening = screen({**HCC, "largest_tumor_cm": 2}, kb)
    needle = screening.options["needle"]
    reasons = tuple(replace(reason, comparisons=()) for reason in needle.reasons)
    changed = screening.model_copy(update={"options": {"needle": replace(needle, reasons=reasons)}})
    text = section(text_report(changed, sound_rules.wording(kb), "0.1.0"), "Needle")
    assert "  - A trial offers this. [" in text
    assert "Because" not in text


def test_different_indications_may_cover_different_cases(kb: KnowledgeBase) -> None:
    needle = section(report(kb, PATIENTS["one of two indications"]), "Needle")
    assert "Each possible case is covered by one of these:" in needle
    assert needle.count("offers this") == 2


def test_own_checks_stand_closing_ones_first(kb: KnowledgeBase) -> None:
    needle = section(report(kb, {"diagnosis": "hcc", "tumor_count": 2, "largest_tumor_cm": "2-4"}), "Needle")
    close, caution, later = (
        needle.index(part)
        for part in (
            "could take it out:\n  - Bleeding (if yes)",
            "could add a caution:\n  - Age",
            "Left for the work-up",
        )
    )
    assert close < caution < later


def test_checks_that_options_share_stand_once(kb: KnowledgeBase) -> None:
    facts = {"diagnosis": "hcc", "tumor_count": 2, "largest_tumor_cm": 2, "heat_possible": False}
    text = report(kb, facts)
    assert "- Bleeding" in section(text, "To check for every option flagged")
    assert "Bleeding (if yes)" not in text


def test_shared_checks_of_the_work_up_take_one_line(kb: KnowledgeBase) -> None:
    screening = screen({**HCC, "tumor_count": 2, "largest_tumor_cm": 2, "heat_possible": False}, kb)
    shared = SharedChecks("needle", ("heat_possible",))
    check = OpenFact("heat_possible", ("needle.heat",), (read_span("no"),), (), "caution", "work_up")
    needle = replace(screening.options["needle"], still_to_check=(check,))
    changed = {"shared_checks": (shared,), "options": {"needle": needle}}
    text = text_report(screening.model_copy(update=changed), sound_rules.wording(kb), "0.1.0")
    once = section(text, "To check for every flagged option through a needle")
    assert once.strip() == "- Left for the work-up: Heat."
    assert text.count("Left for the work-up") == 1


def test_fix_first_caution_and_dispute_stand_apart(kb: KnowledgeBase) -> None:
    facts = {"diagnosis": "hcc", "age_years": 95, "tumor_count": 2, "largest_tumor_cm": 6, "heat_possible": False}
    text = report(kb, facts)
    beads = section(text, "Beads")
    assert "To weigh:\n" in beads
    assert "Where sources disagree:\n  - Bodies disagree. (only: Small)" in beads
    assert "Between: trial 2020 and BCLC 2022." in beads
    needle = section(report(kb, facts | {"largest_tumor_cm": 2}), "Needle")
    assert "To put right first:\n  - Protect the bowel first." in needle


def test_a_stop_on_one_form_leaves_the_others(kb: KnowledgeBase) -> None:
    facts = {**HCC, "tumor_count": 2, "largest_tumor_cm": 2, "heat_possible": False, "pacemaker": True}
    beads = section(report(kb, facts), "Beads")
    assert f"Its forms:\n  - Small: {NOT_FLAGGED}: A source lists a reason not to" in beads
    assert "Argues against one of its forms:\n  - Small beads disturb pacemakers. (only: Small)" in beads


def test_a_closed_option_says_why_and_what_may_change(kb: KnowledgeBase) -> None:
    facts = {**HCC, "tumor_count": 2, "largest_tumor_cm": 2, "tumor_bleeding": True}
    text = report(kb, facts)
    assert f"{NOT_FLAGGED}: Sources usually argue against it here" in text
    assert "Why not:\n  - After recovery. [" in section(text, "Needle")
    assert "This may change: until stable" in section(text, "Needle")
    assert "a safety choice of these rules, no publication" in section(text, "Sources")


def test_open_rules_may_close_an_option_together(kb: KnowledgeBase) -> None:
    needle = section(report(kb, {**HCC, "tumor_count": 4, "largest_tumor_cm": 2}), "Needle")
    assert "one of these argues against it:\n  - Not four with a pacemaker." in needle


def test_what_is_not_covered_is_no_refusal(kb: KnowledgeBase) -> None:
    needle = section(report(kb, {**HCC, "tumor_count": 1, "largest_tumor_cm": 12}), "Needle")
    assert "Not covered by these sources" in needle
    assert "which is no refusal" in needle
    assert "Differs: Largest would have to be at most 3 cm (here: 12 cm)" in needle


def test_urgent_help_stands_above_everything_else(kb: KnowledgeBase) -> None:
    text = report(kb, {"tumor_bleeding": True}, "patient")
    assert "- Get help today." in section(text, "Get medical help today")


def test_outside_the_scope_there_are_no_options(kb: KnowledgeBase) -> None:
    text = report(kb, PATIENTS["outside"])
    outside = section(text, "Outside these rules")
    assert "- Adults only.\n      - Where to turn: A center." in outside
    assert "Beads" not in text


def test_a_scope_rule_may_name_nowhere_to_turn(kb: KnowledgeBase) -> None:
    screening = screen(PATIENTS["outside"], kb)
    reasons = tuple(replace(said, turn_to=None) for said in screening.scope.reasons)
    changed = screening.model_copy(update={"scope": replace(screening.scope, reasons=reasons)})
    text = text_report(changed, sound_rules.wording(kb), "0.1.0")
    assert section(text, "Outside these rules").strip() == "- Adults only."


def test_a_patient_with_nothing_flagged_is_told_what_else_to_ask(kb: KnowledgeBase) -> None:
    text = report(kb, PATIENTS["closed"], "patient")
    panel = section(text, "These rules have nothing to add")
    assert "A transplant: has it been thought about?" in panel
    assert "These rules looked at: Beads and Needle." in panel
    assert "did not flag" not in text
    assert "Not flagged" in report(kb, PATIENTS["closed"])


def test_sources_are_numbered_as_they_are_cited(kb: KnowledgeBase) -> None:
    text = report(kb, {**HCC, "largest_tumor_cm": 2})
    sources = section(text, "Sources")
    numbers = re.findall(r"(?m)^ +(\d+)\. ", sources)
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert "https://example.org/p" in sources
    assert "1.1; 1.2; 1.3, read in the source itself, checked 2026-11-23" in sources
    cited = {int(number) for group in re.findall(r"\[([\d, ]+)\]", text) for number in group.split(", ")}
    assert cited == set(map(int, numbers))


def test_options_that_a_source_combines_stand_once_above_all(kb: KnowledgeBase) -> None:
    together = section(report(kb, PATIENTS["parting"]), "Options that sources combine")
    assert together.strip("\n").splitlines() == ["  - Often combined. [2]", "      - Beads together with Needle"]
    assert "Options that sources combine" not in report(kb, PATIENTS["one of two indications"])


def test_every_body_is_told_only_if_asked_for(kb: KnowledgeBase) -> None:
    assert "By source" not in report(kb, PATIENTS["parting"])
    beads = section(by_source(kb, PATIENTS["parting"]), "Beads")
    assert beads[beads.index("By source:") :].strip("\n").splitlines() == [
        "By source:",
        "  - Trials: for it (beads.population) [1]",
        "  - BCLC: a reason not to (beads.small_stop) [3]",
        "  - Not settled yet: a safety choice of these rules",
        "",
        "Where sources part:",
        "  - A source says not to (BCLC; beads.small_stop): Small beads disturb",
        "    pacemakers. (only: Small) [3]",
        "      - Speaking for it: trials (beads.population)",
        "      - What decides: Pacemaker: yes",
    ]


def test_a_body_may_say_several_things_and_others_nothing(kb: KnowledgeBase) -> None:
    needle = section(by_source(kb, PATIENTS["parting"]), "Needle")
    assert "  - NICE: for it (needle.population); something to weigh (needle.heat) [2]\n" in needle
    assert "  - Silent on this case: trials and BCLC\n" in needle
    assert "Where sources part" not in needle


def test_a_disagreement_names_the_publications(kb: KnowledgeBase) -> None:
    patient = {**HCC, "tumor_count": 4, "largest_tumor_cm": 6, "pacemaker": True}
    beads = section(by_source(kb, patient), "Beads")
    assert "Sources disagree (trial 2020 and BCLC 2022; beads.dispute): Bodies disagree." in beads
    assert "Speaking for it" not in beads
    assert "What decides: Band: High; Sum is more than 7 (here: 10)" in beads


def test_what_follows_from_open_facts_names_no_comparison_that_decides(kb: KnowledgeBase) -> None:
    screening = screen(PATIENTS["parting"], kb)
    beads = screening.options["beads"]
    reasons = tuple(replace(each, comparisons=()) for each in beads.reasons)
    options = {**screening.options, "beads": replace(beads, reasons=reasons)}
    changed = screening.model_copy(update={"options": options})
    text = text_report(changed, sound_rules.wording(kb), "0.1.0", Wanted(by_source=True))
    assert "Where sources part" in text
    assert "What decides" not in text


def test_patients_read_no_names_of_rules(kb: KnowledgeBase) -> None:
    text = by_source(kb, PATIENTS["parting"], "patient")
    assert "  - Trials: for it [1]\n" in text
    assert "      - Speaking for it: trials\n" in text
    assert not [rule.id for rule in kb.knowledge.rules if rule.id in text]


def test_a_patient_with_nothing_flagged_may_still_ask_what_each_source_says(kb: KnowledgeBase) -> None:
    text = by_source(kb, PATIENTS["closed"], "patient")
    places = [text.index(part) for part in ("These rules have nothing to add", "All treatments", "What each source")]
    assert places == sorted(places)


def test_sources_told_by_body_are_listed_too(kb: KnowledgeBase) -> None:
    text = by_source(kb, PATIENTS["closed"])
    numbers = set(re.findall(r"(?m)^ +(\d+)\. ", section(text, "Sources")))
    assert {number for group in re.findall(r"\[([\d, ]+)\]", text) for number in group.split(", ")} == numbers


def test_rows_are_aligned_and_long_ones_wrap() -> None:
    rows = (Row("Short", "value"), Row("A name that is much longer than the column for names is", "x " * 40))
    text = render_text([Rows(rows)])
    lines = text.splitlines()
    assert lines[0].index("value") == lines[1].index("x x")
    assert max(map(len, lines)) <= WIDTH


def test_lists_stay_together_under_their_label() -> None:
    blocks: list[Block] = [
        Part("notes", "Label", 4, (Bullets((Item("one", (Item("deeper", (Item("deepest"),)),)),)),)),
        Paragraph("After."),
        Bullets(tuple(Item(str(number)) for number in range(1, 11)), is_numbered=True),
    ]
    assert render_text(blocks).startswith(
        "Label:\n  - one\n      - deeper\n          - deepest\n\nAfter.\n\n  1. 1\n  2. 2\n"
    )
    assert render_text(blocks).endswith("\n  9. 9\n 10. 10\n")


def test_what_is_only_held_together_has_no_heading() -> None:
    assert render_text([Part("plain", "", 2, (Paragraph("One."), Paragraph("Two.")))]) == "One.\n\nTwo.\n"


def test_a_word_too_long_for_the_page_is_cut_and_not_lost() -> None:
    text = render_text([Bullets((Item("https://example.org/" + "a" * 100),))])
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "".join(text.split()).endswith("a" * 100)


def test_tables_are_aligned_and_their_last_column_wraps() -> None:
    text = render_text([Table(("", "for", "says"), (("beads", "1", "x " * 50), ("needle", "12", "short")))])
    assert text.splitlines() == [
        "          for  says",
        "          ---  ----",
        "  beads   1    x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x",
        "               x x x x x x x x x x x x x x x x x",
        "  needle  12   short",
    ]


def test_a_table_too_wide_for_the_page_is_told_line_by_line() -> None:
    wide = "x" * 38
    text = render_text([Table(("one", "two", "three"), ((wide, wide, "at the end of it all"),))])
    assert text == f"  - one: {wide}\n      - two: {wide}\n      - three: at the end of it all\n"


def test_every_piece_of_a_line_is_read_as_text() -> None:
    ecog = Target("fact", "ecog")
    line = ("See ", Strong("heat"), ", ", Code("a < 3"), ", ", Link("ECOG", ecog), ", ", Link(Code("ecog"), ecog), " ")
    shown = render_text([Paragraph((*line, Marked("discuss", "*", "Discuss")))])
    assert shown == "See heat, a < 3, ECOG, ecog * Discuss\n"
