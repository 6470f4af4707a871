"""One mutation of a small rule base for every error of form, with its place and its hint."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from screener.loading.load import read_knowledge
from screener.problems import KnowledgeError
from tests.bases.small_rules import FILES, problems_of


@dataclass(frozen=True)
class Mutation:
    """A change to one file and the problem it must lead to.

    Attributes:
        at: where the problem stands starts with this text.
        also: codes of problems that cannot but follow.
    """

    code: str
    file: str
    old: str
    new: str
    at: str
    found: str = ""
    hint: str = ""
    also: tuple[str, ...] = ()


A, F1, F2, D = "about.yaml", "facts/10_intake.yaml", "facts/20_tumor.yaml", "derived.yaml"
TITLE = 'title: {clinician: "Made-up options: what to discuss", patient: "What to ask about at your visit"}\n'
MORE = """also_on_the_table:
  - {clinician: "Transplant: considered?", patient: "A transplant: has it been thought about?"}
"""
N, B, S = "options/a_needle.yaml", "options/b_beads.yaml", "shared/safety.yaml"
SCOPE, SOURCE, VERSION = "scope.yaml", "sources.yaml", "VERSION"
TURN_TO = '    turn_to: {clinician: "A center.", patient: "A center."}\n'
UNTIL = '    until: {clinician: "until stable", patient: "until you are well"}\n'
HEAT = "size_grade in [g2, g3] or tumor_count > 5"
NO_HEAT = "not heat_possible or largest_tumor_cm > 5"
ALBUMIN = "        - {fact: albumin_g_dl, shape: linear, scale: 10, times: -0.085}\n"
PLAIN = "tumor_count <= 3\n      and no_heat"
SOURCE_OF_N = '{key: PAGE, at: "1.1"'

ABOUT = (
    Mutation("key_missing", A, "id: made_up\n", "", "title:"),
    Mutation(
        "key_unknown", A, "subgroups: [heat", "subgroup: []\nsubgroups: [heat", "subgroup:", "subgroup", "subgroups"
    ),
    Mutation("text_missing", A, TITLE, "", "id: made_up"),
    Mutation("text_missing", A, ', patient: "When to call: if you bleed."', "", '{clinician: "When'),
    Mutation(
        "text_missing", A, ', name: {clinician: "through a needle", patient: "through a needle"}', "", "{id: needle"
    ),
    Mutation("text_missing", A, 'patient: "A transplant: has it been thought about?"', 'patient: ""', '""'),
    Mutation("list_too_short", A, MORE, "also_on_the_table: []\n", "[]", "also_on_the_table"),
    Mutation(
        "name_malformed", A, "[heat, embolization]", "[heat, embolization, all]", "all]", "all", also=("group_unused",)
    ),
    Mutation("duplicate", A, "[heat, embolization]", "[heat, embolization, needle]", "needle]", "needle"),
    Mutation("group_unused", A, "[heat, embolization]", "[heat, embolization, y90]", "y90]", "y90"),
    Mutation("value_unknown", N, "group: needle", "group: needles", "needles", "needles", "needle"),
    Mutation("value_unknown", N, "group: needle", "group: heat", "heat\n", "heat"),
    Mutation("value_unknown", N, "[needle, heat]", "[needle, heet]", "heet]", "heet", "heat", also=("value_unknown",)),
)

KEYS_AND_VALUES = (
    Mutation("key_unknown", F1, "who: [team]", "whom: 1\n    who: [team]", "whom", "whom", "who"),
    Mutation("key_unknown", S, "{groups: [all]", "{group: a, groups: [all]", "group:", "group", "groups"),
    Mutation("key_missing", S, "    effect: against\n", "", "id: safety.bleeding"),
    Mutation("key_missing", N, '    when: "largest_tumor_cm <= 3"\n', "", "id: needle.population"),
    Mutation("key_missing", N, "  order: 2\n", "", "id: needle\n"),
    Mutation("key_missing", F2, "    range: [0, 99]\n", "", "id: tumor_count"),
    Mutation("key_missing", S, '    review_by: "2027-11-23"\n  -', "  -", "id: safety.bleeding"),
    Mutation("key_missing", F2, '    unit: ""\n', "", "id: tumor_count"),
    Mutation("key_missing", S, "    for: {groups: [all]}\n", "", "id: safety.bleeding"),
    Mutation("value_missing", F2, "who: [team]", "who: [~]", "~]"),
    Mutation("value_missing", S, "read: secondary", 'read: ""', '""}]'),
    Mutation("value_missing", N, "groups: [needle, heat]", "groups: [heat]", "[heat]", "heat"),
    Mutation("value_unknown", S, "effect: stop", "effect: stopp", "stopp", "stopp", "stop"),
    Mutation("value_unknown", F1, "at: report", "at: rapport", "rapport", "rapport", "report"),
    Mutation("value_unknown", D, "stated: judgement", "stated: judgement\n    diagnoses: [hc]", "hc]", "hc", "hcc"),
    Mutation("type_wrong", F1, "who: [team]", "who: team", "team\n", "team"),
    Mutation("type_wrong", F1, "who: [team]", "who:", "\n    known_at: report", "nothing"),
    Mutation("type_wrong", S, "effect: stop", "effect: [stop]", "[stop]", "list"),
    Mutation("type_wrong", S, "effect: stop", "effect: {is: stop}", "{is: stop}", "mapping"),
    Mutation("type_wrong", S, "for: {groups: [all]}", "for: all", "all\n", "all"),
    Mutation("type_wrong", F1, "folded: false", "folded: no", "no}", "no"),
    Mutation("type_wrong", F1, "step: 1", "step: '1'", "'1'", "1"),
    Mutation("type_wrong", N, "order: 2", "order: 2.5", "2.5", "2.5"),
    Mutation("type_wrong", N, "order: 2", "order: 0", "0\n", "0"),
    Mutation("type_wrong", SOURCE, "year: 2022", "year: 22", "22, pmid", "22"),
    Mutation("type_wrong", B, "no_discuss: {hcc: ", "no_discuss: [hcc] # {: ", "[hcc] #", "list"),
    Mutation("type_wrong", SCOPE, 'clinician: "A center."', "clinician: []", "[]", "list"),
    Mutation("list_too_short", F1, "who: [team]", "who: []", "[]", "who"),
    Mutation("list_too_short", B, "between: [TRIAL, BODY]", "between: [BODY]", "[BODY]", "between"),
    Mutation("text_missing", N, '  what: {clinician: "A needle.", patient: "A needle."}\n', "", "id: needle"),
    Mutation("text_missing", S, 'clinician: "Not here.", ', "", '{patient: "Not here.'),
    Mutation("text_missing", S, 'clinician: "Not here."', "clinician: ' '", "' '"),
    Mutation("text_missing", S, 'clinician: "Not here."', "clinician: ~", "~"),
    Mutation("text_missing", SCOPE, TURN_TO, "", "id: scope.under_18"),
    Mutation(
        "date_malformed", S, 'review_by: "2027-11-23"\n  -', 'review_by: "2027-02-30"\n  -', '"2027-02-30', "2027-02-30"
    ),
    Mutation("date_malformed", B, "2026-11-23", "20261123", '"20261123', "20261123"),
)

FACTS = (
    Mutation(
        "name_malformed", F2, "id: pacemaker", "id: pace-maker", "pace-maker", "pace-maker", also=("fact_unknown",)
    ),
    Mutation("name_malformed", F2, "id: pacemaker", "id: not", "not\n", "not", also=("fact_unknown",)),
    Mutation("name_malformed", F1, "value: not_known", "value: 2x", "2x", "2x"),
    Mutation(
        "name_malformed", N, "id: needle\n", "id: my-needle\n", "my-needle", "my-needle", also=("value_unknown",) * 3
    ),
    Mutation("name_malformed", N, "id: needle.everybody", "id: everybody", "everybody", "everybody"),
    Mutation("range_malformed", F2, "range: [0, 99]", "range: [99, 0]", "[99", "99 to 0"),
    Mutation("range_malformed", F2, "range: [0, 99]", "range: [0, 9, 99]", "[0, 9", "0 to 9 to 99"),
    Mutation("range_malformed", F2, "[0.3, 30]", "[0.35, 30]", "[0.35", "0.35 to 30"),
    Mutation("range_malformed", F2, "step: 1\n", "step: 0\n", "[0, 99]", "0 to 99"),
    Mutation("key_misplaced", F2, "type: yes_no", "type: yes_no\n    unit: cm", "cm\n    label", "unit"),
    Mutation("key_misplaced", F2, "type: yes_no", "type: yes_no\n    choices: []", "[]", "choices"),
    Mutation(
        "key_misplaced",
        F1,
        "value: icca, ",
        "value: icca, raises: {clinician: a, patient: b}, ",
        "{clinician: a",
        "raises",
    ),
    Mutation(
        "list_too_short",
        F1,
        "value: icca,",
        "means_unknown: true, value: icca,",
        "- {value: hcc",
        "choices",
        also=("comparison_decided",) * 4,
    ),
    Mutation("duplicate", F1, "value: not_known", "value: hcc", "hcc\n", "hcc"),
    Mutation("duplicate", F2, "id: tumor,", "id: intake,", "intake", "intake"),
    Mutation(
        "duplicate",
        F2,
        "id: pacemaker",
        "id: tumor_bleeding",
        "tumor_bleeding",
        "tumor_bleeding",
        also=("fact_planned_but_read", "fact_unknown"),
    ),
    Mutation("duplicate", D, "id: no_heat", "id: pacemaker", "pacemaker", "pacemaker", also=("fact_unknown",)),
    Mutation("duplicate", N, "id: needle.everybody", "id: beads.dispute", "beads.dispute", "beads.dispute"),
    Mutation("duplicate", N, "id: needle.everybody", "id: scope.under_18", "scope.", "scope.under_18"),
    Mutation("duplicate", SOURCE, "key: PAGE", "key: BODY", "BODY, body: NICE", "BODY", also=("source_unknown",) * 3),
    Mutation(
        "duplicate",
        N,
        "id: needle\n",
        "id: beads\n",
        "beads\n",
        "beads",
        also=("value_unknown",) * 3 + ("option_without_product",),
    ),
    Mutation(
        "duplicate",
        N,
        "products: []",
        "products: [{id: large_beads, name: {clinician: a, patient: b}}]",
        "large_beads",
        "large_beads",
    ),
    Mutation("duplicate", B, "order: 1", "order: 2", "2\n", "order 2"),
    Mutation("name_ambiguous", D, "value: low", "value: pacemaker", "id: burden_band", "pacemaker"),
    Mutation("fact_unread", F2, "    planned: true\n", "", "pacemaker\n", "pacemaker"),
    Mutation("fact_planned_but_read", F1, "acute: true", "planned: true\n    acute: true", "true\n    acute", "true"),
)

DERIVED_FACTS = (
    Mutation("definition_count", D, "    sum: [", "    when: pacemaker\n    sum: [", "id: burden_sum", "when, sum"),
    Mutation("key_misplaced", D, f"when: {NO_HEAT}", f'unit: ""\n    when: {NO_HEAT}', '""\n    when', "unit"),
    Mutation("type_wrong", D, "points: 1,", "points: one,", "one", "one"),
    Mutation("type_wrong", D, "sum: [largest_tumor_cm, tumor_count]", "sum: [tumor_count]", "[tumor_count]", "1"),
    Mutation("type_wrong", D, ALBUMIN, "", "- {fact: bilirubin_mg_dl", "1", also=("fact_unread",)),
    Mutation(
        "number_fact_expected",
        D,
        "{fact: albumin_g_dl",
        "{fact: burden_sum",
        "burden_sum, shape",
        "burden_sum",
        also=("fact_unread",),
    ),
    Mutation(
        "duplicate",
        D,
        "{fact: albumin_g_dl",
        "{fact: bilirubin_mg_dl",
        "bilirubin_mg_dl, shape: linear",
        "bilirubin_mg_dl",
        also=("fact_unread",),
    ),
    Mutation("value_unknown", D, "shape: log10", "shape: log", "log,", "log", "log10"),
    Mutation("type_wrong", D, "scale: 17.1", "scale: 0", "0, times", "0"),
    Mutation("type_wrong", D, "times: 0.66", "times: much", "much", "much"),
    Mutation("key_missing", D, ", times: -0.085", "", "{fact: albumin_g_dl"),
    Mutation("number_fact_expected", D, "sum: [largest_tumor_cm, ", "sum: [pacemaker, ", "pacemaker", "pacemaker"),
    Mutation(
        "number_fact_expected",
        D,
        "sum: [largest_tumor_cm, ",
        "sum: [largest_tumor, ",
        "largest_tumor,",
        "largest_tumor",
        "largest_tumor_cm",
    ),
    Mutation("key_missing", D, "at_most: -2.60, ", "", "{value: g1"),
    Mutation("key_missing", D, "when: burden_points <= 1, ", "", "{value: low"),
    Mutation("key_misplaced", D, "at_most: -2.60", "at_most: -2.60, below: 1", '1, label: {clinician: "1"', "below"),
    Mutation("bands_out_of_order", D, "below: -1.39", "below: -2.6", "{value: g2", "-2.6"),
    Mutation("case_last_with_when", D, "{value: g3,", "{value: g3, at_most: 1,", "{value: g3", "1"),
    Mutation(
        "case_last_with_when",
        D,
        "{value: high,",
        "{value: high, when: burden_points > 1,",
        "burden_points > 1",
        "burden_points > 1",
    ),
    Mutation(
        "band_other_fact", D, "when: largest_tumor_cm < 3", "when: tumor_count < 3", "tumor_count < 3", "tumor_count"
    ),
    Mutation(
        "fact_unknown", D, "- fact: tumor_count", "- fact: tumor_counts", "tumor_counts", "tumor_counts", "tumor_count"
    ),
    Mutation("derived_cycle", D, NO_HEAT, "no_heat or not heat_possible", "no_heat\n    label", "no_heat -> no_heat"),
    Mutation("source_unknown", D, "key: TRIAL", "key: TRIALS", "TRIALS", "TRIALS", "TRIAL"),
    Mutation("project_source_misplaced", D, "key: TRIAL", "key: OURS", "OURS", "OURS"),
)

CONDITIONS = (
    Mutation("fact_unknown", SCOPE, "age_years < 18", "age_year < 18", "age_year ", "age_year", "age_years"),
    Mutation(
        "fact_unknown",
        N,
        '"largest_tumor_cm <= 3"',
        '"largest_tumor_cm <= 3 and tumour_count > 1"',
        "tumour_count",
        "tumour_count",
        "tumor_count",
    ),
    Mutation("fact_unknown", B, PLAIN, f"{PLAIN}s", "no_heats", "no_heats", "no_heat"),
    Mutation(
        "condition_syntax", B, PLAIN, f"{PLAIN} no_heat", "no_heat\n    rows", "tumor_count <= 3\nand no_heat no_heat"
    ),
    Mutation("operator_foreign", B, PLAIN, PLAIN.replace("and", "&&"), "&& no_heat", "&&", "and"),
    Mutation("operator_foreign", S, "tumor_count > 5", "tumor_count => 5", "=> 5", "=>", ">="),
    Mutation("number_with_unit", N, "largest_tumor_cm <= 3", "largest_tumor_cm <= 3 cm", "3 cm", "3 cm", "3"),
    Mutation("condition_folded", B, "when: |", "when: >", ">\n", ">"),
    Mutation("condition_folded", S, " or tumor_count > 5", "\n      or tumor_count > 5", "size_grade", ""),
    Mutation("constant_off_grid", S, "tumor_count > 5", "tumor_count > 5.5", "5.5", "5.5"),
    Mutation("constant_out_of_range", S, "tumor_count > 5", "tumor_count > 500", "500", "500"),
    Mutation("value_unknown", S, "[g2, g3]", "[g2, g33]", "g33", "g33", "g3"),
    Mutation(
        "comparison_decided",
        N,
        "diagnoses: [hcc]}\n    effect: note",
        "diagnoses: [hcc, icca]}\n    effect: note",
        "[hcc, icca]",
        "diagnosis",
    ),
    Mutation("value_unknown", SCOPE, "covered: [hcc]", "covered: [hccc]", "hccc", "hccc", "hcc"),
    Mutation("value_unknown", B, "no_discuss: {hcc", "no_discuss: {ccc", "ccc", "ccc", "hcc"),
    Mutation("value_unknown", S, "diagnoses: [hcc]", "diagnoses: [icc]", "icc]", "icc", "icca"),
)

RULES = (
    Mutation(
        "target_count", S, "{groups: [all]}", "{groups: [all], options: [beads]}", "{groups: [all],", "options, groups"
    ),
    Mutation("target_count", S, "{groups: [all]}", "{}", "{}", "none"),
    Mutation("value_unknown", S, "groups: [all]", "groups: [y90]", "y90", "y90"),
    Mutation(
        "value_unknown", N, "for: {options: [needle]}", "for: {options: [needles]}", "needles", "needles", "needle"
    ),
    Mutation(
        "value_unknown",
        B,
        "products: [small_beads]",
        "products: [smal_beads]",
        "smal_beads",
        "smal_beads",
        "small_beads",
    ),
    Mutation(
        "option_without_product",
        B,
        "{options: [beads], products",
        "{options: [beads, needle], products",
        "[small_beads]",
        "needle",
    ),
    Mutation(
        "duplicate", B, "products: [small_beads]", "products: [small_beads, small_beads]", "small_beads]", "small_beads"
    ),
    Mutation("value_unknown", N, "with: [beads]", "with: [bead]", "bead]", "bead", "beads"),
    Mutation("source_unknown", N, 'key: PAGE, at: "1.1"', 'key: PAGES, at: "1.1"', "PAGES", "PAGES", "PAGE"),
    Mutation(
        "source_uncited",
        SOURCE,
        "sources:\n",
        'sources:\n  - {key: X, body: b, citation: c, year: 2020, url: "https://example.org"}\n',
        "X,",
        "X",
    ),
    Mutation("locator_missing", SOURCE, ', url: "https://example.org/p"', "", "{key: PAGE", "none"),
    Mutation(
        "key_missing",
        N,
        "for: {options: [needle], diagnoses: [hcc]}\n    effect: supports",
        "for: {options: [needle]}\n    effect: supports",
        "{options: [needle]}",
    ),
    Mutation("work_up_unexplained", B, '    reads_work_up: "heat comes first"\n', "", "|\n", "heat_possible"),
    Mutation(
        "key_misplaced",
        N,
        "    effect: supports_with",
        "    reads_work_up: why\n    effect: supports_with",
        "why",
        "reads_work_up",
    ),
    Mutation(
        "key_misplaced", S, "    effect: stop", "    reads_work_up: why\n    effect: stop", "why", "reads_work_up"
    ),
    Mutation(
        "indication_acute",
        N,
        '"largest_tumor_cm <= 3"',
        '"largest_tumor_cm <= 3 and not tumor_bleeding"',
        '"largest_tumor_cm',
        "tumor_bleeding",
    ),
    Mutation("stop_unverified", S, "read: secondary", "read: unverified", "[{key: BODY", "unverified"),
    Mutation(
        "key_misplaced",
        N,
        "    effect: supports_with",
        "    until: {clinician: a, patient: b}\n    effect: supports_with",
        "{clinician: a",
        "until",
    ),
    Mutation("key_misplaced", S, "    effect: stop", "    between: [BODY]\n    effect: stop", "[BODY]", "between"),
    Mutation("key_missing", B, "    between: [TRIAL, BODY]\n", "", "id: beads.dispute"),
    Mutation("between_not_cited", B, "[TRIAL, BODY]", "[TRIAL, PAGE]", "PAGE", "PAGE"),
    Mutation("duplicate", B, "[TRIAL, BODY]", "[TRIAL, TRIAL]", "TRIAL]", "TRIAL"),
    Mutation("key_misplaced", S, "    effect: stop", "    with: [beads]\n    effect: stop", "[beads]", "with"),
    Mutation(
        "key_misplaced", S, "    effect: stop", "    label_status: true\n    effect: stop", "true", "label_status"
    ),
    Mutation("project_source_misplaced", S, UNTIL, "", "OURS", "OURS"),
    Mutation(
        "project_source_misplaced", S, "effect: against", "effect: stop", "OURS", "OURS", also=("stop_unverified",)
    ),
    Mutation("project_source_misplaced", S, "when: tumor_bleeding", "when: tumor_count > 5", "OURS", "OURS"),
)

ALL_FILES = (
    Mutation("version_malformed", VERSION, "2026.11.1", "next", "next", "next"),
    Mutation(
        "yaml_syntax", S, "for: {groups: [all]}", "for: {groups: [all}", "}\n", "did not find expected ',' or ']'"
    ),
    Mutation(
        "key_twice", S, "    effect: stop", "    effect: stop\n    effect: stop", "effect: stop\n    when", "effect"
    ),
)


@pytest.mark.parametrize(
    "mutation",
    [*ABOUT, *KEYS_AND_VALUES, *FACTS, *DERIVED_FACTS, *CONDITIONS, *RULES, *ALL_FILES],
    ids=lambda mutation: f"{mutation.code}-{mutation.file}",
)
def test_one_mistake_is_one_problem_with_its_place_and_hint(tmp_path: Path, mutation: Mutation) -> None:
    assert mutation.old in FILES[mutation.file]
    changed = FILES[mutation.file].replace(mutation.old, mutation.new, 1)
    problems = problems_of(tmp_path, {**FILES, mutation.file: changed})
    codes = sorted(problem.code for problem in problems)
    assert codes == sorted((mutation.code, *mutation.also)), [*map(str, problems)]
    problem = next(problem for problem in problems if problem.code == mutation.code)
    assert (problem.found, problem.hint) == (mutation.found, mutation.hint)
    assert problem.place is not None
    before = changed[: changed.index(mutation.at)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert str(problem.place) == f"{mutation.file}:{line}:{column}"
    assert problem.place.excerpt == changed.splitlines()[line - 1]
    assert problem.subject


def test_all_problems_of_all_files_arrive_at_once_and_in_order(tmp_path: Path) -> None:
    files = {
        **FILES,
        SCOPE: FILES[SCOPE].replace("age_years < 18", "age_years < 18.5"),
        S: FILES[S].replace("effect: stop", "effect: stopp"),
        VERSION: "",
    }
    problems = problems_of(tmp_path, files)
    assert [(str(problem.place), problem.code) for problem in problems] == [
        ("VERSION:1:1", "version_malformed"),
        ("scope.yaml:4:23", "constant_off_grid"),
        ("shared/safety.yaml:12:13", "value_unknown"),
    ]
    assert problems[1].related == ("age_years",)
    assert problems[1].allowed == ("0 to 120 years", "steps of 1")


def test_duplicates_name_both_places(tmp_path: Path) -> None:
    changed = FILES[F2].replace("id: tumor,", "id: intake,")
    (problem,) = problems_of(tmp_path, {**FILES, F2: changed})
    assert str(problem.place) == "facts/20_tumor.yaml:1:15"
    assert problem.related == ("facts/10_intake.yaml:1:15",)


def test_names_are_not_looked_up_while_a_file_cannot_be_read(tmp_path: Path) -> None:
    files = {**FILES, F2: "facts: [", S: FILES[S].replace("effect: stop", "effect: stopp")}
    assert [problem.code for problem in problems_of(tmp_path, files)] == ["yaml_syntax", "value_unknown"]


@pytest.mark.parametrize("name", ["derived.yaml", "scope.yaml", "sources.yaml", "facts/impossible.yaml", "VERSION"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    files = {key: text for key, text in FILES.items() if key != name}
    (problem,) = problems_of(tmp_path, files)
    assert (problem.code, str(problem.place)) == ("file_missing", f"{name}:1:1")


def test_a_file_that_nobody_reads_is_reported(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, {**FILES, "derive.yaml": "derived: []"})
    assert (problem.code, problem.found, problem.hint) == ("file_unexpected", "derive.yaml", "derived.yaml")


def test_a_folder_that_is_not_there_is_reported(tmp_path: Path) -> None:
    knowledge, (problem,) = read_knowledge(tmp_path / "none")
    assert knowledge is None
    assert problem.code == "folder_missing"


def test_an_empty_folder_names_all_files_it_needs(tmp_path: Path) -> None:
    assert [problem.code for problem in problems_of(tmp_path, {})] == ["file_missing"] * 6


def test_a_document_of_the_wrong_shape_is_one_problem(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, {**FILES, SCOPE: "- covered"})
    assert [problem.code for problem in problems] == ["fact_unread", "type_wrong"]
    assert problems[1].allowed == ("mapping",)


def test_rules_without_a_diagnosis_fact_are_reported(tmp_path: Path) -> None:
    changed = FILES[F1].replace("id: diagnosis", "id: diagnosys")
    problems = problems_of(tmp_path, {**FILES, F1: changed})
    unknown = [problem for problem in problems if problem.code == "fact_unknown"]
    assert [problem.found for problem in unknown] == ["diagnosis"] * 6


def test_steps_of_a_sum_must_fit_each_other(tmp_path: Path) -> None:
    changed = FILES[F2].replace("range: [0, 99]\n    step: 1\n", "range: [0, 90]\n    step: 0.15\n")
    problems = problems_of(tmp_path, {**FILES, F2: changed})
    (problem,) = (problem for problem in problems if problem.code == "steps_differ")
    assert problem.found == "0.1 and 0.15"


def test_cycles_name_every_fact_on_the_way(tmp_path: Path) -> None:
    changed = (
        FILES[D]
        .replace(NO_HEAT, "burden_band == high")
        .replace("{points: 1, when: tumor_count <= 1}", "{points: 1, when: no_heat}")
    )
    problems = problems_of(tmp_path, {**FILES, D: changed})
    (problem,) = (problem for problem in problems if problem.code == "derived_cycle")
    assert problem.found == "burden_band -> burden_points -> no_heat -> burden_band"


def test_what_follows_from_a_broken_fact_is_not_reported(tmp_path: Path) -> None:
    changed = FILES[D].replace("size_grade", "size_grades").replace("id: size_grades", "id: size_grade")
    changed = changed.replace("shape: log10", "shape: other").replace("not heat_possible or", "heat_possible == 1 or")
    problems = problems_of(tmp_path, {**FILES, D: changed})
    assert [problem.code for problem in problems] == ["value_unknown", "claim_compared"]


def test_problems_are_raised_together_and_readable(tmp_path: Path) -> None:
    changed = FILES[S].replace("effect: stop", "effect: stopp").replace("{groups: [heat]", "{group: x, groups: [heat]")
    problems = problems_of(tmp_path, {**FILES, S: changed})
    error = KnowledgeError(problems)
    assert error.exit_code == 3
    assert error.problems == problems
    assert str(error).splitlines()[1] == (
        "shared/safety.yaml:12:13: safety.heat: value_unknown; found stopp; allowed supports, "
        "supports_with_caution, caution, fix_first, disputed, against, stop, note; hint stop"
    )


def test_a_formula_is_not_computed_over_zero(tmp_path: Path) -> None:
    changed = FILES[F2].replace("[0.1, 40]", "[0, 40]")
    (problem,) = problems_of(tmp_path, {**FILES, F2: changed})
    assert (problem.code, str(problem.place)) == ("formula_input_not_positive", "derived.yaml:34:18")


@pytest.mark.parametrize("points", ["[]", "[{fact: tumor_count, bands: []}]"])
def test_points_without_bands_are_too_few(tmp_path: Path, points: str) -> None:
    before, after = FILES[D].split("    points:\n")
    changed = f"{before}    points: {points}\n    stated{after.split('    stated', 1)[1]}"
    (problem,) = problems_of(tmp_path, {**FILES, D: changed})
    assert problem.code == "list_too_short"
