"""Scores that would answer open facts if the chart stated them: a class instead of the labs behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from screener.analysis.product_diagrams import UnknownRule
from screener.diagrams.completions import Completions
from screener.knowledge.conditions import facts_of
from screener.knowledge.derived import FirstDefinition, FormulaDefinition, PointsDefinition
from screener.knowledge.knowledge import Knowledge


class Scores:
    """Finds the scores and stages that one patient's chart could state in place of open facts."""

    def __init__(self, knowledge: Knowledge, completions: Completions) -> None:
        """Keep what is asked about; nothing is computed yet."""
        self._knowledge = knowledge
        self._completions = completions
        self._settled: dict[tuple[str, str], bool] = {}

    def answering(self, fact: str, rules: Sequence[UnknownRule]) -> tuple[str, ...]:
        """Return the scores that would answer a fact as far as some rules go.

        A rule is answered if it sees the fact through the score alone, or if with the score stated none of the facts
        behind it makes a difference to the rule any more.
        """
        return tuple(
            score
            for score in self._read_by(rules)
            if fact in self._knowledge.asked_inputs(score)
            and all(self._is_read_only_through(score, rule, fact) or self._settles(score, rule) for rule in rules)
        )

    def _read_by(self, rules: Sequence[UnknownRule]) -> Iterator[str]:
        """Yield the derived scores and stages that rules read, directly or through other derived facts."""
        read: set[str] = set()
        waiting = [fact for each in rules for fact in facts_of(each.rule.condition)]
        while waiting:
            name = waiting.pop()
            derived = self._knowledge.derived_by_id.get(name)
            if derived and name not in read:
                read.add(name)
                waiting.extend(derived.inputs)
        for fact in self._knowledge.derived:
            is_score = isinstance(fact.definition, (PointsDefinition, FirstDefinition, FormulaDefinition))
            if is_score and not fact.is_judgement and fact.id in read:
                yield fact.id

    def _is_read_only_through(self, score: str, each: UnknownRule, fact: str) -> bool:
        """Return whether a rule sees a fact through a score and in no other way."""
        waiting = list(facts_of(each.rule.condition))
        while waiting:
            read = waiting.pop()
            if read == fact:
                return False
            derived = self._knowledge.derived_by_id.get(read)
            if derived and read != score:
                waiting.extend(derived.inputs)
        return True

    def _settles(self, score: str, each: UnknownRule) -> bool:
        """Return whether the facts behind a score make no difference to a rule any more once the score is stated."""
        key = (score, each.rule.id)
        if key not in self._settled:
            completions, diagrams = self._completions, self._completions.diagrams
            behind = frozenset(completions.level[name] for name in self._knowledge.asked_inputs(score))
            absent = diagrams.opposite(each.node)
            # If they did, two completions with one value of the score would differ in them alone, and in the rule.
            known = (diagrams.both(completions.stated, value) for value in completions.values(score).values())
            self._settled[key] = not any(
                diagrams.meet(diagrams.both(value, each.node), diagrams.both(value, absent), behind) for value in known
            )
        return self._settled[key]
