"""The scope: whom the rules speak about, who needs help today, and facts that cannot go together."""

from __future__ import annotations

from collections.abc import Mapping

from screener.engine.referee import evaluate
from screener.knowledge.conditions import facts_of
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Outcome, Possible
from screener.knowledge.rules import Notice
from screener.problems import PatientError, Problem
from screener.result.screening import NoticeResult, ScopeResult


def refuse_impossible(knowledge: Knowledge, known: Mapping[str, Possible]) -> None:
    """Refuse facts that cannot go together.

    Raises:
        PatientError: every combination that is certainly met; the facts that take part are named.
    """
    problems = [
        Problem("impossible_combination", each.id, found=each.says.clinician, related=_facts_read(each, known))
        for each in knowledge.impossible
        if evaluate(each.condition, known) is Outcome.MET
    ]
    if problems:
        raise PatientError(problems)


def met(notices: tuple[Notice, ...], known: Mapping[str, Possible]) -> tuple[NoticeResult, ...]:
    """Return what those notices say that hold for what is known."""
    holding = (each for each in notices if evaluate(each.condition, known) is Outcome.MET)
    return tuple(NoticeResult(each.id, each.says, each.turn_to) for each in holding)


def scope_result(knowledge: Knowledge, known: Mapping[str, Possible]) -> ScopeResult:
    """Return whether the rules speak about the patient, and what could still put the patient outside."""
    reasons = met(knowledge.scope, known)
    open_facts = dict.fromkeys(
        fact
        for each in knowledge.scope
        if evaluate(each.condition, known) is Outcome.UNKNOWN
        for fact in sorted(facts_of(each.condition))
        if fact not in known
    )
    return ScopeResult(inside=not reasons, reasons=reasons, open_facts=tuple(open_facts))


def needed_elsewhere(knowledge: Knowledge, known: Mapping[str, Possible]) -> frozenset[str]:
    """Return the facts on which it still depends whether the patient is inside the scope or needs help today."""
    notices = (*knowledge.scope, *knowledge.urgent)
    unknown = (each for each in notices if evaluate(each.condition, known) is Outcome.UNKNOWN)
    names = (name for each in unknown for name in facts_of(each.condition))
    return frozenset(asked for name in names for asked in knowledge.asked_inputs(name))


def _facts_read(notice: Notice, known: Mapping[str, Possible]) -> tuple[str, ...]:
    return tuple(sorted(facts_of(notice.condition) & set(known)))
