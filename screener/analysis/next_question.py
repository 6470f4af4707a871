"""The most useful next question: what settles most options for the least effort.

Points of a fact, added up over the options:

    cannot tell yet   the share of its answers that settle whether any indication can hold, and
                      PART if it is missing, LATER if it is to be checked afterwards
    flagged           CLOSE, STRENGTHEN or CAUTION for what it could still do
    either            ANYTHING if the answer of the option depends on it at all
    outside           OUTSIDE once, if it could put the patient outside the rules

Its usefulness is its points divided by the effort of finding it out. A score that charts state stands before the facts
behind it, with the points of those that matter through it alone. The order is help for asking; it says nothing about
the options.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from screener.analysis.analysis import Analysis
from screener.analysis.product_diagrams import ProductDiagrams
from screener.diagrams.diagrams import FALSE
from screener.diagrams.paths import cells_leading_on
from screener.knowledge.facts import Effort, KnownAt, Who
from screener.knowledge.options import Option
from screener.result.next_steps import NextQuestion
from screener.result.option import OpenFact, OptionResult
from screener.result.screening import Screening

PART = 0.1
LATER = 0.01
CLOSE = 0.1
STRENGTHEN = 0.05
CAUTION = 0.03
ANYTHING = 0.001
OUTSIDE = 0.5
EFFORT: Mapping[Effort, float] = {"patient": 1.0, "chart": 1.0, "lab": 1.5, "imaging": 1.5, "work_up": 10.0}
# Scores and stages are read in the chart, and some patients know theirs.
_SCORE_EFFORT = EFFORT["chart"]
_SCORE_KNOWN_AT: KnownAt = "intake"
_SCORE_WHO: tuple[Who, ...] = ("patient", "chart")


class NextQuestions:
    """Finds the questions that are left for one patient."""

    def __init__(self, analysis: Analysis, screening: Screening, stated: Collection[str]) -> None:
        """Keep what is asked about; nothing is computed yet.

        Args:
            analysis: the patient's analysis.
            screening: the answer for the patient, inside the scope.
            stated: the derived facts that the chart states.
        """
        self._analysis = analysis
        self._knowledge = analysis.knowledge
        self._diagrams = analysis.completions.diagrams
        self._screening = screening
        self._stated = frozenset(stated)

    def find(self, passed_over: Collection[str] = ()) -> tuple[NextQuestion, ...]:
        """Return the questions, the most useful first.

        Args:
            passed_over: facts and scores that were asked for in vain.
        """
        points = self._points()
        usefulness = {name: points[name] / self._effort(name) for name in self._analysis.open_names if name in points}
        questions = []
        for score, (facts, answered) in self._scores(passed_over).items():
            before = max(usefulness.get(name, 0) for name in facts)
            rank = max(before, self._score_points(score, points, answered) / _SCORE_EFFORT)
            questions.append(self._question(score, answered, facts, rank))
            for name in answered:
                usefulness.pop(name, None)
        questions += [
            self._question(name, (name,), (name,), rank) for name, rank in usefulness.items() if name not in passed_over
        ]
        # Sorting keeps the order of equals: a score before the facts behind it, the others as in the chart.
        return tuple(sorted(questions, key=lambda question: -question.usefulness))

    def _effort(self, name: str) -> float:
        fact = self._knowledge.fact_by_id.get(name)
        return EFFORT[fact.effort] if fact else _SCORE_EFFORT

    def _question(self, name: str, answers: tuple[str, ...], facts: Iterable[str], rank: float) -> NextQuestion:
        fact = self._knowledge.fact_by_id.get(name)
        known_at, who = (fact.known_at, fact.who) if fact else (_SCORE_KNOWN_AT, _SCORE_WHO)
        return NextQuestion(name, answers, self._bears_on(facts), rank, known_at, who)

    def _points(self) -> dict[str, float]:
        of_scope = map(self._knowledge.asked_inputs, self._screening.scope.open_facts)
        points = dict.fromkeys(chain.from_iterable(of_scope), OUTSIDE)
        for option in self._knowledge.options:
            for name in self._analysis.unsettled(option):
                points[name] = points.get(name, 0) + ANYTHING
            for name, added in self._option_points(option):
                points[name] = points.get(name, 0) + added
        return points

    def _option_points(self, option: Option) -> Iterator[tuple[str, float]]:
        result = self._screening.options[option.id]
        if result.status == "cannot_tell":
            undecided = self._undecided(result)
            for product in undecided:
                yield from ((name, share / len(undecided)) for name, share in self._shares(product))
            yield from ((entry.fact, PART) for entry in result.missing or ())
            yield from ((entry.fact, LATER) for entry in result.still_to_check or ())
            return
        for entry in result.still_to_check or ():
            yield entry.fact, CLOSE if entry.could == "close" else CAUTION
        yield from ((entry.fact, STRENGTHEN) for entry in result.could_strengthen or ())

    def _undecided(self, result: OptionResult) -> list[ProductDiagrams]:
        products = result.products.values()
        return [self._analysis.product(product.id) for product in products if product.status == "cannot_tell"]

    def _shares(self, product: ProductDiagrams) -> Iterator[tuple[str, float]]:
        """Yield the facts behind a product's indications, and which share of their answers leaves no doubt."""
        with_one = cells_leading_on(self._diagrams, product.core.indicated)
        without = cells_leading_on(self._diagrams, product.unindicated)
        names = self._analysis.completions.names
        for level in with_one.keys() & without.keys():
            undecided = len(with_one[level] & without[level])
            yield names[level], 1 - undecided / self._diagrams.widths[level]

    def _scores(self, passed_over: Collection[str]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """Return the scores to ask for, with the open facts behind each and those it would answer everywhere."""
        asked_for = self._stated | frozenset(passed_over)
        charted = frozenset(fact.id for fact in self._knowledge.charted_scores)
        somewhere: dict[str, frozenset[str]] = {}
        everywhere: dict[str, frozenset[str]] = {}
        for entry in self._entries():
            scores = charted & frozenset(entry.or_state) - asked_for
            somewhere[entry.fact] = somewhere.get(entry.fact, scores) | scores
            everywhere[entry.fact] = everywhere.get(entry.fact, scores) & scores
        order = [fact.id for fact in self._knowledge.derived]
        found: dict[str, list[str]] = {}
        for name, scores in somewhere.items():
            if scores:
                # A class comes after the points it is read from, and charts state the class.
                found.setdefault(max(scores, key=order.index), []).append(name)
        return {
            score: (tuple(names), tuple(name for name in names if score in everywhere[name]))
            for score, names in found.items()
        }

    def _entries(self) -> Iterator[OpenFact]:
        for result in self._screening.options.values():
            for entries in (result.missing, result.still_to_check, result.could_strengthen):
                yield from entries or ()

    def _score_points(self, score: str, points: Mapping[str, float], answered: Iterable[str]) -> float:
        """Return the points of the facts a score would answer, and over how many options its value leaves no doubt."""
        completions, meet = self._analysis.completions, self._diagrams.meet
        values = [self._diagrams.both(completions.stated, node) for node in completions.values(score).values()]
        possible = [node for node in values if node != FALSE]
        total = sum(points.get(name, 0) for name in answered)
        for result in self._screening.options.values():
            products = self._undecided(result)
            for product in products:
                with_one, without = product.core.indicated, product.unindicated
                decided = sum(not meet(node, with_one) or not meet(node, without) for node in possible)
                total += decided / len(possible) / len(products)
        return total

    def _bears_on(self, facts: Iterable[str]) -> tuple[str, ...]:
        wanted = frozenset(facts)
        return tuple(option.id for option in self._knowledge.options if wanted & self._analysis.unsettled(option))
