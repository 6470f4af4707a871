"""A witness: a patient, described by as few facts as possible, who shows something about the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from screener.diagrams.diagrams import FALSE
from screener.knowledge.derived import DerivedFact
from screener.knowledge.domains import YES, ChoiceDomain, NumberDomain
from screener.proof.comparisons import comparisons_behind
from screener.proof.population import Population

PlainAnswer = bool | int | float | str


@dataclass(frozen=True, slots=True)
class WitnessFact:
    """One fact of a witness, asked or derived: its value as text, and who has it."""

    fact: str
    value: str
    node: int


@dataclass(frozen=True, slots=True)
class Demand:
    """What a witness must show.

    Attributes:
        certain: what its facts must make certain.
        possible: what each must be possible with its facts.
        rules: the rules whose derived facts may stand in place of what they are worked out from.
        left_open: facts that its facts must not touch.
    """

    certain: tuple[int, ...]
    possible: tuple[int, ...]
    rules: tuple[str, ...]
    left_open: frozenset[str] = frozenset()


def witness_facts_along(population: Population, path: Mapping[int, Iterable[int]]) -> tuple[WitnessFact, ...]:
    """Return the facts of a path through a diagram, each with the value that reads best."""
    return tuple(asked(population, level, path[level]) for level in sorted(path))


def asked(population: Population, level: int, cells: Iterable[int]) -> WitnessFact:
    """Return the fact of a level in one of some cells, with the value that reads best."""
    cell, value = population.plainest(level, cells)
    return WitnessFact(population.names[level], value, population.diagrams.cells(level, (cell,)))


def patient_with(population: Population, node: int, rules: tuple[str, ...]) -> dict[str, PlainAnswer] | None:
    """Return the fewest facts found with which a diagram holds for sure, or None if it holds for nobody.

    Args:
        population: everybody.
        node: a diagram made of rules.
        rules: those rules; their derived facts may stand in place of asked ones.
    """
    diagrams = population.diagrams
    patients = diagrams.both(node, population.everybody)
    if patients == FALSE:
        return None
    read = diagrams.support(node)
    path = {level: cells for level, cells in diagrams.witness(patients).items() if level in read}
    demand = Demand((node,), (population.everybody,), rules)
    return answers(population, shortened(population, witness_facts_along(population, path), demand))


def patient_line(patient: Mapping[str, PlainAnswer]) -> str:
    """Return a patient's facts as a patient file has them, in one line."""
    values = {
        fact: str(answer).lower() if isinstance(answer, bool) else str(answer) for fact, answer in patient.items()
    }
    return ", ".join(f"{fact}: {value}" for fact, value in values.items())


def answers(population: Population, facts: Iterable[WitnessFact]) -> dict[str, PlainAnswer]:
    """Return facts as answers that can be screened, in chart order; a derived one stands where its first input does."""

    def place(each: WitnessFact) -> int:
        return min(population.level[name] for name in population.knowledge.asked_inputs(each.fact))

    return {each.fact: _answer(population, each.fact, each.value) for each in sorted(facts, key=place)}


def holds(population: Population, facts: Iterable[WitnessFact]) -> int:
    """Return who has all the facts."""
    return population.diagrams.all_of(each.node for each in facts)


def shortened(population: Population, facts: Sequence[WitnessFact], demand: Demand) -> tuple[WitnessFact, ...]:
    """Return a witness with facts left out, or put together into one derived fact, as far as it still shows the same.

    Args:
        population: everybody.
        facts: the facts of a witness.
        demand: what it shows.
    """
    best = _without_needless(population, facts, demand)
    for fact in _derived_behind(population, demand):
        for derived in _values_with(population, best, fact):
            shorter = _without_needless(population, (derived, *best), demand)
            best = shorter if len(shorter) < len(best) else best
    return best


def _without_needless(population: Population, facts: Sequence[WitnessFact], demand: Demand) -> tuple[WitnessFact, ...]:
    kept = tuple(facts)
    for each in reversed(facts):
        fewer = tuple(other for other in kept if other is not each)
        if _shows(population, fewer, demand):
            kept = fewer
    return kept


def _shows(population: Population, facts: Iterable[WitnessFact], demand: Demand) -> bool:
    diagrams, patients = population.diagrams, holds(population, facts)
    return all(diagrams.implies(patients, node) for node in demand.certain) and all(
        diagrams.meet(patients, node) for node in demand.possible
    )


def _derived_behind(population: Population, demand: Demand) -> list[DerivedFact]:
    """Return the derived facts that rules rest on and that a chart may state, those nearest to the rules first."""
    knowledge = population.knowledge
    found: dict[str, DerivedFact] = {}
    for test in (test for rule in demand.rules for test in comparisons_behind(knowledge, rule)):
        fact = knowledge.derived_by_id.get(test.fact)
        if fact is not None and isinstance(fact.domain, ChoiceDomain) and not fact.is_judgement:
            found[fact.id] = fact
    return [fact for fact in found.values() if demand.left_open.isdisjoint(knowledge.asked_inputs(fact.id))]


def _values_with(population: Population, facts: Sequence[WitnessFact], fact: DerivedFact) -> tuple[WitnessFact, ...]:
    """Return a derived fact with each value it can have beside other facts, if it could replace more than one."""
    knowledge = population.knowledge
    inputs = knowledge.asked_inputs(fact.id)
    if sum(each.fact in inputs for each in facts) < 2:
        return ()
    values = knowledge.choice(fact.id).values
    derived = (WitnessFact(fact.id, value, population.having(fact.id, value)) for value in values)
    patients = holds(population, facts)
    return tuple(each for each in derived if population.diagrams.meet(patients, each.node))


def _answer(population: Population, fact: str, value: str) -> PlainAnswer:
    domain = population.knowledge.domains[fact]
    if isinstance(domain, NumberDomain):
        return float(value) if "." in value else int(value)
    return value == YES if domain.is_yes_no else value
