"""The comparisons a rule rests on: its own, and those of every derived fact that it reads."""

from __future__ import annotations

from screener.knowledge.conditions import Test, tests_of
from screener.knowledge.derived import conditions_in
from screener.knowledge.knowledge import Knowledge


def comparisons_behind(knowledge: Knowledge, rule: str) -> tuple[Test, ...]:
    """Return every comparison behind a rule, its own first, then those of the derived facts read, and so on."""
    waiting = [knowledge.condition_by_rule[rule]]
    found: dict[Test, None] = {}
    read: set[str] = set()
    while waiting:
        tests = [test for each in waiting for test in tests_of(each)]
        found.update(dict.fromkeys(tests))
        names = [name for name in dict.fromkeys(test.fact for test in tests) if name not in read]
        read.update(names)
        derived = [knowledge.derived_by_id[name] for name in names if name in knowledge.derived_by_id]
        waiting = [each for fact in derived for each in conditions_in(fact.definition)]
    return tuple(found)
