"""Derived facts over partly known facts.

Every definition works on sets: with encephalopathy unknown, a Child-Pugh class may be "A or B", or already certain.
What the chart states about an arithmetic fact is combined with what its inputs allow; a stated judgement takes the
definition's place.
"""

from __future__ import annotations

from collections.abc import Mapping

from screener.engine.formulas import grade_table, rows_of, sum_factors
from screener.engine.referee import evaluate
from screener.knowledge.derived import DerivedFact, FirstDefinition, FormulaDefinition, SumDefinition, WhenDefinition
from screener.knowledge.domains import NO, YES, ChoiceDomain
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Interval, Outcome, Possible, common, is_everything


def derive(knowledge: Knowledge, asked: Mapping[str, Possible], stated: Mapping[str, Possible]) -> dict[str, Possible]:
    """Return what is known of every fact, asked and derived; facts of which nothing is known are left out.

    Args:
        knowledge: the rule base.
        asked: what is known of asked facts.
        stated: what the chart states about derived facts.

    A stated value that its inputs do not allow wins here; `Completions` finds the contradiction and refuses it.
    """
    known = dict(asked)
    limits = _limits(knowledge, stated)
    for fact in knowledge.derived:
        possible = definition_says(knowledge, fact, known)
        limit = limits.get(fact.id)
        if limit is not None:
            possible = limit if fact.is_judgement and fact.id in stated else common(possible, limit) or limit
        if not is_everything(possible, fact.domain):
            known[fact.id] = possible
    return known


def definition_says(knowledge: Knowledge, fact: DerivedFact, known: Mapping[str, Possible]) -> Possible:
    """Return the values a derived fact's definition allows for what is known of its inputs."""
    definition = fact.definition
    match definition:
        case SumDefinition(first, second):
            return _sum(knowledge, definition, _interval(knowledge, first, known), _interval(knowledge, second, known))
        case FormulaDefinition():
            return _formula(knowledge, definition, known)
        case WhenDefinition(condition):
            outcome = evaluate(condition, known)
            return {
                Outcome.MET: frozenset({YES}),
                Outcome.NOT_MET: frozenset({NO}),
                Outcome.UNKNOWN: frozenset({YES, NO}),
            }[outcome]
        case FirstDefinition():
            return _first(definition, known)
    totals = {0}
    for item in definition.items:
        totals = {total + int(points) for total in totals for points in _first(item, known)}
    return frozenset(map(str, totals))


def _first(definition: FirstDefinition, known: Mapping[str, Possible]) -> frozenset[str]:
    outcomes = [Outcome.MET if case.condition is None else evaluate(case.condition, known) for case in definition.cases]
    # The last case has no condition, so one always holds; what stands after the first that does is out of reach.
    reached = zip(definition.cases, outcomes[: outcomes.index(Outcome.MET) + 1], strict=False)
    return frozenset(case.value for case, outcome in reached if outcome is not Outcome.NOT_MET)


def _sum(knowledge: Knowledge, definition: SumDefinition, first: Interval, second: Interval) -> Possible:
    one, other = sum_factors(knowledge, definition)
    return first[0] * one + second[0] * other, first[1] * one + second[1] * other


def _formula(knowledge: Knowledge, definition: FormulaDefinition, known: Mapping[str, Possible]) -> Possible:
    first, second = knowledge.number(definition.first), knowledge.number(definition.second)
    if definition.first not in known and definition.second not in known:
        return frozenset(band.value for band in definition.bands)
    one = _interval(knowledge, definition.first, known)
    other = _interval(knowledge, definition.second, known)
    columns = rows_of(other, second)
    found: set[str] = set()
    for row in grade_table(definition, first, second)[rows_of(one, first)]:
        found.update(row[columns])
    return frozenset(found)


def _interval(knowledge: Knowledge, name: str, known: Mapping[str, Possible]) -> Interval:
    domain = knowledge.number(name)
    possible = known.get(name, (domain.low, domain.high))
    assert isinstance(possible, tuple)
    return possible


def _limits(knowledge: Knowledge, stated: Mapping[str, Possible]) -> dict[str, Possible]:
    """Return what is stated, and what that says of a derived choice that alone stands behind it.

    A stated class A limits the points to 5 and 6; the points' own inputs stay open.
    """
    limits = dict(stated)
    for fact in reversed(knowledge.derived):
        source = _only_choice_behind(knowledge, fact)
        if fact.id not in limits or fact.is_judgement or source is None:
            continue
        wanted = limits[fact.id]
        allowed = frozenset(
            value
            for value in knowledge.choice(source).values
            if common(definition_says(knowledge, fact, {source: frozenset({value})}), wanted)
        )
        if allowed:
            limits[source] = common(limits.get(source, allowed), allowed) or limits[source]
    return limits


def _only_choice_behind(knowledge: Knowledge, fact: DerivedFact) -> str | None:
    source = knowledge.derived_by_id.get(fact.inputs[0]) if len(fact.inputs) == 1 else None
    return source.id if source and isinstance(source.domain, ChoiceDomain) else None
