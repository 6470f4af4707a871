"""The boundary patients of a rule, in the manual: one line for each number at which the rule may flip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from screener.knowledge.rules import AnyRule
from screener.manual.links import fact_link
from screener.manual.markup import Child, Markdown, code, inline, strong, table
from screener.proof.boundaries import BoundaryPatient, Side, boundaries_of, boundary_patients
from screener.proof.witness import written
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
        self._found: dict[str, tuple[Markdown, ...]] = {}

    def blocks(self, rule: AnyRule) -> tuple[Markdown, ...]:
        """Return a rule's boundary patients, or nothing if no number decides it."""
        if rule.id not in self._found:
            self._found[rule.id] = tuple(self._blocks(boundary_patients(self._kb, rule.id)))
        return self._found[rule.id]

    def _blocks(self, patients: Sequence[BoundaryPatient]) -> Iterator[Markdown]:
        if not patients:
            return
        say = self._wording.say
        header = [say("manual.number"), *(say(f"manual.sides.{side}") for side in SIDES), say("manual.rest")]
        yield inline(strong(say("manual.boundaries")), Markdown(":"))
        yield table(header, map(self._line, boundaries_of(patients)))

    def _line(self, boundary: Sequence[BoundaryPatient]) -> list[Child]:
        first = boundary[0]
        by_side = {patient.side: patient for patient in boundary}
        sides = [self._cell(by_side.get(side)) for side in SIDES]
        rest = code(f"{{{written(first.context)}}}")
        return [inline(fact_link(first.fact, self._wording), f" {first.constant}"), *sides, rest]

    def _cell(self, patient: BoundaryPatient | None) -> str:
        if patient is None:
            return self._wording.say("manual.nobody")
        number = str(patient.facts[patient.fact])
        value = self._wording.value(patient.fact, Known(low=number, high=number))
        outcome = self._wording.say(f"manual.outcomes.{patient.outcome.value}")
        return self._wording.say("manual.side", {"value": value, "outcome": outcome})
