"""What a valid rule base becomes."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from decimal import Decimal
from pathlib import Path

import pytest

from screener.knowledge.conditions import AllOf, ChoiceTest, NumberTest, facts_of
from screener.knowledge.derived import FormulaDefinition, FormulaTerm, PointsDefinition, SumDefinition, WhenDefinition
from screener.knowledge.domains import YES_NO, ChoiceDomain, NumberDomain
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.rules import PlainNote
from screener.knowledge.texts import Text
from screener.loading.load import read_knowledge
from tests.bases.small_rules import FILES, SHARED, problems_of, write


@pytest.fixture
def kb(tmp_path: Path) -> Knowledge:
    knowledge, problems = read_knowledge(write(tmp_path, FILES))
    assert problems == ()
    assert knowledge is not None
    return knowledge


def test_every_part_arrives_in_order(kb: Knowledge) -> None:
    assert [section.id for section in kb.sections] == ["intake", "tumor"]
    assert [fact.id for fact in kb.facts][:3] == ["diagnosis", "age_years", "tumor_bleeding"]
    assert [option.id for option in kb.options] == ["beads", "needle"]
    assert [rule.id for rule in kb.rules] == [
        *("beads.population", "beads.dispute"),
        *("needle.population", "needle.combination", "needle.everybody"),
        *("safety.bleeding", "safety.heat"),
    ]
    assert [rule.order for rule in kb.rules] == list(range(7))
    assert [notice.id for notice in kb.scope] == ["scope.under_18"]
    assert [notice.id for notice in kb.urgent] == ["urgent.bleeding"]
    assert [notice.id for notice in kb.impossible] == ["impossible.none_with_pacemaker"]
    assert kb.covered == {"hcc"}
    assert kb.version == "2026.11.1"
    assert kb.checked == "2026-11-24"
    assert kb.scope[0].turn_to == Text("A center.", "A center.")


def test_answers_that_mean_unknown_stay_out_of_the_domain(kb: Knowledge) -> None:
    diagnosis = kb.fact_by_id["diagnosis"]
    assert diagnosis.domain == ChoiceDomain(("hcc", "icca"))
    assert diagnosis.unknown_values == {"not_known"}
    assert diagnosis.choices[2].raises == Text("Ask for the report", "Ask for your report")
    assert diagnosis.codes[0].system == "NCIt"
    assert kb.fact_by_id["age_years"].unknown_values == frozenset()


def test_numbers_are_held_in_half_steps(kb: Knowledge) -> None:
    assert kb.domains["largest_tumor_cm"] == NumberDomain(Decimal("0.1"), 6, 600, "cm")
    assert kb.domains["largest_tumor_cm"].allowed() == ("0.3 to 30 cm", "steps of 0.1")
    assert kb.domains["tumor_count"].allowed() == ("0 to 99", "steps of 1")
    assert kb.domains["diagnosis"].allowed() == ("hcc", "icca")
    assert kb.number("largest_tumor_cm") == kb.domains["largest_tumor_cm"]


def test_derived_facts_come_after_those_they_read(kb: Knowledge) -> None:
    assert [fact.id for fact in kb.derived] == [
        *("burden_points", "burden_band", "burden_sum", "size_grade", "no_heat")
    ]
    by_id = kb.derived_by_id
    assert by_id["burden_points"].inputs == ("tumor_count", "largest_tumor_cm")
    assert by_id["burden_band"].is_judgement
    assert by_id["burden_sum"].definition == SumDefinition("largest_tumor_cm", "tumor_count")
    assert by_id["no_heat"].inputs == ("heat_possible", "largest_tumor_cm")
    assert isinstance(by_id["no_heat"].definition, WhenDefinition)
    assert kb.asked_inputs("burden_band") == ("tumor_count", "largest_tumor_cm")
    assert kb.asked_inputs("pacemaker") == ("pacemaker",)


def test_derived_domains_follow_from_their_definitions(kb: Knowledge) -> None:
    assert kb.domains["burden_points"] == ChoiceDomain(("1", "2", "3", "4"), ordered=True)
    assert kb.domains["burden_band"] == ChoiceDomain(("low", "high"))
    assert kb.domains["burden_sum"] == NumberDomain(Decimal("0.1"), 6, 2580, "")
    assert kb.domains["size_grade"] == ChoiceDomain(("g1", "g2", "g3"))
    assert kb.domains["no_heat"] == YES_NO


def test_points_keep_their_items_and_cases(kb: Knowledge) -> None:
    definition = kb.derived_by_id["burden_points"].definition
    assert isinstance(definition, PointsDefinition)
    assert [[case.value for case in item.cases] for item in definition.items] == [
        ["1", "2"],
        ["0", "2"],
    ]
    assert [item.cases[-1].condition for item in definition.items] == [None, None]


def test_formula_keeps_terms_and_limits(kb: Knowledge) -> None:
    definition = kb.derived_by_id["size_grade"].definition
    assert isinstance(definition, FormulaDefinition)
    assert definition.terms == (
        FormulaTerm("bilirubin_mg_dl", "log10", 17.1, 0.66),
        FormulaTerm("albumin_g_dl", "linear", 10, -0.085),
    )
    assert [(band.value, band.limit, band.is_inclusive) for band in definition.bands] == [
        ("g1", -2.6, True),
        ("g2", -1.39, False),
        ("g3", None, False),
    ]


def test_diagnosis_is_the_first_part_of_a_rule(kb: Knowledge) -> None:
    test = ChoiceTest("diagnosis", "in", frozenset({"hcc"}), frozenset({"icca"}), ("hcc",))
    population = kb.condition_by_rule["beads.population"]
    assert isinstance(population, AllOf)
    assert population.parts[0] == test
    assert len(population.parts) == 3
    small = kb.condition_by_rule["needle.population"]
    assert small == AllOf((test, NumberTest("largest_tumor_cm", "<=", 60, ("3",))))
    heat = kb.condition_by_rule["safety.heat"]
    assert isinstance(heat, AllOf)
    assert heat.parts[0] == test


def test_a_note_without_a_condition_has_no_outcome(kb: Knowledge) -> None:
    note = kb.rule_by_id["needle.everybody"]
    assert isinstance(note, PlainNote)
    assert note in kb.rules
    assert note.id not in [rule.id for rule in kb.rules_with_outcome]
    assert note.id not in kb.condition_by_rule


def test_rules_reach_products_through_options_and_groups(kb: Knowledge) -> None:
    assert kb.rule_by_id["beads.population"].products == {"small_beads", "large_beads"}
    assert kb.rule_by_id["beads.dispute"].products == {"small_beads"}
    assert kb.rule_by_id["safety.heat"].options == ("needle",)
    assert kb.rule_by_id["safety.bleeding"].products == {"small_beads", "large_beads", "needle"}
    assert [product.id for product in kb.products] == ["small_beads", "large_beads", "needle"]
    assert [rule.id for rule in kb.rules_by_product["large_beads"]] == [
        "beads.population",
        "safety.bleeding",
    ]


def test_rules_keep_how_and_where_they_were_written(kb: Knowledge) -> None:
    rule = kb.rule_by_id["beads.population"]
    assert rule.as_written == "tumor_count <= 3\nand no_heat"
    assert (rule.place.file, rule.place.line) == ("options/b_beads.yaml", 13)
    assert rule.rows == ("B-01",)
    assert rule.reads_work_up == "heat comes first"
    assert kb.rule_by_id["beads.dispute"].between == ("TRIAL", "BODY")
    assert kb.rule_by_id["needle.combination"].partners == ("beads",)
    assert kb.rule_by_id["safety.bleeding"].until == Text("until stable", "until you are well")
    assert kb.options[0].no_discuss == (("hcc", "only with caution"),)
    assert kb.options[1].products[0].name == kb.options[1].name


def test_sources_are_reached_by_an_address(kb: Knowledge) -> None:
    assert {key: source.locator for key, source in kb.source_by_key.items()} == {
        "TRIAL": "https://doi.org/10.1/a%3Cb%3E",
        "BODY": "https://pubmed.ncbi.nlm.nih.gov/123/",
        "PAGE": "https://example.org/p",
        "OURS": "",
    }


def test_labels_speak_with_two_voices(kb: Knowledge) -> None:
    assert kb.label("diagnosis").to("patient") == "Your diagnosis"
    assert kb.label("burden_sum").to("clinician") == "Sum"
    assert kb.value_label("diagnosis", "hcc").to("clinician") == "HCC"
    assert kb.value_label("burden_band", "low") == Text("Low", "Low")
    assert kb.value_label("burden_points", "3") == Text("3", "3")
    assert kb.derived_by_id["burden_band"].labels[0][0] == "low"


def test_nothing_in_a_rule_base_can_be_changed(kb: Knowledge) -> None:
    name = "version"
    with pytest.raises(FrozenInstanceError):
        setattr(kb, name, "other")


def test_hash_changes_with_one_letter_and_not_otherwise(tmp_path: Path, kb: Knowledge) -> None:
    again, _ = read_knowledge(write(tmp_path / "again", FILES))
    changed = {**FILES, "shared/safety.yaml": SHARED.replace("Later.", "Later!")}
    other, _ = read_knowledge(write(tmp_path / "other", changed))
    assert again is not None
    assert other is not None
    assert again.hash == kb.hash != other.hash
    assert len(kb.hash) == 12


def test_cases_and_translations_are_left_alone(tmp_path: Path) -> None:
    files = {**FILES, "cases/a.yaml": "not: [rules", "es/options/x.yaml": "ninguna: regla"}
    assert problems_of(tmp_path, files) == ()


def test_impossible_combinations_may_read_planned_facts(kb: Knowledge) -> None:
    assert "pacemaker" in facts_of(kb.impossible[0].condition)
    assert kb.fact_by_id["pacemaker"].planned
