"""The checks of a rule base: each finds its own mistake, all mistakes are told at once, each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from screener.cli import commands
from screener.engine import safe_profile
from screener.problems import Problem
from screener.proof import checks
from screener.proof.checks import CHECKS, Checked, problems_found
from screener.proof.progress import Step
from screener.screening.knowledge_base import KnowledgeBase, load_unproved
from screener.wording.catalogue import problem_sentence
from tests.bases import sound_rules
from tests.bases.small_rules import write

TODAY = date(2026, 12, 1)
RULES = sound_rules.RULES
NEEDLE, BEADS, SAFETY = "options/a_needle.yaml", "options/b_beads.yaml", "shared/safety.yaml"


def found(folder: Path, files: dict[str, str], today: date = TODAY) -> list[tuple[str, str, str]]:
    problems = problems_found(Checked(load_unproved(write(folder, {**RULES, **files})), folder, today))
    for problem in problems:
        assert problem.place is not None, problem
        assert problem_sentence(problem)
    return [(problem.code, problem.subject, str(problem.place).rsplit(":", 1)[0]) for problem in problems]


def changed(name: str, old: str, new: str) -> dict[str, str]:
    assert old in RULES[name]
    return {name: RULES[name].replace(old, new)}


def test_nothing_is_wrong_with_sound_rules(tmp_path: Path) -> None:
    assert found(tmp_path, {}) == []


def test_a_tension_without_a_reason_is_told_where_the_opposing_rule_stands(tmp_path: Path) -> None:
    lines = [line for line in RULES["tensions.yaml"].splitlines() if "beads.small_stop" not in line]
    assert found(tmp_path, {"tensions.yaml": "\n".join(lines)}) == [
        ("tension_unexplained", "beads.small_stop", "options/b_beads.yaml:41")
    ]


def test_a_reason_that_no_tension_needs_is_told_where_it_stands(tmp_path: Path) -> None:
    more = '  - {rule: safety.heat, indication: beads.population, why: "They never meet."}\n'
    assert found(tmp_path, {"tensions.yaml": RULES["tensions.yaml"] + more}) == [
        ("tension_unneeded", "safety.heat, beads.population", "tensions.yaml:9")
    ]
    idle = RULES[SAFETY].replace(
        "when: size_grade in [g2, g3] and", "when: size_grade == g3 and largest_tumor_cm > 9 and"
    )
    assert ("tension_unneeded", "safety.heat", "tensions.yaml:8") in found(tmp_path, {SAFETY: idle})


def test_an_overdue_review_is_told_where_the_rule_stands(tmp_path: Path) -> None:
    problems = found(tmp_path, changed(BEADS, '"2027-11-23"', '"2001-11-23"'))
    assert {code for code, _, _ in problems} == {"review_overdue"}
    assert ("review_overdue", "beads.population", "options/b_beads.yaml:12") in problems


def test_what_diagrams_find_is_told_where_it_stands(tmp_path: Path) -> None:
    excuse = changed(BEADS, "rules:\n", '  no_discuss: {hcc: "made up"}\nrules:\n')
    assert found(tmp_path, excuse) == [("excuse_not_needed", "beads", "options/b_beads.yaml:2")]


def test_a_status_that_no_patient_can_get_is_told_where_the_option_stands(tmp_path: Path) -> None:
    never = """\
  - id: impossible.heat
    when: largest_tumor_cm <= 5 and heat_possible
    says: {clinician: "Made up.", patient: "Made up."}
"""
    files = {"facts/impossible.yaml": RULES["facts/impossible.yaml"] + never}
    assert found(tmp_path, files) == [("status_never", "needle", "options/a_needle.yaml:2")]


LABEL = """\
  - id: needle.label
    for: {options: [needle], diagnoses: [hcc]}
    effect: note
    label_status: true
    says: {clinician: "On label.", patient: "On label."}
    sources: [{key: PAGE, at: "1.7", checked: "2026-11-23", read: primary}]
    review_by: "2027-11-23"
"""


def test_a_label_told_of_one_option_is_told_of_every_option_to_everybody(tmp_path: Path) -> None:
    files = {NEEDLE: RULES[NEEDLE] + LABEL}
    assert found(tmp_path, files) == [("label_status_missing", "beads", "options/b_beads.yaml:2")]
    everybody = LABEL.replace("options: [needle], diagnoses: [hcc]", "groups: [all]")
    assert found(tmp_path, {NEEDLE: RULES[NEEDLE] + everybody}) == []
    some = everybody.replace("label_status", "when: pacemaker\n    label_status")
    assert {code for code, _, _ in found(tmp_path, {NEEDLE: RULES[NEEDLE] + some})} == {"label_status_missing"}


def test_a_kind_of_source_without_words_is_told_where_the_source_stands(tmp_path: Path) -> None:
    problems = found(tmp_path, changed("sources.yaml", "body: trial", "body: trail"))
    assert problems == [("kind_without_words", "TRIAL", "sources.yaml:2")]


def test_what_patients_would_stumble_over_is_told_where_it_stands(tmp_path: Path) -> None:
    long = f"One sentence that {'goes on and ' * 7}ends."
    files = changed(NEEDLE, 'patient: "Not four without one."', f'patient: "Short. {long}"')
    assert found(tmp_path, files) == [("sentence_long", NEEDLE, "options/a_needle.yaml:48")]
    files = changed("about.yaml", 'patient: "Surgery is not part of these rules."', 'patient: "You are no Candidate."')
    assert found(tmp_path, files | {NEEDLE: RULES[NEEDLE]}) == [("word_judges", "about.yaml", "about.yaml:4")]


def test_a_rule_too_wide_for_the_engine_is_told_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safe_profile, "PATHS_PER_RULESET", 3)
    problems = found(tmp_path, {})
    assert {code for code, _, _ in problems} == {"rule_too_wide"}
    assert ("rule_too_wide", "needle.larger", "options/a_needle.yaml:30") in problems


def test_a_problem_with_all_patients_is_not_told_again_for_each_diagnosis(tmp_path: Path) -> None:
    never = changed(NEEDLE, "when: tumor_count == 4 and pacemaker", "when: tumor_count == 4 and tumor_count == 5")
    codes = [code for code, subject, _ in found(tmp_path, never) if subject == "needle.four_with_pacemaker"]
    assert codes == ["rule_never_met", "tension_unneeded"]


def test_all_mistakes_are_told_at_once_by_where_they_stand(tmp_path: Path) -> None:
    files = {
        **changed(BEADS, '"2027-11-23"', '"2001-11-23"'),
        **changed("scope.yaml", "age_years < 18", "age_years < 18 or pacemaker"),
        "tensions.yaml": "review_grace_days: 30\naccepted: []\n",
    }
    problems = found(tmp_path, files)
    assert {code for code, _, _ in problems} == {"review_overdue", "rule_never_met", "tension_unexplained"}
    assert [place.split(":")[0] for _, _, place in problems] == sorted(place.split(":")[0] for _, _, place in problems)


def test_each_step_is_told_before_it_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []

    def one(checked: Checked) -> Iterable[Problem]:
        told.append(checked.today)
        return ()

    monkeypatch.setattr(checks, "CHECKS", (one, one))
    kb = KnowledgeBase(sound_rules.knowledge_base(tmp_path).knowledge)
    assert problems_found(Checked(kb, tmp_path, TODAY), told.append) == ()
    assert told == [Step("one", 1, 2), TODAY, Step("one", 2, 2), TODAY]


def test_the_command_tells_all_mistakes_and_ends_with_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"tensions.yaml": "review_grace_days: 30\naccepted: []\n"}
    write(tmp_path, {**RULES, **files})
    with pytest.raises(SystemExit) as ended:
        commands.main(["rules", "check", "--rules", str(tmp_path)])
    assert ended.value.code == 3
    output, errors = capsys.readouterr()
    assert output == ""
    assert "options/b_beads.yaml:41:5: One patient meets beads.small_stop and the indication" in " ".join(
        errors.split()
    )
    assert "These rules are not in order." in errors


def test_every_check_has_a_name_of_its_own() -> None:
    assert len({check.__name__ for check in CHECKS}) == len(CHECKS)
