"""Outdated answers: which ones are older than they stay fresh, and what they change."""

from __future__ import annotations

from dataclasses import replace

from screener.knowledge.knowledge import Knowledge
from screener.patient.ages import Age
from screener.patient.patient import Patient
from screener.result.given import AgedFact
from screener.result.option import Status
from screener.result.reason import cited
from screener.result.screening import Screening, StaleChange


def aged_facts(patient: Patient, knowledge: Knowledge) -> tuple[AgedFact, ...]:
    """Return the facts whose answers say how old they are, in the order given."""
    return tuple(_aged(name, each.age, knowledge) for name, each in patient.remarked.items() if each.age)


def without_stale(patient: Patient, aged: tuple[AgedFact, ...]) -> Patient:
    """Return the patient with outdated answers unknown."""
    unknown = {each.fact: replace(patient.answers[each.fact], possible=None) for each in aged if each.is_stale}
    return Patient({**patient.answers, **unknown})


def stale_changes(as_given: Screening | None, unknown: Screening) -> tuple[StaleChange, ...]:
    """Return the options whose status depends on outdated values.

    Args:
        as_given: the answer with these values as given; None if there is none, since they contradict the others.
        unknown: the answer with these values unknown.
    """
    first, second = _statuses(as_given), _statuses(unknown)
    names = dict.fromkeys((*second, *first))
    changes = (StaleChange(name, first.get(name), second.get(name)) for name in names)
    return tuple(change for change in changes if change.as_given != change.unknown)


def _aged(name: str, age: Age, knowledge: Knowledge) -> AgedFact:
    fact = knowledge.fact_by_id.get(name)
    fresh_for = fact.fresh_for if fact else None
    return AgedFact(
        fact=name,
        age_days=age.days,
        taken=age.taken.isoformat() if age.taken else None,
        fresh_for_days=fresh_for.days if fresh_for else None,
        is_stale=fresh_for is not None and age.days is not None and age.days > fresh_for.days,
        sources=tuple(cited(knowledge, citation) for citation in fresh_for.sources) if fresh_for else (),
    )


def _statuses(screening: Screening | None) -> dict[str, Status]:
    return {name: option.status for name, option in screening.options.items()} if screening else {}
