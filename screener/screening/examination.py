"""The examination of one patient: the screening, and what else can be asked while its analysis is at hand.

Every patient is decided by durable-rules and confirmed by the referee; then the analysis over completions settles what
is certain although facts are unknown, and lists what is still open. Nothing about the patient is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial

from screener.analysis.analysis import Analysis
from screener.analysis.combinations import combinations_of
from screener.analysis.flips import Flips
from screener.analysis.next_question import NextQuestions
from screener.analysis.options import option_results, shared_checks
from screener.diagrams.completions import Completions
from screener.engine.derive import definition_says, derive
from screener.knowledge.derived import DerivedFact, FormulaDefinition
from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Possible, is_open
from screener.knowledge.texts import Voice
from screener.patient.patient import Patient
from screener.result.given import UnitQuestion
from screener.result.known import NOTHING_KNOWN, Known, known_of
from screener.result.next_steps import Flip, NextQuestion
from screener.result.screening import (
    DerivedResult,
    Screening,
    version_of,
)
from screener.screening.freshness import aged_facts
from screener.screening.knowledge_base import KnowledgeBase, decide
from screener.screening.scope import met, needed_elsewhere, refuse_impossible, scope_result
from screener.screening.usual import usual_reading


@dataclass(frozen=True)
class Examination:
    """A screening, and what can be asked about it while its analysis is at hand.

    Attributes:
        screening: what the rules say about the patient.
    """

    screening: Screening
    _kb: KnowledgeBase
    _patient: Patient
    _analysis: Analysis | None

    def next_questions(self, voice: Voice = "clinician", passed_over: Collection[str] = ()) -> tuple[NextQuestion, ...]:
        """Return the questions whose answer can still change something, the most useful first.

        Args:
            voice: who is asked; a patient is asked only what patients know, and nothing of the work-up.
            passed_over: facts and scores that were asked for in vain.
        """
        if self._analysis is None or not self.screening.scope.inside:
            return ()
        found = NextQuestions(self._analysis, self.screening, self._patient.stated).find(passed_over)
        return tuple(each for each in found if voice == "clinician" or each.is_for_patients)

    def flips(self) -> dict[str, tuple[Flip, ...]]:
        """Return for every option the smallest changes of known facts that would alter its status.

        Raises:
            DisagreementError: a change gives another status when it is decided anew.
        """
        if self._analysis is None or not self.screening.scope.inside:
            return {}
        knowledge = self._kb.knowledge
        statuses = {option.id: option.status for option in self.screening.options.values()}
        patient = self._patient
        flips = Flips(knowledge, self._kb.compiled, patient.asked, patient.stated, statuses, partial(_replay, self._kb))
        return {option.id: flips.find(option) for option in knowledge.options}


def _replay(kb: KnowledgeBase, asked: Mapping[str, Possible], stated: Mapping[str, Possible]) -> Analysis | None:
    """Return the analysis of other facts, decided by engine and referee; None outside the scope."""
    knowledge = kb.knowledge
    known = derive(knowledge, asked, stated)
    refuse_impossible(knowledge, known)
    completions = Completions(knowledge, kb.compiled, asked, stated)
    if not scope_result(knowledge, known).inside:
        return None
    return Analysis(knowledge, completions, completions.firm_up(decide(kb, known)))


def examine_patient(patient: Patient, whole: KnowledgeBase, exact: bool, is_silence_read: bool) -> Examination:
    """Return what the rules say about a patient who was read already; see `screener.screen`."""
    kb = whole.focused(patient.asked.get(DIAGNOSIS))
    knowledge = kb.knowledge
    known = derive(knowledge, patient.asked, patient.stated)
    refuse_impossible(knowledge, known)
    completions = None
    if exact or patient.stated:
        completions = Completions(knowledge, kb.compiled, patient.asked, patient.stated)
    scope = scope_result(knowledge, known)
    values = {name: known_of(knowledge, name, possible) for name, possible in known.items()}
    outcomes = decide(kb, known)
    firm = completions.firm_up(outcomes) if completions and exact else outcomes
    analysis = Analysis(knowledge, completions, firm) if completions and exact else None
    options = {}
    settled: tuple[str, ...] | None = None
    if scope.inside:
        reasons = kb.reasons.given(known, values, outcomes, firm)
        options = option_results(knowledge, known, firm, reasons, analysis)
        settled = analysis.settled_everywhere(needed_elsewhere(knowledge, known)) if analysis else None
    usual = usual_reading(kb, patient) if is_silence_read and exact and scope.inside else None
    if usual is not None:
        options = {name: usual.beside(option) for name, option in options.items()}
    remarked = patient.remarked.items()
    stated = {name: known_of(knowledge, name, possible) for name, possible in patient.stated.items()}
    screening = Screening.model_construct(
        knowledge=version_of(whole.knowledge),
        exact=exact,
        scope=scope,
        facts={name: values[name] for name in patient.asked} | stated,
        open_answers={name: each.open_answer for name, each in remarked if each.open_answer},
        written={name: each.as_written for name, each in remarked if each.as_written},
        unit_questions=_unit_questions(patient, knowledge),
        aged=aged_facts(patient, knowledge),
        derived={
            fact.id: _derived_result(knowledge, fact, patient, known, values.get(fact.id, NOTHING_KNOWN))
            for fact in knowledge.derived
        },
        urgent=met(knowledge.urgent, known),
        options=options,
        combinations=combinations_of(knowledge, options, reasons) if options else (),
        shared_checks=shared_checks(options),
        no_longer_matters=settled,
        usual=usual.result if usual else None,
    )
    return Examination(screening, kb, patient, analysis)


def values_given(patient: Patient, knowledge: Knowledge) -> dict[str, Known]:
    """Return what was read of every fact that was given, asked or stated."""
    given = {**patient.asked, **patient.stated}
    return {name: known_of(knowledge, name, possible) for name, possible in given.items()}


def _derived_result(
    knowledge: Knowledge, fact: DerivedFact, patient: Patient, known: Mapping[str, Possible], read: Known
) -> DerivedResult:
    inputs = knowledge.asked_inputs(fact.id)
    stated = patient.stated.get(fact.id)
    formula_says = None
    if stated is not None and fact.is_judgement:
        computed = definition_says(knowledge, fact, known)
        formula_says = known_of(knowledge, fact.id, computed) if computed != stated else None
    return DerivedResult(
        fact=fact.id,
        read=read,
        stated=None if stated is None else known_of(knowledge, fact.id, stated),
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


def _unit_questions(patient: Patient, knowledge: Knowledge) -> tuple[UnitQuestion, ...]:
    doubts = ((name, each.unit_doubt) for name, each in patient.remarked.items() if each.unit_doubt)
    return tuple(
        UnitQuestion(name, doubt.as_written, doubt.unit, known_of(knowledge, name, doubt.would_be))
        for name, doubt in doubts
    )
