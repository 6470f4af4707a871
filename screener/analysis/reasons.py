"""Reasons: what every rule says about a patient, each comparison with the value it read, each with its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from screener.engine.referee import evaluate_test
from screener.knowledge.conditions import Test, tests_of
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Outcome, Possible
from screener.knowledge.rules import AnyRule
from screener.result.known import NOTHING_KNOWN, Known, known_of
from screener.result.reason import Finding, Reason, SourceCited, cited


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What a rule's reason has in common for all patients.

    Attributes:
        rule: the rule or plain note.
        tests: the numbers of its comparisons among all distinct ones.
        sources: its sources.
        only: the products it is about, if it is not about all products of its options.
    """

    rule: AnyRule
    tests: tuple[int, ...]
    sources: tuple[SourceCited, ...]
    only: tuple[str, ...]


class Reasons:
    """Turns outcomes into reasons; sources and the list of comparisons are prepared once."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Number the distinct comparisons of all rules, so that each is read once a patient."""
        self._knowledge = knowledge
        self._tests: list[Test] = []
        numbers: dict[Test, int] = {}
        self._prepared: list[_Prepared] = []
        for rule in knowledge.rules:
            condition = knowledge.condition_by_rule.get(rule.id)
            own = []
            for test in tests_of(condition) if condition else ():
                if test not in numbers:
                    numbers[test] = len(self._tests)
                    self._tests.append(test)
                own.append(numbers[test])
            sources = tuple(cited(knowledge, citation) for citation in rule.citations)
            self._prepared.append(_Prepared(rule, tuple(own), sources, _only(rule, knowledge)))

    def given(
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
        findings = [
            Finding(
                test.fact,
                test.operator,
                test.constants,
                values.get(test.fact, NOTHING_KNOWN),
                evaluate_test(test, known.get(test.fact)),
            )
            for test in self._tests
        ]
        reasons = {}
        for each in self._prepared:
            # A plain note has no outcome: it is met by everybody.
            outcome = firm.get(each.rule.id, Outcome.MET)
            is_firmed = firm.get(each.rule.id) is not outcomes.get(each.rule.id)
            reasons[each.rule.id] = _reason(
                each, outcome, is_firmed, tuple([findings[number] for number in each.tests])
            )
        return reasons


def _reason(each: _Prepared, outcome: Outcome, is_firmed: bool, findings: tuple[Finding, ...]) -> Reason:
    rule = each.rule
    return Reason(
        rule.id,
        rule.effect,
        outcome,
        is_firmed,
        rule.says,
        findings,
        each.sources,
        rule.until,
        rule.between,
        each.only,
        rule.partners,
        rule.is_label_status,
        rule.as_written,
    )


def _only(rule: AnyRule, knowledge: Knowledge) -> tuple[str, ...]:
    possible = [product.id for product in knowledge.products if product.option in rule.options]
    own = tuple(product for product in possible if product in rule.products)
    return own if len(own) < len(possible) else ()


def finding_of(knowledge: Knowledge, test: Test, known: Mapping[str, Possible]) -> Finding:
    """Return one comparison with the value it read."""
    possible = known.get(test.fact)
    read = known_of(knowledge, test.fact, possible)
    return Finding(test.fact, test.operator, test.constants, read, evaluate_test(test, possible))
