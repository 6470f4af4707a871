"""Aged answers: read, refused, marked, and what outdated ones change."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest

import screener
import screener.cli.commands
from screener.patient.ages import Age, age_problem, read_day, read_days
from screener.problems import PatientError
from screener.report.text import text_report
from screener.result.given import AgedFact, GivenFact
from screener.result.known import read_span
from screener.result.screening import Screening, StaleChange
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import screen
from screener.wording.facts import fact_text, stale_texts, unit_question_texts
from tests.bases import measured_rules

TODAY = date(2026, 11, 24)
OLD = {"value": 4, "taken": "2026-09-01"}
KNOWN: dict[str, object] = {"diagnosis": "hcc", "age_years": 60, "tumor_count": 1, "heat_possible": True}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return measured_rules.knowledge_base(tmp_path_factory.mktemp("rules"))


def codes(kb: KnowledgeBase, answer: object, as_of: date | None = None) -> list[tuple[str, str]]:
    with pytest.raises(PatientError) as caught:
        screen({"largest_tumor_cm": answer}, kb, as_of=as_of)
    return [(problem.code, problem.found) for problem in caught.value.problems]


def aged(screening: Screening) -> list[tuple[str, int | None, str | None, bool]]:
    return [(each.fact, each.age_days, each.taken, each.is_stale) for each in screening.aged]


@pytest.mark.parametrize(
    ("written", "days"),
    [("3 weeks", 21), ("1 week", 7), ("10days", 10), (" 2 Months ", 60), ("1 day", 1), ("0 days", 0)],
)
def test_an_age_is_days_weeks_or_months(written: str, days: int) -> None:
    assert read_days(written) == days


@pytest.mark.parametrize(
    "written", ["", "3", "three weeks", "3 years", "3 weeks ago", "-3 weeks", "99999 days", 3, None]
)
def test_anything_else_is_no_age(written: object) -> None:
    assert read_days(written) is None
    problem = age_problem(str(written), "liver", ("age-of-liver",))
    assert problem is not None
    assert (problem.code, problem.subject, problem.related) == ("age_malformed", "liver", ("age-of-liver",))
    assert age_problem(problem.allowed[0], "liver") is None


def test_a_day_is_written_year_first_or_given_as_one() -> None:
    assert read_day("2026-10-01") == read_day(date(2026, 10, 1)) == date(2026, 10, 1)
    others: list[object] = ["1.10.2026", "2026-02-30", "20261001", datetime(2026, 10, 1), 20261001, None]
    assert [read_day(each) for each in others] == [None] * len(others)


def test_any_answer_may_say_how_old_it_is(kb: KnowledgeBase) -> None:
    raw = {
        "largest_tumor_cm": {"value": {"min": 3, "max": "40 mm"}, "age": "3 weeks"},
        "tumor_count": {"value": "2-3", "taken": "2026-10-01"},
        "pacemaker": {"value": True, "taken": date(2026, 10, 2)},
        "diagnosis": {"value": ["hcc"], "age": "1 month"},
        "size_class": {"value": "large", "age": "1 day"},
        "bilirubin_mg_dl": {"value": "unknown", "age": "1 day"},
    }
    patient = screener.Patient.read(raw, kb.knowledge)
    assert patient.asked["largest_tumor_cm"] == (60, 80)
    assert {name: each.age for name, each in patient.answers.items()} == {
        "largest_tumor_cm": Age(None, 21),
        "tumor_count": Age(date(2026, 10, 1), None),
        "pacemaker": Age(date(2026, 10, 2), None),
        "diagnosis": Age(None, 30),
        "size_class": Age(None, 1),
    }


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"value": 3}, [("age_expected", "{'value': 3}")]),
        (
            {"value": 3, "taken": "2026-10-01", "age": "1 day"},
            [("age_expected", "{'value': 3, 'taken': '2026-10-01', 'age': '1 day'}")],
        ),
        ({"value": 3, "took": "2026-10-01"}, [("age_expected", "{'value': 3, 'took': '2026-10-01'}")]),
        ({"value": 3, "age": "old"}, [("age_malformed", "old")]),
        ({"value": 3, "taken": "2026-02-30"}, [("date_malformed", "2026-02-30")]),
        ({"value": "x", "taken": "then"}, [("date_malformed", "then"), ("number_expected", "x")]),
        ({"taken": "2026-10-01"}, [("number_expected", "{'taken': '2026-10-01'}")]),
        (
            {"value": {"value": 3, "age": "1 day"}, "age": "1 day"},
            [("number_expected", "{'value': 3, 'age': '1 day'}")],
        ),
    ],
)
def test_an_age_that_cannot_be_used_is_refused(
    kb: KnowledgeBase, answer: object, expected: list[tuple[str, str]]
) -> None:
    assert codes(kb, answer) == expected


def test_a_day_after_the_one_on_which_ages_are_counted_is_refused(kb: KnowledgeBase) -> None:
    tomorrow = {"value": 3, "taken": "2026-11-25"}
    assert codes(kb, tomorrow, TODAY) == [("taken_in_future", "2026-11-25")]
    assert aged(screen({"largest_tumor_cm": tomorrow}, kb)) == [("largest_tumor_cm", None, "2026-11-25", False)]


@pytest.mark.parametrize(("taken", "is_stale"), [("2026-10-14", False), ("2026-10-13", False), ("2026-10-12", True)])
def test_an_answer_is_outdated_one_day_after_it_was_fresh(kb: KnowledgeBase, taken: str, is_stale: bool) -> None:
    result = screen({"largest_tumor_cm": {"value": 4, "taken": taken}}, kb, as_of=TODAY)
    assert [each.is_stale for each in result.aged] == [is_stale]


def test_an_aged_fact_carries_its_days_and_sources(kb: KnowledgeBase) -> None:
    (size, pacemaker) = screen(
        {"largest_tumor_cm": OLD, "pacemaker": {"value": True, "age": "9 months"}}, kb, as_of=TODAY
    ).aged
    assert size == AgedFact("largest_tumor_cm", 84, "2026-09-01", 42, True, size.sources)
    assert [source.key for source in size.sources] == ["IMAGING"]
    assert pacemaker == AgedFact("pacemaker", 270, None, None, False, ())


def test_without_a_day_dates_are_shown_and_nothing_goes_out_of_date_by_them(kb: KnowledgeBase) -> None:
    result = screen({**KNOWN, "largest_tumor_cm": OLD}, kb)
    assert aged(result) == [("largest_tumor_cm", None, "2026-09-01", False)]
    assert (result.stale_are_unknown, result.stale_changes) == (False, ())
    assert result.options == screen({**KNOWN, "largest_tumor_cm": 4}, kb).options


def test_with_a_day_outdated_answers_count_as_unknown_and_the_result_says_what_that_changes(kb: KnowledgeBase) -> None:
    result = screen({**KNOWN, "largest_tumor_cm": OLD}, kb, as_of=TODAY)
    unknown, given = screen(KNOWN, kb), screen({**KNOWN, "largest_tumor_cm": 4}, kb)
    assert result.stale_are_unknown
    assert result.options == unknown.options
    assert result.derived == unknown.derived
    assert result.facts["largest_tumor_cm"].low == "4"
    assert result.stale_changes == tuple(
        StaleChange(name, given.options[name].status, option.status)
        for name, option in unknown.options.items()
        if option.status != given.options[name].status
    )
    assert result.stale_changes


def test_outdated_answers_may_be_kept_or_unknown_whatever_the_day(kb: KnowledgeBase) -> None:
    old = {"value": 4, "age": "3 months"}
    kept, marked = (
        screen({**KNOWN, "largest_tumor_cm": old}, kb),
        screen({**KNOWN, "largest_tumor_cm": OLD}, kb, as_of=TODAY, stale="keep"),
    )
    given = screen({**KNOWN, "largest_tumor_cm": 4}, kb)
    assert kept.options == marked.options == given.options
    assert (kept.stale_are_unknown, marked.stale_are_unknown) == (False, False)
    unknown = screen({**KNOWN, "largest_tumor_cm": old}, kb, stale="unknown")
    assert unknown.options == screen(KNOWN, kb).options
    assert kept.stale_changes == marked.stale_changes == unknown.stale_changes


def test_outdated_answers_that_contradict_newer_ones_may_count_as_unknown(kb: KnowledgeBase) -> None:
    raw = {**KNOWN, "largest_tumor_cm": OLD, "size_class": "small"}
    result = screen(raw, kb, as_of=TODAY)
    assert result.options == screen({**KNOWN, "size_class": "small"}, kb).options
    assert {change.as_given for change in result.stale_changes} == {None}
    assert len(result.stale_changes) == 2
    told = stale_texts(result, measured_rules.wording(kb))
    assert told[1].startswith("Beads: as given no status; as unknown ")
    with pytest.raises(PatientError):
        screen(raw, kb, as_of=TODAY, stale="keep")


def test_what_contradicts_itself_without_outdated_answers_stays_an_error(kb: KnowledgeBase) -> None:
    raw = {"tumor_count": 0, "pacemaker": True, "largest_tumor_cm": OLD}
    with pytest.raises(PatientError):
        screen(raw, kb, as_of=TODAY)


def test_the_result_with_ages_becomes_json_and_back(kb: KnowledgeBase) -> None:
    result = screen({**KNOWN, "largest_tumor_cm": {"value": "220 mm", "taken": "2026-09-01"}}, kb, as_of=TODAY)
    assert Screening.model_validate_json(result.model_dump_json()) == result
    record = json.loads(result.model_dump_json())
    assert record["written"] == {"largest_tumor_cm": "220 mm"}
    assert record["aged"][0]["taken"] == "2026-09-01"


def test_what_was_given_of_a_fact_stands_in_one_place(kb: KnowledgeBase) -> None:
    raw = {
        "largest_tumor_cm": {"value": "220 mm", "taken": "2026-09-01"},
        "tumor_count": "0-99",
        "size_class": "large",
        "bilirubin_mg_dl": "unknown",
    }
    given = screen(raw, kb, as_of=TODAY).given
    assert list(given) == ["largest_tumor_cm", "size_class"]
    size = given["largest_tumor_cm"]
    assert (str(size.read), size.as_written, size.open_answer, size.unit_question) == ("22", "220 mm", "", None)
    assert size.aged is not None
    assert size.aged.is_stale
    assert given["size_class"] == GivenFact(read_span("large"))
    (doubtful,) = screen({"largest_tumor_cm": "22"}, kb).given.values()
    assert doubtful.unit_question is not None
    assert (doubtful.unit_question.written, str(doubtful.unit_question.would_be)) == ("22", "2.2")


def test_facts_say_how_they_were_written_and_how_old_they_are(kb: KnowledgeBase) -> None:
    wording = measured_rules.wording(kb)
    raw = {
        **KNOWN,
        "largest_tumor_cm": {"value": "about 3", "taken": "2026-09-01"},
        "bilirubin_mg_dl": {"value": "35 umol/L", "age": "10 days"},
        "pacemaker": {"value": True, "taken": "2026-11-23"},
    }

    def told(name: str, screening: Screening) -> str:
        return fact_text(name, screening.given[name], screening.stale_are_unknown, wording)

    unknown, kept = screen(raw, kb, as_of=TODAY), screen(raw, kb, as_of=TODAY, stale="keep")
    assert told("largest_tumor_cm", unknown) == (
        "about 3, read as 2.5 to 3.5 cm (taken 2026-09-01; 12 weeks old; outdated: fresh for 6 weeks, so it counts as "
        "unknown here)"
    )
    assert told("largest_tumor_cm", kept).endswith("12 weeks old; outdated: fresh for 6 weeks)")
    assert told("bilirubin_mg_dl", kept) == "35 umol/L, read as between 2 and 2.1 mg/dL (10 days old)"
    assert told("pacemaker", kept) == "yes (taken 2026-11-23; 1 day old)"
    assert told("pacemaker", screen(raw, kb)) == "yes (taken 2026-11-23)"
    assert told("tumor_count", kept) == "1"


def test_the_report_marks_outdated_values_with_their_source_and_says_what_they_change(kb: KnowledgeBase) -> None:
    raw = {**KNOWN, "largest_tumor_cm": OLD}
    unknown = text_report(screen(raw, kb, as_of=TODAY), measured_rules.wording(kb), "0.1.0")
    flat = " ".join(unknown.split())
    assert "so it counts as unknown here) [1]" in flat
    assert "What outdated values change =" in flat
    assert "Outdated values count as unknown here. As given they would change this: - " in flat
    assert "[IMAGING] SIR: I. 2024" in flat
    kept = " ".join(
        text_report(screen(raw, kb, as_of=TODAY, stale="keep"), measured_rules.wording(kb), "0.1.0").split()
    )
    assert "Outdated values count as given here. As unknown they would change this: - Beads: as given " in kept


def test_outdated_values_that_change_no_status_say_so(kb: KnowledgeBase) -> None:
    result = screen({**KNOWN, "bilirubin_mg_dl": {"value": 1, "age": "2 months"}}, kb)
    assert stale_texts(result, measured_rules.wording(kb)) == (
        "Outdated values count as given here. As unknown they would change this:",
        "No status.",
    )
    assert stale_texts(screen(KNOWN, kb), measured_rules.wording(kb)) == ()


def test_a_number_that_smells_of_another_unit_raises_a_question(kb: KnowledgeBase) -> None:
    wording = measured_rules.wording(kb)
    result = screen({"largest_tumor_cm": "22"}, kb)
    question = "Largest, 22: is it 22 mm (2.2 cm)? Write the unit to settle it."
    assert unit_question_texts(result, wording) == {"largest_tumor_cm": question}
    report = text_report(result, wording, "0.1.0")
    assert "Questions these answers raise:" in report
    assert question in " ".join(report.split())
    for settled in ("22 cm", "22 mm", "2.2"):
        assert screen({"largest_tumor_cm": settled}, kb).unit_questions == ()


def test_a_half_step_leaves_an_input_of_a_formula_open_and_no_other(kb: KnowledgeBase) -> None:
    result = screen({"bilirubin_mg_dl": "35 umol/L", "albumin_g_dl": 4, "largest_tumor_cm": "32.5 mm"}, kb)
    assert result.derived["size_grade"].open_inputs == ("bilirubin_mg_dl",)
    assert result.derived["no_heat"].open_inputs == ("heat_possible",)


def test_the_command_line_marks_by_today_and_treats_as_unknown_by_the_day_it_is_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = measured_rules.rules_in(tmp_path / "rules")
    patient = tmp_path / "patient.yaml"
    patient.write_text("diagnosis: hcc\nlargest_tumor_cm: {value: 4, taken: 2020-01-01}\n", encoding="utf-8")

    def run(*more: str) -> str:
        with pytest.raises(SystemExit) as ended:
            screener.cli.commands.main(["screen", str(patient), "--rules", str(rules), "--format", "json", *more])
        output = capsys.readouterr()
        return output.out if ended.value.code == 0 else f"{ended.value.code}: {output.err}"

    marked = json.loads(run())
    assert (marked["stale_are_unknown"], marked["aged"][0]["is_stale"]) == (False, True)
    assert json.loads(run("--as-of", "2026-11-24"))["stale_are_unknown"] is True
    assert json.loads(run("--as-of", "2020-01-02"))["aged"][0]["age_days"] == 1
    assert "after 2019-01-01" in run("--as-of", "2019-01-01")
    assert run("--as-of", "soon").startswith("2: ")
