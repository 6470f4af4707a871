"""The definitions once more, as a question to z3: two copies of one patient, and what may differ between them.

Everything is translated anew from the conditions of a rule base; nothing of the program's analysis is used.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from math import log10

import z3

from screener.knowledge.conditions import AllOf, AnyOf, ChoiceTest, Condition, NumberTest, facts_of
from screener.knowledge.derived import (
    DerivedFact,
    FirstDefinition,
    FormulaDefinition,
    PointsDefinition,
    SumDefinition,
    WhenDefinition,
)
from screener.knowledge.domains import YES, ChoiceDomain, Domain, NumberDomain
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.rules import CAUTIONING, CLOSING, INDICATIONS, Rule
from screener.patient.patient import Patient


@dataclass(frozen=True)
class Found:
    """What z3 says about one product."""

    status: str
    missing: frozenset[str]
    still_to_check: frozenset[str]
    could_strengthen: frozenset[str]


class Copy:
    """One copy of the patient: a variable for every fact, asked or derived, and the truth of every rule."""

    def __init__(self, knowledge: Knowledge, patient: Patient, suffix: str) -> None:
        """Make the variables and what ties them."""
        self._knowledge = knowledge
        self._patient = patient
        self.value: dict[str, z3.ArithRef] = {}
        self.ties: list[z3.BoolRef] = []
        for fact in knowledge.facts:
            self._ask(fact.id, fact.domain, suffix)
        for derived in knowledge.derived:
            self._derive(derived, suffix)
        self._rules: dict[str, z3.BoolRef] = {}

    def rule(self, rule: Rule) -> z3.BoolRef:
        """Return where a rule is true."""
        if rule.id not in self._rules:
            self._rules[rule.id] = self.holds(rule.condition)
        return self._rules[rule.id]

    def holds(self, condition: Condition) -> z3.BoolRef:
        """Return where a condition is true; numbers are counted in steps, choices by their place."""
        match condition:
            case AllOf(parts):
                return z3.And([self.holds(part) for part in parts])
            case AnyOf(parts):
                return z3.Or([self.holds(part) for part in parts])
            case ChoiceTest(fact=fact, values=values):
                return z3.Or([self.value[fact] == self._place(fact, value) for value in sorted(values)])
            case NumberTest(fact=fact, operator=operator, bound=bound):
                return _compared(self.value[fact], operator, bound // 2)

    def _place(self, fact: str, value: str) -> int:
        domain = self._knowledge.domains[fact]
        assert isinstance(domain, ChoiceDomain)
        return domain.values.index(value)

    def _ask(self, name: str, domain: Domain, suffix: str) -> None:
        variable = self.value[name] = z3.Int(f"{name}{suffix}")
        known = self._patient.asked.get(name, self._patient.stated.get(name))
        if isinstance(domain, NumberDomain):
            low, high = known if isinstance(known, tuple) else (domain.low, domain.high)
            self.ties += [variable >= -(-low // 2), variable <= high // 2]
            return
        self.ties += [variable >= 0, variable < len(domain.values)]
        if isinstance(known, frozenset):
            self.ties.append(z3.Or([variable == domain.values.index(value) for value in sorted(known)]))

    def _derive(self, fact: DerivedFact, suffix: str) -> None:
        if fact.is_judgement and fact.id in self._patient.stated:
            self._ask(fact.id, fact.domain, suffix)
            return
        if fact.id in self._patient.stated:
            self._ask(fact.id, fact.domain, suffix)
        variable = self.value.setdefault(fact.id, z3.Int(f"{fact.id}{suffix}"))
        self.ties.append(variable == self._worked_out(fact))

    def _worked_out(self, fact: DerivedFact) -> z3.ArithRef:
        match fact.definition:
            case WhenDefinition(condition):
                return z3.If(self.holds(condition), self._place(fact.id, YES), 1 - self._place(fact.id, YES))
            case FirstDefinition():
                return self._first(fact.definition, lambda value: self._place(fact.id, value))
            case PointsDefinition(items):
                assert isinstance(fact.domain, ChoiceDomain)
                return z3.Sum([self._first(item, int) for item in items]) - int(fact.domain.values[0])
            case SumDefinition(first, second):
                return self._sum(fact, first, second)
            case FormulaDefinition():
                return self._grade(fact.definition)

    def _first(self, definition: FirstDefinition, number: Callable[[str], int]) -> z3.ArithRef:
        *cases, last = definition.cases
        found = z3.IntVal(number(last.value))
        for case in reversed(cases):
            assert case.condition is not None
            found = z3.If(self.holds(case.condition), number(case.value), found)
        return found

    def _sum(self, fact: DerivedFact, first: str, second: str) -> z3.ArithRef:
        assert isinstance(fact.domain, NumberDomain)
        parts = []
        for name in (first, second):
            domain = self._knowledge.domains[name]
            assert isinstance(domain, NumberDomain)
            parts.append(self.value[name] * int(domain.step / fact.domain.step))
        return parts[0] + parts[1]

    def _grade(self, definition: FormulaDefinition) -> z3.ArithRef:
        """Return how many limits a sum exceeds of a logarithm that grows and a linear term."""
        first, second = (self._knowledge.domains[name] for name in (definition.first, definition.second))
        assert isinstance(first, NumberDomain)
        assert isinstance(second, NumberDomain)
        log, linear = definition.terms
        assert (log.shape, linear.shape) == ("log10", "linear")
        assert log.times > 0
        exceeded = []
        for band in definition.bands[:-1]:
            assert band.limit is not None
            above = []
            for column in range(second.low // 2, second.high // 2 + 1):
                base = linear.times * linear.scale * float(column * second.step)
                for row in range(first.low // 2, first.high // 2 + 1):
                    scaled = float(row * first.step * Decimal(str(log.scale)))
                    total = log.times * log10(scaled) + base
                    if total > band.limit or (total == band.limit and not band.is_inclusive):
                        lab = self.value[definition.first], self.value[definition.second]
                        above.append(z3.And(lab[1] == column, lab[0] >= row))
                        break
            exceeded.append(z3.If(z3.Or(above), 1, 0))
        return z3.Sum(exceeded)


def _compared(value: z3.ArithRef, operator: str, bound: int) -> z3.BoolRef:
    match operator:
        case "<":
            return value < bound
        case "<=":
            return value <= bound
        case ">":
            return value > bound
        case ">=":
            return value >= bound
        case "==":
            return value == bound
    return value != bound


class Twins:
    """Two copies of one patient, and the questions the definitions ask about them."""

    def __init__(self, knowledge: Knowledge, patient: Patient) -> None:
        """Tie each copy to what is known."""
        self._knowledge = knowledge
        self._patient = patient
        self._one, self._other = Copy(knowledge, patient, ""), Copy(knowledge, patient, "'")
        self._solver = z3.Solver()
        self._solver.add(*self._one.ties, *self._other.ties)
        judgements = [name for name in patient.stated if knowledge.derived_by_id[name].is_judgement]
        self._same = {name: z3.Bool(f"same {name}") for name in (*knowledge.fact_by_id, *judgements)}
        for name, literal in self._same.items():
            self._solver.add(z3.Implies(literal, self._one.value[name] == self._other.value[name]))

    def product(self, name: str) -> Found:
        """Return what z3 says about a product."""
        rules = list(self._knowledge.rules_by_product[name])
        self._solver.push()
        found = self._found(rules)
        self._solver.pop()
        return found

    def differs(self, name: str, facts: Collection[str]) -> bool:
        """Return whether two copies that differ at most in some facts have different answers for a product.

        The status for what is known also rests on where an indication is met though the product is closed, and on where
        a `supports` is, if any completion is a plain `discuss`.
        """
        rules = list(self._knowledge.rules_by_product[name])
        one, other = Side(self._one, rules), Side(self._other, rules)
        ways = [z3.Xor(one.is_flagged, other.is_flagged), z3.Xor(one.is_indicated, other.is_indicated)]
        ways += [
            z3.And(one.is_flagged, z3.Xor(first, second))
            for first, second in zip(one.cautioning, other.cautioning, strict=True)
        ]
        if self._possible(one.is_plain):
            ways.append(z3.Xor(one.is_supported, other.is_supported))
        alike = [literal for fact, literal in self._same.items() if fact not in facts]
        return self._possible(z3.Or(ways), *alike)

    def _found(self, rules: Sequence[Rule]) -> Found:
        one, other = Side(self._one, rules), Side(self._other, rules)
        status = self._status(one)
        if status == "not_flagged":
            return Found(status, frozenset(), frozenset(), frozenset())
        facts = self._facts_behind(rules)
        missing, weighed, lifting = z3.Bool("missing"), z3.Bool("weighed"), z3.Bool("lifting")
        self._solver.add(z3.Implies(missing, z3.And(one.is_flagged, z3.Not(other.is_indicated))))
        differs = z3.Or([z3.Xor(first, second) for first, second in zip(one.weighed, other.weighed, strict=True)])
        self._solver.add(z3.Implies(weighed, z3.And(one.is_flagged, other.is_indicated, differs)))
        self._solver.add(z3.Implies(lifting, z3.And(one.is_plain, other.is_flagged, z3.Not(other.is_plain))))
        brings_in, decides = self._smallest(missing, facts), self._smallest(weighed, facts)
        lifts = self._smallest(lifting, facts) if status == "discuss_with_caution" else frozenset()
        return Found(status, brings_in, decides, lifts - brings_in - decides)

    def _status(self, side: Side) -> str:
        if not self._possible(side.is_flagged):
            return "not_flagged"
        if self._possible(z3.Not(side.is_indicated)):
            return "cannot_tell"
        is_supported = not self._possible(z3.Not(side.is_supported))
        is_plain = self._possible(side.is_plain)
        return "discuss" if is_supported and is_plain else "discuss_with_caution"

    def _smallest(self, pair: z3.BoolRef, facts: Sequence[str]) -> frozenset[str]:
        """Return every fact in a smallest set of facts in which two copies of a pair differ."""
        if not self._possible(pair):
            return frozenset()
        sizes = (self._sets(pair, facts, size) for size in range(1, len(facts) + 1))
        return next(found for found in sizes if found)

    def _sets(self, pair: z3.BoolRef, facts: Sequence[str], size: int) -> frozenset[str]:
        found: set[str] = set()
        for names in combinations(facts, size):
            others = [literal for name, literal in self._same.items() if name not in names]
            if self._possible(pair, *others):
                found.update(names)
        return frozenset(found)

    def _possible(self, *claims: z3.BoolRef) -> bool:
        answer = self._solver.check(*claims)
        assert answer != z3.unknown
        return bool(answer == z3.sat)

    def _facts_behind(self, rules: Sequence[Rule]) -> list[str]:
        """Return the facts that can matter: those behind the rules, and those behind what was stated."""
        read = {name for rule in rules for name in facts_of(rule.condition)}
        behind = {fact for name in read | set(self._patient.stated) for fact in self._behind(name)}
        return [name for name in self._same if name in behind]

    def _behind(self, name: str) -> Iterator[str]:
        if name in self._same:
            yield name
        derived = self._knowledge.derived_by_id.get(name)
        for source in derived.inputs if derived else ():
            yield from self._behind(source)


class Side:
    """One copy as one product sees it."""

    def __init__(self, copy: Copy, rules: Sequence[Rule]) -> None:
        """Read the product's rules."""
        by_effect: Mapping[str, list[z3.BoolRef]] = {
            effect: [copy.rule(rule) for rule in rules if rule.effect == effect]
            for effect in (*INDICATIONS, *CLOSING, *CAUTIONING)
        }
        closing = [truth for effect in sorted(CLOSING) for truth in by_effect[effect]]
        self.cautioning = [truth for effect in sorted(CAUTIONING) for truth in by_effect[effect]]
        self.is_supported = z3.Or(by_effect["supports"])
        self.is_indicated = z3.Or([*by_effect["supports"], *by_effect["supports_with_caution"]])
        self.is_flagged = z3.And(self.is_indicated, z3.Not(z3.Or(closing)))
        self.is_plain = z3.And(self.is_flagged, self.is_supported, z3.Not(z3.Or(self.cautioning)))
        self.weighed = [*closing, *self.cautioning]
