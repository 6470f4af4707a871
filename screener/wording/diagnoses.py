"""For which tumors a rule speaks, in words."""

from __future__ import annotations

from collections.abc import Container

from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.rules import AnyRule
from screener.wording.wording import Wording


def diagnoses_listed(diagnoses: Container[str], wording: Wording) -> str:
    """Return what covered diagnoses are called, in the order in which they are asked."""
    own = [wording.choice(DIAGNOSIS, each) for each in wording.knowledge.covered_diagnoses if each in diagnoses]
    return wording.listed(own, "both")


def diagnoses_text(rule: AnyRule, wording: Wording) -> str:
    """Return for which tumors a rule speaks, in the shortest words: all of them, all but a few, or a list."""
    covered, own = wording.knowledge.covered_diagnoses, wording.knowledge.diagnoses_of(rule)
    others = [each for each in covered if each not in own]
    if not others:
        return wording.say("diagnoses.every")
    if len(others) * 2 < len(covered):
        return wording.say("diagnoses.every_but", {"tumors": diagnoses_listed(others, wording)})
    return diagnoses_listed(own, wording)
