"""Reading what silence means: from `usual:` to premises, and every slip with its place and a hint."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from screener.knowledge.conditions import facts_of
from screener.knowledge.knowledge import Knowledge
from screener.loading.load import read_knowledge
from screener.problems import Problem
from screener.wording.catalogue import problem_sentence
from tests.bases.small_rules import DERIVED, FILES, SCOPE, TUMOR, problems_of, write

F, D, S = "facts/20_tumor.yaml", "derived.yaml", "scope.yaml"
TEXTS = """\
        tier: report
        confirm: before_talk
        why: {clinician: "Told.", patient: "Told to you."}
        risk: {clinician: "Missed.", patient: "Missed by us."}
"""
SIZE = f"""\
    usual:
      - values: [0.5-3]
        for: [hcc]
        stated: [tumor_count, burden_points]
        unless_stated: [pacemaker]
        when: tumor_count <= 2
        unless: bilirubin_mg_dl > 2
{TEXTS}      - values: [4]
        even_if_undescribed: true
        tier: exception
        confirm: none
        why: {{clinician: "Four.", patient: "Four."}}
        risk: {{clinician: "Other.", patient: "Other."}}
"""
HEAT = f"    usual:\n      - values: [yes]\n{TEXTS}"
POINTS = f"    usual:\n      - values: [1, 2]\n{TEXTS}"
WITH_USUAL = {
    **FILES,
    F: TUMOR.replace(
        '    question: {clinician: "How large?"', f'{SIZE}    question: {{clinician: "How large?"'
    ).replace('    question: {clinician: "Heat?"', f'{HEAT}    question: {{clinician: "Heat?"'),
    D: DERIVED.replace("    stated: arithmetic\n    sources:", f"    stated: arithmetic\n{POINTS}    sources:"),
    S: SCOPE.replace("covered: [hcc]\n", "covered: [hcc]\ndescribed_by: [tumor_count, burden_sum]\n"),
}


def knowledge(folder: Path) -> Knowledge:
    found, problems = read_knowledge(write(folder, WITH_USUAL))
    assert problems == ()
    assert found is not None
    return found


def test_premises_are_read_fact_by_fact_each_with_the_fact_and_a_number_as_its_name(tmp_path: Path) -> None:
    premises = knowledge(tmp_path).premises
    assert [(each.id, each.fact) for each in premises] == [
        ("largest_tumor_cm.1", "largest_tumor_cm"),
        ("largest_tumor_cm.2", "largest_tumor_cm"),
        ("heat_possible.1", "heat_possible"),
        ("burden_points.1", "burden_points"),
    ]
    assert [each.possible for each in premises] == [(10, 60), (80, 80), frozenset({"yes"}), frozenset({"1", "2"})]
    assert [str(each.place) for each in premises] == [f"{F}:22:9", f"{F}:32:9", f"{F}:72:9", f"{D}:23:9"]


def test_everything_that_is_written_of_a_premise_is_kept(tmp_path: Path) -> None:
    read = knowledge(tmp_path)
    first, second, *_ = read.premises
    assert first.diagnoses == frozenset({"hcc"})
    assert (first.stated, first.unless_stated) == (("tumor_count", "burden_points"), ("pacemaker",))
    assert first.when is not None
    assert first.unless is not None
    assert (facts_of(first.when), facts_of(first.unless)) == (
        frozenset({"tumor_count"}),
        frozenset({"bilirubin_mg_dl"}),
    )
    assert (first.tier, first.confirm, first.is_for_undescribed) == ("report", "before_talk", False)
    assert (first.why.clinician, first.risk.patient) == ("Told.", "Missed by us.")
    assert (second.diagnoses, second.stated, second.unless_stated) == (frozenset(), (), ())
    assert (second.when, second.unless) == (None, None)
    assert (second.tier, second.confirm, second.is_for_undescribed) == ("exception", "none", True)
    assert read.described_by == ("tumor_count", "burden_sum")


def test_without_premises_there_are_none_and_nothing_describes_the_tumor(tmp_path: Path) -> None:
    read, _ = read_knowledge(write(tmp_path, FILES))
    assert read is not None
    assert (read.premises, read.described_by) == ((), ())


def test_what_only_a_premise_reads_is_read_by_no_rule(tmp_path: Path) -> None:
    planned = TUMOR.replace("    planned: true\n", "")
    problems = problems_of(tmp_path, {**WITH_USUAL, F: WITH_USUAL[F].replace("    planned: true\n", "")})
    assert planned != TUMOR
    assert [(problem.code, problem.subject) for problem in problems] == [("fact_unread", "pacemaker")]


@dataclass(frozen=True)
class Slip:
    """A change to a file and what it leads to; where the problem stands begins with `at`."""

    code: str
    old: str
    new: str
    at: str
    found: str = ""
    hint: str = ""
    file: str = F


SLIPS = (
    # names
    Slip(
        "fact_unknown", "stated: [tumor_count,", "stated: [tumour_count,", "tumour_count", "tumour_count", "tumor_count"
    ),
    Slip("fact_unknown", "unless_stated: [pacemaker]", "unless_stated: [pace]", "pace]", "pace", "pacemaker"),
    Slip("fact_unknown", "when: tumor_count <= 2", "when: tumor_cont <= 2", "tumor_cont", "tumor_cont", "tumor_count"),
    Slip("fact_unknown", "unless: bili", "unless: billi", "billirubin", "billirubin_mg_dl", "bilirubin_mg_dl"),
    Slip("fact_unknown", "[tumor_count, burden_sum]", "[tumor_count, sum]", "sum]", "sum", file=S),
    Slip("value_unknown", "for: [hcc]", "for: [hc]", "hc]", "hc", "hcc"),
    Slip("key_unknown", "unless_stated:", "unless_state:", "unless_state:", "unless_state", "unless_stated"),
    # values of a choice
    Slip("value_unknown", "values: [yes]", "values: [yess]", "yess]", "yess", "yes"),
    Slip("duplicate", "values: [yes]", "values: [yes, yes]", "yes]", "yes"),
    Slip("premise_says_nothing", "values: [yes]", "values: [yes, no]", "[yes, no]", "heat_possible"),
    Slip("list_too_short", "values: [yes]", "values: []", "[]", "values"),
    Slip("value_unknown", "values: [1, 2]", "values: [1, 9]", "9]", "9", file=D),
    Slip("premise_says_nothing", "values: [1, 2]", "values: [1, 2, 3, 4]", "[1, 2, 3, 4]", "burden_points", file=D),
    # a number
    Slip("premise_range", "[0.5-3]", "[0.55-3]", "0.55-3]", "0.55-3"),
    Slip("premise_range", "[0.5-3]", "[0.5-3.05]", "0.5-3.05]", "0.5-3.05"),
    Slip("premise_range", "[0.5-3]", "[0.2-3]", "0.2-3]", "0.2-3"),
    Slip("premise_range", "[0.5-3]", "[3-31]", "3-31]", "3-31"),
    Slip("premise_range", "[0.5-3]", "[3-0.5]", "3-0.5]", "3-0.5", "0.5-3"),
    Slip("premise_range", "[0.5-3]", "[0.5, 3]", "[0.5, 3]", "0.5, 3"),
    Slip("premise_range", "[0.5-3]", "[0.5 to 3]", "[0.5 to 3]", "0.5 to 3"),
    Slip("premise_range", "[0.5-3]", "[1..2]", "1..2]", "1..2"),
    Slip("premise_range", "[0.5-3]", "[1.2.3]", "1.2.3]", "1.2.3"),
    Slip("premise_says_nothing", "[0.5-3]", "[0.3-30]", "[0.3-30]", "largest_tumor_cm"),
    Slip("list_too_short", "[0.5-3]", "[]", "[]", "values"),
    Slip("value_missing", "[0.5-3]", '[""]', '""]'),
    # keys
    Slip("value_unknown", "tier: exception", "tier: exeption", "exeption", "exeption", "exception"),
    Slip("value_unknown", "confirm: none", "confirm: never", "never", "never"),
    Slip("key_missing", "        confirm: none\n", "", "values: [4]"),
    Slip("key_missing", "values: [4]\n        even_if", "even_if", "even_if_undescribed: true"),
    Slip("text_missing", '        why: {clinician: "Four.", patient: "Four."}\n', "", "values: [4]"),
    Slip("text_missing", '{clinician: "Other.", patient: "Other."}', '{clinician: "Other."}', '{clinician: "Other."}'),
    Slip("type_wrong", "even_if_undescribed: true", "even_if_undescribed: often", "often", "often"),
    Slip("type_wrong", "for: [hcc]", "for: hcc", "hcc\n", "hcc"),
    # where no premise may stand
    Slip("key_misplaced", "    stated: judgement\n", f"    stated: judgement\n{POINTS}", "- values", "usual", file=D),
    Slip("premise_of_sum", '    unit: ""\n', f'    unit: ""\n{POINTS}', "- values", file=D),
    # the language of conditions
    Slip("operator_foreign", "when: tumor_count <= 2", "when: tumor_count = 2", "= 2", "=", "=="),
    Slip("constant_off_grid", "unless: bilirubin_mg_dl > 2", "unless: bilirubin_mg_dl > 2.05", "2.05", "2.05"),
)


def of(slip: Slip, folder: Path) -> Problem:
    assert WITH_USUAL[slip.file].count(slip.old) >= 1, slip.old
    (problem,) = problems_of(folder, {**WITH_USUAL, slip.file: WITH_USUAL[slip.file].replace(slip.old, slip.new, 1)})
    return problem


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.code} {slip.new.strip()[:30]}")
def test_a_slip_is_told_with_its_place_and_a_hint(tmp_path: Path, slip: Slip) -> None:
    problem = of(slip, tmp_path)
    assert (problem.code, problem.found, problem.hint) == (slip.code, slip.found, slip.hint)
    assert problem.place is not None
    assert problem.place.file == slip.file
    text = (tmp_path / slip.file).read_text(encoding="utf-8").split("\n", problem.place.line - 1)[-1]
    assert text[problem.place.column - 1 :].startswith(slip.at)
    assert problem_sentence(problem)


def test_what_is_wrong_with_a_fact_itself_is_not_told_again_of_its_premise(tmp_path: Path) -> None:
    broken = WITH_USUAL[F].replace("range: [0.3, 30]", "range: [0.3]")
    codes = {problem.code for problem in problems_of(tmp_path, {**WITH_USUAL, F: broken})}
    assert codes == {"range_malformed"}


def test_all_slips_of_a_premise_are_told_at_once(tmp_path: Path) -> None:
    broken = (
        WITH_USUAL[F].replace("[0.5-3]", "[3-0.5]").replace("for: [hcc]", "for: [hc]").replace("tier: ex", "tier: e")
    )
    assert sorted(problem.code for problem in problems_of(tmp_path, {**WITH_USUAL, F: broken})) == [
        "premise_range",
        "value_unknown",
        "value_unknown",
    ]
