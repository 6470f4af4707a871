"""One patient: what was given for every fact, read into sets of possible values.

Files, forms and Python callers all come through `Patient.read`; it finds every problem at once and keeps nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from screener.knowledge.domains import NO, YES, ChoiceDomain, NumberDomain, decimal_of
from screener.knowledge.model import Knowledge
from screener.knowledge.problems import PatientError, Place, Problem, nearest
from screener.reasoning.answers import Possible, everything

UNKNOWN = "unknown"
_NUMBER = r"\d+(?:\.\d+)?"
_RANGE = re.compile(rf"\s*({_NUMBER})\s*(?:-|\u2013|to)\s*({_NUMBER})\s*", re.ASCII)
_YES_NO_TEXTS = {"yes": YES, "true": YES, "no": NO, "false": NO}
MAXIMUM_TEXT = 200


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


@dataclass(frozen=True, slots=True)
class Patient:
    """What is known of one patient.

    Attributes:
        asked: the possible values of asked facts of which something is known.
        stated: the same for derived facts that the chart states.
        open_answers: answers such as "not assessed" that leave every value possible, by fact.
    """

    asked: Mapping[str, Possible]
    stated: Mapping[str, Possible]
    open_answers: Mapping[str, str]

    @classmethod
    def read(cls, raw: Mapping[str, object], knowledge: Knowledge) -> Patient:
        """Return the patient that raw answers describe.

        Args:
            raw: answers by fact name. Numbers as numbers or text, ranges as `"3-5"` or `{"min": 3, "max": 5}`;
                choices as text or a list of texts; yes/no as True, False, "yes" or "no"; `"unknown"`, None or
                leaving a fact out all mean unknown.
            knowledge: the rule base whose facts may be named.

        Raises:
            PatientError: everything that is wrong with the answers.
        """
        problems: list[Problem] = []
        known: dict[str, Possible] = {}
        open_answers: dict[str, str] = {}
        for name, value in raw.items():
            reader = _AnswerReader(str(name), knowledge, raw.place_of(name) if isinstance(raw, PatientFacts) else None)
            possible = reader.read(value)
            problems.extend(reader.problems)
            if possible is not None and possible != everything(knowledge.domains[name]):
                known[name] = possible
            open_answers.update((name, answer) for answer in reader.open_answers)
        if problems:
            raise PatientError(problems)
        return cls(
            {name: possible for name, possible in known.items() if name in knowledge.fact_by_id},
            {name: possible for name, possible in known.items() if name in knowledge.derived_by_id},
            open_answers,
        )


class _AnswerReader:
    """Reads the answer to one fact; None with no problem means unknown."""

    def __init__(self, name: str, knowledge: Knowledge, place: Place | None) -> None:
        self._name = name
        self._knowledge = knowledge
        self._place = place
        self.problems: list[Problem] = []
        self.open_answers: list[str] = []

    def read(self, value: object) -> Possible | None:
        domain = self._knowledge.domains.get(self._name)
        if domain is None:
            return self._refuse("patient_fact_unknown", value, hint=nearest(self._name, tuple(self._knowledge.domains)))
        if value is None or (isinstance(value, str) and value.strip().lower() == UNKNOWN):
            return None
        if isinstance(domain, NumberDomain):
            return self._number(value, domain)
        if domain.is_yes_no:
            return self._yes_no(value)
        return self._choice(value, domain)

    def _number(self, value: object, domain: NumberDomain) -> Possible | None:
        ends = self._ends(value, domain.allowed())
        if ends is None:
            return None
        halves = [self._on_grid(end, value, domain) for end in ends]
        low, high = halves[0], halves[-1]
        if low is None or high is None:
            return None
        if low > high:
            return self._refuse("range_reversed", value, domain.allowed())
        return low, high

    def _ends(self, value: object, allowed: tuple[str, ...]) -> tuple[Decimal, ...] | None:
        if isinstance(value, (list, tuple)):
            hint = f"{value[0]}-{value[-1]}" if value else ""
            self._refuse("list_for_number", value, allowed, hint)
            return None
        if isinstance(value, Mapping):
            written = [value.get("min"), value.get("max")] if set(value) == {"min", "max"} else [None]
        elif isinstance(value, str) and (match := _RANGE.fullmatch(value)):
            written = list(match.groups())
        else:
            written = [value]
        ends = tuple(_decimal(item) for item in written)
        if any(end is None for end in ends):
            hint = value.replace(",", ".") if isinstance(value, str) and re.fullmatch(r"\s*\d+,\d+\s*", value) else ""
            self._refuse("number_expected", value, allowed, hint)
            return None
        return tuple(end for end in ends if end is not None)

    def _on_grid(self, end: Decimal, value: object, domain: NumberDomain) -> int | None:
        halves = domain.halves(end)
        if halves is None:
            below = (end // domain.step) * domain.step
            hint = f"{below.normalize():f} / {(below + domain.step).normalize():f}"
            self._refuse("number_off_grid", value, domain.allowed(), hint)
        elif not domain.low <= halves <= domain.high:
            self._refuse("number_out_of_range", value, domain.allowed())
            return None
        return halves

    def _yes_no(self, value: object) -> Possible | None:
        if isinstance(value, bool):
            return frozenset({YES if value else NO})
        if isinstance(value, str) and (read := _YES_NO_TEXTS.get(value.strip().lower())):
            return frozenset({read})
        return self._refuse("yes_no_expected", value, ("true", "false", UNKNOWN))

    def _choice(self, value: object, domain: ChoiceDomain) -> Possible | None:
        if domain.ordered and (isinstance(value, Mapping) or (isinstance(value, str) and _RANGE.fullmatch(value))):
            return self._ordered_range(value, domain)
        fact = self._knowledge.fact_by_id.get(self._name)
        unknown_values = fact.unknown_values if fact else frozenset()
        allowed = (*domain.values, *sorted(unknown_values), UNKNOWN)
        items = value if isinstance(value, (list, tuple)) else [value]
        if not items:
            return self._refuse("list_empty", value, allowed)
        texts = [str(item).strip() if type(item) in (str, int) else None for item in items]
        if any(text is None for text in texts):
            return self._refuse("choice_expected", value, allowed)
        chosen = {text for text in texts if text is not None}
        unread = sorted(chosen - set(allowed))
        if unread:
            return self._refuse("choice_unknown", unread[0], allowed, nearest(unread[0], allowed))
        self.open_answers = sorted(chosen & unknown_values)
        if chosen & {UNKNOWN, *unknown_values}:
            return None
        return frozenset(chosen)

    def _ordered_range(self, value: object, domain: ChoiceDomain) -> Possible | None:
        ends = self._ends(value, domain.values)
        if ends is None:
            return None
        if ends[0] > ends[-1]:
            return self._refuse("range_reversed", value, domain.values)
        if not {f"{end.normalize():f}" for end in ends} <= set(domain.values):
            return self._refuse("number_out_of_range", value, domain.values)
        return frozenset(text for text in domain.values if ends[0] <= Decimal(text) <= ends[-1])

    def _refuse(self, code: str, value: object, allowed: tuple[str, ...] = (), hint: str = "") -> Possible | None:
        self.problems.append(Problem(code, self._name, self._place, _shown(value), allowed, hint))
        return None


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, (str, int, float, Decimal)) and not isinstance(value, bool):
        text = _text(value)
        return decimal_of(text) if len(text) <= MAXIMUM_TEXT else None
    return None


def _text(value: object) -> str:
    try:
        return str(value)
    except ValueError:
        # Whole numbers of some thousand digits cannot be written.
        return type(value).__name__


def _shown(value: object) -> str:
    text = _text(value)
    return text if len(text) <= MAXIMUM_TEXT else f"{text[:MAXIMUM_TEXT]}..."


def patient_schema(knowledge: Knowledge) -> dict[str, object]:
    """Return the JSON Schema of the answers that `Patient.read` takes."""
    properties: dict[str, object] = {}
    for name in knowledge.domains:
        shapes = [*_shapes(knowledge, name), _UNKNOWN_SHAPE]
        properties[name] = {"description": knowledge.label(name).clinician, "anyOf": shapes}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Patient",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


_UNKNOWN_SHAPE: dict[str, object] = {"enum": [UNKNOWN, None]}


def _shapes(knowledge: Knowledge, name: str) -> list[dict[str, object]]:
    domain = knowledge.domains[name]
    if isinstance(domain, NumberDomain):
        low, high = float(domain.text(domain.low)), float(domain.text(domain.high))
        number = {"type": "number", "minimum": low, "maximum": high}
        end = {"anyOf": [number, {"type": "string", "pattern": f"^{_NUMBER}$"}]}
        return [
            number,
            {"type": "string", "pattern": rf"^{_NUMBER}(\s*(-|\u2013|to)\s*{_NUMBER})?$"},
            {
                "type": "object",
                "properties": {"min": end, "max": end},
                "required": ["min", "max"],
                "additionalProperties": False,
            },
        ]
    if domain.is_yes_no:
        return [{"type": "boolean"}, {"enum": sorted(_YES_NO_TEXTS)}]
    fact = knowledge.fact_by_id.get(name)
    values: list[object] = [*domain.values, *(sorted(fact.unknown_values) if fact else ())]
    values += [int(str(value)) for value in values if str(value).isdigit()]
    shapes: list[dict[str, object]] = [{"enum": values}, {"type": "array", "items": {"enum": values}, "minItems": 1}]
    if domain.ordered:
        shapes.append({"type": "string", "pattern": rf"^{_NUMBER}\s*(-|\u2013|to)\s*{_NUMBER}$"})
    return shapes
