"""Reasons: what every rule says about a patient, each comparison with the value it read, each with its sources."""

from __future__ import annotations

from collections.abc import Mapping

from screener.engine.referee import evaluate_test
from screener.knowledge.conditions import Test, tests_of
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Outcome, Possible
from screener.knowledge.rules import AnyRule
from screener.result.known import NOTHING_KNOWN, Known, known_of
from screener.result.reason import Finding, Reason, SourceCited, cited


class Reasons:
    """Turns outcomes into reasons; sources and the list of comparisons are prepared once."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Number the distinct comparisons of all rules, so that each is read once a patient."""
        self._knowledge = knowledge
        self._tests: list[Test] = []
        numbers: dict[Test, int] = {}
        self._read_by: list[tuple[AnyRule, tuple[int, ...], tuple[SourceCited, ...], tuple[str, ...]]] = []
        for rule in knowledge.rules:
            condition = knowledge.condition_by_rule.get(rule.id)
            own = []
            for test in tests_of(condition) if condition else ():
                if test not in numbers:
                    numbers[test] = len(self._tests)
                    self._tests.append(test)
                own.append(numbers[test])
            sources = tuple(cited(knowledge, citation) for citation in rule.citations)
            self._read_by.append((rule, tuple(own), sources, _only(rule, knowledge)))

    def read(
        self,
        known: Mapping[str, Possible],
        values: Mapping[str, Known],
        outcomes: Mapping[str, Outcome],
        firm: Mapping[str, Outcome],
    ) -> dict[str, Reason]:
        """Return the reason each rule gives, by rule id.

        Args:
            known: what is known of every fact.
            values: the same as texts.
            outcomes: the outcomes of engine and referee.
            firm: the same, with those settled on which every completion agrees.
        """
        comparisons = [
            Finding(
                test.fact,
                test.operator,
                test.constants,
                values.get(test.fact, NOTHING_KNOWN),
                evaluate_test(test, known.get(test.fact)),
            )
            for test in self._tests
        ]
        return {
            rule.id: Reason(
                rule.id,
                rule.effect,
                firm.get(rule.id, Outcome.MET),
                firm.get(rule.id) is not outcomes.get(rule.id),
                rule.says,
                tuple([comparisons[number] for number in numbers]),
                sources,
                rule.until,
                rule.between,
                only,
                rule.partners,
                rule.is_label_status,
                rule.as_written,
            )
            for rule, numbers, sources, only in self._read_by
        }


def _only(rule: AnyRule, knowledge: Knowledge) -> tuple[str, ...]:
    possible = [product.id for product in knowledge.products if product.option in rule.options]
    own = tuple(product for product in possible if product in rule.products)
    return own if len(own) < len(possible) else ()


def finding_of(knowledge: Knowledge, test: Test, known: Mapping[str, Possible]) -> Finding:
    """Return one comparison with the value it read."""
    possible = known.get(test.fact)
    read = known_of(knowledge, test.fact, possible)
    return Finding(test.fact, test.operator, test.constants, read, evaluate_test(test, possible))
