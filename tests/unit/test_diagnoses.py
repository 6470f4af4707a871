"""For which tumors each rule speaks is said in the shortest words."""

from __future__ import annotations

import pytest

from screener.manual.option_page import broadest_first
from screener.screening.knowledge_base import KnowledgeBase
from screener.wording.diagnoses import diagnoses_text
from tests.bases import sound_rules
from tests.bases.built_in import built_in_rules


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return built_in_rules()


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("all.infection", "every tumor"),
        ("crc.irinotecan_beads_evidence", "Colorectal liver metastases"),
        ("nanoknife.over_5cm_in_other_tumors", "every tumor but Hepatocellular carcinoma (HCC)"),
        (
            "intra_arterial_chemotherapy.pump_surgery_declined",
            "Intrahepatic cholangiocarcinoma and Colorectal liver metastases",
        ),
    ],
)
def test_a_rule_says_its_tumors_in_the_shortest_words(kb: KnowledgeBase, rule: str, said: str) -> None:
    assert diagnoses_text(kb.knowledge.rule_by_id[rule], sound_rules.wording(kb)) == said


def test_a_condition_on_the_diagnosis_narrows_what_the_rule_is_for(kb: KnowledgeBase) -> None:
    assert kb.knowledge.diagnoses_of(kb.knowledge.rule_by_id["net.doxorubicin_beads"]) == ("net_mets",)


def test_every_rule_speaks_for_some_covered_tumor(kb: KnowledgeBase) -> None:
    assert set(kb.knowledge.covered_diagnoses) == kb.knowledge.covered
    assert [rule.id for rule in kb.knowledge.rules if not kb.knowledge.diagnoses_of(rule)] == []


def test_rules_for_every_tumor_come_before_those_for_one(kb: KnowledgeBase) -> None:
    names = ["crc.irinotecan_beads_evidence", "nanoknife.seed", "nanoknife.child_pugh_b", "all.infection"]
    rules = [kb.knowledge.rule_by_id[name] for name in names]
    rules.sort(key=lambda rule: broadest_first(rule, kb.knowledge))
    assert [rule.id for rule in rules] == [
        "nanoknife.seed",
        "all.infection",
        "nanoknife.child_pugh_b",
        "crc.irinotecan_beads_evidence",
    ]
