"""The one door: load the rules, screen a patient.

Every screening is decided by durable-rules and confirmed by the referee; then the analysis over completions settles
what is certain although facts are unknown, and lists what is still open. Nothing about the patient is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from screener.freshness import read_aged, stale_changes, without_stale
from screener.knowledge.conditions import facts_of
from screener.knowledge.load import read_knowledge
from screener.knowledge.model import DerivedFact, FormulaDefinition, Knowledge, Statement
from screener.knowledge.problems import DisagreementError, KnowledgeError, PatientError, Problem
from screener.patient import Patient
from screener.places import find_rules
from screener.reasoning.answers import Outcome, Possible, is_open
from screener.reasoning.combinations import read_combinations
from screener.reasoning.compiled import CompiledRules
from screener.reasoning.completions import Completions
from screener.reasoning.derive import definition_says, derive
from screener.reasoning.engine import Engine
from screener.reasoning.options import read_options, shared_checks
from screener.reasoning.reasons import Reasons, value_read
from screener.reasoning.referee import evaluate
from screener.reasoning.soundness import unsound
from screener.result import (
    UNKNOWN_VALUE,
    DerivedRead,
    KnowledgeRead,
    Said,
    ScopeRead,
    Screening,
    UnitQuestion,
    ValueRead,
)
from screener.written_number import UnitDoubt

Stale = Literal["keep", "unknown"]


@dataclass(frozen=True)
class KnowledgeBase:
    """A rule base ready to screen: the rules, the engine that runs them, their diagrams.

    Attributes:
        knowledge: the frozen model of the rules.
    """

    knowledge: Knowledge
    engine: Engine
    compiled: CompiledRules
    reasons: Reasons


def load_knowledge(path: Path | str | None = None) -> KnowledgeBase:
    """Return a rule base ready to screen.

    Args:
        path: the folder with the rules; the built-in ones if it is left out.

    Raises:
        KnowledgeError: everything that is wrong with the rules.
    """
    knowledge, problems = read_knowledge(Path(path) if path is not None else find_rules() / "liver")
    if knowledge is None or problems:
        raise KnowledgeError(problems)
    compiled = CompiledRules(knowledge)
    problems = unsound(knowledge, compiled)
    if problems:
        raise KnowledgeError(problems)
    conditions = {rule.id: rule.condition for rule in knowledge.deciding_rules if rule.condition is not None}
    return KnowledgeBase(knowledge, Engine(conditions, knowledge.domains), compiled, Reasons(knowledge))


def screen(
    raw: Mapping[str, object],
    kb: KnowledgeBase,
    exact: bool = True,
    as_of: date | None = None,
    stale: Stale | None = None,
) -> Screening:
    """Return what the rules say about a patient.

    Args:
        raw: answers by fact name, as `Patient.read` takes them; whatever is left out is unknown.
        kb: the rule base.
        exact: False leaves out the analysis over completions: statuses then come from rule outcomes alone, which do
            not see what several open rules decide together, and both lists of open facts are None.
        as_of: the day on which the ages of dated answers are counted.
        stale: whether outdated answers count as given ("keep") or as unknown; left out, they are kept unless `as_of` is
            given.

    Raises:
        PatientError: the answers cannot be read, or contradict each other; all problems at once.
        DisagreementError: engine, referee and analysis do not agree; there is no result.
        BudgetError: the analysis would take too many steps.
    """
    patient = Patient.read(raw, kb.knowledge, as_of)
    aged = read_aged(patient, kb.knowledge)
    if not aged:
        return _screen(patient, kb, exact)
    if not any(each.is_stale for each in aged):
        return _screen(patient, kb, exact).model_copy(update={"aged": aged})
    are_unknown = (stale or ("keep" if as_of is None else "unknown")) == "unknown"
    try:
        as_given = _screen(patient, kb, exact)
    except PatientError:
        if not are_unknown:
            raise
        as_given = None
    unknown = _screen(without_stale(patient, aged), kb, exact)
    return (unknown if are_unknown or as_given is None else as_given).model_copy(
        update={
            "facts": _read_facts(patient, kb.knowledge),
            "aged": aged,
            "stale_are_unknown": are_unknown,
            "stale_changes": stale_changes(as_given, unknown),
        }
    )


def _screen(patient: Patient, kb: KnowledgeBase, exact: bool) -> Screening:
    knowledge = kb.knowledge
    known = derive(knowledge, patient.asked, patient.stated)
    _refuse_impossible(knowledge, known)
    completions = None
    if exact or patient.stated:
        completions = Completions(knowledge, kb.compiled, patient.asked, patient.stated)
    scope = _read_scope(knowledge, known)
    values = {name: value_read(knowledge, name, possible) for name, possible in known.items()}
    outcomes = decide(kb, known)
    firm = completions.firm_up(outcomes) if completions and exact else outcomes
    options = {}
    if scope.inside:
        reasons = kb.reasons.read(known, values, outcomes, firm)
        options = read_options(knowledge, known, firm, reasons, completions if exact else None)
    return Screening.model_construct(
        knowledge=_read_version(knowledge),
        exact=exact,
        scope=scope,
        facts=_read_facts(patient, knowledge),
        open_answers=dict(patient.open_answers),
        written=dict(patient.written),
        unit_questions=tuple(_unit_question(knowledge, name, doubt) for name, doubt in patient.unit_doubts.items()),
        derived={
            fact.id: _read_derived(knowledge, fact, patient, known, values.get(fact.id, UNKNOWN_VALUE))
            for fact in knowledge.derived
        },
        urgent=_met(knowledge.urgent, known),
        options=options,
        combinations=read_combinations(knowledge, options, reasons) if options else (),
        shared_checks=shared_checks(options),
    )


def _read_facts(patient: Patient, knowledge: Knowledge) -> dict[str, ValueRead]:
    given = {**patient.asked, **patient.stated}
    return {name: value_read(knowledge, name, possible) for name, possible in given.items()}


def decide(kb: KnowledgeBase, known: Mapping[str, Possible]) -> dict[str, Outcome]:
    """Return the outcome of every rule, decided by the engine and confirmed by the referee.

    Raises:
        DisagreementError: they differ; every rule on which they do is named.
    """
    decided = kb.engine.decide(known)
    problems = []
    for rule in kb.knowledge.deciding_rules:
        assert rule.condition is not None
        confirmed = evaluate(rule.condition, known)
        if decided[rule.id] is not confirmed:
            problems.append(Problem("disagreement", rule.id, found=str(decided[rule.id]), allowed=(str(confirmed),)))
    if problems:
        raise DisagreementError(problems)
    return decided


def _refuse_impossible(knowledge: Knowledge, known: Mapping[str, Possible]) -> None:
    problems = [
        Problem("impossible_combination", each.id, found=each.says.clinician, related=_facts_read(each, known))
        for each in knowledge.impossible
        if evaluate(each.condition, known) is Outcome.MET
    ]
    if problems:
        raise PatientError(problems)


def _met(statements: tuple[Statement, ...], known: Mapping[str, Possible]) -> tuple[Said, ...]:
    met = (each for each in statements if evaluate(each.condition, known) is Outcome.MET)
    return tuple(Said(each.id, each.says, each.turn_to) for each in met)


def _read_scope(knowledge: Knowledge, known: Mapping[str, Possible]) -> ScopeRead:
    reasons = _met(knowledge.scope, known)
    open_facts = dict.fromkeys(
        fact
        for each in knowledge.scope
        if evaluate(each.condition, known) is Outcome.UNKNOWN
        for fact in sorted(facts_of(each.condition))
        if fact not in known
    )
    return ScopeRead(inside=not reasons, reasons=reasons, open_facts=tuple(open_facts))


def _facts_read(statement: Statement, known: Mapping[str, Possible]) -> tuple[str, ...]:
    return tuple(sorted(facts_of(statement.condition) & set(known)))


def _read_derived(
    knowledge: Knowledge, fact: DerivedFact, patient: Patient, known: Mapping[str, Possible], read: ValueRead
) -> DerivedRead:
    inputs = knowledge.asked_inputs(fact.id)
    stated = patient.stated.get(fact.id)
    formula_says = None
    if stated is not None and fact.is_judgement:
        computed = definition_says(knowledge, fact, known)
        formula_says = value_read(knowledge, fact.id, computed) if computed != stated else None
    return DerivedRead(
        fact=fact.id,
        read=read,
        stated=None if stated is None else value_read(knowledge, fact.id, stated),
        known_inputs=tuple(name for name in inputs if name in patient.asked),
        open_inputs=tuple(name for name in inputs if _is_open(fact, patient.asked.get(name))),
        formula_says=formula_says,
    )


def _is_open(fact: DerivedFact, possible: Possible | None) -> bool:
    """Return whether an input may have several values; to a formula a half step is both grid values beside it."""
    if possible is None or is_open(possible):
        return True
    is_between = isinstance(possible, tuple) and possible[0] % 2 == 1
    return is_between and isinstance(fact.definition, FormulaDefinition)


def _unit_question(knowledge: Knowledge, name: str, doubt: UnitDoubt) -> UnitQuestion:
    return UnitQuestion(name, doubt.written, doubt.unit, value_read(knowledge, name, doubt.would_be))


def _read_version(knowledge: Knowledge) -> KnowledgeRead:
    is_reviewed = all(rule.reviewed_by for rule in knowledge.rules)
    return KnowledgeRead(knowledge.version, knowledge.hash, knowledge.checked, is_reviewed)
