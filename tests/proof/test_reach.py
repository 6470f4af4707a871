"""Every built-in rule parts patients: somebody meets it, and somebody does not."""

from __future__ import annotations

from screener.knowledge.possible import Outcome
from screener.proof.reach import reach_of
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import screen
from tests.bases.built_in import built_in_rules


def test_every_real_rule_has_a_patient_who_meets_it_and_one_who_does_not() -> None:
    kb = built_in_rules()
    for rule in kb.knowledge.rules_with_outcome:
        reach = reach_of(kb.knowledge, rule.id)
        assert reach.met_by is not None
        assert outcome(kb, rule.id, reach.met_by) is Outcome.MET
        assert reach.not_met_by is not None or rule.effect == "note"
        if reach.not_met_by is not None:
            assert outcome(kb, rule.id, reach.not_met_by) is Outcome.NOT_MET


def outcome(kb: KnowledgeBase, rule: str, patient: dict[str, object] | object) -> Outcome:
    assert isinstance(patient, dict)
    option = kb.knowledge.rule_by_id[rule].options[0]
    for exact in (False, True):
        reasons = screen(patient, kb, exact).options[option].reasons
        # What is about another tumor than the patient's is certainly not met, and is not told.
        found = next((reason.outcome for reason in reasons if reason.rule == rule), Outcome.NOT_MET)
        if found is not Outcome.UNKNOWN:
            break
    return found
