"""Hygiene: review days, addresses of sources, rules that cannot part anybody, and reasons for tensions as written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from screener.cli import commands as cli
from screener.diagrams.compiled import CompiledRules
from screener.diagrams.soundness import unsound
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.rules import Effect
from screener.loading.load import read_knowledge
from screener.manual.boundaries import boundaries_part
from screener.manual.check_page import check_page
from screener.problems import Problem
from screener.proof.boundaries import boundary_patients
from screener.proof.reach import rules_without_effect
from screener.proof.reviews import reviews_due
from screener.report.text import render_text
from screener.screening.knowledge_base import KnowledgeBase
from screener.wording.catalogue import problem_sentence
from tests.bases import sound_rules
from tests.bases.description import ChoiceLine, Description, OptionLine, RuleLine, WhenLine, knowledge_of
from tests.bases.small_rules import FILES, SOURCES, write

FACTS = (
    ChoiceLine("diagnosis", ("hcc", "icca")),
    ChoiceLine("fits", ("yes", "no")),
    ChoiceLine("weighed", ("yes", "no")),
)
TENSIONS = """\
review_grace_days: 30
accepted:
  - rule: safety.heat
    why: "Two
      lines."
  - {rule: safety.heat, indication: needle.population, why: "Another reason."}
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return sound_rules.knowledge_base(tmp_path_factory.mktemp("rules"))


def knowledge_with(*rules: tuple[Effect, str]) -> Knowledge:
    lines = [RuleLine("indication", "supports", "diagnosis == hcc and fits", ("one", "other"))]
    lines += [RuleLine(f"{effect}{number}", effect, when, ("one",)) for number, (effect, when) in enumerate(rules)]
    lines += [RuleLine("elsewhere", "caution", "weighed", ("other",))]
    derived = (WhenLine("stage", "weighed", is_judgement=True), WhenLine("heavy", "weighed"))
    options = (OptionLine("one", ("one",)), OptionLine("other", ("other",)))
    return replace(knowledge_of(Description(FACTS, derived, tuple(lines), options)), covered=frozenset({"hcc"}))


def unsound_rules(knowledge: Knowledge) -> list[tuple[str, str, tuple[str, ...]]]:
    problems = unsound(knowledge, CompiledRules(knowledge))
    assert all(problem.place is not None for problem in problems)
    return [(problem.code, problem.subject, problem.related) for problem in problems]


def problems_with(folder: Path, files: dict[str, str]) -> list[Problem]:
    _, problems = read_knowledge(write(folder, {**FILES, **files}))
    return list(problems)


def test_a_rule_that_no_covered_patient_meets_is_found() -> None:
    knowledge = knowledge_with(("caution", "diagnosis == icca and weighed"), ("note", "weighed and not heavy"))
    assert unsound_rules(knowledge) == [("rule_never_met", "caution0", ()), ("rule_never_met", "note1", ())]


def test_a_rule_that_every_covered_patient_meets_is_found_unless_it_is_a_note() -> None:
    knowledge = knowledge_with(("fix_first", "diagnosis == hcc or weighed"), ("note", "diagnosis == hcc"))
    problems = unsound(knowledge, CompiledRules(knowledge))
    assert [problem.subject for problem in problems if problem.code == "rule_always_met"] == ["fix_first0"]


def test_a_rule_that_does_what_another_does_is_found() -> None:
    knowledge = knowledge_with(("caution", "weighed"), ("caution", "heavy or (weighed and fits)"))
    assert unsound_rules(knowledge) == [("rule_repeated", "caution1", ("caution0",))]


def test_rules_of_another_effect_or_product_or_reading_repeat_nothing() -> None:
    assert unsound_rules(knowledge_with(("caution", "weighed"), ("disputed", "weighed"))) == []
    # A chart may state the stage: then only one of the two reads it.
    assert unsound_rules(knowledge_with(("caution", "weighed"), ("caution", "stage"))) == []
    assert unsound_rules(knowledge_with(("note", "weighed"), ("note", "weighed"))) == []


def test_a_review_is_a_warning_until_the_days_of_grace_are_over(kb: KnowledgeBase) -> None:
    knowledge = replace(kb.knowledge, review_grace_days=30, rules=kb.knowledge.rules[:1])
    rule = knowledge.rules[0]
    assert rule.review_by == "2027-11-23"
    for today in (date(2026, 1, 1), date(2027, 11, 23)):
        due = reviews_due(knowledge, today)
        assert (due.warnings, due.errors) == ((), ())
    for today in (date(2027, 11, 24), date(2027, 12, 23)):
        due = reviews_due(knowledge, today)
        assert [(each.code, each.subject, each.found) for each in due.warnings] == [
            ("review_due", rule.id, "2027-11-23")
        ]
        assert due.errors == ()
    due = reviews_due(knowledge, date(2027, 12, 24))
    assert due.warnings == ()
    assert [(each.code, each.allowed, each.place) for each in due.errors] == [
        ("review_overdue", ("2027-12-23",), rule.place)
    ]
    assert "2027-12-23" in problem_sentence(due.errors[0])


def test_without_days_of_grace_a_review_is_never_an_error(kb: KnowledgeBase) -> None:
    due = reviews_due(replace(kb.knowledge, review_grace_days=None), date(2099, 1, 1))
    assert len(due.warnings) == len(kb.knowledge.rules)
    assert due.errors == ()


def test_a_rule_without_a_day_of_review_is_never_due() -> None:
    due = reviews_due(replace(knowledge_with(), review_grace_days=0), date(2099, 1, 1))
    assert (due.warnings, due.errors) == ((), ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('doi: "10.1/a<b>"', 'doi: "https://doi.org/10.1/ab"'),
        ('doi: "10.1/a<b>"', 'doi: "10.1/a b"'),
        ('doi: "10.1/a<b>"', 'doi: "11.1/ab"'),
        ('pmid: "123"', 'pmid: "PMC123"'),
        ('pmid: "123"', 'pmid: "0123"'),
        ('pmid: "123"', 'pmid: "123456789"'),
        ('url: "https://example.org/p"', 'url: "www.example.org/p"'),
        ('url: "https://example.org/p"', 'url: "https://example/p"'),
        ('url: "https://example.org/p"', 'url: "https://example.org/a page"'),
    ],
)
def test_an_address_that_cannot_be_right_is_refused_where_it_stands(tmp_path: Path, old: str, new: str) -> None:
    assert old in SOURCES
    (problem,) = problems_with(tmp_path, {"sources.yaml": SOURCES.replace(old, new)})
    assert problem.code == "locator_malformed"
    assert problem.found in new
    assert str(problem.place).startswith("sources.yaml:")
    assert problem.found in problem_sentence(problem)


@pytest.mark.parametrize("doi", ["10.1016/S0140-6736(24)02551-0", "10.1000.10/123456", "10.1002/1(SICI)1:2<3::AID>4;5"])
def test_every_shape_of_a_doi_is_taken(tmp_path: Path, doi: str) -> None:
    assert problems_with(tmp_path, {"sources.yaml": SOURCES.replace("10.1/a<b>", doi)}) == []


def test_reasons_for_tensions_are_read(tmp_path: Path) -> None:
    knowledge, problems = read_knowledge(write(tmp_path, {**FILES, "tensions.yaml": TENSIONS}))
    assert problems == ()
    assert knowledge is not None
    assert knowledge.review_grace_days == 30
    assert [(each.rule, each.indication, each.why, str(each.place)) for each in knowledge.tensions] == [
        ("safety.heat", "", "Two lines.", "tensions.yaml:3:5"),
        ("safety.heat", "needle.population", "Another reason.", "tensions.yaml:6:5"),
    ]


def test_a_rule_base_needs_no_reasons_and_no_days_of_grace(tmp_path: Path) -> None:
    knowledge, _ = read_knowledge(write(tmp_path, FILES))
    assert knowledge is not None
    assert (knowledge.tensions, knowledge.review_grace_days) == ((), None)


def test_the_reasons_are_part_of_the_rule_bases_hash(tmp_path: Path) -> None:
    without, _ = read_knowledge(write(tmp_path / "a", FILES))
    with_reasons, _ = read_knowledge(write(tmp_path / "b", {**FILES, "tensions.yaml": TENSIONS}))
    assert without is not None
    assert with_reasons is not None
    assert without.hash != with_reasons.hash


@pytest.mark.parametrize(
    ("old", "new", "code", "found", "hint"),
    [
        ("- rule: safety.heat", "- rule: safety.heart", "tension_rule_unknown", "safety.heart", "safety.heat"),
        ("- rule: safety.heat", "- rule: needle.everybody", "tension_rule_unknown", "needle.everybody", ""),
        (
            "needle.population",
            "needle.populations",
            "tension_indication_unknown",
            "needle.populations",
            "needle.population",
        ),
        ("needle.population", "beads.dispute", "tension_indication_unknown", "beads.dispute", "beads.population"),
        (", indication: needle.population", "", "duplicate", "safety.heat", ""),
        ('why: "Another reason."', "because: x", "key_unknown", "because", ""),
        ("review_grace_days: 30", "review_grace_days: -1", "type_wrong", "-1", ""),
        ("review_grace_days: 30", "review_days: 30", "key_unknown", "review_days", "review_grace_days"),
    ],
)
def test_mistakes_in_the_reasons_are_refused_where_they_stand(
    tmp_path: Path, old: str, new: str, code: str, found: str, hint: str
) -> None:
    assert TENSIONS.count(old) == 1
    problems = problems_with(tmp_path, {"tensions.yaml": TENSIONS.replace(old, new)})
    problem = next(each for each in problems if each.code == code)
    assert (problem.found, problem.hint) == (found, hint)
    assert str(problem.place).startswith("tensions.yaml:")
    assert problem_sentence(problem)


def test_a_reason_for_no_rule_at_all_is_reported_once(tmp_path: Path) -> None:
    text = TENSIONS.replace("- rule: safety.heat\n", "- rule: ''\n")
    assert [each.code for each in problems_with(tmp_path, {"tensions.yaml": text})] == ["value_missing"]


def boundaries_of(kb: KnowledgeBase, rule: str) -> str:
    return render_text([boundaries_part(boundary_patients(kb, rule), sound_rules.wording(kb))])


def test_boundary_patients_are_told_in_a_terminal(kb: KnowledgeBase) -> None:
    text = boundaries_of(kb, "needle.larger")
    assert text.startswith("Boundary patients:\n  - At: age_years 60\n")
    assert "  - At: largest_tumor_cm 3\n" in text
    assert "      - At it: 3 cm, not met\n      - One step above: 3.1 cm, met\n" in text
    assert "      - The rest of the patient: {diagnosis: hcc, age_years: 18}\n" in text
    assert "age_years: 59" not in text
    assert "      - One step below: 59 years, met\n      - At it: 60 years, not met\n" in text


def test_yes_and_no_are_told_as_a_patient_file_has_them(kb: KnowledgeBase) -> None:
    assert "{pacemaker: true}\n" in boundaries_of(kb, "needle.four_with_pacemaker")
    assert "{pacemaker: false}\n" in boundaries_of(kb, "needle.four_without_pacemaker")


def test_a_rule_without_numbers_says_so(kb: KnowledgeBase) -> None:
    assert "The rule compares no number with a constant." in boundaries_of(kb, "safety.bleeding")


def test_warnings_come_before_the_counts(kb: KnowledgeBase) -> None:
    wording = sound_rules.wording(kb)
    due = reviews_due(kb.knowledge, date(2027, 12, 24))
    text = render_text(check_page(wording, due.warnings))
    assert "Worth a look:\n  - The rule beads.population was to be reviewed by 2027-11-23." in text
    assert text.index("Worth a look") < text.index("Rules per option")
    assert "Worth a look" not in render_text(check_page(wording))


def test_the_command_shows_boundaries_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = str(sound_rules.rules_in(tmp_path))
    for arguments, is_shown in ((["--boundaries"], True), ([], False)):
        with pytest.raises(SystemExit) as ended:
            cli.main(["rules", "show", "needle.larger", "--rules", rules, *arguments])
        assert ended.value.code == 0
        assert ("Boundary patients" in capsys.readouterr().out) is is_shown


def test_the_check_fails_for_rules_overdue_and_warns_of_those_due(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reasons = sound_rules.TENSIONS.replace("3650", "3000")
    late = {name: text.replace("2027-11-23", "2025-11-23") for name, text in sound_rules.RULES.items()}
    rules = str(write(tmp_path, {**late, "tensions.yaml": reasons}))
    with pytest.raises(SystemExit) as ended:
        cli.main(["rules", "check", "--rules", rules])
    assert ended.value.code == 0
    assert "Worth a look" in capsys.readouterr().out
    write(tmp_path, {"tensions.yaml": reasons.replace("3000", "0")})
    with pytest.raises(SystemExit) as ended:
        cli.main(["rules", "check", "--rules", rules])
    assert ended.value.code == 3
    assert "the time of grace was over" in " ".join(capsys.readouterr().err.split())


def test_the_check_fails_for_a_rule_that_nobody_in_scope_meets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scope = sound_rules.RULES["scope.yaml"].replace("age_years < 18", "age_years < 18 or pacemaker")
    rules = str(write(tmp_path, {**sound_rules.RULES, "scope.yaml": scope}))
    with pytest.raises(SystemExit) as ended:
        cli.main(["rules", "check", "--rules", rules])
    assert ended.value.code == 3
    errors = " ".join(capsys.readouterr().err.split())
    assert "can meet the rule beads.small_stop" in errors
    assert "can meet the rule needle.four_with_pacemaker" in errors


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # `heavy` is worked out from `weighed`, so each of these meets the same patients.
        (
            [("caution", "weighed", ("one", "other")), ("caution", "heavy and diagnosis == icca", ("one",))],
            [("rule_repeated_with", "rule1", "icca", ("rule0",))],
        ),
        (
            [("caution", "heavy and diagnosis == icca", ("one",)), ("caution", "weighed", ("one",))],
            [("rule_repeated_with", "rule1", "icca", ("rule0",))],
        ),
        (
            [("caution", "weighed", ("one",)), ("caution", "weighed and diagnosis == icca", ("one", "other"))],
            [("rule_repeated_with", "rule0", "icca", ("rule1",))],
        ),
        ([("caution", "weighed", ("one",)), ("against", "weighed", ("one",))], []),
        ([("note", "weighed", ("one",)), ("note", "weighed", ("one",))], []),
        # A chart may state the stage: then only one of the two follows.
        ([("caution", "weighed", ("one",)), ("caution", "stage", ("one",))], []),
        (
            [("caution", "diagnosis == icca and (weighed or not fits)", ("one",))],
            [("rule_always_met_with", "rule0", "icca", ())],
        ),
        ([("against", "diagnosis == icca", ("one",))], []),
        ([("note", "diagnosis == icca and (weighed or not fits)", ("one",))], []),
        ([("caution", "not weighed and fits", ("one",))], [("rule_never_met_with", "rule0", "icca", ())]),
    ],
)
def test_a_rule_that_adds_nothing_for_one_diagnosis_is_found(
    lines: list[tuple[Effect, str, tuple[str, ...]]], expected: list[tuple[str, str, str, tuple[str, ...]]]
) -> None:
    rules = [RuleLine(f"rule{number}", *line[:2], line[2]) for number, line in enumerate(lines)]
    derived = (WhenLine("stage", "weighed", is_judgement=True), WhenLine("heavy", "weighed"))
    options = (OptionLine("one", ("one",)), OptionLine("other", ("other",)))
    # With bile duct cancer, whoever fits is weighed.
    impossible = ("diagnosis == icca and fits and not weighed",)
    description = Description(FACTS, derived, tuple(rules), options, impossible)
    knowledge = replace(knowledge_of(description), covered=frozenset({"hcc", "icca"}))
    problems = rules_without_effect(knowledge)
    assert [(each.code, each.subject, each.found, each.related) for each in problems] == expected
    assert all(each.found in problem_sentence(each) and str(each.place) == "rules.yaml:1:1" for each in problems)


def test_the_check_fails_for_a_rule_that_adds_nothing_for_a_diagnosis(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    safety = sound_rules.RULES["shared/safety.yaml"]
    again = """\
  - id: safety.pacemaker_again
    for: {options: [beads], products: [small_beads], diagnoses: [hcc]}
    effect: stop
    when: pacemaker
    says: {clinician: "Not here either.", patient: "Not here either."}
    sources: [{key: BODY, at: "p. 9", checked: "2026-11-23", read: primary}]
    review_by: "2027-11-23"
"""
    rules = str(write(tmp_path, {**sound_rules.RULES, "shared/safety.yaml": safety + again}))
    with pytest.raises(SystemExit) as ended:
        cli.main(["rules", "check", "--rules", rules])
    assert ended.value.code == 3
    assert "With hcc, safety.pacemaker_again does the same" in " ".join(capsys.readouterr().err.split())
