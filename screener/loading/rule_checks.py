"""What a single rule must keep to, one function for each demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from screener.knowledge.conditions import Condition, facts_of
from screener.knowledge.derived import DerivedFact
from screener.knowledge.facts import WORK_UP, Fact
from screener.knowledge.rules import INDICATIONS
from screener.knowledge.sources import HowRead
from screener.loading.file_shapes import PROJECT
from screener.loading.rule_document import RuleDraft

UNVERIFIED: HowRead = "unverified"


@dataclass(frozen=True, slots=True)
class Reading:
    """Which asked facts every derived fact rests on, and what is special about asked facts."""

    rests_on: Mapping[str, frozenset[str]]
    asked: frozenset[str]
    work_up: frozenset[str]
    acute: frozenset[str]

    @classmethod
    def of(cls, facts: tuple[Fact, ...], derived: tuple[DerivedFact, ...]) -> Reading:
        """Return what reading the facts means; derived ones come after those they read."""
        rests_on: dict[str, frozenset[str]] = {}
        for fact in derived:
            inputs = (rests_on.get(name, frozenset({name})) for name in fact.inputs)
            rests_on[fact.id] = frozenset[str]().union(*inputs)
        asked = frozenset(fact.id for fact in facts)
        work_up = frozenset(fact.id for fact in facts if fact.known_at == WORK_UP)
        acute = frozenset(fact.id for fact in facts if fact.acute)
        return cls(rests_on, asked, work_up, acute)

    def behind(self, condition: Condition | None) -> frozenset[str]:
        """Return the asked facts a condition rests on; a broken derived fact stays itself."""
        names = frozenset[str]() if condition is None else facts_of(condition)
        rests_on = (self.rests_on.get(name, frozenset({name})) for name in names)
        return frozenset[str]().union(*rests_on)


@dataclass(frozen=True, slots=True)
class CheckedRule:
    """A rule as written, and what its names stand for.

    Attributes:
        asked: the asked facts it reads, directly or through derived facts.
        is_readable: its condition and the facts behind it are sound, so that nothing can be missed.
    """

    draft: RuleDraft
    reading: Reading
    bodies: Mapping[str, str]
    asked: frozenset[str]
    is_readable: bool

    @property
    def is_indication(self) -> bool:
        """True if it speaks for an option."""
        return self.draft.effect in INDICATIONS


def indications_name_their_diagnoses(checked: CheckedRule) -> None:
    """An indication is for a diagnosis."""
    target = checked.draft.target
    if checked.is_indication and "diagnoses" not in target:
        target.refuse("key_missing", target.place(), allowed=("diagnoses",))


def work_up_is_explained(checked: CheckedRule) -> None:
    """An indication reads what the work-up finds only with a reason."""
    if not checked.is_indication:
        return
    reader = checked.draft.reader
    read = tuple(sorted(checked.asked & checked.reading.work_up))
    if read and "reads_work_up" not in reader:
        place = reader.place("when")
        reader.refuse("work_up_unexplained", place, ", ".join(read), ("reads_work_up",))
    # A condition that could not be read may well need the reason that is given.
    if not read and checked.is_readable:
        reader.refuse_misplaced("reads_work_up", ("an indication that reads a work-up fact",))


def indications_read_no_acute_facts(checked: CheckedRule) -> None:
    """A sudden event never stands in an indication."""
    read = tuple(sorted(checked.asked & checked.reading.acute))
    if checked.is_indication and read:
        reader = checked.draft.reader
        reader.refuse("indication_acute", reader.place("when"), ", ".join(read))


def stops_rest_on_more_than_unverified_sources(checked: CheckedRule) -> None:
    """A stop needs a source that was read."""
    citations = checked.draft.citations
    is_unverified = bool(citations) and all(cited.citation.read == UNVERIFIED for cited in citations)
    if checked.draft.effect == "stop" and is_unverified:
        reader = checked.draft.reader
        reader.refuse("stop_unverified", reader.place("sources"), UNVERIFIED)


def disputes_are_between_sources_cited(checked: CheckedRule) -> None:
    """A dispute is between sources that it cites."""
    reader, between = checked.draft.reader, checked.draft.between
    reader.refuse_duplicates(between)
    cited = tuple(citation.key.text for citation in checked.draft.citations)
    for key in between:
        if key.text and key.text not in cited:
            reader.refuse("between_not_cited", key.place, key.text, cited)


def project_sources_speak_only_against_acute_facts(checked: CheckedRule) -> None:
    """A safety choice of this project may only argue against, on a sudden event, for a time."""
    is_acute = bool(checked.asked & checked.reading.acute) or not checked.is_readable
    if checked.draft.effect == "against" and is_acute and checked.draft.until is not None:
        return
    for citation in checked.draft.citations:
        if checked.bodies.get(citation.key.text) == PROJECT:
            allowed = ("effect: against", "a when that reads an acute fact", "until")
            place = citation.key.place
            checked.draft.reader.refuse("project_source_misplaced", place, citation.key.text, allowed)


CHECKS = (
    indications_name_their_diagnoses,
    work_up_is_explained,
    indications_read_no_acute_facts,
    stops_rest_on_more_than_unverified_sources,
    disputes_are_between_sources_cited,
    project_sources_speak_only_against_acute_facts,
)
