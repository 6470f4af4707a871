"""What decides an option's status: which rule, and which of its comparisons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from screener.analysis.deciding import decision_of
from screener.knowledge.possible import Outcome
from screener.result.decision import Concern, Decision, DecisiveRule
from screener.result.option import OptionResult
from screener.result.reason import Reason
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import screen
from tests.bases import sound_rules
from tests.bases.sound_rules import HCC, KNOWN
from tests.unit.changed_options import firmed, with_status


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return sound_rules.knowledge_base(tmp_path_factory.mktemp("rules"))


def option_of(kb: KnowledgeBase, option: str, facts: dict[str, object]) -> OptionResult:
    return screen(facts, kb).options[option]


def decision_for(kb: KnowledgeBase, option: str, facts: dict[str, object]) -> Decision:
    return decision_of(option_of(kb, option, facts), kb.knowledge)


def named(deciding: DecisiveRule) -> list[str]:
    return [f"{each.fact} {each.operator} {', '.join(each.constants)}" for each in deciding.comparisons]


def told(decision: Decision) -> list[tuple[str, list[str]]]:
    return [(each.rule, named(each)) for each in decision.rules]


def concern_of(decision: Decision) -> Concern:
    assert decision.concern is not None
    return decision.concern


def test_a_met_stop_is_named_before_an_against(kb: KnowledgeBase) -> None:
    facts = {**HCC, "tumor_count": 6, "largest_tumor_cm": 2, "tumor_bleeding": True, "size_grade": "g2"}
    decision = decision_for(kb, "needle", facts)
    assert (decision.ground, decision.is_for_all) == ("met", True)
    assert told(decision) == [("safety.heat", ["tumor_count > 5"])]
    assert [source.key for source in decision.sources] == ["BODY"]


def test_without_a_met_stop_the_first_against_is_named(kb: KnowledgeBase) -> None:
    facts = {**KNOWN, "tumor_count": 4, "pacemaker": True, "tumor_bleeding": True}
    assert told(decision_for(kb, "needle", facts)) == [("needle.four_with_pacemaker", ["tumor_count == 4"])]


def test_a_rule_for_which_one_comparison_suffices_comes_first(kb: KnowledgeBase) -> None:
    facts = {**KNOWN, "tumor_count": 4, "pacemaker": True, "tumor_bleeding": True}
    option = firmed(option_of(kb, "needle", facts), "needle.four_with_pacemaker")
    assert told(decision_of(option, kb.knowledge)) == [("safety.bleeding", ["tumor_bleeding is yes"])]


def test_a_rule_that_hangs_on_open_facts_names_none_but_says_what_is_known(kb: KnowledgeBase) -> None:
    facts = {**KNOWN, "tumor_count": 4, "pacemaker": True}
    option = firmed(option_of(kb, "needle", facts), "needle.four_with_pacemaker")
    decision = decision_of(option, kb.knowledge)
    assert decision.ground == "certain"
    assert told(decision) == [("needle.four_with_pacemaker", [])]
    assert [each.fact for each in decision.shared] == ["tumor_count"]


def test_open_rules_that_close_together_are_all_named_with_what_they_share(kb: KnowledgeBase) -> None:
    decision = decision_for(kb, "needle", {**KNOWN, "tumor_count": 4})
    assert decision.ground == "together"
    assert told(decision) == [("needle.four_with_pacemaker", []), ("needle.four_without_pacemaker", [])]
    assert [each.fact for each in decision.shared] == ["tumor_count"]


def test_a_rule_about_one_product_is_no_rule_about_all(kb: KnowledgeBase) -> None:
    option = option_of(kb, "beads", {**KNOWN, "heat_possible": False, "pacemaker": True})
    small = option.products["small_beads"]
    closed = replace(option, status=small.status, why_not=small.why_not)
    decision = decision_of(closed, kb.knowledge)
    assert (decision.product, decision.is_for_all) == ("small_beads", False)
    assert told(decision) == [("beads.small_stop", ["pacemaker is yes"])]


def test_the_closest_indication_is_named_with_what_differs(kb: KnowledgeBase) -> None:
    decision = decision_for(kb, "needle", {**KNOWN, "largest_tumor_cm": 12})
    assert decision.ground == "closest"
    assert told(decision) == [("needle.population", ["largest_tumor_cm <= 3"])]
    assert told(decision_for(kb, "beads", {**KNOWN, "tumor_count": 4, "heat_possible": True})) == [
        ("beads.population", ["tumor_count <= 3", "no_heat is yes"])
    ]


def test_an_indication_that_fails_only_over_open_facts_is_no_closest_case(kb: KnowledgeBase) -> None:
    option = option_of(kb, "needle", {**KNOWN, "largest_tumor_cm": 12})
    decision = decision_of(firmed(option, "needle.population"), kb.knowledge)
    assert told(decision) == [("needle.larger", ["largest_tumor_cm <= 5"])]
    decision = decision_of(firmed(option, "needle.population", "needle.larger"), kb.knowledge)
    assert (decision.ground, decision.rules, decision.sources) == ("nothing", (), ())


def test_numbers_and_classes_of_a_met_indication_are_named_and_the_diagnosis_is_not(kb: KnowledgeBase) -> None:
    decision = decision_for(kb, "needle", {**KNOWN, "largest_tumor_cm": 4})
    assert decision.ground == "met"
    # Count and age are alternatives; of the two limits of size only one can be crossed.
    assert told(decision) == [("needle.larger", ["largest_tumor_cm <= 5", "tumor_count <= 2"])]
    decision = decision_for(kb, "beads", {**KNOWN, "heat_possible": False})
    assert told(decision) == [("beads.population", ["tumor_count <= 3", "no_heat is yes"])]


def test_an_indication_that_hangs_on_open_facts_is_certain(kb: KnowledgeBase) -> None:
    option = firmed(option_of(kb, "needle", KNOWN), "needle.population")
    decision = decision_of(option, kb.knowledge)
    assert (decision.ground, told(decision)) == ("certain", [("needle.population", [])])
    assert [each.fact for each in decision.shared] == ["largest_tumor_cm"]


def test_different_indications_may_carry_different_completions(kb: KnowledgeBase) -> None:
    decision = decision_for(kb, "needle", {**HCC, "tumor_count": 2, "largest_tumor_cm": "2-4"})
    assert decision.ground == "together"
    assert told(decision) == [("needle.population", []), ("needle.larger", [])]
    assert decision.shared == ()


def test_the_first_met_caution_is_named(kb: KnowledgeBase) -> None:
    decision = decision_for(kb, "needle", {**KNOWN, "heat_possible": False, "age_years": 95})
    concern = concern_of(decision)
    assert concern.decided_by is not None
    assert (concern.kind, concern.decided_by.rule) == ("fix_first", "needle.heat")
    assert named(concern.decided_by) == ["heat_possible is not yes"]
    assert [(source.key, source.at) for source in decision.sources] == [("PAGE", "1.1"), ("PAGE", "1.6")]


def test_a_caution_that_hangs_on_open_facts_stays(kb: KnowledgeBase) -> None:
    option = firmed(option_of(kb, "needle", {**KNOWN, "heat_possible": False}), "needle.heat")
    concern = concern_of(decision_of(option, kb.knowledge))
    assert concern.decided_by is not None
    assert (concern.kind, concern.decided_by.rule, named(concern.decided_by)) == ("stays", "needle.heat", [])


def test_without_a_met_caution_something_stays_or_the_indication_is_weaker(kb: KnowledgeBase) -> None:
    option = with_status(option_of(kb, "needle", KNOWN), "discuss_with_caution")
    assert concern_of(decision_of(option, kb.knowledge)) == Concern("stays", None)
    weak = tuple(_weaker(reason) for reason in option.reasons)
    decision = decision_of(replace(option, reasons=weak), kb.knowledge)
    assert concern_of(decision) == Concern("weaker", None)
    assert told(decision) == [("needle.population", ["largest_tumor_cm <= 3"])]


def _weaker(reason: Reason) -> Reason:
    return replace(reason, effect="supports_with_caution") if reason.effect == "supports" else reason


def test_what_fits_so_far_is_named_if_it_is_needed(kb: KnowledgeBase) -> None:
    decision = decision_for(kb, "beads", {**HCC, "tumor_count": 2, "largest_tumor_cm": 2})
    assert (decision.ground, decision.concern) == ("so_far", None)
    assert told(decision) == [("beads.population", ["tumor_count <= 3"])]
    # Either of two met alternatives would do, so both are named.
    decision = decision_for(kb, "needle", {**HCC, "age_years": 50, "tumor_count": 2})
    assert told(decision) == [("needle.larger", ["tumor_count <= 2", "age_years < 60"])]
    decision = decision_for(kb, "needle", HCC)
    assert told(decision) == [("needle.population", ["diagnosis in hcc"])]


def test_nothing_may_fit_yet(kb: KnowledgeBase) -> None:
    decision = decision_for(kb, "needle", {})
    assert (decision.ground, decision.rules) == ("nothing", ())


def test_a_decision_fits_its_outcomes(kb: KnowledgeBase) -> None:
    option = option_of(kb, "needle", {**KNOWN, "largest_tumor_cm": 4})
    reasons = {reason.rule: reason for reason in option.reasons}
    (deciding,) = decision_of(option, kb.knowledge).rules
    assert reasons[deciding.rule].outcome is Outcome.MET
    assert deciding.sources == reasons[deciding.rule].sources
