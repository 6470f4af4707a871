"""The oracle: what the definitions say, found by looking at every completion of a small rule base.

It reads the description of a rule base, evaluates its texts with Python itself, lists every completion and every pair
of completions, and knows nothing of how the program does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import product
from types import CodeType

from tests.bases.description import (
    YES_NO_VALUES,
    CaseLine,
    ChoiceLine,
    DerivedLine,
    Description,
    FirstLine,
    PointsLine,
    RuleLine,
    SumLine,
    WhenLine,
)
from tests.generative.pairs import CLOSING, INDICATIONS, Entry, Pairs, Value, View, World

Answers = Mapping[str, tuple[str, ...]]
STATUS_ORDER = ("discuss", "discuss_with_caution", "cannot_tell", "not_flagged")
REASON_ORDER = ("source_reason", "argued_against", "not_covered")


@dataclass(frozen=True)
class Answer:
    """What the definitions say about one product."""

    status: str
    why_not: str | None
    may_change: bool
    reachable: frozenset[str]
    missing: Mapping[str, Entry]
    still_to_check: Mapping[str, Entry]
    could_strengthen: Mapping[str, Entry]
    matters: frozenset[str]


class Oracle:
    """Answers for one rule base."""

    def __init__(self, description: Description) -> None:
        """Compile the texts."""
        self.description = description
        self._values = constants_of(description)
        self._code: dict[str, CodeType] = {}
        self._lines = {line.name: line for line in description.derived}

    def worlds(self, answers: Answers) -> list[World]:
        """Return every completion that agrees with the answers; a stated judgement counts as a fact that is asked."""
        asked = {line.name: answers.get(line.name, line.values) for line in self.description.facts}
        numbers = {line.name for line in self.description.facts if not isinstance(line, ChoiceLine)}
        asked |= {line.name: answers[line.name] for line in self.description.derived if self._replaces(line, answers)}
        names = list(asked)
        columns = [[as_value(text, is_number=name in numbers) for text in asked[name]] for name in names]
        found = (self._world(dict(zip(names, values, strict=True)), answers) for values in product(*columns))
        return [world for world in found if world is not None]

    def outcome(self, rule: str, worlds: Sequence[World]) -> str:
        """Return whether a rule is met, not met or unknown."""
        truths = {rule in world.true for world in worlds}
        return "unknown" if len(truths) == 2 else "met" if True in truths else "not_met"

    def free_facts(self, answers: Answers) -> tuple[str, ...]:
        """Return the facts in which two completions may differ."""
        asked = [line.name for line in self.description.facts]
        return (*asked, *(line.name for line in self.description.derived if self._replaces(line, answers)))

    def answer(self, name: str, answers: Answers, worlds: Sequence[World]) -> Answer:
        """Return what the definitions say about a product."""
        rules = [rule for rule in self.description.rules if name in rule.products and rule.when]
        views = [View(world, rules) for world in worlds]
        status = _status(views)
        is_closed = status == "not_flagged"
        pairs = Pairs(views, self.free_facts(answers))
        missing, still_to_check = ({}, {}) if is_closed else (pairs.missing(), pairs.still_to_check())
        lifting = pairs.could_strengthen() if status == "discuss_with_caution" else {}
        listed = {*missing, *still_to_check}
        return Answer(
            status=status,
            why_not=self._why_not(rules, worlds) if is_closed else None,
            may_change=is_closed and self._may_change(rules, worlds),
            reachable=frozenset(view.status for view in views),
            missing=missing,
            still_to_check=still_to_check,
            could_strengthen={fact: entry for fact, entry in lifting.items() if fact not in listed},
            matters=frozenset() if is_closed else pairs.answers_that_differ_in_one_fact(),
        )

    def status(self, products: Iterable[str], worlds: Sequence[World]) -> str:
        """Return the status of an option: the most open one of its products."""
        rules = self.description.rules
        by_product = ([rule for rule in rules if name in rule.products and rule.when] for name in products)
        return min((_status([View(world, own) for world in worlds]) for own in by_product), key=STATUS_ORDER.index)

    def why_not(self, products: Iterable[str], worlds: Sequence[World]) -> str:
        """Return why an option is not flagged: the strongest reason against one of its products."""
        rules = self.description.rules
        by_product = ([rule for rule in rules if name in rule.products and rule.when] for name in products)
        return min((self._why_not(own, worlds) for own in by_product), key=REASON_ORDER.index)

    def facts_read(self, products: Set[str]) -> frozenset[str]:
        """Return the asked facts that the rules about products rest on, those of notes left out."""
        rules = (
            rule
            for rule in self.description.rules
            if rule.when and rule.effect != "note" and not products.isdisjoint(rule.products)
        )
        names = {name for rule in rules for name in self._compiled(rule.when).co_names if name not in self._values}
        return frozenset[str]().union(*map(self.asked_behind, names))

    def asked_behind(self, name: str) -> frozenset[str]:
        """Return the asked facts a fact rests on."""
        line = self._lines.get(name)
        if line is None:
            return frozenset({name})
        return frozenset[str]().union(*(self.asked_behind(each) for each in self._read_by(line)))

    def scores_behind(self, rules: Iterable[RuleLine]) -> frozenset[str]:
        """Return the scores and stages that rules read, directly or not, and that are no judgements."""
        waiting = [name for rule in rules for name in self._compiled(rule.when).co_names]
        read: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in self._lines and name not in read:
                read.add(name)
                waiting.extend(self._read_by(self._lines[name]))
        lines = (self._lines[name] for name in read)
        return frozenset(
            line.name for line in lines if isinstance(line, FirstLine | PointsLine) and not line.is_judgement
        )

    def answering(self, fact: str, rules: Iterable[str], answers: Answers, worlds: Sequence[World]) -> frozenset[str]:
        """Return the scores whose statement would answer a fact.

        Each of the rules must see the fact through the score alone, or must not differ between two completions that
        have the score and all facts not behind it in common.
        """
        wanted = [rule for rule in self.description.rules if rule.name in set(rules)]
        return frozenset(
            score
            for score in self.scores_behind(wanted)
            if fact in self.asked_behind(score)
            and all(
                fact not in self._seen_beside(score, self._compiled(rule.when).co_names)
                or self._settles(score, rule.name, answers, worlds)
                for rule in wanted
            )
        )

    def _seen_beside(self, score: str, names: Iterable[str]) -> set[str]:
        seen = {name for name in names if name != score}
        behind = (self._seen_beside(score, self._read_by(self._lines[name])) for name in seen if name in self._lines)
        return seen.union(*behind)

    def _settles(self, score: str, rule: str, answers: Answers, worlds: Sequence[World]) -> bool:
        others = [name for name in self.free_facts(answers) if name not in self.asked_behind(score)]
        seen: dict[tuple[Value, ...], bool] = {}
        for world in worlds:
            key = (world.values[score], *(world.values[name] for name in others))
            if seen.setdefault(key, rule in world.true) != (rule in world.true):
                return False
        return True

    def _replaces(self, line: DerivedLine, answers: Answers) -> bool:
        return line.is_judgement and line.name in answers

    def _world(self, values: dict[str, Value], answers: Answers) -> World | None:
        for line in self.description.derived:
            if line.name in values:
                continue
            values[line.name] = self._worked_out(line, values)
            stated = answers.get(line.name)
            is_number = isinstance(line, SumLine)
            if stated and values[line.name] not in [as_value(text, is_number=is_number) for text in stated]:
                return None
        true = frozenset(rule.name for rule in self.description.rules if rule.when and self._holds(rule.when, values))
        return World(values, true)

    def _worked_out(self, line: DerivedLine, values: Mapping[str, Value]) -> Value:
        match line:
            case WhenLine(when=when):
                return self._holds(when, values)
            case FirstLine(cases=cases):
                return as_value(self._first(cases, values), is_number=False)
            case PointsLine(items=items):
                return sum(int(self._first(item, values)) for item in items)
            case SumLine(first=first, second=second):
                return float(values[first]) + float(values[second])

    def _first(self, cases: Iterable[CaseLine], values: Mapping[str, Value]) -> str:
        return next(case.value for case in cases if not case.when or self._holds(case.when, values))

    def _holds(self, when: str, values: Mapping[str, Value]) -> bool:
        return bool(eval(self._compiled(when), {"__builtins__": {}, **self._values}, dict(values)))

    def _compiled(self, when: str) -> CodeType:
        code = self._code.get(when)
        if code is None:
            code = self._code[when] = compile(when, "when", "eval")
        return code

    def _read_by(self, line: DerivedLine) -> tuple[str, ...]:
        match line:
            case WhenLine(when=when):
                whens = [when]
            case FirstLine(cases=cases):
                whens = [case.when for case in cases]
            case PointsLine(items=items):
                whens = [case.when for item in items for case in item]
            case SumLine(first=first, second=second):
                return first, second
        names = (name for when in whens if when for name in self._compiled(when).co_names)
        return tuple(name for name in names if name not in self._values)

    def _why_not(self, rules: Sequence[RuleLine], worlds: Sequence[World]) -> str:
        met = {rule.effect for rule in rules if self.outcome(rule.name, worlds) == "met"}
        if "stop" in met:
            return "source_reason"
        if "against" in met:
            return "argued_against"
        indications = [rule for rule in rules if rule.effect in INDICATIONS]
        is_possible = any(rule.name in world.true for rule in indications for world in worlds)
        return "argued_against" if is_possible else "not_covered"

    def _may_change(self, rules: Sequence[RuleLine], worlds: Sequence[World]) -> bool:
        closing = [rule for rule in rules if rule.effect in CLOSING and self.outcome(rule.name, worlds) == "met"]
        return bool(closing) and all(rule.has_until for rule in closing)


def _status(views: Sequence[View]) -> str:
    if all(view.status == "not_flagged" for view in views):
        return "not_flagged"
    if all(view.is_indicated for view in views):
        is_plain = all(view.is_supported for view in views) and any(view.status == "discuss" for view in views)
        return "discuss" if is_plain else "discuss_with_caution"
    return "cannot_tell"


def constants_of(description: Description) -> dict[str, Value]:
    """Return what the names of values stand for in conditions."""
    return {
        value: as_value(value, is_number=False)
        for line in (*description.facts, *description.derived)
        for value in _choice_values(line)
        if not value.isdigit()
    }


def as_value(text: str, *, is_number: bool) -> Value:
    """Return a value as conditions see it: whole numbers among choice values are numbers."""
    if is_number:
        return float(text)
    if text in YES_NO_VALUES:
        return text == YES_NO_VALUES[0]
    return int(text) if text.isdigit() else text


def _choice_values(line: object) -> tuple[str, ...]:
    match line:
        case ChoiceLine(values=values):
            return values
        case FirstLine(cases=cases):
            return tuple(case.value for case in cases)
    return ()
