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
from pathlib import Path
from typing import Annotated

import typer

import screener
from screener.cli import terminal
from screener.cli.options import (
    ENGLISH,
    Assumption,
    Format,
    Language,
    LanguageOption,
    Reader,
    ReaderOption,
    RulesOption,
    SchemaKind,
    command_group,
    help_text,
)
from screener.cli.problem_list import problem_list
from screener.cli.rule_commands import rules_app
from screener.knowledge.knowledge import Knowledge
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
from screener.report.text import text_report
from screener.report.wanted import NOTHING_ELSE, Wanted
from screener.wording import catalogue
from screener.wording.wording import Wording

LOCAL = "127.0.0.1"
STANDARD_INPUT = "-"
UNEXPECTED = 1
INTERRUPTED = 130
# What a single command needs is imported in it: screening then starts sooner.


app = command_group("app")
app.add_typer(rules_app, name="rules")


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
        terminal.show_aside(ENGLISH.text("command.failed.unexpected", {"error": shown}))
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
    terminal.show_aside(problem_list(error.problems, ENGLISH) + ENGLISH.text(f"command.failed.{kind}"))


def _show_version(is_wanted: bool) -> None:
    if is_wanted:
        terminal.show(ENGLISH.text("command.version", {"version": screener.__version__}) + "\n")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool, typer.Option("--version", help=help_text("version"), is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Take what stands before a command."""


@app.command("screen", help=help_text("screen"))
def screen_file(
    file: Annotated[str, typer.Argument(help=help_text("file"))],
    output: Annotated[Format, typer.Option("--format", help=help_text("format"))] = Format.TEXT,
    lang: LanguageOption = Language.ENGLISH,
    voice: ReaderOption = Reader.CLINICIAN,
    option: Annotated[list[str] | None, typer.Option("--option", help=help_text("option"))] = None,
    by_source: Annotated[bool, typer.Option("--by-source", help=help_text("by_source"))] = False,
    flips: Annotated[bool, typer.Option("--flips", help=help_text("flips"))] = False,
    assume: Annotated[Assumption, typer.Option("--assume", help=help_text("assume"))] = Assumption.USUAL,
    as_of: Annotated[datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help=help_text("as_of"))] = None,
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
        examination = screener.examine(facts, kb, as_of=date.today(), stale="keep", assume=assume.of_silence)
    else:
        examination = screener.examine(facts, kb, as_of=as_of.date(), assume=assume.of_silence)
    wanted = Wanted(only, by_source, examination.next_questions(), examination.flips() if flips else None)
    terminal.show(_rendered(examination.screening, wording, output, wanted))


@app.command(help=help_text("ask"))
def ask(
    lang: LanguageOption = Language.ENGLISH, voice: ReaderOption = Reader.CLINICIAN, rules: RulesOption = None
) -> None:
    """Ask for the facts, then show what the rules say."""
    from screener.cli.interview import Interview

    kb = screener.load_knowledge(rules)
    wording = Wording(catalogue.load(lang), kb.knowledge, voice.voice)
    screening = Interview(kb, wording, terminal.read_line, terminal.show_aside).run()
    terminal.show(_rendered(screening, wording, Format.TEXT))


@app.command(help=help_text("schema"))
def schema(
    kind: Annotated[SchemaKind, typer.Argument(help=help_text("kind"))] = SchemaKind.PATIENT,
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


@app.command(help=help_text("ui"))
def ui(
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help=help_text("port"))] = None,
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


def _rendered(
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
