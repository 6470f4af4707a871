"""What can be wrong with a rule base, a patient file or a screening, as data.

A `Problem` says what is wrong (a code), where (a place in a file, or a fact), what was found, what is
allowed and what to write instead. Sentences are made from it in `screener.wording.catalogue`.

    ScreenerError
    ├── KnowledgeError      the rule base does not load            exit code 3
    ├── PatientError        the patient's facts cannot be read     exit code 2
    ├── DisagreementError   engine, referee and diagrams differ    exit code 4
    └── BudgetError         the analysis would take too long       exit code 6
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a text: file name, line and column (both from 1), and that line's text."""

    file: str
    line: int
    column: int
    excerpt: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        code: the kind of problem, a key of the catalogue's `problems`.
        subject: the fact, rule or key it is about.
        place: where it stands in a file, if it stands in one.
        found: what was found, as text.
        allowed: what would be right, as texts.
        hint: the nearest right answer, or empty.
        related: other facts or rules that take part.
    """

    code: str
    subject: str = ""
    place: Place | None = None
    found: str = ""
    allowed: tuple[str, ...] = ()
    hint: str = ""
    related: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        parts = [self.code]
        if self.found:
            parts.append(f"found {self.found}")
        if self.allowed:
            parts.append(f"allowed {', '.join(self.allowed)}")
        if self.related:
            parts.append(f"together with {', '.join(self.related)}")
        if self.hint:
            parts.append(f"hint {self.hint}")
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.subject or '-'}: {'; '.join(parts)}"


class ScreenerError(Exception):
    """Base of every error a caller may meet; carries all problems at once."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems in the order in which they were found."""
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class KnowledgeError(ScreenerError):
    """The rule base does not load."""

    exit_code = 3


class PatientError(ScreenerError):
    """The facts given for a patient cannot be read, or contradict each other."""

    exit_code = 2


class DisagreementError(ScreenerError):
    """Engine, referee and diagrams do not say the same; no result is given."""

    exit_code = 4


class BudgetError(ScreenerError):
    """The analysis over completions exceeded its budget of steps; no partial list is given."""

    exit_code = 6


def nearest(word: str, known: Sequence[str]) -> str:
    """Return the known word closest to the one written, or an empty text."""
    matches = get_close_matches(word, known, n=1, cutoff=0.6)
    return matches[0] if matches else ""
