"""Which derived facts a reader is shown: those that mean something for the tumor in question."""

from __future__ import annotations

from collections.abc import Iterator

from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.knowledge import Knowledge
from screener.result.screening import DerivedResult, Screening


def worked_out(screening: Screening, knowledge: Knowledge) -> Iterator[DerivedResult]:
    """Yield what was worked out, without what belongs to other tumors than this patient's can be.

    The stage of one tumor says nothing about another, although its inputs may be known. What a chart states is
    always yielded.
    """
    diagnosis = screening.facts.get(DIAGNOSIS)
    possible = frozenset(diagnosis.values) if diagnosis is not None else frozenset()
    for read in screening.derived.values():
        meant_for = knowledge.derived_by_id[read.fact].diagnoses
        if read.stated is not None or not meant_for or not possible or meant_for & possible:
            yield read
