"""What a screening gives back: one frozen model, the same for Python, files, reports and screens.

Wording lives elsewhere: clinical sentences come from the rules (`Text`, one wording per voice), the words around them
from the catalogue (`screener.words`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, Self, TypeVar, overload

from pydantic import BaseModel, ConfigDict, computed_field

from screener.knowledge.model import Text
from screener.reason import UNKNOWN_VALUE as UNKNOWN_VALUE
from screener.reason import ComparisonRead as ComparisonRead
from screener.reason import Reason as Reason
from screener.reason import SourceCited as SourceCited
from screener.reason import ValueRead as ValueRead
from screener.reasoning.by_source import BodySays as BodySays
from screener.reasoning.by_source import Claim as Claim
from screener.reasoning.by_source import Parting as Parting
from screener.reasoning.by_source import Says as Says
from screener.reasoning.by_source import read_bodies, read_partings

Status = Literal["discuss", "discuss_with_caution", "cannot_tell", "not_flagged"]
WhyNot = Literal["source_reason", "argued_against", "not_covered"]
STATUSES: tuple[Status, ...] = ("discuss", "discuss_with_caution", "cannot_tell", "not_flagged")
FLAGGED: frozenset[Status] = frozenset({"discuss", "discuss_with_caution"})


Owner = TypeVar("Owner")
Value = TypeVar("Value")


class View(Generic[Owner, Value]):
    """A part of a result that follows from its other parts and is worked out when somebody reads or writes it."""

    def __init__(self, read: Callable[[Owner], Value]) -> None:
        """Take how it is worked out."""
        self._read = read
        self.__doc__ = read.__doc__

    @overload
    def __get__(self, result: None, owner: type[Owner]) -> Self: ...

    @overload
    def __get__(self, result: Owner, owner: type[Owner]) -> Value: ...

    def __get__(self, result: Owner | None, owner: type[Owner]) -> Value | Self:
        """Return the part of a result, or the view itself from the class."""
        return self if result is None else self._read(result)


@dataclass(frozen=True, slots=True)
class OpenFact:
    """A fact that is still open and could change an option.

    Attributes:
        fact: its name.
        rules: the ids of the rules through which it could.
        values: missing: the values with which the option could still come in; still to check: those with which one of
            the rules would be met; could strengthen: those with which it could be a plain `discuss`. A number's values
            are ranges such as "0.3 to 2.9".
        or_state: derived facts; stating one of them would answer this fact.
        could: still to check only: close the option, or change its cautions.
        known_at: when the fact is usually known: intake, report, work_up.
    """

    fact: str
    rules: tuple[str, ...]
    values: tuple[str, ...]
    or_state: tuple[str, ...]
    could: Literal["close", "caution"] | None
    known_at: str


@dataclass(frozen=True, slots=True)
class FitsSoFar:
    """The indication that fits best so far: what fits and what it still needs. Not a status."""

    rule: str
    says: Text
    fits: tuple[ComparisonRead, ...]
    needs: tuple[ComparisonRead, ...]


@dataclass(frozen=True, slots=True)
class ProductResult:
    """The answer for one product of an option; the lists are None when the analysis was not asked for."""

    id: str
    name: Text
    status: Status
    why_not: WhyNot | None
    may_change: bool
    fits_so_far: FitsSoFar | None
    missing: tuple[OpenFact, ...] | None
    still_to_check: tuple[OpenFact, ...] | None
    could_strengthen: tuple[OpenFact, ...] | None


@dataclass(frozen=True, slots=True)
class CombinedBy:
    """A note that combines two options: its rule, wording and sources."""

    rule: str
    says: Text
    sources: tuple[SourceCited, ...]


@dataclass(frozen=True, slots=True)
class Combination:
    """Two flagged options, in their fixed order, that sources combine for this patient."""

    options: tuple[str, str]
    notes: tuple[CombinedBy, ...]


@dataclass(frozen=True, slots=True)
class OptionResult:
    """The answer for one option: the most open status of its products and the union of their lists.

    Attributes:
        group: catheter or needle.
        why_not: for `not_flagged` only: a source's reason, argued against, or not covered by these sources.
        may_change: every rule that closes it says what could lift it.
        reasons: what every rule about the option says, in the order of the rule base.
        missing: facts that could still bring it in.
        still_to_check: facts that could still take it out or change its cautions.
        could_strengthen: facts in neither list that could lift `discuss_with_caution` to a plain `discuss`.
        no_longer_matters: open facts its rules read that can change neither its status nor its cautions any more.
    """

    id: str
    group: str
    name: Text
    what: Text
    status: Status
    why_not: WhyNot | None
    may_change: bool
    products: dict[str, ProductResult]
    fits_so_far: FitsSoFar | None
    reasons: tuple[Reason, ...]
    missing: tuple[OpenFact, ...] | None
    still_to_check: tuple[OpenFact, ...] | None
    could_strengthen: tuple[OpenFact, ...] | None
    no_longer_matters: tuple[str, ...] | None

    @computed_field(return_type=tuple[BodySays, ...])
    @View
    def by_source(self) -> tuple[BodySays, ...]:
        """What every body behind its rules says, notes left out, in the order of its rules."""
        return read_bodies(self.reasons)

    @computed_field(return_type=tuple[Parting, ...])
    @View
    def partings(self) -> tuple[Parting, ...]:
        """The met rules over which bodies part."""
        return read_partings(self.reasons, tuple(self.products))


@dataclass(frozen=True, slots=True)
class DerivedRead:
    """A derived fact: its possible values, and from what they follow.

    Attributes:
        read: the possible values; `UNKNOWN_VALUE` if nothing can be said.
        stated: what the chart stated, if it did.
        known_inputs: the asked facts behind it of which something is known.
        open_inputs: the asked facts behind it that are still open.
        formula_says: what the definition gives where a stated judgement took its place, and differs.
    """

    fact: str
    read: ValueRead
    stated: ValueRead | None
    known_inputs: tuple[str, ...]
    open_inputs: tuple[str, ...]
    formula_says: ValueRead | None


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of the rule base that holds for this patient: scope, or help that cannot wait."""

    id: str
    says: Text
    turn_to: Text | None


@dataclass(frozen=True, slots=True)
class ScopeRead:
    """Whether the rules speak about this patient at all.

    Attributes:
        inside: False if a scope rule is met; then no option is shown.
        reasons: the scope rules that are met.
        open_facts: facts that could still put the patient outside.
    """

    inside: bool
    reasons: tuple[Said, ...]
    open_facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedChecks:
    """Facts still to check that every flagged option shares, or every flagged one of a group."""

    group: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnowledgeRead:
    """Which rule base spoke. `is_reviewed` stays False until every rule carries a reviewer's name."""

    version: str
    hash: str
    checked: str
    is_reviewed: bool


@dataclass(frozen=True, slots=True)
class UnitQuestion:
    """A bare number that smells of another unit; writing the unit settles it.

    Attributes:
        written: the number as written.
        unit: the other unit.
        would_be: what it would be in the other unit, in the fact's own.
    """

    fact: str
    written: str
    unit: str
    would_be: ValueRead


@dataclass(frozen=True, slots=True)
class AgedFact:
    """A fact whose answer says how old it is.

    Attributes:
        age_days: its age in days; None if only the day is known and nobody said as of when.
        taken: the day it was taken, like 2026-11-23; None if it was not written.
        fresh_for_days: how long an answer stays fresh; None if no source says so.
        is_stale: it is older than that.
        sources: who says so.
    """

    fact: str
    age_days: int | None
    taken: str | None
    fresh_for_days: int | None
    is_stale: bool
    sources: tuple[SourceCited, ...]


@dataclass(frozen=True, slots=True)
class StaleChange:
    """An option whose status depends on outdated values.

    Attributes:
        as_given: its status with them as given; None if there is none, since they contradict the others or lie outside
            the scope.
        unknown: its status with them unknown; None if the patient is outside the scope.
    """

    option: str
    as_given: Status | None
    unknown: Status | None


class Screening(BaseModel):
    """The whole answer for one patient.

    Attributes:
        facts: what was read of every fact that was given, asked or stated.
        open_answers: answers such as "not assessed", by fact; they leave every value possible and raise a question.
        written: how numbers were written that were converted from another unit or are approximate, by fact.
        unit_questions: numbers without a unit that may be meant in another one.
        aged: facts whose answers say how old they are.
        stale_are_unknown: True if outdated values count as unknown here, False if they count as given.
        stale_changes: the options whose status would be another one if outdated values counted the other way.
        urgent: what needs a look the same day.
        options: the nine options in their fixed order; empty outside the scope.
        combinations: pairs of flagged options that sources combine.
        shared_checks: open checks to be shown once instead of with every option.
        no_longer_matters: open facts that can change no option any more, whatever the others turn out to be.
        exact: False if statuses come from rule outcomes alone and the lists were left out.
    """

    # Building the validator takes longer than a screening; only those who write JSON or schemas need it.
    model_config = ConfigDict(frozen=True, defer_build=True)

    knowledge: KnowledgeRead
    exact: bool
    scope: ScopeRead
    facts: dict[str, ValueRead]
    open_answers: dict[str, str]
    written: dict[str, str]
    unit_questions: tuple[UnitQuestion, ...]
    aged: tuple[AgedFact, ...] = ()
    stale_are_unknown: bool = False
    stale_changes: tuple[StaleChange, ...] = ()
    derived: dict[str, DerivedRead]
    urgent: tuple[Said, ...]
    options: dict[str, OptionResult]
    combinations: tuple[Combination, ...]
    shared_checks: tuple[SharedChecks, ...]
    no_longer_matters: tuple[str, ...] | None
