"""Scores that would answer open facts if the chart stated them: a class instead of the labs behind it."""

from __future__ import annotations

from collections.abc import Sequence

from screener.analysis.product_diagrams import UnknownRule
from screener.diagrams.completions import Completions
from screener.knowledge.conditions import facts_of
from screener.knowledge.knowledge import Knowledge


class Scores:
    """Finds the scores and stages that one patient's chart could state in place of open facts."""

    def __init__(self, knowledge: Knowledge, completions: Completions) -> None:
        """Keep what is asked about; nothing is computed yet."""
        self._knowledge = knowledge
        self._completions = completions
        self._order = {fact.id: number for number, fact in enumerate(knowledge.derived)}
        self._settled: dict[tuple[str, str], bool] = {}

    def answering(self, fact: str, rules: Sequence[UnknownRule]) -> tuple[str, ...]:
        """Return the scores that would answer a fact as far as some rules go.

        A rule is answered if it sees the fact through the score alone, or if with the score stated none of the facts
        behind it makes a difference to the rule any more.
        """
        knowledge = self._knowledge
        scores = dict.fromkeys(score for each in rules for score in knowledge.scores_by_rule[each.rule.id])
        return tuple(
            score
            for score in sorted(scores, key=self._order.__getitem__)
            if fact in knowledge.asked_inputs(score)
            and all(self._is_read_only_through(score, each, fact) or self._settles(score, each) for each in rules)
        )

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
