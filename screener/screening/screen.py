"""The one door: read a patient's answers, and say what the rules say about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Literal

from screener.patient.patient import Patient
from screener.problems import PatientError
from screener.result.screening import Screening
from screener.screening.examination import Examination, examine_patient, values_given
from screener.screening.freshness import aged_facts, stale_changes, without_stale
from screener.screening.knowledge_base import KnowledgeBase

Stale = Literal["keep", "unknown"]
Assume = Literal["usual", "nothing"]


def screen(
    raw: Mapping[str, object],
    kb: KnowledgeBase,
    exact: bool = True,
    as_of: date | None = None,
    stale: Stale | None = None,
    assume: Assume = "usual",
) -> Screening:
    """Return what the rules say about a patient.

    Args:
        raw: answers by fact name, as `Patient.read` takes them; whatever is left out is unknown.
        kb: the rule base.
        exact: False leaves out the analysis over completions: statuses then come from rule outcomes alone, which do
            not see what several unknown rules decide together, and both lists of open facts are None.
        as_of: the day on which the ages of dated answers are counted.
        stale: whether outdated answers count as given ("keep") or as unknown; left out, they are kept unless `as_of` is
            given.
        assume: "nothing" leaves out the usual reading: what follows if silence means what a reader takes it to mean.

    Raises:
        PatientError: the answers cannot be read, or contradict each other; all problems at once.
        DisagreementError: engine, referee and analysis do not agree; there is no result.
        BudgetError: the analysis would take too many steps.
    """
    return examine(raw, kb, exact, as_of, stale, assume).screening


def examine(
    raw: Mapping[str, object],
    kb: KnowledgeBase,
    exact: bool = True,
    as_of: date | None = None,
    stale: Stale | None = None,
    assume: Assume = "usual",
) -> Examination:
    """Return what the rules say about a patient, ready for further questions; arguments and errors as of `screen`."""
    is_silence_read = assume == "usual"
    patient = Patient.read(raw, kb.knowledge, as_of)
    aged = aged_facts(patient, kb.knowledge)
    if not any(each.is_stale for each in aged):
        return examine_patient(patient, kb, exact, is_silence_read)
    are_unknown = (stale or ("keep" if as_of is None else "unknown")) == "unknown"
    try:
        as_given = examine_patient(patient, kb, exact, is_silence_read)
    except PatientError:
        if not are_unknown:
            raise
        as_given = None
    unknown = examine_patient(without_stale(patient, aged), kb, exact, is_silence_read)
    told = {
        "facts": values_given(patient, kb.knowledge),
        "stale_are_unknown": are_unknown,
        "stale_changes": stale_changes(as_given.screening if as_given else None, unknown.screening),
    }
    examination = unknown if are_unknown or as_given is None else as_given
    return replace(examination, screening=examination.screening.model_copy(update=told))
