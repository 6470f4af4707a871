"""How much there is: of rules, facts and sources, of rules by effect, and how far sources were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from screener.knowledge.knowledge import Knowledge
from screener.knowledge.options import Option
from screener.knowledge.rules import EFFECTS, AnyRule
from screener.report.blocks import Row, Rows
from screener.wording.wording import Wording

_NONE = "-"


def amounts(knowledge: Knowledge) -> dict[str, str]:
    """Return how many rules, facts, derived facts and sources there are, as the values of a text."""
    return {
        "rules": str(len(knowledge.rules)),
        "facts": str(len(knowledge.facts)),
        "derived": str(len(knowledge.derived)),
        "sources": str(len(knowledge.sources)),
    }


def rules_for(diagnosis: str, knowledge: Knowledge) -> tuple[AnyRule, ...]:
    """Return the rules that speak for a diagnosis; those for every diagnosis speak for each."""
    return tuple(rule for rule in knowledge.rules if diagnosis in knowledge.diagnoses_of(rule))


def counts_by_effect(rules: Iterable[AnyRule]) -> tuple[str, ...]:
    """Return how many rules there are of each effect, in the order of the effects."""
    counts = Counter(rule.effect for rule in rules)
    return tuple(str(counts[effect] or _NONE) for effect in EFFECTS)


def counts_by_option(rules: tuple[AnyRule, ...], knowledge: Knowledge) -> Iterator[tuple[Option, tuple[str, ...]]]:
    """Yield each option with how many of some rules speak about it, by effect."""
    for option in knowledge.options:
        yield option, counts_by_effect(rule for rule in rules if option.id in rule.options)


def how_far_read(wording: Wording) -> Rows:
    """Return how many citations there are of each level of reading, the most frequent first."""
    read = Counter(citation.read for rule in wording.knowledge.rules for citation in rule.citations)
    names = (f"{level} ({wording.say(f'read.{level}')})" for level, _ in read.most_common())
    counts = ({"count": str(count), "all": str(read.total())} for _, count in read.most_common())
    return Rows(tuple(Row(name, wording.say("rules.of_all", count)) for name, count in zip(names, counts, strict=True)))
