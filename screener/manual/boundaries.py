"""The boundary patients of a rule, in the manual: one line for each number at which the rule may flip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from screener.knowledge.rules import AnyRule
from screener.proof.boundaries import BoundaryPatient, Side, boundaries_of, boundary_patients
from screener.proof.witness import written
from screener.report.blocks import Code, Line, Part, Table, part
from screener.report.links import fact_link
from screener.result.reason import Known
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
            found = self._tables(boundary_patients(self._kb, rule.id))
            self._found[rule.id] = tuple(part("boundaries", self._wording.say("manual.boundaries"), 4, found))
        return self._found[rule.id]

    def _tables(self, patients: Sequence[BoundaryPatient]) -> tuple[Table, ...]:
        if not patients:
            return ()
        sides = (self._wording.say(f"manual.sides.{side}") for side in SIDES)
        header = (self._wording.say("manual.number"), *sides, self._wording.say("manual.rest"))
        return (Table(header, tuple(map(self._line, boundaries_of(patients)))),)

    def _line(self, boundary: Sequence[BoundaryPatient]) -> tuple[Line, ...]:
        first = boundary[0]
        by_side = {patient.side: patient for patient in boundary}
        sides = (self._cell(by_side.get(side)) for side in SIDES)
        return (fact_link(first.fact), f" {first.constant}"), *sides, (Code(f"{{{written(first.context)}}}"),)

    def _cell(self, patient: BoundaryPatient | None) -> str:
        if patient is None:
            return self._wording.say("manual.nobody")
        number = str(patient.facts[patient.fact])
        value = self._wording.value(patient.fact, Known(low=number, high=number))
        outcome = self._wording.say(f"manual.outcomes.{patient.outcome.value}")
        return self._wording.say("manual.side", {"value": value, "outcome": outcome})
