"""A rule base of another organ is a folder of YAML: command line, manual and screens speak of it alone."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import screener
from screener.cli import commands
from screener.places import RULES_VARIABLE, default_rules
from screener.screening.knowledge_base import KnowledgeBase, load_knowledge
from tests.unit.form_app import CARD, answer, open_form, send, text_of

RULES = Path(__file__).resolve().parents[1] / "other_organ" / "kidney"
PATIENT = {"diagnosis": "round_tumor", "age_years": 50, "size_cm": 3, "filter_rate": 120, "salt": 2}
# Words of the built-in rules that nothing about kidneys may show.
FOREIGN = re.compile(r"liver|hepat|hcc|icca|needle|catheter|transplant|yellow skin|\bnine\b|ablation|bilirubin", re.I)

Told = Callable[..., str]


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load_knowledge(RULES)


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    """Run a command and return everything it wrote."""

    def run(*arguments: str, code: int = 0) -> str:
        with pytest.raises(SystemExit) as ended:
            commands.main([*arguments, "--rules", str(RULES)])
        output = "".join(capsys.readouterr())
        assert ended.value.code == code, output
        assert not FOREIGN.search(output), FOREIGN.findall(output)
        return " ".join(output.split())

    return run


@pytest.fixture
def patient(tmp_path: Path) -> str:
    path = tmp_path / "patient.json"
    path.write_text(json.dumps(PATIENT), encoding="utf-8")
    return str(path)


def test_the_rules_say_that_they_are_made_up() -> None:
    files = sorted(RULES.rglob("*.yaml"))
    assert len(files) > 8
    assert all(path.read_text(encoding="utf-8").startswith("# MADE UP, for tests only") for path in files)


@pytest.mark.parametrize(("voice", "title"), [("clinician", "Made-up options"), ("patient", "Made-up questions")])
@pytest.mark.parametrize("output", ["text", "md", "json"])
def test_a_patient_is_screened_in_the_words_of_the_rules(
    told: Told, patient: str, voice: str, title: str, output: str
) -> None:
    said = told("screen", patient, "--voice", voice, "--format", output, "--by-source", "--flips")
    assert "hums at" in said
    if output == "json":
        assert '"about": "kidney"' in said
    else:
        assert title in said
        assert "treatment with sound waves" in said or "option with sound waves" in said


def test_options_stand_in_groups_of_their_own(kb: KnowledgeBase) -> None:
    screening = screener.screen(PATIENT, kb)
    assert {name: (option.group, str(option.status)) for name, option in screening.options.items()} == {
        "humming": ("sound", "discuss"),
        "glowing": ("light", "discuss"),
        "whistling": ("sound", "discuss"),
    }
    assert [(shared.group, shared.facts) for shared in screening.shared_checks] == [
        ("all", ("flank_pain",)),
        ("sound", ("hearing_aid",)),
    ]


def test_a_formula_of_its_own_is_worked_out_from_what_is_known(kb: KnowledgeBase) -> None:
    def grade(**facts: object) -> tuple[str, ...]:
        return screener.screen({"diagnosis": "round_tumor", **facts}, kb).derived["kidney_grade"].read.values

    # 2 * log10(filter rate) - 0.5 * salt
    assert grade(filter_rate=100, salt=3) == ("strong",)
    assert grade(filter_rate=100, salt=3.5) == ("fair",)
    assert grade(filter_rate=10, salt=2) == ("weak",)
    # Each grade is still possible, so nothing is known.
    assert grade(filter_rate=100) == ()
    assert grade(filter_rate=10) == ("weak", "fair")


def test_a_patient_outside_the_scope_and_one_with_nothing_flagged_read_the_words_of_the_rules(
    told: Told, tmp_path: Path
) -> None:
    path = tmp_path / "patient.yaml"
    path.write_text("age_years: 12\nflank_pain: true\n", encoding="utf-8")
    said = told("screen", str(path))
    assert "These made-up rules are about adults." in said
    assert "Sudden flank pain: same-day review." in said
    path.write_text("diagnosis: flat_tumor\nflank_pain: true\n", encoding="utf-8")
    assert "Waiting: is that an option for you?" in told("screen", str(path), "--voice", "patient")


def test_facts_that_cannot_be_used_are_refused_in_the_words_of_the_rules(told: Told, tmp_path: Path) -> None:
    path = tmp_path / "patient.yaml"
    path.write_text("size_cm: 99\ntumor_count: 2\n", encoding="utf-8")
    assert "No fact is called tumor_count" in told("screen", str(path), code=2)


def test_the_rules_are_checked_listed_shown_and_described(told: Told) -> None:
    assert "No problem found: 8 rules, 8 facts" in told("rules", "check")
    assert "humming.small" in told("rules", "list")
    assert "Kidney grade: fair or strong" in told("rules", "show", "humming.small", "--boundaries")
    assert "filter_rate" in told("schema")


def test_a_manual_can_be_written(told: Told, tmp_path: Path) -> None:
    told("rules", "doc", "--out", str(tmp_path))
    pages = {path.stem: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.md")}
    assert {"index", "facts", "humming", "glowing", "whistling"} <= set(pages)
    for page in pages.values():
        assert not FOREIGN.search(page), FOREIGN.findall(page)
        assert "Surgery and watchful waiting are outside" in page
    assert "2 times the decimal logarithm of (1 times Filter rate)" in pages["facts"].replace("\\", "")


def test_a_dialog_asks_what_the_rules_ask(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n1\n50\nq\n"))
    said = told("ask")
    assert "Is there sudden flank pain?" in said
    assert "Which kind of tumor is it?" in said
    assert "All options, always in this order" in said


def test_the_form_asks_and_answers_for_the_rules_that_the_environment_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RULES_VARIABLE, str(RULES))
    app = open_form()
    # The example patients are about the built-in rules.
    assert not app.selectbox
    for fact, value in PATIENT.items():
        answer(app, fact, str(value))
    send(app)
    assert not app.exception
    assert CARD.findall(text_of(app)) == ["discuss", "discuss", "discuss"]
    assert "To check for every flagged option with sound waves" in text_of(app)
    assert "Surgery and watchful waiting are outside" in text_of(app)
    assert "How large is the tumor?" in str(app)
    assert not FOREIGN.search(str(app)), FOREIGN.findall(str(app))


OPTION = """\
option:
  id: tenth
  order: 10
  group: brace
  groups: [brace]
  products: []
  name: {clinician: "Tenth", patient: "Tenth"}
  what: {clinician: "Made up, for this test only.", patient: "Made up, for this test only."}
  no_discuss:
    {hcc: none, icca: none, crc_mets: none, net_mets: none, uveal_melanoma_mets: none, breast_mets: none,
    other_mets: none}
rules: []
"""
BRACE = '  - {id: brace, name: {clinician: "with a brace", patient: "with a brace"}}\n'


def test_a_tenth_option_in_a_group_of_its_own_is_one_more_file(tmp_path: Path) -> None:
    rules = shutil.copytree(default_rules(), tmp_path / "rules")
    about = (rules / "about.yaml").read_text(encoding="utf-8")
    (rules / "about.yaml").write_text(about.replace("groups:\n", f"groups:\n{BRACE}", 1), encoding="utf-8")
    (rules / "options" / "tenth.yaml").write_text(OPTION, encoding="utf-8")
    screening = screener.screen({"diagnosis": "hcc"}, load_knowledge(rules))
    assert len(screening.options) == 10
    assert screening.options["tenth"].group == "brace"
    assert screening.options["tenth"].why_not == "not_covered"
