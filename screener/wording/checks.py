"""Open facts as a reader meets them: the inputs of a score folded into one check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from screener.knowledge.about import EVERY_GROUP
from screener.knowledge.facts import WORK_UP
from screener.result.option import (
    FLAGGED,
    OpenFact,
    OptionResult,
    ProductResult,
    SharedChecks,
)
from screener.result.screening import Screening
from screener.wording.wording import Wording


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to find out: a fact, or a score that stands for several facts.

    Attributes:
        entries: the open facts.
        stated: the score that would answer them all if the chart stated it; blank for a single fact without one.
    """

    entries: tuple[OpenFact, ...]
    stated: str

    @property
    def name(self) -> str:
        """The score, or the fact."""
        return self.stated or self.entries[0].fact

    @property
    def is_work_up(self) -> bool:
        """True if only the work-up can answer it."""
        return all(entry.known_at == WORK_UP for entry in self.entries)

    @property
    def could_close(self) -> bool:
        """True if it could take an option out."""
        return any(entry.could == "close" for entry in self.entries)

    def says(self, wording: Wording) -> str:
        """Return the check in words, with the values that matter."""
        if self.stated:
            return wording.or_state(self.stated, [entry.fact for entry in self.entries])
        return wording.open_fact(self.entries[0])

    def names(self, wording: Wording) -> str:
        """Return what is to be found out, without values."""
        return self.says(wording) if self.stated else wording.fact(self.name)


def fold(entries: Iterable[OpenFact]) -> tuple[Check, ...]:
    """Return open facts as checks, in order; facts that one score answers become one."""
    by_name: dict[str, list[OpenFact]] = {}
    for entry in entries:
        by_name.setdefault(_score(entry) or entry.fact, []).append(entry)
    return tuple(Check(tuple(group), _score(group[0])) for group in by_name.values())


def _score(entry: OpenFact) -> str:
    # A class comes after the points it is read from, and charts state the class.
    return entry.or_state[-1] if entry.or_state else ""


def count_checks(answer: OptionResult | ProductResult) -> int | None:
    """Return how many things are left to check for an option or a product; None if they were not looked for."""
    return None if answer.still_to_check is None else len(fold(answer.still_to_check))


def checks_shared(shared: SharedChecks, screening: Screening) -> tuple[Check, ...]:
    """Return the checks that several flagged options share, as the first of these options tells them."""
    first = next(
        option
        for option in screening.options.values()
        if option.status in FLAGGED and shared.group in (EVERY_GROUP, option.group)
    )
    return fold(entry for entry in first.still_to_check or () if entry.fact in shared.facts)


def shared_facts(screening: Screening, option: OptionResult) -> frozenset[str]:
    """Return the open checks of an option that stand once for several options."""
    groups = [shared for shared in screening.shared_checks if shared.group in (EVERY_GROUP, option.group)]
    return frozenset(fact for shared in groups for fact in shared.facts)
