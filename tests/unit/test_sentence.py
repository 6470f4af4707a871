"""One sentence for every option, in words."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from screener.analysis.deciding import decision_of
from screener.knowledge.possible import Outcome
from screener.knowledge.texts import Voice
from screener.report.markdown import document_report
from screener.report.option_outline import status_line
from screener.report.record import record_of
from screener.report.text import plain, text_report
from screener.result.decision import Concern, Ground
from screener.result.known import KnownTexts, read_known
from screener.result.option import OptionResult, Status
from screener.result.reason import Finding
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import screen
from screener.wording.sentence import explain, sentence
from screener.wording.wording import Wording
from tests.bases import sound_rules
from tests.bases.sound_rules import HCC, KNOWN
from tests.unit.cards import card, read
from tests.unit.changed_options import firmed, with_status


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return sound_rules.knowledge_base(tmp_path_factory.mktemp("rules"))


def option_of(kb: KnowledgeBase, option: str, facts: dict[str, object]) -> OptionResult:
    return screen(facts, kb).options[option]


def said(kb: KnowledgeBase, option: OptionResult, voice: Voice = "clinician") -> str:
    return sentence(option, decision_of(option, kb.knowledge), sound_rules.wording(kb, voice))


def both(kb: KnowledgeBase, option: OptionResult) -> tuple[str, str]:
    explained = explain(option, sound_rules.wording(kb))
    return explained.clinician, explained.patient


def test_a_stop_and_an_against_name_value_limit_and_source(kb: KnowledgeBase) -> None:
    stopped = option_of(kb, "needle", {**HCC, "tumor_count": 6, "tumor_bleeding": True, "size_grade": "g2"})
    assert both(kb, stopped) == (
        "Not flagged, since a source gives a reason not to use it here: count is 6 (more than 5) [BODY].",
        "Not flagged, since a source gives a reason against it for now: count is 6 (more than 5) [BODY].",
    )
    against = option_of(kb, "needle", {**HCC, "tumor_bleeding": True})
    assert both(kb, against) == ("Not flagged, since sources argue against it here: bleeding (yes) [OURS].",) * 2


def test_a_rule_about_some_products_says_so(kb: KnowledgeBase) -> None:
    option = option_of(kb, "beads", {**KNOWN, "heat_possible": False, "pacemaker": True})
    small = option.products["small_beads"]
    closed = replace(option, status=small.status, why_not=small.why_not)
    assert said(kb, closed) == (
        "Not flagged, since a source gives a reason not to use some of its forms here: pacemaker (yes) [BODY]."
    )


def test_the_closest_case_says_what_is_here_and_what_is_asked(kb: KnowledgeBase) -> None:
    option = option_of(kb, "beads", {**KNOWN, "tumor_count": 4, "heat_possible": True})
    assert both(kb, option) == (
        "Not flagged, since the closest case these rules cover differs: count is 4 instead of at most 3 and no heat "
        "(no instead of yes) [TRIAL].",
        "Not flagged, since the closest case in these rules differs: count is 4 instead of at most 3 and no heat (no "
        "instead of yes) [TRIAL].",
    )


def test_what_no_single_fact_decides_is_said_without_facts(kb: KnowledgeBase) -> None:
    far = option_of(kb, "needle", {**KNOWN, "largest_tumor_cm": 12})
    unread = replace(far, reasons=tuple(replace(each, comparisons=each.comparisons[:2]) for each in far.reasons))
    assert said(kb, unread) == (
        "Not flagged, since the closest case these rules cover differs: largest is 12 cm instead of at most 3 cm "
        "[PAGE]."
    )
    nothing = firmed(far, "needle.population", "needle.larger")
    assert both(kb, nothing) == (
        "Not flagged, since no case these rules cover fits, whatever is still open.",
        "Not flagged, since no case in these rules fits, whatever is still open.",
    )


def test_rules_that_close_together_are_said_with_what_they_share(kb: KnowledgeBase) -> None:
    together = option_of(kb, "needle", {**KNOWN, "tumor_count": 4})
    assert both(kb, together) == (
        "Not flagged, since wherever a source speaks for it, another argues against it, whatever is still open: count "
        "is 4 [PAGE].",
        "Not flagged, since when one source speaks for it, one speaks against it too: count is 4 [PAGE].",
    )
    bare = replace(together, reasons=tuple(replace(each, comparisons=()) for each in together.reasons))
    assert said(kb, bare) == (
        "Not flagged, since wherever a source speaks for it, another argues against it, whatever is still open [PAGE]."
    )


def test_a_rule_that_is_certain_is_said_with_what_is_known(kb: KnowledgeBase) -> None:
    facts = {**KNOWN, "tumor_count": 4, "pacemaker": True}
    closed = firmed(option_of(kb, "needle", facts), "needle.four_with_pacemaker")
    assert said(kb, closed) == (
        "Not flagged, since sources argue against it, whatever is still open: count is 4 [PAGE]."
    )
    flagged = firmed(option_of(kb, "needle", KNOWN), "needle.population")
    assert both(kb, flagged) == (
        "Meets published criteria, whatever is still open: largest is 2 cm (at most 3 cm) [PAGE].",
        "Sources speak of it in a case like yours, whatever is still open: largest is 2 cm (at most 3 cm) [PAGE].",
    )


def test_what_is_worth_discussing_names_what_fits(kb: KnowledgeBase) -> None:
    assert both(kb, option_of(kb, "needle", {**KNOWN, "largest_tumor_cm": 4})) == (
        "Meets published criteria, among them: largest is 4 cm (at most 5 cm) and count is 1 (at most 2) [TRIAL].",
        "Sources speak of it in a case like yours: largest is 4 cm (at most 5 cm) and count is 1 (at most 2) [TRIAL].",
    )


def test_different_indications_are_said_to_cover_different_cases(kb: KnowledgeBase) -> None:
    facts = {**HCC, "tumor_count": 2, "largest_tumor_cm": "2-4"}
    option = option_of(kb, "needle", facts)
    assert both(kb, option) == (
        "Meets one or another set of published criteria, whatever is still open [PAGE, TRIAL].",
        "One source or another fits your case, whatever is still open [PAGE, TRIAL].",
    )
    weighed = option_of(kb, "needle", {**facts, "heat_possible": False})
    assert said(kb, weighed) == (
        "Meets one or another set of published criteria with caution, whatever is still open [PAGE, TRIAL]; to put "
        "right first: heat (no) [PAGE]."
    )


@pytest.mark.parametrize(
    ("option", "facts", "concern"),
    [
        ("needle", {"heat_possible": False}, "to put right first: heat (no) [PAGE]."),
        ("needle", {"age_years": 95}, "to weigh: age is 95 years (at least 90 years) [BODY]."),
        (
            "beads",
            {"largest_tumor_cm": 8, "heat_possible": False, "age_years": 85},
            "sources disagree here: sum is 9 (more than 7) [TRIAL, BODY].",
        ),
    ],
)
def test_what_there_is_to_weigh_follows(kb: KnowledgeBase, option: str, facts: dict[str, object], concern: str) -> None:
    assert said(kb, option_of(kb, option, {**KNOWN, **facts})).endswith(f"; {concern}")


def test_what_stays_to_weigh_is_said_with_its_source_if_it_has_one(kb: KnowledgeBase) -> None:
    option = firmed(option_of(kb, "needle", {**KNOWN, "heat_possible": False}), "needle.heat")
    assert said(kb, option).endswith("; something to weigh remains, whatever is still open [PAGE].")
    option = with_status(option_of(kb, "needle", KNOWN), "discuss_with_caution")
    assert said(kb, option).endswith(" [PAGE]; something to weigh remains, whatever is still open.")


def test_a_weaker_indication_is_said_to_be_one(kb: KnowledgeBase) -> None:
    option = with_status(option_of(kb, "needle", KNOWN), "discuss_with_caution")
    weak = (replace(each, effect="supports_with_caution") for each in option.reasons if each.effect == "supports")
    assert both(kb, replace(option, reasons=tuple(weak))) == (
        "Meets published criteria with caution, among them: largest is 2 cm (at most 3 cm) [PAGE]; so far no source "
        "speaks for it without caution.",
        "Sources speak of it in a case like yours: largest is 2 cm (at most 3 cm) [PAGE]; so far no source speaks for "
        "it without care.",
    )


def test_what_cannot_be_told_names_what_fits_and_what_is_missing(kb: KnowledgeBase) -> None:
    assert both(kb, option_of(kb, "beads", {**HCC, "tumor_count": 2, "largest_tumor_cm": 2})) == (
        "Cannot tell yet; fits so far: count is 2 (at most 3) [TRIAL]; missing: heat.",
        "Not clear yet; fits so far: count is 2 (at most 3) [TRIAL]; missing: heat.",
    )
    assert both(kb, option_of(kb, "needle", {})) == (
        "Cannot tell yet; nothing fits so far; missing: diagnosis, age, count and 1 more.",
        "Not clear yet; nothing fits so far; missing: your diagnosis, age, count and 1 more.",
    )
    unread = option_of(kb, "needle", HCC)
    bare = replace(unread, reasons=tuple(replace(each, comparisons=()) for each in unread.reasons))
    assert said(kb, bare) == "Cannot tell yet, though a case may fit [PAGE]; missing: count and largest."


@pytest.mark.parametrize("voice", ["clinician", "patient"])
@pytest.mark.parametrize(
    ("status", "ground"),
    [
        *(("not_flagged", ground) for ground in ("certain", "together", "closest")),
        ("cannot_tell", "so_far"),
        *(("discuss", ground) for ground in ("certain", "together")),
        *(("discuss_with_caution", ground) for ground in ("certain", "together")),
    ],
)
def test_every_ground_has_words_with_and_without_facts(
    kb: KnowledgeBase, status: Status, ground: Ground, voice: Voice
) -> None:
    option = with_status(option_of(kb, "needle", {**KNOWN, "heat_possible": False}), status)
    decision = decision_of(option_of(kb, "needle", KNOWN), kb.knowledge)
    (rule,) = decision.rules
    concern = Concern("stays", None) if status == "discuss_with_caution" else None
    for comparisons in (rule.comparisons, ()):
        rules = (replace(rule, comparisons=comparisons),)
        made = replace(decision, ground=ground, rules=rules, concern=concern)
        text = sentence(option, made, sound_rules.wording(kb, voice))
        assert ("largest is 2 cm" in text) is bool(comparisons)
        assert re.fullmatch(r"[A-Z][^.]+ \[PAGE\][^.]*\.", text), text


def renamed(kb: KnowledgeBase, name: str) -> Wording:
    """Catalogue that call the largest tumor something else."""
    facts = tuple(
        replace(fact, label=replace(fact.label, clinician=name)) if fact.id == "largest_tumor_cm" else fact
        for fact in kb.knowledge.facts
    )
    return replace(sound_rules.wording(kb), knowledge=replace(kb.knowledge, facts=facts))


def test_a_name_is_written_as_inside_a_sentence(kb: KnowledgeBase) -> None:
    option = option_of(kb, "needle", {**KNOWN, "largest_tumor_cm": 12})
    for name, inside in (
        ("INR", "INR"),
        ("Child-Pugh class", "Child-Pugh class"),
        ("A large one", "a large one"),
        ("X", "X"),
    ):
        text = sentence(option, decision_of(option, kb.knowledge), renamed(kb, name))
        assert f"differs: {inside} is 12 cm instead" in text


def test_a_long_sentence_leaves_out_glosses_then_missing_facts_then_limits_that_are_kept(kb: KnowledgeBase) -> None:
    option = option_of(kb, "needle", {**KNOWN, "largest_tumor_cm": 4})
    decision = decision_of(option, kb.knowledge)
    assert "largest (of all) is 4 cm (at most 5 cm)" in sentence(option, decision, renamed(kb, "Largest (of all)"))
    long = " ".join(["largest"] * 10)
    glossed = sentence(option, decision, renamed(kb, f"{long} (in words that say what is meant by it)"))
    assert f": {long} is 4 cm (at most 5 cm) and" in glossed
    longer = " ".join(["largest"] * 14)
    assert f": {longer} is 4 cm and count is 1 [TRIAL]." in sentence(option, decision, renamed(kb, longer))
    closed = option_of(kb, "needle", {**KNOWN, "tumor_count": 6, "size_grade": "g2"})
    assert "count is 6 (more than 5)" in said(kb, closed)


def test_many_missing_facts_are_counted(kb: KnowledgeBase) -> None:
    option = option_of(kb, "needle", {})
    assert option.missing is not None
    entries = tuple(replace(option.missing[0], fact=name) for name in ("age_years", "tumor_count", "heat_possible"))
    products = {"needle": replace(option.products["needle"], missing=(*option.missing, *entries))}
    assert said(kb, replace(option, products=products)).endswith("missing: diagnosis, age, count and 2 more.")
    unasked = {"needle": replace(option.products["needle"], missing=None)}
    assert said(kb, replace(option, products=unasked)).startswith("Cannot tell yet; nothing fits so far")


def test_neighboring_values_of_an_ordered_choice_are_a_range(kb: KnowledgeBase) -> None:
    option = option_of(kb, "needle", KNOWN)
    decision = decision_of(option, kb.knowledge)
    for values, written in (
        (("1", "2", "3"), "1 to 3"),
        (("1", "2"), "1 or 2"),
        (("1", "2", "4"), "1, 2 or 4"),
    ):
        points = Finding("burden_points", "<=", ("4",), read_known(KnownTexts(values)), Outcome.MET)
        rules = tuple(replace(each, comparisons=(points,)) for each in decision.rules)
        text = sentence(option, replace(decision, rules=rules), sound_rules.wording(kb))
        assert f"points is {written} (at most 4)" in text


@pytest.mark.parametrize("voice", ["clinician", "patient"])
def test_the_sentence_stands_first_under_the_status(kb: KnowledgeBase, voice: Voice) -> None:
    screening, wording = screen(KNOWN, kb), sound_rules.wording(kb, voice)
    option = screening.options["needle"]
    text = " ".join(text_report(screening, wording, "0.1.0").split())
    status = plain(status_line(option, wording))
    assert f"{status} {said(kb, option, voice)} {wording.to(option.what)}" in text
    document = document_report(screening, wording, "0.1.0")
    assert f"\n\n{said(kb, option, voice)}\n\n".replace("[", r"\[").replace("]", r"\]") in document
    assert f"{status} {said(kb, option, voice)} {wording.to(option.what)}" in read(card(option, wording))


def test_every_key_in_a_sentence_is_in_the_list_of_sources(kb: KnowledgeBase) -> None:
    text = text_report(screen({**KNOWN, "tumor_count": 4}, kb), sound_rules.wording(kb), "0.1.0")
    keys = {key for group in re.findall(r"\[([A-Z][A-Z, ]+)\]", text) for key in group.split(", ")}
    listed = set(re.findall(r"(?m)^ +\d+\. \[([A-Z]+)\] ", text))
    assert keys
    assert keys == listed


def test_a_safety_choice_is_listed_with_its_key(kb: KnowledgeBase) -> None:
    text = text_report(screen({**KNOWN, "tumor_bleeding": True}, kb), sound_rules.wording(kb), "0.1.0")
    assert re.search(r"(?m)^ +\d+\. \[OURS\] a safety choice of these rules, no publication$", text)


def test_the_record_holds_both_voices_and_what_decides(kb: KnowledgeBase) -> None:
    screening = screen({**KNOWN, "largest_tumor_cm": 12}, kb)
    record = json.loads(record_of(screening, sound_rules.wording(kb, "patient"), "0.1.0").model_dump_json())
    needle = record["in_one_sentence"]["needle"]
    assert (needle["clinician"], needle["patient"]) == both(kb, screening.options["needle"])
    (rule,) = needle["decision"]["rules"]
    assert (rule["rule"], rule["comparisons"][0]["read"]["low"]) == ("needle.population", "12")
    assert list(record["in_one_sentence"]) == list(record["options"])


def test_outside_the_scope_there_is_no_sentence(kb: KnowledgeBase) -> None:
    record = record_of(screen({"age_years": 12}, kb), sound_rules.wording(kb), "0.1.0")
    assert record.in_one_sentence == {}
