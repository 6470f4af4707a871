"""The rule engine: durable-rules 2.0.28 inside the profile in which it was found to be right.

Every rule becomes two rails in negation normal form: one fires when the rule is certainly met, the other when it is
certainly not met; neither means unknown. The engine sees bounds of numbers and excluded values of choices, so a rail
fires exactly when every value still possible passes. A fact of which nothing is known is absent and matches nothing.

The extension module is driven directly, without the package's Python half, whose timer threads dispatch the same
rulesets and whose actions swallow errors. Outside the limits below the C code hangs, crashes or drops rules.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from itertools import count
from math import prod
from threading import RLock
from typing import Protocol, cast

import durable_rules_engine

from screener.knowledge.conditions import (
    AllOf,
    AnyOf,
    ChoiceTest,
    Condition,
    NumberTest,
    negate,
    tests_of,
)
from screener.knowledge.domains import ChoiceDomain, Domain, NumberDomain
from screener.knowledge.possible import Outcome, Possible
from screener.problems import DisagreementError, KnowledgeError, Problem

# More than 64 conditions pending at once end a run with error 303 and nothing fired (65 rules about one number). The
# pending ones never outnumber the paths through a ruleset. Every rule and every first condition begins a path, so this
# also keeps away from 256 rules with one condition (a crash) and 512 different first conditions (an endless loop).
PATHS_PER_RULESET = 56
# 16 groups in one rule: error 113 (15 alternatives that are groups of two).
GROUPS_PER_RAIL = 15
# 255 properties in one fact: error 302 (a fact with 260 properties).
FIELDS_PER_RULESET = 250
# Numbers have 64 bits: larger ones are cut to the largest and become equal (2**63 and 2**64).
LARGEST_NUMBER = 2**63 - 2
# A choice of ten values has 1,023 sets of possible values; most are never seen.
REMEMBERED_SETS = 512

# Without a rule that always fires, deleting the state of a patient whom no rule matched frees garbage (a crash in 12
# of 12 fuzz runs). It also proves that a run went to its end.
CATCH_ALL = "@"
# One state at a time under one name: 1,024 live ones exhaust the engine, and names are told apart by hash only
# ("costarring" and "liquid" are one patient).
STATE = "s"
# Without an id of its own a fact is known by a 32-bit hash (5 of 150,000 facts were refused as already seen).
FACT_START = f'{{"{CATCH_ALL}":1,"sid":"{STATE}","id":"1"'
OWN_FIELDS = 3
# Names are compared by 32-bit hash only ("declinate" and "macallums" are one property); these have a meaning.
RESERVED_NAMES = (
    CATCH_ALL, "id", "sid", "m", "name", "all", "any", "pri", "count", "cap", "dist", "run",
    "$s", "$m", "$i", "$l", "$r", "$forward", "$time", "$timerName", "$baseTime", "$lt", "$lte", "$gt", "$gte", "$eq",
    "$neq", "$ex", "$nex", "$mt", "$imt", "$iall", "$iany", "$and", "$or", "$not", "$all", "$any", "$add", "$sub",
    "$mul", "$div",
)  # fmt: skip

AND, OR = "$and", "$or"
LOW, HIGH = "low", "high"
NAME_LENGTH = 2
NAME_IN_MESSAGE = slice(2, 2 + NAME_LENGTH)  # a message reads {"NN":{"m":{...
CATCH_ALL_NAME = CATCH_ALL * NAME_LENGTH


class _NativeEngine(Protocol):
    """The functions of the extension module that the safe profile uses; a rule that fired is a JSON message."""

    def create_ruleset(self, name: str, rules: str, /) -> int: ...
    def assert_fact(self, handle: int, fact: str, /) -> tuple[int, int]: ...
    def start_action_for_state(self, handle: int, state: int, /) -> tuple[str, str] | None: ...
    def complete_and_start_action(self, handle: int, state: int, /) -> str | None: ...
    def delete_state(self, handle: int, name: str, /) -> None: ...
    def delete_ruleset(self, handle: int, /) -> None: ...


native = cast(_NativeEngine, durable_rules_engine)
# Two threads in one ruleset crash the process (3 runs of 3) or take each other's actions. Reentrant, because the
# garbage collector may free an engine's rulesets while its thread is inside another one.
_lock = RLock()
_serial = count(1)


def name_hash(name: str) -> int:
    """Return the 32-bit FNV-1a hash by which the engine knows a name."""
    value = 2166136261
    for byte in name.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


@dataclass(frozen=True, slots=True)
class _Clause:
    """A condition in the engine's language, with what it costs the engine."""

    text: str
    fields: frozenset[str] = field(compare=False)
    paths: int = field(default=1, compare=False)
    groups: int = field(default=0, compare=False)
    operator: str = field(default="", compare=False)
    parts: tuple[_Clause, ...] = field(default=(), compare=False)

    @property
    def is_too_wide(self) -> bool:
        """True if no ruleset can hold it beside the rule that always fires."""
        return (
            self.paths >= PATHS_PER_RULESET
            or self.groups > GROUPS_PER_RAIL
            or len(self.fields) + OWN_FIELDS > FIELDS_PER_RULESET
        )


def _join(operator: str, clauses: Sequence[_Clause]) -> _Clause:
    spliced = [part for clause in clauses for part in (clause.parts if clause.operator == operator else (clause,))]
    # Narrow parts first: a wide one in front would have the narrow ones tested once per alternative.
    parts = sorted(dict.fromkeys(spliced), key=lambda part: part.paths)
    if len(parts) == 1:
        return parts[0]
    widths = [part.paths for part in parts]
    return _Clause(
        text=f'{{"{operator}":[{",".join(part.text for part in parts)}]}}',
        fields=frozenset[str]().union(*(part.fields for part in parts)),
        paths=sum(widths) if operator == OR else prod(widths),
        groups=1 + sum(part.groups for part in parts),
        operator=operator,
        parts=tuple(parts),
    )


class _Translator:
    """Turns conditions into clauses and gives every field, a bound or an excluded value, a short name."""

    def __init__(self) -> None:
        self.names: dict[tuple[str, str], str] = {}
        self.problems: list[Problem] = []
        self._choices: dict[tuple[str, frozenset[str]], _Clause] = {}
        self._taken = {name_hash(name): name for name in RESERVED_NAMES}

    def clause(self, condition: Condition) -> _Clause:
        """Return the clause that fires when the condition holds for every possible value."""
        match condition:
            case AllOf(parts):
                return _join(AND, [self.clause(part) for part in parts])
            case AnyOf(parts):
                return _join(OR, [self.clause(part) for part in parts])
            case ChoiceTest(fact, _, _, others, _):
                return self._excluding(fact, others)
        return self._number(condition.fact, condition.operator, condition.bound)

    def _number(self, fact: str, operator: str, bound: int) -> _Clause:
        match operator:
            case "<":
                return self._bound("$lt", fact, HIGH, bound)
            case "<=":
                return self._bound("$lte", fact, HIGH, bound)
            case ">":
                return self._bound("$gt", fact, LOW, bound)
            case ">=":
                return self._bound("$gte", fact, LOW, bound)
            case "==":
                return _join(AND, [self._number(fact, ">=", bound), self._number(fact, "<=", bound)])
        return _join(OR, [self._number(fact, "<", bound), self._number(fact, ">", bound)])

    def _bound(self, sign: str, fact: str, end: str, bound: int) -> _Clause:
        name = self._name(fact, end)
        return _Clause(f'{{"{sign}":{{"{name}":{bound}}}}}', frozenset({name}))

    def _excluding(self, fact: str, values: frozenset[str]) -> _Clause:
        # Many rules ask the same of a choice: they are about the same tumor, or want no spread.
        found = self._choices.get((fact, values))
        if found is None:
            found = self._choices[fact, values] = _join(AND, [self._excluded(fact, value) for value in sorted(values)])
        return found

    def _excluded(self, fact: str, value: str) -> _Clause:
        name = self._name(fact, value)
        return _Clause(f'{{"{name}":1}}', frozenset({name}))

    def _name(self, fact: str, part: str) -> str:
        name = self.names.get((fact, part))
        if name is None:
            name = self.names[fact, part] = f"{len(self.names):x}"
            other = self._taken.setdefault(name_hash(name), name)
            if other != name:
                self.problems.append(Problem("name_collision", fact, found=name, related=(other,)))
        return name


def _problems_of(rule: str, condition: Condition, domains: Mapping[str, Domain]) -> Iterator[Problem]:
    if _has_empty_group(condition):
        # It would also match the engine's own state and fire for ever.
        yield Problem("empty_group", rule)
    for test in tests_of(condition):
        domain = domains.get(test.fact)
        match test, domain:
            case ChoiceTest(fact, _, values, others), ChoiceDomain():
                if not values or not others:
                    yield Problem("empty_group", rule, found=fact, allowed=domain.allowed())
                elif values & others or values | others != frozenset(domain.values):
                    yield Problem("value_unknown", rule, found=fact, allowed=domain.allowed())
            case NumberTest(fact, _, bound), NumberDomain(_, low, high):
                if not all(map(_is_exact, (bound, low, high))):
                    yield Problem("constant_out_of_range", rule, found=f"{fact} {bound}", allowed=domain.allowed())
            case _:
                yield Problem("fact_unknown", rule, found=test.fact)


def _has_empty_group(condition: Condition) -> bool:
    if isinstance(condition, AllOf | AnyOf):
        return not condition.parts or any(map(_has_empty_group, condition.parts))
    return False


def _is_exact(number: int) -> bool:
    # Truth values, fractions and exponents are read as something else by the engine, or not at all.
    return type(number) is int and abs(number) <= LARGEST_NUMBER


Target = tuple[str, Outcome]
Piece = tuple[int, str]  # a ruleset's number and what is added to its fact
Places = Mapping[str, tuple[str, tuple[int, ...]]]  # a bound or value -> its name, the rulesets that read it


def _too_wide(rails: Mapping[_Clause, tuple[Target, ...]]) -> list[Problem]:
    allowed = (f"at most {PATHS_PER_RULESET - 1} paths", f"at most {GROUPS_PER_RAIL} groups")
    wide: dict[str, Problem] = {}
    for rail, targets in rails.items():
        if rail.is_too_wide:
            found = f"{rail.paths} paths, {rail.groups} groups, {len(rail.fields)} fields"
            wide |= {rule: Problem("rule_too_wide", rule, found=found, allowed=allowed) for rule, _ in targets}
    return list(wide.values())


@dataclass(slots=True)
class _Load:
    """The rails that one ruleset will hold, each with the rules it speaks for."""

    rails: dict[_Clause, tuple[Target, ...]] = field(default_factory=dict)
    paths: int = 1
    fields: frozenset[str] = frozenset()

    def takes(self, rail: _Clause, targets: tuple[Target, ...]) -> bool:
        """Take a rail if there is room for it."""
        fields = self.fields | rail.fields
        if self.paths + rail.paths > PATHS_PER_RULESET:
            return False
        if len(fields) + OWN_FIELDS > FIELDS_PER_RULESET:
            return False
        self.rails[rail] = targets
        self.paths += rail.paths
        self.fields = fields
        return True


def _loads(rails: Mapping[_Clause, tuple[Target, ...]]) -> list[_Load]:
    loads: list[_Load] = []
    for rail, targets in rails.items():
        if not any(load.takes(rail, targets) for load in loads):
            loads.append(_Load())
            loads[-1].takes(rail, targets)
    return loads


class _Ruleset:
    """One ruleset of the extension module; whoever runs it holds the lock."""

    def __init__(self, load: _Load) -> None:
        names = [f"{index:0{NAME_LENGTH}d}" for index in range(len(load.rails))]
        rules = {name: rail.text for name, rail in zip(names, load.rails, strict=True)}
        rules[CATCH_ALL_NAME] = f'{{"{CATCH_ALL}":1}}'
        bodies = (f'"{name}":{{"all":[{{"m":{text}}}]}}' for name, text in rules.items())
        self._text = f"{{{','.join(bodies)}}}"
        self._digest = sha256(self._text.encode()).hexdigest()[:16]
        self._targets: dict[str, tuple[Target, ...]] = dict(zip(names, load.rails.values(), strict=True))
        self._targets[CATCH_ALL_NAME] = ()
        self._handle = self._create()

    def fired(self, fact: str) -> list[tuple[Target, ...]]:
        """Return what fired for a fact, one entry for each rail.

        Raises:
            DisagreementError: the engine failed; the ruleset has been replaced and the next patient is safe.
        """
        try:
            return self._run(fact)
        except BaseException as error:
            # The state may be half made, and deleting it then frees garbage; a new ruleset has no state at all.
            old, self._handle = self._handle, self._create()
            native.delete_ruleset(old)
            if isinstance(error, Exception):
                raise DisagreementError([Problem("engine_failed", found=str(error))]) from error
            raise

    def free(self) -> None:
        """Give the ruleset's memory back."""
        native.delete_ruleset(self._handle)

    def _run(self, fact: str) -> list[tuple[Target, ...]]:
        handle = self._handle
        code, state = native.assert_fact(handle, fact)
        if code:
            raise RuntimeError(f"result code {code}")
        started = native.start_action_for_state(handle, state)
        message = started[1] if started else None
        names = []
        while message is not None:
            names.append(message[NAME_IN_MESSAGE])
            message = native.complete_and_start_action(handle, state)
        native.delete_state(handle, STATE)
        if CATCH_ALL_NAME not in names:
            raise RuntimeError("the run did not reach its end")
        return [self._targets[name] for name in names]

    def _create(self) -> int:
        # A name is used once in a process, also for the same rules.
        return native.create_ruleset(f"{self._digest}-{next(_serial)}", self._text)


class _NumberReader:
    """Writes what is known of a number: its bounds, each for the rulesets that read it."""

    def __init__(self, fact: str, domain: NumberDomain, places: Places) -> None:
        self._fact = fact
        self._domain = domain
        self._low, self._low_rulesets = places.get(LOW, ("", ()))
        self._high, self._high_rulesets = places.get(HIGH, ("", ()))

    def pieces(self, known: Possible) -> tuple[Piece, ...]:
        if not isinstance(known, tuple) or len(known) != 2 or not all(map(_is_exact, known)):
            raise _refusal(self._fact, known)
        low, high = known
        if not self._domain.low <= low <= high <= self._domain.high:
            raise _refusal(self._fact, known)
        lowest, highest = f',"{self._low}":{low}', f',"{self._high}":{high}'
        return (
            *[(index, lowest) for index in self._low_rulesets],
            *[(index, highest) for index in self._high_rulesets],
        )


class _ChoiceReader:
    """Writes what is known of a choice: the values it cannot have, each for the rulesets that read it."""

    def __init__(self, fact: str, domain: ChoiceDomain, places: Places) -> None:
        self._fact = fact
        self._values = frozenset(domain.values)
        self._places = places
        self._remembered = lru_cache(REMEMBERED_SETS)(self._written)

    def pieces(self, known: Possible) -> tuple[Piece, ...]:
        if not isinstance(known, frozenset) or not known or not known <= self._values:
            raise _refusal(self._fact, known)
        return self._remembered(known)

    def _written(self, known: frozenset[str]) -> tuple[Piece, ...]:
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
        problems = [problem for rule in conditions for problem in _problems_of(rule, conditions[rule], domains)]
        unsound = {problem.subject for problem in problems}
        sound = {rule: condition for rule, condition in conditions.items() if rule not in unsound}
        translator = _Translator()
        rails: dict[_Clause, tuple[Target, ...]] = {}
        # All rails of one kind first: they share fields, so the facts that are sent stay small.
        for outcome in (Outcome.MET, Outcome.NOT_MET):
            for rule, condition in sound.items():
                rail = translator.clause(condition if outcome is Outcome.MET else negate(condition))
                rails[rail] = (*rails.get(rail, ()), (rule, outcome))
        problems += [*translator.problems, *_too_wide(rails)]
        if problems:
            raise KnowledgeError(problems)
        loads = _loads(rails)
        self._unknown = dict.fromkeys(conditions, Outcome.UNKNOWN)
        self._readers = _readers(domains, translator, loads)
        self._rulesets: list[_Ruleset] = []
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
            reader = self._readers.get(fact)
            if reader is None:
                raise _refusal(fact, known)
            for index, text in reader.pieces(known):
                texts[index] += text
        fired: list[tuple[Target, ...]] = []
        with _lock:
            for ruleset, text in zip(self._rulesets, texts, strict=True):
                # Every rail reads a field, so none can fire without one.
                if text:
                    fired += ruleset.fired(f"{FACT_START}{text}}}")
        return self._outcomes(fired)

    def _build(self, loads: Sequence[_Load]) -> None:
        with _lock:
            for load in loads:
                try:
                    self._rulesets.append(_Ruleset(load))
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


def _readers(
    domains: Mapping[str, Domain], translator: _Translator, loads: Sequence[_Load]
) -> dict[str, _NumberReader | _ChoiceReader]:
    places: dict[str, dict[str, tuple[str, tuple[int, ...]]]] = {fact: {} for fact in domains}
    for (fact, part), name in translator.names.items():
        places[fact][part] = name, tuple(index for index, load in enumerate(loads) if name in load.fields)
    return {
        fact: _NumberReader(fact, domain, places[fact])
        if isinstance(domain, NumberDomain)
        else _ChoiceReader(fact, domain, places[fact])
        for fact, domain in domains.items()
    }


def _free(rulesets: Sequence[_Ruleset]) -> None:
    with _lock:
        for ruleset in rulesets:
            ruleset.free()
