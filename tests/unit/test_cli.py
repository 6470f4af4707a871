"""The command line: results on standard output, sentences on standard error, exit codes, never a traceback."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest

import screener
from screener.cli import commands as cli
from screener.cli import terminal
from screener.patient import files
from screener.places import RULES_VARIABLE
from screener.problems import BudgetError, DisagreementError, Problem
from screener.yaml_text import PATIENT_LIMIT
from tests.bases import sound_rules
from tests.patience import PATIENCE_SECONDS

PATIENT = """\
who: made up
synthetic: true
facts:
  diagnosis: hcc
  age_years: 60
  largest_tumor_cm: 2-4
  tumor_count: 2
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    output: str
    errors: str


Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sound_rules.rules_in(tmp_path_factory.mktemp("rules"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def _run(*arguments: str | Path) -> Ended:
        with pytest.raises(SystemExit) as ended:
            cli.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        assert "Traceback" not in captured.err
        return Ended(code, captured.out, captured.err)

    return _run


@pytest.fixture
def patient(tmp_path: Path) -> Path:
    path = tmp_path / "patient.yaml"
    path.write_text(PATIENT, encoding="utf-8")
    return path


def type_in(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


def program(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "screener", *map(str, arguments)]


def environment() -> dict[str, str]:
    root = Path(screener.__file__).parents[1]
    return {**os.environ, "PYTHONPATH": str(root)}


def test_a_patient_file_is_screened_as_text(run: Run, patient: Path, rules: Path) -> None:
    ended = run("screen", patient, "--rules", rules)
    assert ended.code == 0
    assert ended.errors == ""
    assert ended.output.startswith("Made-up options: what to discuss\n====")
    assert "Needle\n------" in ended.output


def test_a_patient_is_addressed_as_one(run: Run, patient: Path, rules: Path) -> None:
    assert "Worth asking about" in run("screen", patient, "--rules", rules, "--voice", "patient").output


def test_a_result_as_json_follows_the_published_schema(run: Run, patient: Path, rules: Path) -> None:
    result = json.loads(run("screen", patient, "--rules", rules, "--format", "json", "--lang", "en").output)
    schema = json.loads(run("schema", "result").output)
    jsonschema.validate(result, schema)
    assert result["options"]["needle"]["status"] == "discuss"
    assert result["knowledge"]["is_reviewed"] is False
    assert "not reviewed by a clinician" in result["notice"]["version"]
    assert any("not medical advice" in " ".join(line.split()) for line in result["notice"]["disclaimer"])


def test_a_result_as_markdown(run: Run, patient: Path, rules: Path) -> None:
    output = run("screen", patient, "--rules", rules, "--format", "md").output
    assert output.startswith("# Made-up options")
    assert "not reviewed by a clinician" in output


def test_a_patient_may_come_from_standard_input(run: Run, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, b'{"diagnosis": "hcc", "age_years": 60}')
    ended = run("screen", "-", "--rules", rules)
    assert ended.code == 0
    assert "Diagnosis  HCC" in ended.output


def test_a_patient_outside_the_scope_is_no_error(run: Run, tmp_path: Path, rules: Path) -> None:
    path = tmp_path / "young.json"
    path.write_text('{"age_years": 12}', encoding="utf-8")
    ended = run("screen", path, "--rules", rules)
    assert ended.code == 0
    assert "Outside these rules" in ended.output


BAD_FILES: dict[str, tuple[bytes, str]] = {
    "unknown fact": (b"largest_tumour_cm: 3", "No fact is called largest_tumour_cm."),
    "near miss": (b"largest_tumour_cm: 3", "Did you mean largest_tumor_cm?"),
    "value outside the list": (b"diagnosis: hc", "diagnosis cannot be hc. Allowed are: hcc, icca, not_known, unknown."),
    "out of range": (b"largest_tumor_cm: 300", "Allowed are: 0.3 to 30 cm, steps of 0.1."),
    "off the grid": (b"largest_tumor_cm: 3.25", "The nearest are 3.2 / 3.3."),
    "text in a number": (b"largest_tumor_cm: big", "largest_tumor_cm needs a number; found big."),
    "not a number": (b"largest_tumor_cm: .nan", ".nan is no number"),
    "not a number in JSON": (b'{"largest_tumor_cm": NaN}', "NaN is no number"),
    "infinity": (b"largest_tumor_cm: .inf", ".inf is no number"),
    "infinity in JSON": (b'{"largest_tumor_cm": Infinity}', "Infinity is no number"),
    "list for a number": (b"largest_tumor_cm: [3, 5]", "Write it as a range: 3-5."),
    "reversed range": (b"largest_tumor_cm: 5-3", "Write the smaller end first."),
    "text for yes or no": (b"pacemaker: perhaps", "pacemaker is answered with yes or no; found perhaps."),
    "empty list": (b"diagnosis: []", "diagnosis has an empty list."),
    "mapping for a choice": (b"diagnosis: {a: 1}", "diagnosis needs one of its values"),
    "duplicate key": (b"age_years: 60\nage_years: 70", "age_years is written twice; the first stands at"),
    "anchor": (b"age_years: &a 60", "YAML anchors are not read; found &a."),
    "alias": (b"age_years: &a 60\ntumor_count: *a", "YAML aliases"),
    "tag": (b"age_years: !!python/object:os.system 60", "YAML tags are not read"),
    "directive": (b"%YAML 1.1\n---\nage_years: 60", "YAML directives"),
    "several documents": (b"age_years: 60\n---\nage_years: 70", "There are several documents"),
    "too deep": (b"[" * 50 + b"]" * 50, "nested too deeply"),
    "a list of facts": (b"- age_years", "holds no facts"),
    "facts that are no mapping": (b"facts: 3", "holds no facts"),
    "a stray key beside facts": (b"fact: 1\nfacts: {age_years: 60}", "fact is not a key that belongs here."),
    "broken YAML": (b"age_years: [", "This is neither YAML nor JSON"),
    "control character": (b"age_years: 6\x000", "holds the character U+0000"),
    "invalid UTF-8": (b"age_years: 6\xff", "found byte 0xff"),
    "empty": (b"", "is empty. Write keys and values in it."),
    "too large": (b"#" * 10_000_000, "is too large. Allowed are at most"),
    "impossible combination": (b"tumor_count: 0\npacemaker: true", "These contradict each other."),
    "stated value that no input allows": (
        b"burden_points: 1\ntumor_count: 5\nlargest_tumor_cm: 9",
        "does not go together with",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_input_is_explained_and_nothing_is_screened(run: Run, tmp_path: Path, rules: Path, name: str) -> None:
    content, sentence = BAD_FILES[name]
    path = tmp_path / "patient.yaml"
    path.write_bytes(content)
    ended = run("screen", path, "--rules", rules)
    assert ended.code == 2
    assert ended.output == ""
    assert sentence in ended.errors
    assert "nothing was screened" in ended.errors


def test_all_problems_of_a_file_are_shown_at_once(run: Run, tmp_path: Path, rules: Path) -> None:
    path = tmp_path / "patient.yaml"
    path.write_text("age_years: 600\nlargest_tumor_cm: big\npacemaker: 7\n", encoding="utf-8")
    errors = run("screen", path, "--rules", rules).errors
    assert "3 problems." in errors
    assert f"{path}:2:1: largest_tumor_cm needs a number" in errors
    assert "  2 | largest_tumor_cm: big\n    | ^\n" in errors


@pytest.mark.parametrize(("name", "sentence"), [("none.yaml", "There is no file"), (".", "is a folder")])
def test_a_file_that_cannot_be_opened_is_named(run: Run, tmp_path: Path, rules: Path, name: str, sentence: str) -> None:
    ended = run("screen", tmp_path / name, "--rules", rules)
    assert ended.code == 2
    assert sentence in ended.errors


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"#" * (PATIENT_LIMIT + 1), "standard input is too large"),
        (b"age_years: \xff", "standard input is not written in UTF-8: found byte 0xff"),
        (b"", "standard input is empty"),
    ],
)
def test_standard_input_has_the_limits_of_a_file(
    run: Run, rules: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, sentence: str
) -> None:
    type_in(monkeypatch, content)
    ended = run("screen", "-", "--rules", rules)
    assert ended.code == 2
    assert sentence in ended.errors


def test_a_closed_standard_input_is_explained(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    ended = run("screen", "-")
    assert ended.code == 2
    assert "standard input cannot be opened" in ended.errors


def test_rules_that_do_not_load_end_with_three(run: Run, tmp_path: Path, patient: Path) -> None:
    folder = sound_rules.rules_in(tmp_path / "broken")
    (folder / "scope.yaml").write_text(
        (folder / "scope.yaml").read_text(encoding="utf-8").replace("age_years < 18", "age_year < 18"), encoding="utf-8"
    )
    for arguments in (("screen", patient), ("rules", "check"), ("rules", "list"), ("ask",), ("schema",)):
        ended = run(*arguments, "--rules", folder)
        assert ended.code == 3
        assert "No fact is called age_year. Write a fact's name. Did you mean age_years?" in ended.errors
        assert "The rules do not load" in ended.errors
        assert ended.output == ""


def test_a_folder_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    ended = run("rules", "check", "--rules", tmp_path / "nowhere")
    assert ended.code == 3
    assert "There is no folder" in ended.errors


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (DisagreementError([Problem("disagreement", "r", found="met", allowed=("unknown",))]), 4, "do not agree"),
        (BudgetError([Problem("budget_exceeded", allowed=("2000000",))]), 6, "would take too long"),
    ],
)
def test_no_result_is_shown_when_the_program_doubts_itself(
    run: Run, patient: Path, rules: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int, sentence: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(screener, "examine", fail)
    ended = run("screen", patient, "--rules", rules)
    assert (ended.code, ended.output) == (code, "")
    assert sentence in ended.errors


def test_a_mistake_of_the_program_is_one_sentence(
    run: Run, patient: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("something\nbroke")

    monkeypatch.setattr(screener, "examine", fail)
    ended = run("screen", patient, "--rules", rules)
    assert ended.code == cli.UNEXPECTED
    assert "please report it with this line: RuntimeError: something broke" in " ".join(ended.errors.split())


def test_control_c_ends_without_words(run: Run, patient: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(screener, "examine", interrupt)
    monkeypatch.setattr(screener, "load_knowledge", interrupt)
    ended = run("screen", patient)
    assert (ended.code, ended.output) == (cli.INTERRUPTED, "")
    monkeypatch.setattr(cli, "app", interrupt)
    assert run("rules", "list").code == cli.INTERRUPTED


@pytest.mark.parametrize(
    "arguments",
    [("screen",), ("screen", "x", "--format", "pdf"), ("screen", "x", "--lang", "es"), ("nothing",), ("schema", "x")],
)
def test_a_command_that_is_written_wrongly_ends_with_two(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).code == 2


def test_asking_in_the_terminal_ends_with_the_report(run: Run, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, b"n\n1\n?\n?\nlarge\n2-4\n64\n")
    ended = run("ask", "--rules", rules)
    assert ended.code == 0
    assert ended.output.startswith("Made-up options")
    assert "Which diagnosis?" in ended.errors
    assert "Largest needs a number; found large." in ended.errors
    assert "Largest    2 to 4 cm" in ended.output


def test_rules_are_listed_and_shown(run: Run, rules: Path) -> None:
    assert "needle.larger" in run("rules", "list", "--rules", rules).output
    shown = run("rules", "show", "needle.larger", "--rules", rules)
    assert shown.code == 0
    assert shown.output.startswith("needle.larger\n====")


def test_a_rule_that_is_not_there_is_named(run: Run, rules: Path) -> None:
    ended = run("rules", "show", "needle.largest", "--rules", rules)
    assert ended.code == 2
    assert "No rule is called needle.largest." in ended.errors
    assert "Did you mean needle.larger?" in ended.errors


def test_sound_rules_are_counted(run: Run, rules: Path) -> None:
    ended = run("rules", "check", "--rules", rules)
    assert ended.code == 0
    assert ended.output.startswith("No problem found:")


def test_the_schema_of_a_patient_is_printed(run: Run, rules: Path) -> None:
    schema = json.loads(run("schema", "--rules", rules).output)
    jsonschema.validate({"diagnosis": "hcc", "largest_tumor_cm": "2-4"}, schema)
    assert json.loads(run("schema", "patient", "--rules", rules).output) == schema


def test_the_version_is_shown(run: Run) -> None:
    assert run("--version").output == f"screener {screener.__version__}\n"


def test_help_names_every_command(run: Run) -> None:
    ended = run("--help")
    assert ended.code == 0
    assert all(command in ended.output for command in ("screen", "ask", "rules", "schema", "ui"))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command that took the program's place."""
    command: list[str] = []
    monkeypatch.setattr(os, "execv", lambda _, arguments: command.extend(arguments))
    # Put back after the test.
    monkeypatch.chdir(Path.cwd())
    return command


def test_the_screens_open_on_this_computer_only(run: Run, started: list[str]) -> None:
    assert run("ui").code == 0
    assert started[:4] == [sys.executable, "-m", "streamlit", "run"]
    assert Path(started[4]) == Path.cwd() / "app.py"
    assert (Path.cwd() / ".streamlit" / "config.toml").is_file()
    assert "--server.address=127.0.0.1" in started
    assert not [part for part in started if "port" in part]


def test_the_screens_may_listen_on_another_port(run: Run, started: list[str]) -> None:
    run("ui", "--port", "8600")
    assert "--server.port=8600" in started


def test_the_screens_may_be_opened_with_other_rules(
    run: Run, started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(RULES_VARIABLE, "")
    here = Path.cwd()
    run("ui", "--rules", "some/rules")
    assert started
    # Streamlit runs in another folder.
    assert os.environ[RULES_VARIABLE] == str(here / "some" / "rules")


def test_rules_may_be_named_by_the_environment(run: Run, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RULES_VARIABLE, str(rules))
    assert "needle.larger" in run("rules", "list").output


def test_in_a_terminal_headings_are_bold_and_the_text_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal.show("Title\n=====\n\n  - [bold]a[/bold] " + "long " * 40 + "\n")
    shown = screen.getvalue()
    assert "\x1b[1mTitle\x1b[0m\n=====\n" in shown
    assert "[bold]a[/bold] " + "long " * 39 in shown


def test_reading_a_line_ends_where_there_are_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, b"one\n")
    assert terminal.read_line("> ") == "one\n"
    with pytest.raises(EOFError):
        terminal.read_line("> ")


def test_streams_spell_out_what_they_cannot_write(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    terminal.make_streams_robust()
    terminal.show("\N{BLACK CIRCLE} three\n")
    assert raw.getvalue() == b"\\u25cf three\n"


def test_the_module_is_a_command(patient: Path, rules: Path) -> None:
    ended = subprocess.run(
        program("screen", patient, "--rules", rules), capture_output=True, text=True, env=environment(), check=False
    )
    assert ended.returncode == 0
    assert ended.stderr == ""
    assert "Needle" in ended.stdout


def test_a_reader_that_closes_early_causes_no_noise(patient: Path, rules: Path) -> None:
    with subprocess.Popen(
        program("screen", patient, "--rules", rules),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() in (0, 1)


def test_control_c_while_asking_is_quiet(rules: Path) -> None:
    # A shell that runs the tests in the background has them ignore the signal; the program itself must not.
    with subprocess.Popen(
        ["env", "--default-signal=INT", *program("ask", "--rules", rules)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stderr is not None
        seen = b""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while b"I don't know] " not in seen and time.monotonic() < deadline:
            seen += os.read(process.stderr.fileno(), 4096)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == cli.INTERRUPTED
        assert b"Traceback" not in seen + errors


def test_rich_and_streamlit_are_not_loaded_for_a_screening(patient: Path, rules: Path) -> None:
    code = (
        "import sys\nfrom screener.cli.commands import main\n"
        f"try:\n    main(['screen', {str(patient)!r}, '--rules', {str(rules)!r}])\n"
        "except SystemExit:\n    pass\n"
        "heavy = {name.split('.')[0] for name in sys.modules}"
        " & {'rich', 'streamlit', 'pandas', 'polars', 'ibis', 'altair'}\n"
        "sys.exit(', '.join(heavy) or None)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_standard_input_is_read_like_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, "\ufeffage_years: 60\n".encode())
    assert dict(files.read_standard_input("here")) == {"age_years": "60"}


def test_one_option_can_be_told_alone(run: Run, patient: Path, rules: Path) -> None:
    whole = run("screen", patient, "--rules", rules).output
    part = run("screen", patient, "--rules", rules, "--option", "needle").output
    assert "Needle\n------" in part
    assert len(part) < len(whole)
    markdown = run("screen", patient, "--rules", rules, "--option", "needle", "--format", "md").output
    assert "### Needle" in markdown


def test_what_each_body_says_is_told_if_asked_for_and_always_stands_in_json(
    run: Run, patient: Path, rules: Path
) -> None:
    for form, heading in (("text", "By source:"), ("md", "**By source**")):
        arguments = ("screen", patient, "--rules", rules, "--format", form)
        assert heading not in run(*arguments).output
        assert run(*arguments, "--by-source").output.count(heading) == 2
    written = json.loads(run("screen", patient, "--rules", rules, "--format", "json").output)
    beads = written["options"]["beads"]
    assert {"body": "BCLC", "claims": [{"says": "not_settled", "rules": ["beads.small_stop"]}]} in beads["by_source"]
    assert beads["partings"] == written["combinations"] == []


def test_an_unknown_option_is_named_with_the_nearest(run: Run, patient: Path, rules: Path) -> None:
    ended = run("screen", patient, "--rules", rules, "--option", "nedle")
    assert ended.code == 2
    assert "Did you mean needle?" in ended.errors


def test_flips_are_told_only_if_asked_for(run: Run, patient: Path, rules: Path) -> None:
    assert "What would change a status" not in run("screen", patient, "--rules", rules).output
    text = run("screen", patient, "--rules", rules, "--flips").output
    assert "What would change a status\n====" in text
    assert "  - Not flagged by these rules, if Count were 4 (here: 2)" in text
    document = run("screen", patient, "--rules", rules, "--flips", "--format", "md").output
    assert "## What would change a status\n" in document


def test_flips_stand_in_json_only_if_asked_for_and_follow_the_schema(run: Run, patient: Path, rules: Path) -> None:
    schema = json.loads(run("schema", "result").output)
    result = json.loads(run("screen", patient, "--rules", rules, "--flips", "--format", "json").output)
    jsonschema.validate(result, schema)
    assert list(result["flips"]) == ["beads", "needle"]
    assert {each["fact"] for flip in result["flips"]["needle"] for each in flip["changes"]} == {
        "age_years",
        "tumor_count",
    }
    without = json.loads(run("screen", patient, "--rules", rules, "--format", "json").output)
    jsonschema.validate(without, schema)
    assert without["flips"] is None


@pytest.mark.parametrize("voice", ["clinician", "patient"])
def test_the_most_useful_questions_always_stand_in_the_result(run: Run, patient: Path, rules: Path, voice: str) -> None:
    title = {"clinician": "Most useful next", "patient": "Most useful to find out next"}[voice]
    assert f"{title}\n====" in run("screen", patient, "--rules", rules, "--voice", voice).output
    result = json.loads(run("screen", patient, "--rules", rules, "--voice", voice, "--format", "json").output)
    found = [question["fact"] for question in result["next_questions"]]
    assert set(found) == {"tumor_bleeding", "heat_possible", "pacemaker"}


def test_outside_the_scope_there_are_neither_questions_nor_flips(run: Run, tmp_path: Path, rules: Path) -> None:
    path = tmp_path / "young.json"
    path.write_text('{"age_years": 12}', encoding="utf-8")
    result = json.loads(run("screen", path, "--rules", rules, "--flips", "--format", "json").output)
    assert result["next_questions"] == []
    assert result["flips"] == {}
    assert "Most useful next" not in run("screen", path, "--rules", rules, "--flips").output
