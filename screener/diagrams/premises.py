"""What only diagrams can find wrong with premises: each finding names the premise, and what to do about it.

    impossible  with the premise a combination that cannot be is certain
    idle        no rule and no notice can tell its values from all others
    closes      it is no exception, and closes a product that what is stated leaves open

A premise closes a product for a patient if some closing rule is met with every value that the premise allows, and none
is met with some other value. One diagram answers that for all patients: "for all" over the values the premise allows,
"there is" over the others.

    against   invasion == main and flow != collaterals
    premise   flow is forward or blocked
    patient   invasion main: the rule is met with forward and with blocked, and not with collaterals
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations, compress, product
from typing import TypeVar

from screener.diagrams.compiled import AS_DEFINED, CompiledRules, Judgements
from screener.diagrams.diagrams import FALSE, TRUE
from screener.knowledge.conditions import AllOf, AnyOf, Condition, NumberTest, facts_of, tests_of
from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import texts_of
from screener.knowledge.premises import Premise
from screener.knowledge.rules import CLOSING, Rule
from screener.problems import Problem

# Premises are looked at over all patients, at leisure, before anybody is screened.
BUDGET = 100_000_000
Levels = frozenset[int]
Rules = tuple[Rule, ...]
_Item = TypeVar("_Item")


def unsound_premises(knowledge: Knowledge) -> tuple[Problem, ...]:
    """Return everything that is wrong with premises and that shows only over all patients."""
    checker = _Checker(knowledge)
    return tuple(problem for premise in knowledge.premises for problem in checker.problems(premise))


@dataclass(frozen=True, slots=True)
class _Silence:
    """A premise in force for patients of one diagnosis.

    Attributes:
        reading: the judgements that the chart states.
        facts: the silent facts: the premise's own, or some of those behind its score, and others.
        others_mean: what premises of the others say, as a diagram.
    """

    premise: Premise
    diagnosis: str
    reading: Judgements
    facts: Levels
    others_mean: int = TRUE


class _Checker:
    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._compiled = CompiledRules(knowledge, tuple(_number_tests(knowledge)), _names(knowledge), BUDGET)
        self._diagrams = self._compiled.diagrams
        cannot_be = (self._compiled.notice(each.id) for each in (*knowledge.scope, *knowledge.impossible))
        self._everybody = self._diagrams.opposite(self._diagrams.any_of(cannot_be))
        self._closed: dict[tuple[Rules, Judgements, str], int] = {}

    def problems(self, premise: Premise) -> Iterator[Problem]:
        """Yield what is wrong with a premise."""
        yield from self._impossible(premise)
        if self._is_without_effect(premise):
            yield Problem("premise_idle", premise.id, premise.place)
        elif premise.tier != "exception":
            yield from self._closes(premise)

    def _impossible(self, premise: Premise) -> Iterator[Problem]:
        in_force = self._diagrams.both(self._meaning(premise), self._compiled_or_true(premise.when))
        for notice in self._knowledge.impossible:
            certain = self._compiled.notice(notice.id)
            patients = (self._diagrams.both(in_force, self._with(each)) for each in self._diagnoses(premise))
            if any(each != FALSE and self._diagrams.implies(each, certain) for each in patients):
                yield Problem("premise_impossible", premise.id, premise.place, notice.id)

    def _is_without_effect(self, premise: Premise) -> bool:
        meaning = self._meaning(premise)
        return meaning == TRUE or not any(
            self._is_told_apart(premise, meaning, self._read_with(diagnosis)) for diagnosis in self._diagnoses(premise)
        )

    def _is_told_apart(self, premise: Premise, meaning: int, read: list[int]) -> bool:
        """Return whether diagrams tell a value that a premise rules out from every value that it allows."""
        level = self._compiled.level.get(premise.fact)
        if level is None:
            behind = self._diagrams.support(meaning)
            return any(behind & self._diagrams.support(node) for node in read)
        cells = range(self._diagrams.widths[level])
        looks = [tuple(self._diagrams.given(node, level, cell) for node in read) for cell in cells]
        is_allowed = [child != FALSE for child in self._diagrams.children_of(meaning)]
        return not set(looks) <= set(compress(looks, is_allowed))

    def _read_with(self, diagnosis: str) -> list[int]:
        """Return where rules are met, and notices apply, among the patients of a diagnosis."""
        rules = (self._compiled.rule(rule.id, AS_DEFINED) for rule in self._knowledge.rules_with_outcome)
        notices = (self._compiled.compile(each.condition) for each in (*self._knowledge.scope, *self._knowledge.urgent))
        patients = self._with(diagnosis)
        return [self._diagrams.both(patients, node) for node in (*rules, *notices)]

    def _closes(self, premise: Premise) -> Iterator[Problem]:
        for silence in self._silences(premise):
            for rules in self._closing_rules(silence.diagnosis):
                found = self._where_it_closes(silence, rules)
                if found != FALSE:
                    yield self._closing_problem(silence, rules, found)
                    return

    def _silences(self, premise: Premise) -> Iterator[_Silence]:
        """Yield who may be silent about the fact of a premise, or about what is behind its score."""
        judgements = [fact.id for fact in self._knowledge.derived if fact.is_judgement]
        own = sorted(self._diagrams.support(self._meaning(premise)))
        for diagnosis in self._diagnoses(premise):
            for reading in _subsets(judgements):
                for facts in _subsets(own):
                    if facts:
                        yield _Silence(premise, diagnosis, frozenset(reading), frozenset(facts))

    def _where_it_closes(self, silence: _Silence, rules: Rules) -> int:
        """Return for whom a premise closes what rules close.

        Patients who state everything else are looked at first, as if `unless` could not end the premise. Only where
        some are found can there be any. Then it counts what is stated: a fact that `unless` reads may be left out, if
        the rules close the product all the same, whatever it is or with what its own premise says of it.
        """
        if self._newly_closed(silence, rules, frozenset()) == FALSE:
            return FALSE
        found = (self._newly_closed(each, rules, stated) for each, stated in self._with_others_silent(silence, rules))
        return next((node for node in found if node != FALSE), FALSE)

    def _with_others_silent(self, silence: _Silence, rules: Rules) -> Iterator[tuple[_Silence, frozenset[str]]]:
        """Yield what else may be left out, with the facts that are stated and that the premise's `unless` reads.

        Scores are taken as not stated: whoever states what is behind them blocks no premise.
        """
        premise, level = silence.premise, self._compiled.level
        behind = self._diagrams.support(self._meaning(premise))
        differs = behind.union(self._diagrams.support(self._closed_by(rules, silence))) - silence.facts
        facts_read = frozenset[str]() if premise.unless is None else facts_of(premise.unless)
        asked = {name for name in level if name in self._knowledge.fact_by_id or name in silence.reading}
        never = {name for name in premise.unless_stated if name in asked and level[name] in differs}
        free = sorted(name for name in facts_read & asked - never if level[name] in differs)
        for unsaid in _subsets(free):
            silent = sorted({*unsaid, *never})
            facts = silence.facts.union(level[name] for name in silent)
            stated = frozenset(free) - frozenset(unsaid)
            for meanings in product(*(self._meanings_of(name, silence.diagnosis) for name in silent)):
                yield replace(silence, facts=facts, others_mean=self._diagrams.all_of(meanings)), stated

    def _newly_closed(self, silence: _Silence, rules: Rules, stated: frozenset[str]) -> int:
        """Return for whom rules close a product with a premise, and not without it.

        Args:
            silence: the premise.
            rules: the closing rules of the product.
            stated: the facts that the premise's `unless` reads and that are stated.
        """
        diagrams, premise = self._diagrams, silence.premise
        is_open = diagrams.opposite(self._closed_by(rules, silence))
        others = diagrams.both(silence.others_mean, self._with(silence.diagnosis))
        with_it = diagrams.both(others, self._meaning(premise))
        open_without = diagrams.all_of((others, self._everybody, is_open))
        unmet = diagrams.opposite(self._compiled_or_true(premise.when))
        blocked = FALSE if premise.unless is None else self._blocking(premise.unless, stated, silence.reading)
        return diagrams.all_of(
            (
                self._somebody(silence, open_without),
                self._somebody(silence, with_it),
                diagrams.opposite(self._somebody(silence, diagrams.both(with_it, is_open))),
                diagrams.opposite(self._somebody(silence, unmet)),
                diagrams.opposite(blocked),
            )
        )

    def _somebody(self, silence: _Silence, node: int) -> int:
        """Return where a diagram is true for some values of the silent facts."""
        return self._diagrams.projected(node, frozenset(range(len(self._compiled.names))) - silence.facts)

    def _blocking(self, unless: Condition, stated: frozenset[str], reading: Judgements) -> int:
        """Return where what is stated of some facts makes a condition possible; of others nothing does."""
        match unless:
            case AllOf(parts):
                return self._diagrams.all_of(self._blocking(part, stated, reading) for part in parts)
            case AnyOf(parts):
                return self._diagrams.any_of(self._blocking(part, stated, reading) for part in parts)
        return self._compiled.compile(unless, reading) if unless.fact in stated else FALSE

    def _closing_problem(self, silence: _Silence, rules: Rules, found: int) -> Problem:
        """Return the problem, with the rules that are met for one such patient, and what is stated there."""
        diagrams, compiled = self._diagrams, self._compiled
        path = diagrams.witness(found)
        patient = diagrams.all_of(diagrams.cells(level, cells[:1]) for level, cells in path.items())
        closed = diagrams.all_of((patient, silence.others_mean, self._meaning(silence.premise)))
        met = (rule.id for rule in rules if diagrams.meet(closed, compiled.rule(rule.id, silence.reading)))
        facts = (
            f"{compiled.names[level]} {' to '.join(texts_of(possible, self._knowledge.domains[compiled.names[level]]))}"
            for level, cells in path.items()
            for possible in compiled.cells[level].runs(cells[:1], None)
        )
        premise = silence.premise
        return Problem("premise_closes", premise.id, premise.place, ", ".join(met), related=tuple(facts))

    def _closing_rules(self, diagnosis: str) -> Iterable[Rules]:
        """Return the rules that close each product, every set of rules once."""
        by_product = (self._knowledge.rules_by_product[each.id] for each in self._knowledge.products)
        return dict.fromkeys(
            tuple(rule for rule in rules if rule.effect in CLOSING and diagnosis in rule.diagnoses)
            for rules in by_product
        )

    def _closed_by(self, rules: Rules, silence: _Silence) -> int:
        key = rules, silence.reading, silence.diagnosis
        if key not in self._closed:
            met = self._diagrams.any_of(self._compiled.rule(rule.id, silence.reading) for rule in rules)
            self._closed[key] = self._diagrams.both(met, self._with(silence.diagnosis))
        return self._closed[key]

    def _meaning(self, premise: Premise) -> int:
        """Return where a fact has the values that a premise takes it to have."""
        if isinstance(premise.possible, frozenset):
            return self._compiled.choice(premise.fact, premise.possible)
        return self._diagrams.all_of(map(self._compiled.compile, _ends(premise)))

    def _meanings_of(self, fact: str, diagnosis: str) -> list[int]:
        """Return what silence about a fact may mean: anything, or what one of its premises says."""
        premises = (each for each in self._knowledge.premises if each.fact == fact)
        return [TRUE, *(self._meaning(each) for each in premises if diagnosis in self._diagnoses(each))]

    def _compiled_or_true(self, condition: Condition | None) -> int:
        return TRUE if condition is None else self._compiled.compile(condition)

    def _diagnoses(self, premise: Premise) -> list[str]:
        covered = self._knowledge.covered
        return sorted(covered & premise.diagnoses if premise.diagnoses else covered)

    def _with(self, diagnosis: str) -> int:
        return self._compiled.choice(DIAGNOSIS, frozenset({diagnosis}))


def _subsets(items: list[_Item]) -> Iterator[tuple[_Item, ...]]:
    for size in range(len(items) + 1):
        yield from combinations(items, size)


def _ends(premise: Premise) -> Iterator[NumberTest]:
    assert isinstance(premise.possible, tuple)
    for operator, bound in zip((">=", "<="), premise.possible, strict=True):
        yield NumberTest(premise.fact, operator, bound, ())


def _conditions(knowledge: Knowledge) -> Iterator[Condition]:
    for notice in knowledge.urgent:
        yield notice.condition
    for premise in knowledge.premises:
        yield from (each for each in (premise.when, premise.unless) if each is not None)


def _number_tests(knowledge: Knowledge) -> Iterator[NumberTest]:
    """Yield the comparisons of premises and urgent notices, which cut no facts when rules are compiled."""
    for condition in _conditions(knowledge):
        yield from (test for test in tests_of(condition) if isinstance(test, NumberTest))
    for premise in knowledge.premises:
        if isinstance(premise.possible, tuple):
            yield from _ends(premise)


def _names(knowledge: Knowledge) -> frozenset[str]:
    """Return the facts that premises name, whether or not a rule reads them."""
    read = frozenset[str]().union(*map(facts_of, _conditions(knowledge)))
    return read.union(premise.fact for premise in knowledge.premises)
