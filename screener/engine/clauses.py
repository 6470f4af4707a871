"""Conditions as clauses: the text the engine reads, and what each costs it.

The engine sees bounds of numbers and excluded values of choices, so a clause fires exactly when every value still
possible passes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

from screener.engine.safe_profile import LARGEST_NUMBER, RESERVED_NAMES
from screener.knowledge.conditions import AllOf, AnyOf, ChoiceTest, Condition, NumberTest, tests_of
from screener.knowledge.domains import ChoiceDomain, Domain, NumberDomain
from screener.problems import Problem

AND, OR = "$and", "$or"
LOW, HIGH = "low", "high"


def name_hash(name: str) -> int:
    """Return the 32-bit FNV-1a hash by which the engine knows a name."""
    value = 2166136261
    for byte in name.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition in the engine's language, with what it costs the engine.

    Attributes:
        text: the condition as the engine reads it, in JSON.
        fields: the names of the bounds and excluded values it reads.
        paths: the ways in which it can fire.
        groups: the groups it holds, itself among them.
        operator: how its parts are joined; empty for a single comparison.
        parts: the clauses it is made of; none for a single comparison.
    """

    text: str
    fields: frozenset[str] = field(compare=False)
    paths: int = field(default=1, compare=False)
    groups: int = field(default=0, compare=False)
    operator: str = field(default="", compare=False)
    parts: tuple[Clause, ...] = field(default=(), compare=False)


def _join(operator: str, clauses: Sequence[Clause]) -> Clause:
    spliced = [part for clause in clauses for part in (clause.parts if clause.operator == operator else (clause,))]
    # Narrow parts first: a wide one in front would have the narrow ones tested once per alternative.
    parts = sorted(dict.fromkeys(spliced), key=lambda part: part.paths)
    if len(parts) == 1:
        return parts[0]
    widths = [part.paths for part in parts]
    return Clause(
        text=f'{{"{operator}":[{",".join(part.text for part in parts)}]}}',
        fields=frozenset[str]().union(*(part.fields for part in parts)),
        paths=sum(widths) if operator == OR else prod(widths),
        groups=1 + sum(part.groups for part in parts),
        operator=operator,
        parts=tuple(parts),
    )


class Translator:
    """Turns conditions into clauses and gives every field, a bound or an excluded value, a short name.

    Attributes:
        names: the name of every field, by fact and by bound or value.
        problems: names that the engine could not tell apart.
    """

    def __init__(self) -> None:
        """Start with the names that mean something to the engine."""
        self.names: dict[tuple[str, str], str] = {}
        self.problems: list[Problem] = []
        self._choices: dict[tuple[str, frozenset[str]], Clause] = {}
        self._taken = {name_hash(name): name for name in RESERVED_NAMES}

    def clause(self, condition: Condition) -> Clause:
        """Return the clause that fires when the condition holds for every possible value."""
        match condition:
            case AllOf(parts):
                return _join(AND, [self.clause(part) for part in parts])
            case AnyOf(parts):
                return _join(OR, [self.clause(part) for part in parts])
            case ChoiceTest(fact, _, _, others, _):
                return self._excluding(fact, others)
        return self._number(condition.fact, condition.operator, condition.bound)

    def _number(self, fact: str, operator: str, bound: int) -> Clause:
        match operator:
            case "<":
                return self._bound("$lt", fact, HIGH, bound)
            case "<=":
                return self._bound("$lte", fact, HIGH, bound)
            case ">":
                return self._bound("$gt", fact, LOW, bound)
            case ">=":
                return self._bound("$gte", fact, LOW, bound)
            case "==":
                return _join(AND, [self._number(fact, ">=", bound), self._number(fact, "<=", bound)])
        return _join(OR, [self._number(fact, "<", bound), self._number(fact, ">", bound)])

    def _bound(self, sign: str, fact: str, end: str, bound: int) -> Clause:
        name = self._name(fact, end)
        return Clause(f'{{"{sign}":{{"{name}":{bound}}}}}', frozenset({name}))

    def _excluding(self, fact: str, values: frozenset[str]) -> Clause:
        # Many rules ask the same of a choice: they are about the same tumor, or want no spread.
        found = self._choices.get((fact, values))
        if found is None:
            found = self._choices[fact, values] = _join(AND, [self._excluded(fact, value) for value in sorted(values)])
        return found

    def _excluded(self, fact: str, value: str) -> Clause:
        name = self._name(fact, value)
        return Clause(f'{{"{name}":1}}', frozenset({name}))

    def _name(self, fact: str, part: str) -> str:
        name = self.names.get((fact, part))
        if name is None:
            name = self.names[fact, part] = f"{len(self.names):x}"
            other = self._taken.setdefault(name_hash(name), name)
            if other != name:
                self.problems.append(Problem("name_collision", fact, found=name, related=(other,)))
        return name


def problems_of(rule: str, condition: Condition, domains: Mapping[str, Domain]) -> Iterator[Problem]:
    """Yield what the engine would misread in a rule's condition."""
    if _has_empty_group(condition):
        # It would also match the engine's own state and fire for ever.
        yield Problem("empty_group", rule)
    for test in tests_of(condition):
        domain = domains.get(test.fact)
        match test, domain:
            case ChoiceTest(fact, _, values, others), ChoiceDomain():
                if not values or not others:
                    yield Problem("empty_group", rule, found=fact, allowed=domain.allowed())
                elif values & others or values | others != frozenset(domain.values):
                    yield Problem("value_unknown", rule, found=fact, allowed=domain.allowed())
            case NumberTest(fact, _, bound), NumberDomain(_, low, high):
                if not all(map(is_exact, (bound, low, high))):
                    yield Problem("constant_out_of_range", rule, found=f"{fact} {bound}", allowed=domain.allowed())
            case _:
                yield Problem("fact_unknown", rule, found=test.fact)


def _has_empty_group(condition: Condition) -> bool:
    if isinstance(condition, AllOf | AnyOf):
        return not condition.parts or any(map(_has_empty_group, condition.parts))
    return False


def is_exact(number: int) -> bool:
    """Return whether the engine compares a number exactly."""
    # Truth values, fractions and exponents are read as something else by the engine, or not at all.
    return type(number) is int and abs(number) <= LARGEST_NUMBER
