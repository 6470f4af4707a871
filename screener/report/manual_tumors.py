"""For which tumors a rule speaks, as the manual shows it."""

from __future__ import annotations

from collections.abc import Container

from screener.knowledge.conditions import AllOf, ChoiceTest
from screener.knowledge.model import Knowledge, Rule
from screener.knowledge.resolve import DIAGNOSIS
from screener.wording import Wording


def covered_tumors(knowledge: Knowledge) -> tuple[str, ...]:
    """Return the diagnoses the rules speak about, in the order in which they are asked."""
    fact = knowledge.fact_by_id.get(DIAGNOSIS)
    return tuple(choice.value for choice in fact.choices if choice.value in knowledge.covered) if fact else ()


def tumors_of(rule: Rule, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the covered diagnoses for which a rule can speak."""
    parts = rule.condition.parts if isinstance(rule.condition, AllOf) else (rule.condition,)
    named = [part.values for part in parts if isinstance(part, ChoiceTest) and part.fact == DIAGNOSIS]
    return tuple(each for each in covered_tumors(knowledge) if all(each in values for values in named))


def tumors_listed(diagnoses: Container[str], wording: Wording) -> str:
    """Return what covered diagnoses are called, in the order in which they are asked."""
    own = [wording.choice(DIAGNOSIS, each) for each in covered_tumors(wording.knowledge) if each in diagnoses]
    return wording.listed(own, "both")


def tumors_said(rule: Rule, wording: Wording) -> str:
    """Return for which tumors a rule speaks, in the shortest words: all of them, all but a few, or a list."""
    covered, own = covered_tumors(wording.knowledge), tumors_of(rule, wording.knowledge)
    others = [each for each in covered if each not in own]
    if not others:
        return wording.say("manual.every_tumor")
    if len(others) * 2 < len(covered):
        return wording.say("manual.every_tumor_but", {"tumors": tumors_listed(others, wording)})
    return tumors_listed(own, wording)


def broadest_first(rule: Rule, knowledge: Knowledge) -> tuple[int, tuple[int, ...]]:
    """Return what sorts rules by tumor: those for every tumor first, then by the first tumor they name."""
    covered, own = covered_tumors(knowledge), tumors_of(rule, knowledge)
    return int(own != covered), tuple(map(covered.index, own))
