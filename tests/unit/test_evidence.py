"""Rows of evidence: read with every problem, never lost between evidence and rules, shown on a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from screener.cli import commands
from screener.knowledge.evidence import LeftOut, rows_of
from screener.loading.evidence_document import read_evidence_file
from screener.loading.load import read_knowledge
from screener.manual.manual import manual_pages
from screener.problems import Problem
from screener.proof.rows import row_problems
from screener.screening.knowledge_base import KnowledgeBase
from screener.wording.catalogue import problem_sentence
from tests.bases import sound_rules
from tests.bases.small_rules import write

# In the sound rules `beads.population` names the row B-01, and no rule names another one.
EVIDENCE = """\
sections:
  - title: "Beads"
    rows:
      - id: B-01
        about: "no heat"
        corrected: "heat judged by a team"
        left_out: {part: "which team", reason: no_such_fact, because: "nobody is asked", needed: "a fact for the team"}
      - id: B-02
        about: "the weather"
        left_out: {reason: not_a_rule, because: "it rains on everybody"}
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return sound_rules.knowledge_base(tmp_path_factory.mktemp("rules"))


def problems_of(folder: Path, kb: KnowledgeBase, text: str) -> list[Problem]:
    problems = list(row_problems(write(folder, {"evidence.yaml": text}), kb.knowledge))
    for problem in problems:
        assert problem.place is not None
        assert problem_sentence(problem)
    return problems


def test_rows_are_read(tmp_path: Path) -> None:
    problems: list[Problem] = []
    sections = read_evidence_file(write(tmp_path, {"evidence.yaml": EVIDENCE}), problems)
    assert problems == []
    assert [section.title for section in sections] == ["Beads"]
    first, second = rows_of(sections)
    assert (first.id, first.about, first.corrected) == ("B-01", "no heat", "heat judged by a team")
    assert first.left_out == LeftOut("which team", "no_such_fact", "nobody is asked", "a fact for the team")
    assert second.left_out == LeftOut("", "not_a_rule", "it rains on everybody", "")
    assert str(second.place) == "evidence.yaml:8:9"


def test_rows_that_stand_where_they_belong_are_no_problem(tmp_path: Path, kb: KnowledgeBase) -> None:
    assert problems_of(tmp_path, kb, EVIDENCE) == []


def test_a_rule_base_without_a_file_of_evidence_names_rows_as_it_likes(tmp_path: Path, kb: KnowledgeBase) -> None:
    assert list(row_problems(tmp_path, kb.knowledge)) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "found", "hint"),
    [
        ('{part: "which team", ', "{", "row_left_out_but_encoded", "evidence.yaml:4:9", "beads.population", ""),
        ("{reason: not_a_rule", "{part: x, reason: not_a_rule", "row_left_out_in_part", "evidence.yaml:8:9", "x", ""),
        ("id: B-01", "id: B-11", "row_unknown", "options/b_beads.yaml:12:5", "B-01", "B-11"),
        ("id: B-02", "id: B-01", "duplicate", "evidence.yaml:8:13", "B-01", ""),
        ("not_a_rule", "no_rule", "value_unknown", "evidence.yaml:10:28", "no_rule", "not_a_rule"),
        ('about: "the weather"', 'abut: "the weather"', "key_unknown", "evidence.yaml:9:9", "abut", "about"),
    ],
)
def test_whatever_is_wrong_is_told_where_it_stands(
    tmp_path: Path, kb: KnowledgeBase, old: str, new: str, code: str, place: str, found: str, hint: str
) -> None:
    assert EVIDENCE.count(old) == 1
    problems = problems_of(tmp_path, kb, EVIDENCE.replace(old, new))
    assert (code, place, found, hint) in [(each.code, str(each.place), each.found, each.hint) for each in problems]


def test_a_row_in_no_rule_and_not_left_out_is_lost(tmp_path: Path, kb: KnowledgeBase) -> None:
    (problem,) = problems_of(tmp_path, kb, EVIDENCE[: EVIDENCE.rindex("        left_out")])
    assert (problem.code, problem.subject, str(problem.place)) == ("row_lost", "B-02", "evidence.yaml:8:9")


@pytest.mark.parametrize("text", ["sections: [", "\x00"])
def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, kb: KnowledgeBase, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert problems_of(tmp_path, kb, text)
    write(tmp_path, sound_rules.RULES)
    for command in (["check"], ["doc", "--out", str(tmp_path / "pages")]):
        with pytest.raises(SystemExit) as ended:
            commands.main(["rules", *command, "--rules", str(tmp_path)])
        assert ended.value.code == 3
        assert "evidence.yaml" in capsys.readouterr().err


def test_evidence_is_no_part_of_the_rules_that_are_screened_with(tmp_path: Path, kb: KnowledgeBase) -> None:
    knowledge, problems = read_knowledge(write(tmp_path, {**sound_rules.RULES, "evidence.yaml": "not: [rules"}))
    assert problems == ()
    assert knowledge is not None
    assert knowledge.hash == kb.knowledge.hash


def test_the_page_shows_each_row_with_its_rules_and_what_none_decides(tmp_path: Path, kb: KnowledgeBase) -> None:
    evidence = read_evidence_file(write(tmp_path, {"evidence.yaml": EVIDENCE}), [])
    pages = manual_pages(kb, sound_rules.wording(kb), "0.1.0", evidence)
    page = pages["evidence.md"].replace("\\", "")
    assert "2 rows; of 1 a part is left out, and 1 as a whole." in page
    first = "| B-01 | no heat; read again: heat judged by a team | [beads.population](beads.md#beadspopulation) | "
    assert f"{first}which team. No such fact: nobody is asked. It would need: a fact for the team. |" in page
    assert "| B-02 | the weather |  | all of it. Not a rule: it rains on everybody. |" in page
    assert all("[Evidence and rules](evidence.md)" in each for each in pages.values())
    assert "evidence.md" not in manual_pages(kb, sound_rules.wording(kb), "0.1.0")
    encoded = [line for line in EVIDENCE.splitlines(keepends=True) if "left_out" not in line]
    whole = read_evidence_file(write(tmp_path, {"evidence.yaml": "".join(encoded)}), [])
    page = manual_pages(kb, sound_rules.wording(kb), "0.1.0", whole)["evidence.md"]
    assert "2 rows; of 0 a part is left out, and 0 as a whole." in page
    assert "| B-02 | the weather |  |  |" in page.replace("\\", "")
