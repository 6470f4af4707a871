"""What commands have in common: the options they take, and the words of the catalogue for them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from screener.knowledge.texts import Voice
from screener.places import RULES_VARIABLE
from screener.wording import catalogue

ENGLISH = catalogue.load("en")


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


class Assumption(StrEnum):
    """What is made of silence about a fact."""

    USUAL = "usual"
    NOTHING = "nothing"

    @property
    def of_silence(self) -> Literal["usual", "nothing"]:
        """The same as Python callers write it."""
        return "nothing" if self is Assumption.NOTHING else "usual"


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


def help_text(key: str) -> str:
    """Return what is said of a command or an option when somebody asks for help."""
    return ENGLISH.text(f"command.help.{key}")


def command_group(key: str) -> typer.Typer:
    """Return an empty group of commands."""
    return typer.Typer(
        help=help_text(key),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )


LanguageOption = Annotated[Language, typer.Option("--lang", help=help_text("lang"))]
ReaderOption = Annotated[Reader, typer.Option("--voice", help=help_text("voice"))]
RulesOption = Annotated[Path | None, typer.Option("--rules", envvar=RULES_VARIABLE, help=help_text("rules_folder"))]
