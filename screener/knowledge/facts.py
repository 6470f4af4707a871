"""Facts that are asked for, in the sections of the chart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from screener.knowledge.domains import Domain
from screener.knowledge.sources import Citation
from screener.knowledge.texts import Text

Who = Literal["patient", "chart", "team"]
WHO: tuple[Who, ...] = get_args(Who)
KnownAt = Literal["intake", "report", "work_up"]
KNOWN_AT: tuple[KnownAt, ...] = get_args(KnownAt)
Effort = Literal["patient", "chart", "lab", "imaging", "work_up"]
EFFORTS: tuple[Effort, ...] = get_args(Effort)
# As far as the program treats them apart.
PATIENT: Who = "patient"
WORK_UP: KnownAt = "work_up"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice fact; `means_unknown` values are answers that leave the fact open."""

    value: str
    label: Text
    means_unknown: bool = False
    raises: Text | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A standard code of a fact: system, code and its name there."""

    system: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Freshness:
    """For how many days an answer stays fresh, and who says so."""

    days: int
    sources: tuple[Citation, ...]


@dataclass(frozen=True)
class Fact:
    """A fact that is asked for.

    Attributes:
        domain: the values rules may see; answers that mean unknown are in `choices` only.
        who: who usually knows it.
        known_at: when it is usually known.
        effort: what finding it takes.
        acute: a sudden event that needs a look the same day.
        planned: no rule reads it yet.
        fresh_for: how long an answer stays fresh; None if nobody says so.
    """

    id: str
    section: str
    domain: Domain
    label: Text
    question: Text
    why: Text
    where: Text
    who: tuple[Who, ...]
    known_at: KnownAt
    effort: Effort
    choices: tuple[Choice, ...] = ()
    codes: tuple[Code, ...] = ()
    acute: bool = False
    planned: bool = False
    fresh_for: Freshness | None = None

    @cached_property
    def unknown_values(self) -> frozenset[str]:
        """Answers such as "not assessed" that leave every value possible."""
        return frozenset(choice.value for choice in self.choices if choice.means_unknown)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the chart, in the order in which it is asked."""

    id: str
    title: Text
    folded: bool
