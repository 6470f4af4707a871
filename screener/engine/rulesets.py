"""Rulesets: groups of rails small enough for the engine, and the extension module that runs them.

The extension module is driven directly, without the package's Python half, whose timer threads dispatch the same
rulesets and whose actions swallow errors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from threading import RLock
from typing import Protocol, cast

import durable_rules_engine

from screener.engine import safe_profile
from screener.engine.clauses import Clause
from screener.engine.safe_profile import CATCH_ALL, OWN_FIELDS, STATE
from screener.knowledge.possible import Outcome
from screener.problems import DisagreementError, Problem

NAME_LENGTH = 2
NAME_IN_MESSAGE = slice(2, 2 + NAME_LENGTH)  # a message reads {"NN":{"m":{...
CATCH_ALL_NAME = CATCH_ALL * NAME_LENGTH

Target = tuple[str, Outcome]  # a rule, and the outcome it has when the rail fires


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
lock = RLock()
_serial = count(1)


def too_wide(rails: Mapping[Clause, tuple[Target, ...]]) -> list[Problem]:
    """Return a problem for every rule of which no ruleset can hold a rail."""
    allowed = (f"at most {safe_profile.PATHS_PER_RULESET - 1} paths", f"at most {safe_profile.GROUPS_PER_RAIL} groups")
    wide: dict[str, Problem] = {}
    for rail, targets in rails.items():
        if _is_too_wide(rail):
            found = f"{rail.paths} paths, {rail.groups} groups, {len(rail.fields)} fields"
            wide |= {rule: Problem("rule_too_wide", rule, found=found, allowed=allowed) for rule, _ in targets}
    return list(wide.values())


def _is_too_wide(rail: Clause) -> bool:
    """Return whether no ruleset can hold a rail beside the rule that always fires."""
    return (
        rail.paths >= safe_profile.PATHS_PER_RULESET
        or rail.groups > safe_profile.GROUPS_PER_RAIL
        or len(rail.fields) + OWN_FIELDS > safe_profile.FIELDS_PER_RULESET
    )


@dataclass(slots=True)
class Load:
    """The rails that one ruleset will hold, each with the rules it speaks for."""

    rails: dict[Clause, tuple[Target, ...]] = field(default_factory=dict)
    paths: int = 1
    fields: frozenset[str] = frozenset()

    def takes(self, rail: Clause, targets: tuple[Target, ...]) -> bool:
        """Take a rail if there is room for it."""
        fields = self.fields | rail.fields
        if self.paths + rail.paths > safe_profile.PATHS_PER_RULESET:
            return False
        if len(fields) + OWN_FIELDS > safe_profile.FIELDS_PER_RULESET:
            return False
        self.rails[rail] = targets
        self.paths += rail.paths
        self.fields = fields
        return True


def loads_of(rails: Mapping[Clause, tuple[Target, ...]]) -> list[Load]:
    """Return rails, each with the rules it speaks for, in as many loads as they need."""
    loads: list[Load] = []
    for rail, targets in rails.items():
        if not any(load.takes(rail, targets) for load in loads):
            loads.append(Load())
            loads[-1].takes(rail, targets)
    return loads


class Ruleset:
    """One ruleset of the extension module; whoever runs it holds the lock."""

    def __init__(self, load: Load) -> None:
        """Make the ruleset; what the extension module raises passes through."""
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
