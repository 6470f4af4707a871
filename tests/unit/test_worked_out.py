"""What is worked out is shown where it means something: a stage of liver cell cancer stays away from metastases."""

from __future__ import annotations

import pytest

from screener.knowledge.conditions import facts_of
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import screen
from screener.wording.worked_out import worked_out
from tests.bases.built_in import built_in_rules

STAGE = "bclc_stage"
FOR_ALL = "no_surgery_planned"


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return built_in_rules()


def names(kb: KnowledgeBase, facts: dict[str, object]) -> set[str]:
    screening = screen({"tumor_count": 2, "largest_tumor_cm": 2, **facts}, kb, exact=False)
    return {read.fact for read in worked_out(screening, kb.knowledge)}


@pytest.mark.parametrize("facts", [{}, {"diagnosis": "hcc"}, {"diagnosis": ["hcc", "crc_mets"]}])
def test_a_stage_is_shown_while_its_tumor_is_possible(kb: KnowledgeBase, facts: dict[str, object]) -> None:
    assert names(kb, facts) >= {STAGE, FOR_ALL}


def test_a_stage_of_another_tumor_is_not_shown(kb: KnowledgeBase) -> None:
    shown = names(kb, {"diagnosis": "crc_mets"})
    assert STAGE not in shown
    assert FOR_ALL in shown


def test_what_a_chart_states_is_always_shown(kb: KnowledgeBase) -> None:
    assert "child_pugh_class" in names(kb, {"diagnosis": "crc_mets", "child_pugh_class": "A"})


def test_no_rule_reads_what_means_nothing_for_its_tumor(kb: KnowledgeBase) -> None:
    knowledge = kb.knowledge
    reads = [
        (rule.id, fact)
        for rule in knowledge.rules_with_outcome
        for fact in sorted(facts_of(rule.condition))
        if fact in knowledge.derived_by_id and (meant_for := knowledge.derived_by_id[fact].diagnoses)
        if not set(knowledge.diagnoses_of(rule)) <= meant_for
    ]
    assert reads == []
