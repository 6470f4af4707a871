"""The form's fields, made from the facts of the rule base: one for every fact, each with an unknown.

A field shows an answer as the text a person would type or choose; the screener alone reads what it means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from frame import say
from screener.knowledge.derived import DerivedFact
from screener.knowledge.domains import NO, YES, ChoiceDomain, Domain, NumberDomain
from screener.knowledge.facts import Choice, Fact
from screener.knowledge.knowledge import Knowledge

UNKNOWN = "unknown"
NONE = "none"
AGE_OF = "age-of-"
SOME = "not_none"
# More values than this are typed, not chosen.
MOST_RADIOS = 6
# A group of radios this long, in characters, gets a line of its own.
LONG_GROUP = 60


@dataclass(frozen=True, slots=True)
class Offer:
    """One answer a field offers: its key, what stands beside it, and what it tells the screener."""

    key: str
    text: str
    answer: object


@dataclass(frozen=True, slots=True)
class Field:
    """A question of the form.

    Attributes:
        offers: the answers to choose from, unknown last; empty for a field that is typed.
        raises: what each answer that means unknown asks for, by answer.
        is_number: True if its answers are numbers.
        hint: what stands below it.
    """

    fact: str
    label: str
    offers: tuple[Offer, ...]
    raises: tuple[tuple[str, str], ...] = ()
    is_number: bool = False
    hint: str = ""

    @property
    def is_typed(self) -> bool:
        """True if a number or a range is typed, False if an answer is chosen."""
        return not self.offers

    @property
    def key(self) -> str:
        """The key of the container around the field, by which links find it."""
        return f"field-{self.fact}"

    @property
    def is_wide(self) -> bool:
        """True if its answers need a line of their own."""
        return sum(len(offer.text) + 3 for offer in self.offers) > LONG_GROUP


@dataclass(frozen=True, slots=True)
class FormSection:
    """A part of the chart with its fields, open or folded.

    Attributes:
        age: the field that asks how old its values are, if any of them goes out of date.
        aging: the facts whose values go out of date.
    """

    id: str
    title: str
    is_folded: bool
    fields: tuple[Field, ...]
    age: Field | None = None
    aging: frozenset[str] = frozenset()

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """Its questions, and that for the age of its values."""
        return self.fields if self.age is None else (*self.fields, self.age)


def sections_of(knowledge: Knowledge) -> tuple[FormSection, ...]:
    """Return the parts of the form in the chart's order, stated scores beside what they stand for."""
    beside = _scores_beside(knowledge)
    parts = []
    for section in knowledge.sections:
        scores = (_field(fact, knowledge) for fact in beside.get(section.id, ()))
        # A fact that no rule reads yet is not worth anybody's time.
        asked = (_field(fact, knowledge) for fact in knowledge.facts if fact.section == section.id and not fact.planned)
        fields = (*scores, *asked)
        aging = [fact for fact in knowledge.facts if fact.section == section.id and fact.fresh_for]
        age = _age_field(section.id, aging) if aging else None
        names = frozenset(fact.id for fact in aging)
        parts.append(FormSection(section.id, section.title.clinician, section.folded, fields, age, names))
    placed = {fact.id for facts in beside.values() for fact in facts}
    others = (_field(fact, knowledge) for fact in knowledge.derived if fact.id not in placed)
    parts.append(FormSection("scores", say("form.scores"), True, tuple(others)))
    return tuple(part for part in parts if part.fields)


def _age_field(section: str, aging: Iterable[Fact]) -> Field:
    facts = ", ".join(fact.label.clinician for fact in aging)
    return Field(f"{AGE_OF}{section}", say("form.age"), (), hint=say("form.age_of", {"facts": facts}))


def _scores_beside(knowledge: Knowledge) -> dict[str, tuple[DerivedFact, ...]]:
    """Scores made of points stand before the findings they sum up, since charts often state them."""
    beside: dict[str, tuple[DerivedFact, ...]] = {}
    for fact in knowledge.charted_scores:
        section = knowledge.fact_by_id[knowledge.asked_inputs(fact.id)[0]].section
        beside[section] = (*beside.get(section, ()), fact)
    return beside


def _field(fact: Fact | DerivedFact, knowledge: Knowledge) -> Field:
    domain = fact.domain
    label = fact.label.clinician
    if isinstance(domain, NumberDomain) and domain.unit:
        label = say("form.label_with_unit", {"label": label, "unit": domain.unit})
    choices = fact.choices if isinstance(fact, Fact) else ()
    raises = tuple((choice.value, choice.raises.clinician) for choice in choices if choice.raises)
    offers = _offers(fact.id, domain, choices, knowledge)
    return Field(fact.id, label, offers, raises, isinstance(domain, NumberDomain))


def _offers(fact: str, domain: Domain, choices: tuple[Choice, ...], knowledge: Knowledge) -> tuple[Offer, ...]:
    unknown = Offer(UNKNOWN, say("form.unknown"), UNKNOWN)
    if isinstance(domain, NumberDomain):
        values = tuple(domain.text(halves) for halves in range(domain.low, domain.high + 1, 2))
        if len(values) > MOST_RADIOS:
            return ()
        return (*(Offer(value, value, value) for value in values), unknown)
    if domain.is_yes_no:
        return (Offer(YES, say("form.yes"), YES), Offer(NO, say("form.no"), NO), unknown)
    if domain.ordered and len(domain.values) > MOST_RADIOS:
        return ()
    named = tuple(
        Offer(value, knowledge.value_label(fact, value).clinician, value)
        for value in (tuple(choice.value for choice in choices) or domain.values)
    )
    return (*named, *_some(domain), unknown)


def _some(domain: ChoiceDomain) -> tuple[Offer, ...]:
    """A chart may say that something is there without saying which: that is a set of values."""
    others = [value for value in domain.values if value != NONE]
    if NONE not in domain.values or len(others) < 2:
        return ()
    return (Offer(SOME, say("form.some"), others),)


def type_answer(field: Field, value: object, possible: Sequence[str] = ()) -> str:
    """Return what would stand in the field for an answer from a patient file.

    Args:
        field: the question.
        value: the answer.
        possible: the values the answer leaves possible; the first stands in a field that offers them one by one.
    """
    if isinstance(value, Mapping) and "value" in value:
        return type_answer(field, value["value"], possible)
    if value is None:
        return type_nothing(field)
    if field.is_typed:
        return "-".join(_written(value))
    offer = _matching(field, value)
    return offer.key if offer else next(iter(possible), UNKNOWN)


def age_given(part: FormSection, answers: Mapping[str, object]) -> str:
    """Return the age that answers from a patient file give all values of a part that go out of date; blank if none."""
    given = (answers.get(fact) for fact in sorted(part.aging))
    ages = {str(answer["age"]) for answer in given if isinstance(answer, Mapping) and "age" in answer}
    return ages.pop() if len(ages) == 1 else ""


def type_nothing(field: Field) -> str:
    """Return what stands in a field nobody has answered."""
    return "" if field.is_typed else UNKNOWN


def read_answer(field: Field, typed: str) -> object:
    """Return what the screener is told for what stands in a field; None if it is unknown."""
    if field.is_typed:
        return typed.strip() or None
    answers = {offer.key: offer.answer for offer in field.offers}
    answer = answers.get(typed, UNKNOWN)
    return None if answer == UNKNOWN else answer


def _written(value: object) -> tuple[str, ...]:
    if isinstance(value, bool):
        return (YES if value else NO,)
    if isinstance(value, Mapping):
        return (str(value.get("min", "")), str(value.get("max", "")))
    if isinstance(value, (list, tuple)):
        return tuple(str(each) for each in value)
    return (str(value),)


def _matching(field: Field, value: object) -> Offer | None:
    written = frozenset(_written(value))
    return next((offer for offer in field.offers if frozenset(_written(offer.answer)) == written), None)
