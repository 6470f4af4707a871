"""The answer for one option and its products: status, reasons, and the facts that are still open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, Self, TypeVar, get_args, overload

from pydantic import computed_field

from screener.knowledge.facts import KnownAt
from screener.knowledge.texts import Text
from screener.result.by_source import BodySays, Parting, bodies_of, partings_of
from screener.result.known import Span
from screener.result.reason import Finding, Reason, SourceCited

Status = Literal["discuss", "discuss_with_caution", "cannot_tell", "not_flagged"]
WhyNot = Literal["source_reason", "argued_against", "not_covered"]
WHY_NOT: tuple[WhyNot, ...] = get_args(WhyNot)
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
            are runs, written as "0.3 to 2.9".
        or_state: derived facts; stating one of them would answer this fact.
        could: still to check only: close the option, or change its cautions.
        known_at: when the fact is usually known.
    """

    fact: str
    rules: tuple[str, ...]
    values: tuple[Span, ...]
    or_state: tuple[str, ...]
    could: Literal["close", "caution"] | None
    known_at: KnownAt


@dataclass(frozen=True, slots=True)
class FitsSoFar:
    """The indication that fits best so far: what fits and what it still needs. Not a status."""

    rule: str
    says: Text
    fits: tuple[Finding, ...]
    needs: tuple[Finding, ...]


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
class OptionUsual:
    """What follows for an option in the usual reading.

    Attributes:
        status: its status if every premise in force is true.
        why_not: for `not_flagged` only: why.
        premises: the ids of a smallest set of premises the status leans on: with them it is certain, and without any
            one of them it would be another one; empty if what is stated suffices.
    """

    status: Status
    why_not: WhyNot | None
    premises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """Open facts that could close an option which is flagged, for certain or in the usual reading, in three heaps.

    Attributes:
        before_talk: silence was taken to mean that nothing is there; to be asked before the talk.
        by_work_up: the same, found by the routine work-up anyway.
        never_assumed: silence says nothing about them.
    """

    before_talk: tuple[str, ...]
    by_work_up: tuple[str, ...]
    never_assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OptionResult:
    """The answer for one option: the most open status of its products and the union of their lists.

    Attributes:
        group: the group in which it is told.
        why_not: for `not_flagged` only: a source's reason, argued against, or not covered by these sources.
        may_change: every rule that closes it says what could lift it.
        reasons: what every rule about the option says, in the order of the rule base.
        missing: facts that could still bring it in.
        still_to_check: facts that could still take it out or change its cautions.
        could_strengthen: facts in neither list that could lift `discuss_with_caution` to a plain `discuss`.
        no_longer_matters: open facts its rules read that can change neither its status nor its cautions any more.
        usual: what follows in the usual reading; None if it was left out.
        confirm: what is open and could close it, where it is flagged; None if the usual reading was left out.
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
    usual: OptionUsual | None = None
    confirm: ToConfirm | None = None

    @computed_field(return_type=tuple[BodySays, ...])
    @View
    def by_source(self) -> tuple[BodySays, ...]:
        """What every body behind its rules says, notes left out, in the order of its rules."""
        return bodies_of(self.reasons)

    @computed_field(return_type=tuple[Parting, ...])
    @View
    def partings(self) -> tuple[Parting, ...]:
        """The met rules over which bodies part."""
        return partings_of(self.reasons, tuple(self.products))


@dataclass(frozen=True, slots=True)
class SharedChecks:
    """Facts still to check that every flagged option shares, or every flagged one of a group."""

    group: str
    facts: tuple[str, ...]
