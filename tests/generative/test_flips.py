"""Flips are the smallest changes of known facts: compared with trying every change on random rule bases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import combinations, product

import pytest
from hypothesis import given

import screener
from screener.analysis.flips import MOST_FACTS, MOST_SETS, MOST_STATED_VALUES
from screener.knowledge.domains import ChoiceDomain, Domain, NumberDomain
from screener.result.next_steps import Change, Flip
from screener.screening.knowledge_base import KnowledgeBase
from tests.bases.description import Description, SumLine, rule_base
from tests.generative.agreement import STATUS_ORDER, written
from tests.generative.oracle import Answers, Oracle
from tests.generative.profiles import LONG, SHORT
from tests.generative.random_rules import Case, all_values, cases

Single = tuple[str, str, frozenset[str]]


class Neighborhood:
    """Every change of known facts of one patient, tried out with the oracle."""

    def __init__(self, description: Description, kb: KnowledgeBase, answers: Answers) -> None:
        """Keep which facts may change: those known as one value, and scores stated as one value."""
        self._oracle = Oracle(description)
        self._domains = kb.knowledge.domains
        self._description = description
        self._answers = answers
        sums = {line.name for line in description.derived if isinstance(line, SumLine)}
        self.changeable = [name for name, values in answers.items() if len(values) == 1 and name not in sums]
        self._seen: dict[tuple[tuple[str, tuple[str, ...]], ...], dict[str, str] | None] = {}

    def statuses(self, changes: Mapping[str, str]) -> dict[str, str] | None:
        """Return the status of every option with some facts changed; None if the facts contradict each other."""
        answers = {**self._answers, **{name: (value,) for name, value in changes.items()}}
        key = tuple(sorted(answers.items()))
        if key not in self._seen:
            worlds = self._oracle.worlds(answers)
            self._seen[key] = self._read(answers) if worlds else None
        return self._seen[key]

    def single(self, option: str) -> set[Single]:
        """Return every fact that alone alters an option's status, with the status and the values that lead to it."""
        now = self._now(option)
        found: dict[tuple[str, str], set[str]] = {}
        for name in self.changeable:
            for value in self._others(name):
                statuses = self.statuses({name: value})
                if statuses is not None and statuses[option] != now:
                    found.setdefault((name, statuses[option]), set()).add(value)
        return {(name, status, frozenset(values)) for (name, status), values in found.items()}

    def smallest(self, option: str) -> int | None:
        """Return how many facts must change at least, if three are enough."""
        names = [name for name in self.changeable if not self._is_long_score(name)]
        for size in range(2, MOST_FACTS + 1):
            if any(self._alters(option, changes) for changes in self._changes(names, size)):
                return size
        return None

    def _changes(self, names: list[str], size: int) -> Iterator[dict[str, str]]:
        scores = {line.name for line in self._description.derived if not line.is_judgement}
        for chosen in combinations(names, size):
            # Stated facts change one at a time.
            if len(scores.intersection(chosen)) <= 1:
                for values in product(*map(self._others, chosen)):
                    yield dict(zip(chosen, values, strict=True))

    def _alters(self, option: str, changes: Mapping[str, str]) -> bool:
        statuses = self.statuses(changes)
        return statuses is not None and statuses[option] != self._now(option)

    def _is_long_score(self, name: str) -> bool:
        domain = self._domains[name]
        is_score = name in {line.name for line in self._description.derived if not line.is_judgement}
        return is_score and isinstance(domain, ChoiceDomain) and len(domain.values) > MOST_STATED_VALUES

    def _now(self, option: str) -> str:
        statuses = self.statuses({})
        assert statuses is not None
        return statuses[option]

    def _others(self, name: str) -> list[str]:
        return [value for value in all_values(self._domains[name]) if (value,) != self._answers[name]]

    def _read(self, answers: Answers) -> dict[str, str]:
        worlds = self._oracle.worlds(answers)
        return {
            option.name: min(
                (self._oracle.answer(name, answers, worlds).status for name in option.products), key=STATUS_ORDER.index
            )
            for option in self._description.options
        }


def values_of(change: Change, domain: Domain) -> frozenset[str]:
    """Return the grid values that a change's texts such as "1 to 3" stand for."""
    texts = tuple(map(str, change.values))
    if not isinstance(domain, NumberDomain):
        return frozenset(texts)
    runs = [[Decimal(end) for end in text.split(" to ")] for text in texts]
    return frozenset(value for value in all_values(domain) if any(r[0] <= Decimal(value) <= r[-1] for r in runs))


def check_flips(case: Case) -> None:
    """Compare the flips of every patient of a case with trying every change."""
    kb = rule_base(case.description)
    for answers in case.patients:
        try:
            examination = screener.examine(written(answers, kb), kb)
        except screener.PatientError:
            continue
        around = Neighborhood(case.description, kb, answers)
        for option, flips in examination.flips().items():
            _check_option(kb, around, option, flips)


def _check_option(kb: KnowledgeBase, around: Neighborhood, option: str, flips: tuple[Flip, ...]) -> None:
    for flip in flips:
        statuses = around.statuses({change.fact: str(change.nearest) for change in flip.changes})
        assert statuses is not None
        assert statuses[option] == flip.status
    single = around.single(option)
    if single:
        assert len(flips) == len(single)
        assert {
            (change.fact, str(flip.status), values_of(change, kb.knowledge.domains[change.fact]))
            for flip in flips
            for change in flip.changes
        } == single
        return
    smallest = around.smallest(option)
    if smallest is None:
        assert flips == ()
    else:
        assert 1 <= len(flips) <= MOST_SETS
        assert {len(flip.changes) for flip in flips} == {smallest}


@SHORT
@given(cases(patients=2))
def test_flips_are_the_smallest_changes(case: Case) -> None:
    check_flips(case)


@pytest.mark.long
@LONG
@given(cases(patients=2))
def test_flips_are_the_smallest_changes_in_many_cases(case: Case) -> None:
    check_flips(case)
