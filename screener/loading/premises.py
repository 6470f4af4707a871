"""From premises as written to premises that can be in force: values, names and conditions are looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from screener.knowledge.domains import ChoiceDomain, Domain, NumberDomain, decimal_of
from screener.knowledge.possible import Possible, everything
from screener.knowledge.premises import Premise
from screener.loading.resolve import known_diagnoses
from screener.loading.usual_document import PremiseDraft
from screener.loading.when_text import WhenTexts

_RANGE = re.compile(r"([0-9.]+)(?:\s*-\s*([0-9.]+))?")


def resolve_premises(drafts: Mapping[str, tuple[PremiseDraft, ...]], conditions: WhenTexts) -> tuple[Premise, ...]:
    """Return the premises of every fact, fact by fact; what is wrong with them is reported.

    Args:
        drafts: the premises as written, by fact.
        conditions: reads their conditions.
    """
    return tuple(
        premise
        for fact, own in drafts.items()
        for number, draft in enumerate(own, 1)
        if (premise := _resolve(fact, number, draft, conditions)) is not None
    )


def _resolve(fact: str, number: int, draft: PremiseDraft, conditions: WhenTexts) -> Premise | None:
    domain = conditions.domains.get(fact)
    if domain is None:
        return None
    possible = _possible(draft, domain)
    diagnoses = frozenset(known_diagnoses(draft.diagnoses, draft.reader, conditions))
    stated, unless_stated = (
        tuple(word.text for word in words if conditions.knows(word, draft.reader))
        for words in (draft.stated, draft.unless_stated)
    )
    when, unless = conditions.read(draft.when, draft.reader), conditions.read(draft.unless, draft.reader)
    if possible is None or draft.tier is None or draft.confirm is None:
        return None
    if possible == everything(domain):
        draft.reader.refuse("premise_says_nothing", draft.reader.place("values"), fact, domain.allowed())
    return Premise(
        id=f"{fact}.{number}",
        fact=fact,
        possible=possible,
        diagnoses=diagnoses,
        is_for_undescribed=draft.is_for_undescribed,
        stated=stated,
        unless_stated=unless_stated,
        when=when,
        unless=unless,
        tier=draft.tier,
        confirm=draft.confirm,
        why=draft.why,
        risk=draft.risk,
        place=draft.reader.place(),
    )


def _possible(draft: PremiseDraft, domain: Domain) -> Possible | None:
    if isinstance(domain, ChoiceDomain):
        draft.reader.refuse_duplicates(draft.values)
        values = frozenset(draft.reader.known(word, domain.values) for word in draft.values)
        return None if "" in values or not values else values
    return _interval(draft, domain)


def _interval(draft: PremiseDraft, domain: NumberDomain) -> Possible | None:
    written = _RANGE.fullmatch(draft.values[0].text) if len(draft.values) == 1 else None
    if written is None:
        if draft.values and all(word.text for word in draft.values):
            found = ", ".join(word.text for word in draft.values)
            draft.reader.refuse("premise_range", draft.reader.place("values"), found, domain.allowed())
        return None
    ends = tuple(_ends(written[1], written[2] or written[1], domain))
    if len(ends) == 2 and ends[0] <= ends[1]:
        return ends[0], ends[1]
    hint = f"{written[2]}-{written[1]}" if len(ends) == 2 else ""
    draft.reader.refuse("premise_range", draft.values[0].place, draft.values[0].text, domain.allowed(), hint)
    return None


def _ends(low: str, high: str, domain: NumberDomain) -> Iterator[int]:
    """Yield the ends of a range in half steps, those that lie on the grid and in the range of the fact."""
    for text in (low, high):
        value = decimal_of(text)
        halves = None if value is None else domain.halves(value)
        if halves is not None and domain.low <= halves <= domain.high:
            yield halves
