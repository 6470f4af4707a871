"""The boundary patients of a rule: one line for each number at which the rule may flip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from screener.knowledge.rules import AnyRule
from screener.proof.boundaries import BoundaryPatient, Side, boundaries_of, boundary_patients
from screener.proof.witness import patient_line
from screener.report.blocks import Code, Line, Paragraph, Part, Table
from screener.report.links import fact_link
from screener.screening.knowledge_base import KnowledgeBase
from screener.wording.wording import Wording

SIDES: tuple[Side, ...] = get_args(Side)


class Boundaries:
    """Tells each rule's boundary patients; they are found once, however many pages tell the rule."""

    def __init__(self, kb: KnowledgeBase, wording: Wording) -> None:
        """Start with no patient found."""
        self._kb = kb
        self._wording = wording
        self._found: dict[str, tuple[Part, ...]] = {}

    def of(self, rule: AnyRule) -> tuple[Part, ...]:
        """Return a rule's boundary patients as a part, or nothing if no number decides it."""
        if rule.id not in self._found:
            patients = boundary_patients(self._kb, rule.id)
            self._found[rule.id] = (boundaries_part(patients, self._wording),) if patients else ()
        return self._found[rule.id]


def boundaries_part(patients: Sequence[BoundaryPatient], wording: Wording) -> Part:
    """Return a rule's boundary patients, or that there are none."""
    title = wording.say("rules.boundaries.title")
    if not patients:
        return Part("boundaries", title, 4, (Paragraph(wording.say("rules.boundaries.none")),))
    columns = (wording.say(f"rules.boundaries.{column}") for column in ("number", *SIDES, "rest"))
    lines = (_line(boundary, wording) for boundary in boundaries_of(patients))
    return Part("boundaries", title, 4, (Table(tuple(columns), tuple(lines)),))


def _line(boundary: Sequence[BoundaryPatient], wording: Wording) -> tuple[Line, ...]:
    first = boundary[0]
    by_side = {patient.side: patient for patient in boundary}
    sides = (_cell(by_side.get(side), wording) for side in SIDES)
    return (fact_link(first.fact), f" {first.constant}"), *sides, (Code(f"{{{patient_line(first.context)}}}"),)


def _cell(patient: BoundaryPatient | None, wording: Wording) -> str:
    if patient is None:
        return wording.say("rules.boundaries.nobody")
    value = wording.with_unit(patient.fact, str(patient.facts[patient.fact]))
    return wording.say(f"rules.boundaries.{patient.outcome.value}", {"value": value})
