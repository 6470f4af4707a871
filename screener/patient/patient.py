"""One patient: what was given for every fact, read into sets of possible values.

Files, forms and Python callers all come through `Patient.read`; it finds every problem at once and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Possible
from screener.patient.answer import Answer, AnswerReader
from screener.problems import PatientError, Place


class PatientFacts(Mapping[str, object]):
    """The facts of a patient file, and where each stands in it."""

    def __init__(self, facts: Mapping[str, object], places: Mapping[str, Place]) -> None:
        """Keep the facts as written and the place of each."""
        self._facts = dict(facts)
        self._places = dict(places)

    def place_of(self, fact: str) -> Place | None:
        """Return where a fact stands in the file."""
        return self._places.get(fact)

    def __getitem__(self, fact: str) -> object:
        """Return what was written for a fact."""
        return self._facts[fact]

    def __iter__(self) -> Iterator[str]:
        """Go through the facts in the order written."""
        return iter(self._facts)

    def __len__(self) -> int:
        """Return how many facts were written."""
        return len(self._facts)


@dataclass(frozen=True)
class Patient:
    """What is known of one patient.

    Attributes:
        answers: what was said of each fact, asked or derived, in the order given; unknown facts are left out.
    """

    answers: Mapping[str, Answer]

    @cached_property
    def asked(self) -> dict[str, Possible]:
        """The possible values of asked facts of which something is known."""
        return {name: each.possible for name, each in self.answers.items() if each.possible and not each.is_stated}

    @cached_property
    def stated(self) -> dict[str, Possible]:
        """The same for derived facts that the chart states."""
        return {name: each.possible for name, each in self.answers.items() if each.possible and each.is_stated}

    @cached_property
    def remarked(self) -> dict[str, Answer]:
        """The answers that say more than their values: how they were written, how old they are and the like."""
        return {
            name: each
            for name, each in self.answers.items()
            if each.open_answer or each.as_written or each.unit_doubt or each.age
        }

    @classmethod
    def read(cls, raw: Mapping[str, object], knowledge: Knowledge, as_of: date | None = None) -> Patient:
        """Return the patient that raw answers describe.

        Args:
            raw: answers by fact name. Numbers as numbers or text, in any unit of the fact (`"32 mm"`); ranges as
                `"3-5"` or `{"min": 3, "max": 5}`, limits as `"under 3"` or `">= 2"`, sizes also as `"about 3"`;
                choices as text or a list of texts; yes/no as True, False, "yes" or "no"; `"unknown"`, None or leaving a
                fact out all mean unknown. Any of them may stand in `{"value": ..., "taken": "2026-11-23"}` or
                `{"value": ..., "age": "3 weeks"}`.
            knowledge: the rule base whose facts may be named.
            as_of: the day on which ages are counted; None if they are not.

        Raises:
            PatientError: everything that is wrong with the answers.
        """
        reader = AnswerReader(knowledge, as_of)
        answers: dict[str, Answer] = {}
        in_file = raw if isinstance(raw, PatientFacts) else None
        for name, value in raw.items():
            place = None if in_file is None else in_file.place_of(name)
            answer = reader.read(str(name), value, place)
            if answer is not None:
                answers[name] = answer
        if reader.problems:
            raise PatientError(reader.problems)
        return cls(answers)
