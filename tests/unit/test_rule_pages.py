"""The rules as text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from screener.knowledge.rules import EFFECTS
from screener.manual.check_page import check_page
from screener.manual.rule_pages import rule_list, rule_page
from screener.report.text import WIDTH, render_text
from screener.wording.catalogue import load
from screener.wording.wording import Wording
from tests.bases import sound_rules
from tests.bases.built_in import built_in_rules


@pytest.fixture(scope="module")
def wording(tmp_path_factory: pytest.TempPathFactory) -> Wording:
    return sound_rules.wording(sound_rules.knowledge_base(tmp_path_factory.mktemp("rules")))


def page(wording: Wording, rule: str) -> str:
    return rule_page(wording.knowledge.rule_by_id[rule], wording)


def counted(wording: Wording) -> str:
    return render_text(check_page(wording))


def test_the_list_names_every_rule_with_its_effect(wording: Wording) -> None:
    lines = rule_list(wording).splitlines()
    assert [line.split()[0] for line in lines[:-2]] == [rule.id for rule in wording.knowledge.rules]
    assert len({line.index("  ") for line in lines[:1]}) == 1
    assert lines[-1] == f"{len(wording.knowledge.rules)} rules. To read one: screener rules show ID"


def test_a_page_shows_logic_in_words_and_as_written(wording: Wording) -> None:
    text = page(wording, "needle.larger")
    assert "When:\n  - all of these\n      - Diagnosis: HCC\n" in text
    assert "      - Largest is more than 3 cm\n" in text
    assert "      - at least one of these\n          - Count is at most 2\n" in text
    assert "As written 3 < largest_tumor_cm <= 5 and (tumor_count <= 2 or age_years < 60)" in " ".join(text.split())


def test_a_page_shows_both_wordings_sources_and_review(wording: Wording) -> None:
    text = page(wording, "needle.larger")
    assert "Speaks for it (supports). Another trial offers this up to 5 cm.\n" in text
    assert "To patients        Another study offers this up to 5 cm.\n" in text
    assert "p. 7, read in the source itself, checked 2026-11-23" in text
    assert "Reviewed by        nobody yet" in text
    assert max(map(len, text.splitlines())) <= WIDTH


def test_a_page_names_products_sides_and_what_may_change(wording: Wording) -> None:
    dispute = page(wording, "beads.dispute")
    assert "Only               Small\n" in dispute
    assert "Tumor              every tumor\n" in dispute
    assert "Between            TRIAL, BODY" in dispute
    bleeding = page(wording, "safety.bleeding")
    assert "May change               until stable\n" in bleeding
    assert "May change, to patients  until you are well\n" in bleeding
    assert "Only" not in bleeding
    assert "a safety choice of these rules, no publication" in bleeding
    assert "Together with      Beads" in page(wording, "needle.combination")


def test_a_note_for_everybody_says_so(wording: Wording) -> None:
    assert "Always; it reads no fact." in page(wording, "needle.everybody")


def test_a_reviewer_is_named(wording: Wording) -> None:
    rule = replace(wording.knowledge.rule_by_id["needle.larger"], reviewed_by="A. Reviewer")
    assert "A. Reviewer" in rule_page(rule, wording)


def test_counts_tell_rules_per_option_how_far_sources_were_read_and_bodies(wording: Wording) -> None:
    text = counted(wording)
    assert text.startswith(f"No problem found: {len(wording.knowledge.rules)} rules")
    assert "primary (read in the source itself)" in text
    assert " citations\n" in text
    assert "  trial    1\n" in text


def cells(text: str, title: str) -> dict[str, list[str]]:
    """The lines of a table by what they begin with; the first is the header."""
    _, _, rest = text.partition(f"\n{title}:\n\n")
    header, _, *lines = rest.split("\n\n")[0].splitlines()
    return {"": header.split(), **{line.split()[0]: line.split()[1:] for line in lines}}


def test_a_table_for_each_tumor_counts_the_rules_of_each_option_by_effect() -> None:
    knowledge = built_in_rules().knowledge
    text = counted(Wording(load("en"), knowledge, "clinician"))
    for tumor in sorted(knowledge.covered):
        title = next(line for line in text.splitlines() if line.endswith(f"({tumor}):"))[:-1]
        found = cells(text, title)
        assert len(found.pop("")) == 1 + len(EFFECTS)
        assert list(found) == [option.id for option in knowledge.options]
        for option, counts in found.items():
            own = [rule for rule in knowledge.rules_by_option[option] if tumor in knowledge.diagnoses_of(rule)]
            assert counts == [str(sum(rule.effect == effect for rule in own) or "-") for effect in EFFECTS]


def test_the_tables_fit_the_page_and_say_what_their_columns_mean(wording: Wording) -> None:
    text = counted(Wording(load("en"), built_in_rules().knowledge, "clinician"))
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "  agst   against: Argues against it\n" in text
    together = cells(counted(wording), "Every tumor together")
    assert together[""] == ["Option", "for", "for!", "weigh", "first", "split", "agst", "stop", "note"]
    assert together["beads"] == ["1", "-", "3", "-", "1", "1", "1", "-"]


def test_an_empty_rule_base_has_an_empty_list(wording: Wording) -> None:
    empty = replace(wording, knowledge=replace(wording.knowledge, rules=()))
    assert rule_list(empty).startswith("\n0 rules.")
