"""The cases of a rule base: made-up patients, and every way in which an answer is not the one written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from screener.problems import Problem
from screener.proof.cases import case_problems
from screener.screening.knowledge_base import KnowledgeBase
from screener.wording.catalogue import problem_sentence
from tests.bases import sound_rules
from tests.bases.small_rules import write

CASES = """\
cases:
  - id: small_one
    who: "Two small tumors"
    synthetic: true
    facts:
      diagnosis: hcc
      tumor_count: 2
      largest_tumor_cm: 2
      heat_possible: true
    expect: {beads: not_flagged, needle: discuss}
    decides:
      - {option: needle, rule: needle.population, source: PAGE}
  - id: old_one
    who: "Somebody of whom little is known"
    synthetic: true
    facts: {diagnosis: hcc, age_years: 95}
    expect: {beads: cannot_tell, needle: cannot_tell}
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return sound_rules.knowledge_base(tmp_path_factory.mktemp("rules"))


def problems_of(folder: Path, kb: KnowledgeBase, text: str) -> list[Problem]:
    problems = case_problems(write(folder, {"cases/made_up.yaml": text}), kb)
    for problem in problems:
        assert problem_sentence(problem)
        assert str(problem.place).startswith("cases/made_up.yaml:")
    return list(problems)


def test_cases_that_come_out_as_written_are_no_problem(tmp_path: Path, kb: KnowledgeBase) -> None:
    assert problems_of(tmp_path, kb, CASES) == []


def test_a_rule_base_needs_no_cases(tmp_path: Path, kb: KnowledgeBase) -> None:
    assert case_problems(tmp_path, kb) == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "found", "hint"),
    [
        ("needle: discuss}", "needle: not_flagged}", "case_status", 10, "discuss", ""),
        ("needle: discuss}", "needle: discus}", "value_unknown", 10, "discus", "discuss"),
        ("beads: not_flagged, ", "", "key_missing", 10, "", ""),
        ("beads: not_flagged, ", "beads: not_flagged, beat: discuss, ", "option_unknown", 10, "beat", "beads"),
        ("source: PAGE", "source: TRIAL", "case_not_decided", 12, "needle.population, TRIAL", ""),
        ("needle.population", "needle.nowhere", "case_not_decided", 12, "needle.nowhere, PAGE", ""),
        ("needle.population", "needle.larger", "case_not_decided", 12, "needle.larger, PAGE", ""),
        ("option: needle,", "option: beads,", "case_undecided", 12, "needle", ""),
        ("option: needle,", "option: noodle,", "option_unknown", 12, "noodle", "needle"),
        ("true\n    facts:\n", "false\n    facts:\n", "case_not_made_up", 4, "", ""),
        ("tumor_count: 2", "tumor_count: many", "number_expected", 7, "many", ""),
        ("tumor_count: 2", "tumour_count: 2", "patient_fact_unknown", 7, "2", "tumor_count"),
        ("{diagnosis: hcc, age_years: 95}", "none", "type_wrong", 16, "none", ""),
        ("id: old_one", "id: small_one", "duplicate", 13, "small_one", ""),
        ('    who: "Two small tumors"\n', "", "key_missing", 2, "", ""),
    ],
)
def test_whatever_is_otherwise_is_told_where_it_stands(
    tmp_path: Path, kb: KnowledgeBase, old: str, new: str, code: str, line: int, found: str, hint: str
) -> None:
    assert CASES.count(old) == 1
    problems = problems_of(tmp_path, kb, CASES.replace(old, new))
    told = [(each.code, each.place.line if each.place else 0, each.found, each.hint) for each in problems]
    assert (code, line, found, hint) in told


def test_of_a_case_that_cannot_be_told_the_one_that_fits_so_far_decides(tmp_path: Path, kb: KnowledgeBase) -> None:
    decides = "\n    decides:\n      - {option: beads, rule: beads.population, source: TRIAL}"
    more = "\n      - {option: needle, rule: needle.population, source: PAGE}\n"
    assert problems_of(tmp_path, kb, CASES.rstrip() + decides + more) == []
    (problem,) = problems_of(tmp_path, kb, CASES.rstrip() + decides + more.replace("population", "larger"))
    assert problem.code == "case_not_decided"


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, kb: KnowledgeBase) -> None:
    (problem,) = problems_of(tmp_path, kb, "cases: [")
    assert problem.code == "yaml_syntax"
    (tmp_path / "cases" / "made_up.yaml").write_bytes(b"\xff")
    (problem,) = case_problems(tmp_path, kb)
    assert problem.code == "file_not_utf8"
