"""The rule engine: durable-rules 2.0.28 inside the profile in which it was found to be right.

Every rule becomes two rails in negation normal form: one fires when the rule is certainly met, the other when it is
certainly not met; neither means unknown. A fact of which nothing is known is absent and matches nothing.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from functools import lru_cache

from screener.engine.clauses import HIGH, LOW, Clause, Translator, is_exact, problems_of
from screener.engine.rulesets import Load, Ruleset, Target, loads_of, lock, too_wide
from screener.engine.safe_profile import FACT_START
from screener.knowledge.conditions import Condition, negate
from screener.knowledge.domains import ChoiceDomain, Domain, NumberDomain
from screener.knowledge.possible import Outcome, Possible
from screener.problems import DisagreementError, KnowledgeError, Problem

# A choice of ten values has 1,023 sets of possible values; most are never seen.
REMEMBERED_SETS = 512

Piece = tuple[int, str]  # a ruleset's number and what is added to its fact
Places = Mapping[str, tuple[str, tuple[int, ...]]]  # a bound or value -> its name, the rulesets that read it


class _NumberWriter:
    """Writes what is known of a number: its bounds, each for the rulesets that read it."""

    def __init__(self, fact: str, domain: NumberDomain, places: Places) -> None:
        self._fact = fact
        self._domain = domain
        self._low, self._low_rulesets = places.get(LOW, ("", ()))
        self._high, self._high_rulesets = places.get(HIGH, ("", ()))

    def pieces(self, known: Possible) -> tuple[Piece, ...]:
        if not isinstance(known, tuple) or len(known) != 2 or not all(map(is_exact, known)):
            raise _refusal(self._fact, known)
        low, high = known
        if not self._domain.low <= low <= high <= self._domain.high:
            raise _refusal(self._fact, known)
        lowest, highest = f',"{self._low}":{low}', f',"{self._high}":{high}'
        return (
            *[(index, lowest) for index in self._low_rulesets],
            *[(index, highest) for index in self._high_rulesets],
        )


class _ChoiceWriter:
    """Writes what is known of a choice: the values it cannot have, each for the rulesets that read it."""

    def __init__(self, fact: str, domain: ChoiceDomain, places: Places) -> None:
        self._fact = fact
        self._values = frozenset(domain.values)
        self._places = places
        self._remembered = lru_cache(REMEMBERED_SETS)(self._excluding)

    def pieces(self, known: Possible) -> tuple[Piece, ...]:
        if not isinstance(known, frozenset) or not known or not known <= self._values:
            raise _refusal(self._fact, known)
        return self._remembered(known)

    def _excluding(self, known: frozenset[str]) -> tuple[Piece, ...]:
        """Return the values that are excluded, for each ruleset that reads one of them."""
        texts: dict[int, str] = {}
        for value in sorted(self._places.keys() - known):
            name, rulesets = self._places[value]
            for index in rulesets:
                texts[index] = f'{texts.get(index, "")},"{name}":1'
        return tuple(texts.items())


def _refusal(fact: str, known: Possible) -> DisagreementError:
    return DisagreementError([Problem("engine_failed", fact, found=repr(known))])


class Engine:
    """Decides which rules are met, not met or unknown, for one patient at a time and from any thread."""

    def __init__(self, conditions: Mapping[str, Condition], domains: Mapping[str, Domain]) -> None:
        """Build the rulesets.

        Args:
            conditions: rule id -> its condition.
            domains: the values of every fact that a condition reads or a patient may have.

        Raises:
            KnowledgeError: with every rule that the engine cannot be trusted with.
        """
        problems = [problem for rule in conditions for problem in problems_of(rule, conditions[rule], domains)]
        unsound = {problem.subject for problem in problems}
        sound = {rule: condition for rule, condition in conditions.items() if rule not in unsound}
        translator = Translator()
        rails: dict[Clause, tuple[Target, ...]] = {}
        # All rails of one kind first: they share fields, so the facts that are sent stay small.
        for outcome in (Outcome.MET, Outcome.NOT_MET):
            for rule, condition in sound.items():
                rail = translator.clause(condition if outcome is Outcome.MET else negate(condition))
                rails[rail] = (*rails.get(rail, ()), (rule, outcome))
        problems += [*translator.problems, *too_wide(rails)]
        if problems:
            raise KnowledgeError(problems)
        loads = loads_of(rails)
        self._unknown = dict.fromkeys(conditions, Outcome.UNKNOWN)
        self._writers = _writers(domains, translator, loads)
        self._rulesets: list[Ruleset] = []
        weakref.finalize(self, _free, self._rulesets).atexit = False
        self._build(loads)

    def decide(self, possible: Mapping[str, Possible]) -> dict[str, Outcome]:
        """Return the outcome of every rule.

        Args:
            possible: the values that facts may still have; a fact that is absent is unknown.

        Raises:
            DisagreementError: the engine failed, contradicted itself or was given what no fact can have.
        """
        texts = [""] * len(self._rulesets)
        for fact, known in possible.items():
            writer = self._writers.get(fact)
            if writer is None:
                raise _refusal(fact, known)
            for index, text in writer.pieces(known):
                texts[index] += text
        fired: list[tuple[Target, ...]] = []
        with lock:
            for ruleset, text in zip(self._rulesets, texts, strict=True):
                # Every rail reads a field, so none can fire without one.
                if text:
                    fired += ruleset.fired(f"{FACT_START}{text}}}")
        return self._outcomes(fired)

    def _build(self, loads: Sequence[Load]) -> None:
        with lock:
            for load in loads:
                try:
                    self._rulesets.append(Ruleset(load))
                except Exception as error:
                    rules = {rule: None for targets in load.rails.values() for rule, _ in targets}
                    problem = Problem("engine_failed", found=str(error), related=tuple(rules))
                    raise KnowledgeError([problem]) from error

    def _outcomes(self, fired: Sequence[tuple[Target, ...]]) -> dict[str, Outcome]:
        outcomes = self._unknown.copy()
        torn: dict[str, None] = {}
        for targets in fired:
            for rule, outcome in targets:
                if outcomes[rule] not in (Outcome.UNKNOWN, outcome):
                    torn[rule] = None
                outcomes[rule] = outcome
        if torn:
            raise DisagreementError([Problem("engine_contradiction", rule) for rule in torn])
        return outcomes


def _writers(
    domains: Mapping[str, Domain], translator: Translator, loads: Sequence[Load]
) -> dict[str, _NumberWriter | _ChoiceWriter]:
    places: dict[str, dict[str, tuple[str, tuple[int, ...]]]] = {fact: {} for fact in domains}
    for (fact, part), name in translator.names.items():
        places[fact][part] = name, tuple(index for index, load in enumerate(loads) if name in load.fields)
    return {
        fact: _NumberWriter(fact, domain, places[fact])
        if isinstance(domain, NumberDomain)
        else _ChoiceWriter(fact, domain, places[fact])
        for fact, domain in domains.items()
    }


def _free(rulesets: Sequence[Ruleset]) -> None:
    with lock:
        for ruleset in rulesets:
            ruleset.free()
