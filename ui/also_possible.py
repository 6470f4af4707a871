"""Several values of one fact in the form: a field takes one, the others are picked at the end of the chart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from questions import Field, read_answer
from screener import Patient
from screener.knowledge.domains import NumberDomain
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Possible

FEWEST_VALUES = 3


@dataclass(frozen=True, slots=True)
class Also:
    """One value of a fact that may be possible besides the one its field gives."""

    fact: str
    value: str
    text: str

    @property
    def key(self) -> str:
        """What stands for it in the browser's session."""
        return f"{self.fact}={self.value}"


def also_of(fields: Iterable[Field], knowledge: Knowledge) -> tuple[Also, ...]:
    """Return every value of every field that offers three or more to choose from."""
    return tuple(
        Also(field.fact, offer.key, f"{field.label}: {offer.text}")
        for field in fields
        for offer in field.offers
        if offer.key in _values(field, knowledge)
    )


def with_also(field: Field, typed: str, picked: Iterable[Also]) -> object:
    """Return what the screener is told for a field: its own answer and what is possible besides."""
    others = [each.value for each in picked if each.fact == field.fact]
    own = read_answer(field, typed)
    if not others:
        return own
    values = () if own is None else map(str, own) if isinstance(own, list) else (str(own),)
    return _together(field, (*values, *others))


def given_besides(field: Field, answer: object, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the values of a field that an answer from a patient file leaves possible, in their order."""
    if isinstance(answer, Mapping) and "value" in answer:
        return given_besides(field, answer["value"], knowledge)
    read = Patient.read({field.fact: answer}, knowledge).answers.get(field.fact)
    return tuple(_listed(field, read.possible, knowledge)) if read and read.possible else ()


def _listed(field: Field, possible: Possible, knowledge: Knowledge) -> Iterable[str]:
    if isinstance(possible, frozenset):
        return (value for value in _values(field, knowledge) if value in possible)
    grid = {} if field.is_typed else _grid(knowledge.number(field.fact))
    return (value for half, value in grid.items() if possible[0] <= half <= possible[1])


def _values(field: Field, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the values a field offers one by one; none if two or fewer leave nothing to pick, or if it is typed."""
    domain = knowledge.domains[field.fact]
    if field.is_typed:
        return ()
    if isinstance(domain, NumberDomain):
        return tuple(_grid(domain).values())
    return domain.values if len(domain.values) >= FEWEST_VALUES else ()


def _grid(domain: NumberDomain) -> dict[int, str]:
    """Return the values of a number's grid, lowest first: the half steps and the text of each."""
    return {half: domain.text(half) for half in range(domain.low, domain.high + 1, 2)}


def _together(field: Field, values: Collection[str]) -> object:
    if field.is_number:
        in_order = [offer.key for offer in field.offers if offer.key in values]
        return f"{in_order[0]}-{in_order[-1]}"
    return list(dict.fromkeys(values))
