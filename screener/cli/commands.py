"""The command line. Results go to standard output, problems to standard error, and the exit code says which it was.

0 screened, 2 bad input, 3 the rules do not load, 4 engine and referee differ, 6 the analysis exceeded its budget.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import screener
from screener.cli import terminal
from screener.cli.problem_list import problem_list
from screener.cli.waiting import checks_shown, pages_shown
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.texts import Voice
from screener.patient.files import read_standard_input
from screener.places import RULES_VARIABLE, find_ui
from screener.problems import (
    BudgetError,
    DisagreementError,
    KnowledgeError,
    PatientError,
    Problem,
    ScreenerError,
    nearest,
)
from screener.report.text import render_text, text_report
from screener.report.wanted import NOTHING_ELSE, Wanted
from screener.screening.knowledge_base import folder_of, load_unproved
from screener.screening.proved import mark
from screener.wording import catalogue
from screener.wording.wording import Wording

LOCAL = "127.0.0.1"
STANDARD_INPUT = "-"
MANUAL = Path("docs/rules")
UNEXPECTED = 1
INTERRUPTED = 130
_ENGLISH = catalogue.load("en")
# What a single command needs is imported in it: screening then starts sooner.


class Format(StrEnum):
    """How a result is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "md"


class Language(StrEnum):
    """The languages of the catalogue."""

    ENGLISH = "en"


class Reader(StrEnum):
    """Whom the words are for."""

    CLINICIAN = "clinician"
    PATIENT = "patient"

    @property
    def voice(self) -> Voice:
        """The voice of the rules for this reader."""
        return "patient" if self is Reader.PATIENT else "clinician"


class SchemaKind(StrEnum):
    """What a schema describes."""

    PATIENT = "patient"
    RESULT = "result"
    ABOUT = "about"
    FACTS = "facts"
    IMPOSSIBLE = "impossible"
    DERIVED = "derived"
    SOURCES = "sources"
    SCOPE = "scope"
    TENSIONS = "tensions"
    OPTION = "option"
    RULES = "rules"
    CASES = "cases"
    EVIDENCE = "evidence"


def _help(key: str) -> str:
    return _ENGLISH.text(f"command.help.{key}")


def _group(key: str) -> typer.Typer:
    return typer.Typer(
        help=_help(key),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )


app = _group("app")
rules_app = _group("rules")
app.add_typer(rules_app, name="rules")

LanguageOption = Annotated[Language, typer.Option("--lang", help=_help("lang"))]
ReaderOption = Annotated[Reader, typer.Option("--voice", help=_help("voice"))]
RulesOption = Annotated[Path | None, typer.Option("--rules", envvar=RULES_VARIABLE, help=_help("rules_folder"))]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and end with its exit code; whatever goes wrong is said in a sentence, never by a traceback."""
    terminal.make_streams_robust()
    # One short run leaves nothing worth collecting; looking for it would take a tenth of its time.
    gc.disable()
    try:
        app(args=None if arguments is None else list(arguments), prog_name="screener")
    except ScreenerError as error:
        _tell(error)
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except Exception as error:
        shown = " ".join(f"{type(error).__name__}: {error}".split())
        terminal.show_aside(_ENGLISH.text("command.failed.unexpected", {"error": shown}))
        raise SystemExit(UNEXPECTED) from None
    finally:
        gc.enable()


def _tell(error: ScreenerError) -> None:
    kinds = {
        KnowledgeError: "knowledge",
        PatientError: "patient",
        DisagreementError: "disagreement",
        BudgetError: "budget",
    }
    kind = next(name for error_type, name in kinds.items() if isinstance(error, error_type))
    terminal.show_aside(problem_list(error.problems, _ENGLISH) + _ENGLISH.text(f"command.failed.{kind}"))


def _show_version(is_wanted: bool) -> None:
    if is_wanted:
        terminal.show(_ENGLISH.text("command.version", {"version": screener.__version__}) + "\n")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool, typer.Option("--version", help=_help("version"), is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Take what stands before a command."""


@app.command("screen", help=_help("screen"))
def screen_file(
    file: Annotated[str, typer.Argument(help=_help("file"))],
    output: Annotated[Format, typer.Option("--format", help=_help("format"))] = Format.TEXT,
    lang: LanguageOption = Language.ENGLISH,
    voice: ReaderOption = Reader.CLINICIAN,
    option: Annotated[list[str] | None, typer.Option("--option", help=_help("option"))] = None,
    by_source: Annotated[bool, typer.Option("--by-source", help=_help("by_source"))] = False,
    flips: Annotated[bool, typer.Option("--flips", help=_help("flips"))] = False,
    as_of: Annotated[datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help=_help("as_of"))] = None,
    rules: RulesOption = None,
) -> None:
    """Screen the patient in a file."""
    if file == STANDARD_INPUT:
        facts = read_standard_input(catalogue.load(lang).text("command.standard_input"))
    else:
        facts = screener.read_patient_file(Path(file))
    kb = screener.load_knowledge(rules)
    only = _known_options(option or [], kb.knowledge)
    wording = Wording(catalogue.load(lang), kb.knowledge, voice.voice)
    if as_of is None:
        # The same file must not change its answers overnight unasked, so outdated ones are only marked.
        examination = screener.examine(facts, kb, as_of=date.today(), stale="keep")
    else:
        examination = screener.examine(facts, kb, as_of=as_of.date())
    wanted = Wanted(only, by_source, examination.next_questions(), examination.flips() if flips else None)
    terminal.show(_written(examination.screening, wording, output, wanted))


@app.command(help=_help("ask"))
def ask(
    lang: LanguageOption = Language.ENGLISH, voice: ReaderOption = Reader.CLINICIAN, rules: RulesOption = None
) -> None:
    """Ask for the facts, then show what the rules say."""
    from screener.cli.interview import Interview

    kb = screener.load_knowledge(rules)
    wording = Wording(catalogue.load(lang), kb.knowledge, voice.voice)
    screening = Interview(kb, wording, terminal.read_line, terminal.show_aside).run()
    terminal.show(_written(screening, wording, Format.TEXT))


@rules_app.command("list", help=_help("list"))
def list_rules(lang: LanguageOption = Language.ENGLISH, rules: RulesOption = None) -> None:
    """List every rule."""
    from screener.manual.rule_pages import rule_list

    terminal.show(rule_list(_for_clinicians(lang, rules)))


@rules_app.command("show", help=_help("show"))
def show_rule(
    rule: Annotated[str, typer.Argument(help=_help("rule"))],
    boundaries: Annotated[bool, typer.Option("--boundaries", help=_help("boundaries"))] = False,
    lang: LanguageOption = Language.ENGLISH,
    rules: RulesOption = None,
) -> None:
    """Show one rule."""
    kb = screener.load_knowledge(rules)
    wording = Wording(catalogue.load(lang), kb.knowledge, "clinician")
    by_id = wording.knowledge.rule_by_id
    if rule not in by_id:
        problem = Problem("rule_unknown", rule, hint=nearest(rule, tuple(by_id)))
        terminal.show_aside(catalogue.load(lang).problem_sentence(problem))
        raise typer.Exit(ScreenerError.exit_code)
    from screener.manual.rule_pages import rule_page
    from screener.proof.boundaries import boundary_patients

    terminal.show(rule_page(by_id[rule], wording, boundary_patients(kb, rule) if boundaries else None))


@rules_app.command(help=_help("check"))
def check(
    is_marked: Annotated[bool, typer.Option("--mark", help=_help("mark"))] = False,
    lang: LanguageOption = Language.ENGLISH,
    rules: RulesOption = None,
) -> None:
    """Check the whole rule base and count it; every problem at once if there are some."""
    folder, today = folder_of(rules), date.today()
    kb = load_unproved(folder)
    from screener.manual.check_page import check_page
    from screener.proof.checks import Checked, problems_found
    from screener.proof.reviews import reviews_due

    words = catalogue.load(lang)
    with checks_shown(words) as tell:
        problems = problems_found(Checked(kb, folder, today), tell)
    if problems:
        terminal.show_aside(problem_list(problems, words) + words.text("command.failed.check"))
        raise typer.Exit(KnowledgeError.exit_code)
    wording = Wording(words, kb.knowledge, "clinician")
    terminal.show(render_text(check_page(wording, reviews_due(kb.knowledge, today).warnings)))
    if is_marked and (refusals := mark(folder, kb.knowledge)):
        terminal.show_aside(problem_list(refusals, words).rstrip())
        raise typer.Exit(ScreenerError.exit_code)


@rules_app.command("doc", help=_help("doc"))
def write_rules(
    out: Annotated[Path, typer.Option("--out", help=_help("out"))] = MANUAL,
    is_check: Annotated[bool, typer.Option("--check", help=_help("check_pages"))] = False,
    lang: LanguageOption = Language.ENGLISH,
    rules: RulesOption = None,
) -> None:
    """Write the manual of the rules, or check the one that is there."""
    kb = screener.load_knowledge(rules)
    wording = Wording(catalogue.load(lang), kb.knowledge, "clinician")
    from screener.loading.evidence_document import read_evidence_file
    from screener.manual.manual import manual_pages, stale_pages, write_manual

    refusals: list[Problem] = []
    evidence = read_evidence_file(folder_of(rules), refusals)
    if refusals:
        raise KnowledgeError(refusals)
    with pages_shown(wording.words) as tell:
        pages = manual_pages(kb, wording, screener.__version__, evidence, tell)
    problems = stale_pages(pages, out) if is_check else write_manual(pages, out)
    if problems:
        terminal.show_aside(problem_list(problems, catalogue.load(lang)).rstrip())
        raise typer.Exit(ScreenerError.exit_code)
    values = {"count": str(len(pages)), "folder": str(out)}
    terminal.show(wording.say("manual.current" if is_check else "manual.written", values) + "\n")


@app.command(help=_help("schema"))
def schema(
    kind: Annotated[SchemaKind, typer.Argument(help=_help("kind"))] = SchemaKind.PATIENT,
    lang: LanguageOption = Language.ENGLISH,
    rules: RulesOption = None,
) -> None:
    """Print a JSON Schema."""
    if kind is SchemaKind.PATIENT:
        content = screener.patient_schema(screener.load_knowledge(rules).knowledge)
    elif kind is SchemaKind.RESULT:
        from screener.report.record import ScreeningRecord

        content = ScreeningRecord.model_json_schema(mode="serialization")
    else:
        from screener.manual.file_schema import file_schema

        content = file_schema(kind.value, catalogue.load_rule_file_words(lang))
    terminal.show(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


@app.command(help=_help("ui"))
def ui(
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help=_help("port"))] = None,
    rules: RulesOption = None,
) -> None:
    """Open the screens in the browser; they can be reached from this computer only."""
    folder = find_ui()
    if rules is not None:
        os.environ[RULES_VARIABLE] = str(rules.resolve())
    command = [sys.executable, "-m", "streamlit", "run", str(folder / "app.py"), f"--server.address={LOCAL}"]
    if port is not None:
        command.append(f"--server.port={port}")
    # Streamlit finds its settings here. It takes this process's place, so that every signal reaches it.
    os.chdir(folder)
    os.execv(command[0], command)


def _known_options(names: Sequence[str], knowledge: Knowledge) -> frozenset[str]:
    known = tuple(option.id for option in knowledge.options)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise PatientError(
            [Problem("option_unknown", name, None, name, known, nearest(name, known)) for name in unknown]
        )
    return frozenset(names)


def _written(
    screening: screener.Screening,
    wording: Wording,
    output: Format,
    wanted: Wanted = NOTHING_ELSE,
) -> str:
    if output is Format.TEXT:
        return text_report(screening, wording, screener.__version__, wanted)
    if output is Format.MARKDOWN:
        from screener.report.markdown import document_report

        return document_report(screening, wording, screener.__version__, wanted)
    # The model of the record is only built where it is needed.
    from screener.report.record import record_of

    return record_of(screening, wording, screener.__version__, wanted).model_dump_json(indent=2) + "\n"


def _for_clinicians(lang: Language, rules: Path | None) -> Wording:
    return Wording(catalogue.load(lang), screener.load_knowledge(rules).knowledge, "clinician")
