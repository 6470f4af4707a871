"""The manual of the rules: complete, escaped, and refused when it does not say what the rules say."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from screener.cli import commands as cli
from screener.knowledge.rules import INDICATIONS
from screener.knowledge.texts import Text
from screener.manual import places
from screener.manual.manual import manual_pages, stale_pages, write_manual
from screener.report.blocks import Target
from screener.screening.knowledge_base import KnowledgeBase, load_knowledge
from screener.wording.catalogue import load
from tests.bases import small_rules, sound_rules

PROGRAM = "0.1.0"
INDEX, FACTS, SOURCES = map(places.file_of, (places.INDEX, places.FACTS, places.SOURCES))
TENSIONS, STATUSES = map(places.file_of, (places.TENSIONS, places.STATUSES))
NASTY = "> 7 cm or 3~5 cm | a_b_c * 5 * `x` <b> #1 [y](z) $1$ ~~z~~"


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sound_rules.rules_in(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def kb(rules: Path) -> KnowledgeBase:
    return load_knowledge(rules)


@pytest.fixture(scope="module")
def pages(kb: KnowledgeBase) -> dict[str, str]:
    return manual_pages(kb, sound_rules.wording(kb), PROGRAM)


def read_back(markdown: str) -> str:
    """What a reader of the Markdown sees, blanks folded."""
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def section(page: str, title: str) -> str:
    """What stands under a heading of the third level, as a reader sees it."""
    return read_back(next(part for part in re.split(r"(?m)^#{2,3} ", page) if part.startswith(title)))


def test_there_is_a_page_for_each_option_and_one_for_each_other_subject(pages: dict[str, str]) -> None:
    assert set(pages) == {INDEX, FACTS, SOURCES, TENSIONS, STATUSES, "needle.md", "beads.md"}
    assert pages[TENSIONS].count("# Pairs in tension\n") == 1
    assert all(f"]({name})" in page for page in pages.values() for name in pages)


def test_every_page_carries_limits_and_that_nobody_reviewed_it(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        shown = read_back(page)
        assert "It does not choose treatment, and it is not medical advice." in shown, name
        assert "No start, stop or delay of any care because of this page." in shown, name
        assert "not reviewed by a clinician" in shown, name
        assert page.startswith("# "), name
        assert page.endswith("\n"), name
        assert not page.endswith("\n\n"), name


def test_only_the_first_page_carries_the_version(pages: dict[str, str], kb: KnowledgeBase) -> None:
    assert f"Rules {kb.knowledge.version} ({kb.knowledge.hash})" in read_back(pages[INDEX])
    assert [name for name, page in pages.items() if kb.knowledge.hash in page] == [INDEX]


def test_a_new_rule_changes_the_pages_that_tell_it_and_the_first_one(tmp_path: Path, pages: dict[str, str]) -> None:
    rule = """\
  - id: needle.over_80
    for: {options: [needle]}
    effect: caution
    when: age_years > 80
    says: {clinician: "Over 80.", patient: "Over 80."}
    sources: [{key: PAGE, at: "1.7", checked: "2026-11-23", read: primary}]
    review_by: "2027-11-23"
"""
    name = "options/a_needle.yaml"
    kb = load_knowledge(small_rules.write(tmp_path, {**sound_rules.RULES, name: sound_rules.RULES[name] + rule}))
    now = manual_pages(kb, sound_rules.wording(kb), PROGRAM)
    assert [page for page in now if now[page] != pages[page]] == [INDEX, "needle.md", SOURCES]


def test_the_page_of_an_option_tells_every_rule_about_it(pages: dict[str, str], kb: KnowledgeBase) -> None:
    for option in kb.knowledge.options:
        page = pages[f"{option.id}.md"]
        shown = read_back(page)
        assert option.what.clinician in shown
        assert option.what.patient in shown
        for rule in kb.knowledge.rules_by_option[option.id]:
            told = section(page, rule.id.replace("_", r"\_"))
            assert rule.says.clinician in told
            assert f"To patients: {rule.says.patient}" in told
            assert " ".join(rule.as_written.split()) in told
            assert f"To be reviewed by: {rule.review_by}" in told
            assert "Reviewed by: nobody yet" in told
            for citation in rule.citations:
                assert citation.key in told
                assert citation.at in told or "no publication" in told


def test_the_table_leads_to_each_rule_and_to_the_facts_it_reads(pages: dict[str, str]) -> None:
    page = pages["needle.md"]
    assert "| Effect | Tumor | Rule | Reads | Evidence rows |" in page
    assert (
        "| Speaks for it | every tumor | [needle.larger](#needlelarger) | [`diagnosis`](facts.md#diagnosis-diagnosis), "
        in page
    )
    assert "| B-01 |" in pages["beads.md"]
    rows = re.findall(r"(?m)^\| [^|]+ \| [^|]+ \| \[([a-z_.\\]+)\]", page)
    assert len(rows) == len(set(rows)) == page.count("\n### ")


def test_rules_stand_by_effect_with_what_the_effect_means(pages: dict[str, str]) -> None:
    titles = re.findall(r"(?m)^## (.+)$", pages["beads.md"])
    assert titles[:4] == ["Its rules by effect", "Speaks for it", "To weigh", "Sources disagree"]
    assert "Named bodies disagree about this patient." in pages["beads.md"]


def test_logic_is_told_in_words_and_as_written(pages: dict[str, str]) -> None:
    told = section(pages["needle.md"], "needle.larger")
    assert "When all of these Diagnosis: HCC" in told
    assert "Largest is more than 3 cm" in told
    assert "at least one of these Count is at most 2" in told
    assert "As written: 3 < largest_tumor_cm <= 5 and (tumor_count <= 2 or age_years < 60)" in told
    assert "When Always; it reads no fact." in section(pages["needle.md"], "needle.everybody")
    assert "no condition of its own; the diagnoses it is for" in section(pages["needle.md"], "needle.combination")


def test_a_rule_names_forms_sides_partners_and_what_may_change(pages: dict[str, str]) -> None:
    dispute = section(pages["beads.md"], "beads.dispute")
    assert "Only: Small" in dispute
    assert "Tumor: every tumor" in dispute
    assert "Between: TRIAL, BODY" in dispute
    assert "read in the source itself, checked 2026-11-23" in dispute
    bleeding = section(pages["needle.md"], "safety.bleeding")
    assert "About: every option" in bleeding
    assert "May change: until stable May change, to patients: until you are well" in bleeding
    assert "a safety choice of these rules, no publication" in bleeding
    assert "Together with: Beads" in section(pages["needle.md"], "needle.combination")
    assert "Reads a work-up fact because: heat comes first" in section(pages["beads.md"], "beads.population")


def test_a_number_that_decides_has_boundary_patients(pages: dict[str, str]) -> None:
    told = section(pages["needle.md"], "needle.larger")
    assert "Boundary patients At One step below At it One step above The rest of the patient" in told
    assert "largest_tumor_cm 3 2.9 cm, not met 3 cm, not met 3.1 cm, met" in told
    assert "diagnosis: hcc" in told
    assert "Boundary patients" not in section(pages["needle.md"], "safety.bleeding")
    assert "pacemaker: true" in section(pages["needle.md"], r"needle.four\_with\_pacemaker")


def test_a_side_that_nobody_in_scope_can_have_is_named(tmp_path: Path) -> None:
    over_18 = """\
  - id: needle.over_18
    for: {options: [needle]}
    effect: note
    when: age_years > 18
    says: {clinician: "Over 18.", patient: "Over 18."}
    sources: [{key: PAGE, at: "1.7", checked: "2026-11-23", read: primary}]
    review_by: "2027-11-23"
"""
    name = "options/a_needle.yaml"
    rules = {**sound_rules.RULES, name: sound_rules.RULES[name] + over_18}
    kb = load_knowledge(small_rules.write(tmp_path, rules))
    told = section(manual_pages(kb, sound_rules.wording(kb), PROGRAM)["needle.md"], r"needle.over\_18")
    assert "age_years 18 nobody 18 years, not met 19 years, met {}" in told


def test_forms_and_what_is_never_a_plain_flag_stand_with_the_option(kb: KnowledgeBase) -> None:
    beads, needle = kb.knowledge.options
    excused = replace(beads, no_discuss=(("hcc", "only with caution"),))
    knowledge = replace(kb.knowledge, options=(excused, needle))
    changed = replace(kb, knowledge=knowledge)
    shown = read_back(manual_pages(changed, sound_rules.wording(changed), PROGRAM)["beads.md"])
    assert "Its forms: Small (small_beads) Large (large_beads)" in shown
    assert "With HCC, no patient reaches a plain flag: only with caution" in shown


def test_the_facts_page_tells_each_fact(pages: dict[str, str], kb: KnowledgeBase) -> None:
    for fact in kb.knowledge.facts:
        told = section(pages[FACTS], f"{fact.label.clinician} ({fact.id})".replace("_", r"\_"))
        assert fact.question.clinician in told
        assert fact.question.patient in told
    diagnosis = section(pages[FACTS], "Diagnosis (diagnosis)")
    assert "Values: HCC (hcc) iCCA (icca) Not known (not_known): leaves every value possible" in diagnosis
    assert "NCIt: C1, one" in diagnosis
    assert "Who may know it: the patient or the chart" in diagnosis
    assert "Values: 0.3 to 30 cm, steps of 0.1" in section(pages[FACTS], "Largest")
    assert "Values: yes or no" in section(pages[FACTS], "Pacemaker")
    assert "A sudden event that needs a look the same day." in pages[FACTS]
    assert "No rule reads it directly; the scope, another fact" in section(pages[FACTS], "Platelets")
    assert "No rule reads it directly" not in section(pages[FACTS], "Heat (")
    assert "These contradict each other." in pages[FACTS]


def test_the_facts_page_tells_how_each_derived_fact_is_worked_out(pages: dict[str, str]) -> None:
    band = section(pages[FACTS], "Band")
    assert "Low: Points: at most 1 High: otherwise" in band
    assert "takes the place of this definition" in band
    points = section(pages[FACTS], "Points")
    assert "Count 1 point: Count is at most 1 2 points: otherwise" in points
    assert "Largest no point: Largest is under 3 cm 2 points: otherwise" in points
    assert "TRIAL, trial 2020: Table 1, read in a report about it" in points
    assert "Largest plus Count" in section(pages[FACTS], "Sum")
    grade = section(pages[FACTS], "Grade")
    assert "The sum of two terms, graded by limits 0.66 times the decimal logarithm of (17.1 times Bilirubin)" in grade
    assert "-0.085 times 10 times Albumin" in grade
    assert "1: at most -2.6 2: under -1.39 3: otherwise" in grade
    assert "When: at least one of these Heat: no Largest is more than 5 cm" in section(pages[FACTS], "No heat")


def test_the_sources_page_tells_where_each_source_is_cited(pages: dict[str, str], kb: KnowledgeBase) -> None:
    for source in kb.knowledge.sources:
        told = section(pages[SOURCES], source.key)
        assert f"{source.body}: {source.citation}" in told
        assert f"Year: {source.year}" in told
    assert "[needle.larger](needle.md#needlelarger): p. 7, read in the source itself" in pages[SOURCES]
    assert "[`burden_points`](facts.md#points-burden_points): Table 1" in pages[SOURCES]


def test_the_first_page_counts_rules_and_says_where_they_end(pages: dict[str, str], kb: KnowledgeBase) -> None:
    shown = read_back(pages[INDEX])
    assert f"{len(kb.knowledge.rules)} rules, " in shown
    supports = [rule for rule in kb.knowledge.rules_by_option["needle"] if rule.effect in INDICATIONS]
    assert f"| [Needle](needle.md) | {len(supports)} |" in pages[INDEX]
    assert "Covered so far: HCC" in shown
    assert "Adults only." in shown
    assert "Where to turn: A center." in shown
    assert "Same-day review." in shown
    assert "primary (read in the source itself): " in shown


def test_every_sign_comes_out_as_written(kb: KnowledgeBase) -> None:
    nasty = tuple(replace(rule, says=Text(NASTY, NASTY), rows=(NASTY,)) for rule in kb.knowledge.rules)
    changed = replace(kb, knowledge=replace(kb.knowledge, rules=nasty))
    page = manual_pages(changed, sound_rules.wording(changed), PROGRAM)["needle.md"]
    # Both wordings, the rows in prose and in the table.
    assert read_back(page).count(NASTY) == 4 * page.count("\n### ")


def test_a_reviewer_is_named(kb: KnowledgeBase) -> None:
    reviewed = tuple(replace(rule, reviewed_by="A. Reviewer") for rule in kb.knowledge.rules)
    changed = replace(kb, knowledge=replace(kb.knowledge, rules=reviewed))
    pages = manual_pages(changed, sound_rules.wording(changed), PROGRAM)
    assert "Reviewed by: A. Reviewer" in section(pages["needle.md"], "needle.larger")
    assert "These rules were reviewed by a clinician." in pages["needle.md"]


def test_pages_just_written_are_current_and_any_change_is_found(tmp_path: Path, pages: dict[str, str]) -> None:
    folder = tmp_path / "new" / "folder"
    assert write_manual(pages, folder) == ()
    assert stale_pages(pages, folder) == ()
    (folder / INDEX).write_text("Other.", encoding="utf-8")
    (folder / FACTS).unlink()
    (folder / "gone.md").write_text("Old.", encoding="utf-8")
    found = [(problem.code, Path(problem.subject).name) for problem in stale_pages(pages, folder)]
    assert found == [("page_stale", INDEX), ("page_stale", FACTS), ("page_left_over", "gone.md")]


def test_the_command_writes_the_manual_and_checks_it(
    tmp_path: Path, rules: Path, pages: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main(["rules", "doc", "--rules", str(rules), "--out", *arguments])
        assert isinstance(ended.value.code, int)
        return ended.value.code, *capsys.readouterr()

    folder = tmp_path / "manual"
    assert run(str(folder)) == (0, f"{len(pages)} pages written to {folder}.\n", "")
    assert {page.name: page.read_text(encoding="utf-8") for page in folder.iterdir()} == pages
    assert run(str(folder), "--check") == (0, f"All {len(pages)} pages in {folder} say what the rules say.\n", "")
    (folder / INDEX).write_text("Other.", encoding="utf-8")
    code, output, errors = run(str(folder), "--check")
    assert (code, output) == (2, "")
    assert errors == (
        f"The page {folder / INDEX} does not say what the rules say. Write it again with: screener rules doc.\n"
        "1 problem.\n"
    )
    assert (folder / INDEX).read_text(encoding="utf-8") == "Other."
    code, output, errors = run(str(folder / INDEX))
    assert (code, output) == (2, "")
    assert f"The folder {folder / INDEX} cannot be written: " in errors


def test_the_manual_is_in_a_language_of_the_catalogue() -> None:
    assert load("en").text("manual.title") == "The rules in prose"


def test_what_the_manual_does_not_tell_stands_nowhere(kb: KnowledgeBase) -> None:
    place = places.places_seen_from(places.INDEX, sound_rules.wording(kb))
    assert place(Target("field", "ecog")) is None
